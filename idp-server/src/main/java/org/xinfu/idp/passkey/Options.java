package org.xinfu.idp.passkey;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Passkey;
import org.xinfu.trust.Bytes;

/** What browsers are asked to do, in the JSON forms of Web Authentication Level 3 §5.1. */
record Options(RelyingParty party) {
  /** How long a browser lets its owner take, in milliseconds. */
  private static final int TIMEOUT = 300_000;

  /** COSE algorithms in order of preference: ES256, EdDSA, RS256. */
  private static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

  /** PublicKeyCredentialCreationOptionsJSON: a discoverable credential behind a PIN or a finger. */
  Map<String, Object> create(Ceremony ceremony, Account account, List<Passkey> known) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("rp", Map.of("id", party.id(), "name", party.name()));
    options.put(
        "user",
        Map.of(
            "id", handle(account.id()),
            "name", account.loginName(),
            "displayName", account.displayName()));
    options.put("challenge", ceremony.challenge());
    options.put(
        "pubKeyCredParams",
        ALGORITHMS.stream().map(alg -> Map.of("type", "public-key", "alg", alg)).toList());
    options.put("timeout", TIMEOUT);
    options.put("excludeCredentials", known.stream().map(Options::descriptor).toList());
    options.put(
        "authenticatorSelection",
        Map.of(
            "residentKey", "required",
            "requireResidentKey", true,
            "userVerification", "required"));
    options.put("attestation", party.hardwareRoots().isEmpty() ? "none" : "direct");
    return options;
  }

  /** PublicKeyCredentialRequestOptionsJSON; without {@code known} the person picks a passkey. */
  Map<String, Object> get(Ceremony ceremony, List<Passkey> known) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("challenge", ceremony.challenge());
    options.put("timeout", TIMEOUT);
    options.put("rpId", party.id());
    options.put("allowCredentials", known.stream().map(Options::descriptor).toList());
    options.put("userVerification", "required");
    return options;
  }

  /** The user handle: random like the account's id, and nothing else about the person (§14.6.1). */
  static String handle(String accountId) {
    return base64(Bytes.of(accountId.getBytes(StandardCharsets.US_ASCII)));
  }

  private static Map<String, Object> descriptor(Passkey passkey) {
    return Map.of(
        "type", "public-key",
        "id", base64(passkey.credentialId()),
        "transports", passkey.transports().stream().sorted().toList());
  }

  static String base64(Bytes octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
  }
}
