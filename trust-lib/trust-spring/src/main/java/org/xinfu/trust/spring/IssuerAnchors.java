package org.xinfu.trust.spring;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.jose.CertifiedJwk;
import org.xinfu.trust.list.AnchorPurpose;

/**
 * Whom to believe that a key is an identity provider's, besides the server that hands it out: the
 * anchors for OIDC of a signed list. A key of the provider's set then needs a certificate in {@code
 * x5c} with a path to one of them, or is itself that of such an anchor. What the list distrusts
 * ends within a minute of its being replaced.
 */
public final class IssuerAnchors {
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int MOST = 64;

  private final KeptTrustList kept;
  private final Clock clock;
  private final Map<Map<String, Object>, Answer> answers = new HashMap<>();

  private record Answer(boolean vouched, Instant at) {}

  /**
   * Anchors by the list in that file.
   *
   * @param trustList the list that {@code xinfu trust update} keeps; {@code *.crl} beside it count
   * @throws IllegalStateException when it is no list that its own root keys signed
   */
  public IssuerAnchors(Path trustList, Clock clock) {
    this.kept = new KeptTrustList(trustList);
    this.clock = clock;
    kept.now();
  }

  /**
   * Whether an anchor vouches for this key now.
   *
   * @param jwk the key as the provider's set has it
   * @throws JwtException when the list is past its next update: nobody knows what was distrusted
   *     since
   */
  synchronized boolean vouch(Map<String, Object> jwk) {
    Instant now = clock.instant();
    Answer known = answers.get(jwk);
    if (known == null || now.isAfter(known.at().plus(REMEMBERED))) {
      if (answers.size() >= MOST) {
        answers.clear();
      }
      known = new Answer(asked(jwk, now), now);
      answers.put(jwk, known);
    }
    return known.vouched();
  }

  private boolean asked(Map<String, Object> jwk, Instant now) {
    KeptTrustList.Reading reading = reading();
    if (!reading.list().serves(now)) {
      throw new JwtException("the trust list is past its next update");
    }
    return CertifiedJwk.verify(jwk, reading.policy(now, AnchorPurpose.OIDC))
        instanceof Verdict.Valid;
  }

  /** A list that is damaged or gone says nothing of any key, and no token is wrong for it. */
  private KeptTrustList.Reading reading() {
    try {
      return kept.now();
    } catch (IllegalStateException | UncheckedIOException unusable) {
      throw new JwtException("the trust list cannot be stood on", unusable);
    }
  }
}
