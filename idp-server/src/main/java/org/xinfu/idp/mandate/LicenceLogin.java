package org.xinfu.idp.mandate;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.mandate.LicenceChallenge;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.VerificationKey;

/**
 * Login by electronic business licence: whoever holds the licence's key signs our challenge, and
 * the registry says that the key is the licence of this entity and was given to this person.
 */
public final class LicenceLogin {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int LONGEST = 1000;

  private final RegisterEntity register;
  private final String origin;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public LicenceLogin(RegisterEntity register, String origin, Clock clock) {
    this.register = register;
    this.origin = origin;
    this.clock = clock;
  }

  LicenceChallenge challenge(Account person) {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    return new LicenceChallenge(origin, person.id(), text, clock.instant().plus(LIFE));
  }

  /**
   * Takes what the licence's holder presents.
   *
   * @param presented the key as SubjectPublicKeyInfo and its SM2 signature in DER, each in
   *     base64url, with a point between
   */
  RegisterEntity.Outcome present(
      Account person, LicenceChallenge challenge, String code, String presented) {
    boolean ours =
        challenge.personId().equals(person.id())
            && challenge.origin().equals(origin)
            && clock.instant().isBefore(challenge.until());
    Optional<Bytes> key = ours ? signer(challenge, presented.strip()) : Optional.empty();
    return register.byLicence(person, code, key);
  }

  private static Optional<Bytes> signer(LicenceChallenge challenge, String presented) {
    String[] parts = presented.split("\\.", -1);
    if (presented.length() > LONGEST || parts.length != 2) {
      return Optional.empty();
    }
    try {
      Bytes key = Bytes.of(Base64.getUrlDecoder().decode(parts[0]));
      Bytes signature = Bytes.of(Base64.getUrlDecoder().decode(parts[1]));
      return VerificationKey.parse(key, SignatureAlgorithm.SM2_SM3)
          .filter(known -> known.verify(Bytes.utf8(challenge.text()), signature))
          .map(VerificationKey::encoded);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
