package org.xinfu.trust.jose;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/** Issues SD-JWTs, RFC 9901 §4: each hidden claim gets 128 bits of salt of its own. */
public final class SdJwtIssuer {
  private static final int SALT = 16;

  private final JwsSigner signer;
  private final SecureRandom random;
  private final SdHash hash;

  private SdJwtIssuer(JwsSigner signer, SecureRandom random, SdHash hash) {
    this.signer = signer;
    this.random = random;
    this.hash = hash;
  }

  /**
   * One that signs with {@code signer}, digests by SHA-256 and takes salts from {@code random}.
   *
   * @param type the media type of the token, e.g. {@code dc+sd-jwt}
   */
  public static SdJwtIssuer with(Signer signer, String type, SecureRandom random) {
    return new SdJwtIssuer(JwsSigner.with(signer).withHeader("typ", type), random, SdHash.SHA_256);
  }

  /** The same with SM3 digests, {@code _sd_alg} {@code sm3}: a private name. */
  public SdJwtIssuer withSm3() {
    return new SdJwtIssuer(signer, random, SdHash.SM3);
  }

  /**
   * Issues the claims with all disclosures.
   *
   * @param holder the key that presentations must be bound to; becomes {@code cnf.jwk}
   */
  public String issue(SdObject claims, Optional<VerificationKey> holder) {
    List<Disclosure> disclosures = new ArrayList<>();
    Map<String, Object> payload = new LinkedHashMap<>(object(claims, disclosures));
    holder.ifPresent(key -> payload.put("cnf", Map.of("jwk", Jwk.write(key))));
    payload.put("_sd_alg", hash.word());
    StringBuilder out =
        new StringBuilder(signer.compact(Bytes.utf8(CanonicalJson.write(payload)))).append('~');
    disclosures.forEach(d -> out.append(d.text()).append('~'));
    return out.toString();
  }

  private Map<String, Object> object(SdObject object, List<Disclosure> disclosures) {
    Map<String, Object> out = new LinkedHashMap<>();
    object.plain().forEach((name, value) -> out.put(name, value(value, disclosures)));
    List<String> digests = new ArrayList<>();
    object
        .hidden()
        .forEach(
            (name, value) -> {
              Disclosure made =
                  Disclosure.make(salt(), Optional.of(name), value(value, disclosures));
              disclosures.add(made);
              digests.add(made.digest(hash));
            });
    for (int i = 0; i < object.decoys(); i++) {
      digests.add(decoy());
    }
    if (!digests.isEmpty()) {
      // In the order of the digests, so that the order of the claims is not told.
      out.put("_sd", digests.stream().sorted().toList());
    }
    return out;
  }

  private List<Object> array(SdArray array, List<Disclosure> disclosures) {
    List<Object> out = new ArrayList<>();
    for (SdArray.Item item : array.items()) {
      if (!item.hidden()) {
        out.add(value(item.value(), disclosures));
        continue;
      }
      Disclosure made = Disclosure.make(salt(), Optional.empty(), value(item.value(), disclosures));
      disclosures.add(made);
      out.add(Map.of("...", made.digest(hash)));
    }
    for (int i = 0; i < array.decoys(); i++) {
      out.add(Map.of("...", decoy()));
    }
    return out;
  }

  private Object value(Object value, List<Disclosure> disclosures) {
    if (value instanceof SdObject object) {
      return object(object, disclosures);
    }
    return value instanceof SdArray array ? array(array, disclosures) : value;
  }

  private Bytes salt() {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return Bytes.of(salt);
  }

  /** A digest of nothing, RFC 9901 §4.2.5. */
  private String decoy() {
    return hash.of(Base64Url.encode(salt()));
  }
}
