package org.xinfu.idp.ukey;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.kit.Refused;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignedMessage;

/**
 * Gives challenges out and takes them back signed: GB/T 35275-2017 §7, attached or detached, one
 * signer, SM2 with SM3. Everything that is looked at in the message is a stranger's until the last
 * step.
 */
public final class VerifyUkey {
  private static final int MOST_OCTETS = 64 << 10;

  private final Challenges challenges;
  private final SignerTrust trust;
  private final Part part;
  private final SecureRandom random = new SecureRandom();

  /**
   * What else it needs.
   *
   * @param origin of this server
   * @param life of a challenge
   */
  public record Part(String origin, Duration life, Clock clock) {}

  public VerifyUkey(Challenges challenges, SignerTrust trust, Part part) {
    this.challenges = challenges;
    this.trust = trust;
    this.part = part;
  }

  /** Whether there is anybody to trust. */
  public boolean offered() {
    return trust.configured();
  }

  /** A fresh challenge for one browser. */
  UkeyChallenge challenge(UkeyChallenge.Purpose purpose) {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    Instant expires = part.clock().instant().plus(part.life()).truncatedTo(ChronoUnit.SECONDS);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    UkeyChallenge fresh = new UkeyChallenge(part.origin(), purpose, text, expires);
    challenges.add(fresh);
    return fresh;
  }

  /** Whether a challenge can still be answered. */
  boolean live(UkeyChallenge challenge) {
    return part.clock().instant().isBefore(challenge.expires())
        && challenges.state(challenge.nonce()).filter(state -> !state.used()).isPresent();
  }

  /**
   * Checks a signature over the challenge that this browser was given, and uses the challenge up.
   *
   * @param given null when the browser has none (any more)
   * @throws Refused with a {@link UkeyRefusal}
   */
  SignerTrust.Trusted verify(
      UkeyChallenge.Purpose purpose, @Nullable UkeyChallenge given, Bytes signed) {
    SignedMessage message = read(signed);
    UkeyChallenge answered = answered(message, given);
    check(answered, purpose, given);
    SignedContent content = SignedContent.of(Bytes.utf8(answered.text()));
    Instant now = part.clock().instant();
    SignerTrust.Trusted signer = trust.judge(signed, content, now);
    if (!challenges.use(answered.nonce(), now)) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_REPLAYED);
    }
    return signer;
  }

  /** Keeps what a signing program sends beside the browser; it is judged when the browser comes. */
  void keep(Bytes signed) {
    UkeyChallenge answered = answered(read(signed), null);
    check(answered, answered.purpose(), answered);
    if (!challenges.answer(answered.nonce(), signed, part.clock().instant())) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_REPLAYED);
    }
  }

  /** What a signing program sent for the challenge. */
  Optional<Bytes> kept(UkeyChallenge challenge) {
    return challenges.answered(challenge.nonce());
  }

  private static SignedMessage read(Bytes signed) {
    return Optional.of(signed)
        .filter(octets -> octets.length() <= MOST_OCTETS)
        .flatMap(SignedMessage::parse)
        .filter(message -> message.gb() && message.signers() == 1)
        .orElseThrow(() -> new Refused(UkeyRefusal.UKEY_MESSAGE_MALFORMED));
  }

  /** What the message carries, or what was given when it carries nothing or only its digest. */
  private static UkeyChallenge answered(SignedMessage message, @Nullable UkeyChallenge given) {
    Optional<Bytes> carried = message.content().filter(octets -> !standsFor(octets, given));
    if (carried.isPresent()) {
      return UkeyChallenge.parse(carried.get().toUtf8())
          .orElseThrow(() -> new Refused(UkeyRefusal.UKEY_CHALLENGE_ALTERED));
    }
    if (given == null) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_EXPIRED);
    }
    return given;
  }

  /** UKey programs put the SM3 of what they sign in its place (GM/T 0099 §7.2.2 b). */
  private static boolean standsFor(Bytes carried, @Nullable UkeyChallenge given) {
    if (given == null) {
      return false;
    }
    Bytes digest = ContentDigest.SM3.of(Bytes.utf8(given.text()));
    String text = Base64.getEncoder().encodeToString(digest.toArray());
    return carried.equals(digest) || carried.equals(Bytes.utf8(text));
  }

  private void check(
      UkeyChallenge answered, UkeyChallenge.Purpose purpose, @Nullable UkeyChallenge given) {
    if (!answered.origin().equals(part.origin())) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_OTHER_ORIGIN);
    }
    Challenges.State state =
        challenges
            .state(answered.nonce())
            .orElseThrow(() -> new Refused(UkeyRefusal.UKEY_CHALLENGE_ALTERED));
    if (state.used()) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_REPLAYED);
    }
    if (answered.purpose() != purpose) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_OTHER_PURPOSE);
    }
    if (!part.clock().instant().isBefore(answered.expires())) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_EXPIRED);
    }
    if (given == null || !given.nonce().equals(answered.nonce())) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_OTHER_BROWSER);
    }
    if (!given.equals(answered)) {
      throw new Refused(UkeyRefusal.UKEY_CHALLENGE_ALTERED);
    }
  }
}
