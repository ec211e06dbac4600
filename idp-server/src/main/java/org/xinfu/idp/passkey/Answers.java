package org.xinfu.idp.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Passkey;
import org.xinfu.trust.Bytes;
import tools.jackson.core.JacksonException;

/**
 * Judges what devices answer, by Web Authentication Level 3 §7.1 and §7.2: type, challenge, origin,
 * relying party, user presence and verification, signature, counter.
 */
final class Answers {
  private static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          parameters(COSEAlgorithmIdentifier.ES256),
          parameters(COSEAlgorithmIdentifier.EdDSA),
          parameters(COSEAlgorithmIdentifier.RS256));

  private final RelyingParty party;
  private final ObjectConverter converter = new ObjectConverter();
  private final AttestedCredentialDataConverter attested =
      new AttestedCredentialDataConverter(converter);
  private final WebAuthnManager rules = WebAuthnManager.createNonStrictWebAuthnManager(converter);
  private final HardwareProof hardware;

  Answers(RelyingParty party) {
    this.party = party;
    this.hardware = new HardwareProof(party.hardwareRoots(), converter);
  }

  /** What an assertion shows. */
  sealed interface Shown {
    /** Right, with the counter and backup state that go with it. */
    record Right(long signCount, boolean backedUp) implements Shown {}

    /** Wrong in some way. */
    record Wrong() implements Shown {}

    /** Right but for the counter, which went back: there may be a second such key (§6.1.1). */
    record Cloned() implements Shown {}
  }

  /** The credential that was made for this account; empty when the answer does not stand. */
  Optional<Passkey> made(Ceremony ceremony, String accountId, String json) {
    Optional<DeviceAnswer> answer = DeviceAnswer.parse(json).filter(DeviceAnswer::made);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    try {
      RegistrationData data =
          rules.parse(
              new RegistrationRequest(
                  answer.get().part("attestationObject"), answer.get().part("clientDataJSON")));
      RegistrationParameters parameters =
          new RegistrationParameters(server(ceremony), ALGORITHMS, true, true);
      rules.verify(data, parameters);
      boolean bound = hardware.proves(data, parameters);
      return Optional.of(passkey(accountId, data, bound, answer.get().transports()));
    } catch (WebAuthnException | JacksonException wrong) {
      return Optional.empty();
    }
  }

  /** The id of the credential that an assertion is by; empty when there is none. */
  Optional<Bytes> credential(String json) {
    return DeviceAnswer.parse(json).filter(DeviceAnswer::shown).map(DeviceAnswer::credentialId);
  }

  Shown shown(Ceremony ceremony, Passkey passkey, String json) {
    Optional<DeviceAnswer> answer = DeviceAnswer.parse(json).filter(DeviceAnswer::shown);
    if (answer.isEmpty() || !handled(passkey, answer.get().optional("userHandle"))) {
      return new Shown.Wrong();
    }
    try {
      AuthenticationData data = rules.parse(request(answer.get()));
      rules.verify(
          data,
          new AuthenticationParameters(
              server(ceremony),
              record(passkey),
              List.of(passkey.credentialId().toArray()),
              true,
              true));
      var facts = Objects.requireNonNull(data.getAuthenticatorData());
      return new Shown.Right(facts.getSignCount(), facts.isFlagBS());
    } catch (MaliciousCounterValueException back) {
      return new Shown.Cloned();
    } catch (WebAuthnException | JacksonException wrong) {
      return new Shown.Wrong();
    }
  }

  private static AuthenticationRequest request(DeviceAnswer answer) {
    return new AuthenticationRequest(
        answer.credentialId().toArray(),
        answer.optional("userHandle"),
        answer.part("authenticatorData"),
        answer.part("clientDataJSON"),
        answer.part("signature"));
  }

  /** The device may name the account, and then has to name the right one (§7.2 step 6). */
  private static boolean handled(Passkey passkey, byte @Nullable [] handle) {
    return handle == null
        || Options.handle(passkey.accountId()).equals(Options.base64(Bytes.of(handle)));
  }

  private ServerProperty server(Ceremony ceremony) {
    return ServerProperty.builder()
        .origins(party.origins().stream().map(Origin::new).collect(Collectors.toSet()))
        .rpId(party.id())
        .challenge(new DefaultChallenge(Base64.getUrlDecoder().decode(ceremony.challenge())))
        .build();
  }

  private Passkey passkey(
      String accountId, RegistrationData data, boolean bound, Set<String> transports) {
    var facts = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
    var credential = Objects.requireNonNull(facts.getAttestedCredentialData());
    return new Passkey(
        UUID.randomUUID().toString(),
        accountId,
        Bytes.of(credential.getCredentialId()),
        Bytes.of(attested.convert(credential)),
        facts.getSignCount(),
        new Passkey.State(facts.isFlagBE(), facts.isFlagBS(), bound),
        transports);
  }

  private CredentialRecord record(Passkey passkey) {
    return new CredentialRecordImpl(
        null,
        true,
        passkey.state().backupEligible(),
        passkey.state().backedUp(),
        passkey.signCount(),
        attested.convert(passkey.attested().toArray()),
        null,
        null,
        null,
        null);
  }

  private static PublicKeyCredentialParameters parameters(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }
}
