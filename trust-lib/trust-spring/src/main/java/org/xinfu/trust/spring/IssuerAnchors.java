package org.xinfu.trust.spring;

import java.io.UncheckedIOException;
import java.net.URI;
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
 * anchors for OIDC of a signed list. A key of the provider's set is then itself that of such an
 * anchor, or needs a certificate in {@code x5c} with a path to one of them that names the provider.
 * What the list distrusts ends within a minute of its being replaced.
 */
public final class IssuerAnchors {
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int MOST = 64;

  private final KeptTrustList kept;
  private final Clock clock;
  private final Map<Question, Answer> answers = new HashMap<>();

  private record Question(String issuer, Map<String, Object> jwk) {}

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
   * Whether an anchor vouches now that this key is the issuer's.
   *
   * @param issuer the provider's public URL
   * @param jwk the key as the provider's set has it
   * @throws JwtException when the list is past its next update: nobody knows what was distrusted
   *     since
   */
  synchronized boolean vouch(String issuer, Map<String, Object> jwk) {
    Instant now = clock.instant();
    Question question = new Question(issuer, jwk);
    Answer known = answers.get(question);
    if (known == null || now.isAfter(known.at().plus(REMEMBERED))) {
      if (answers.size() >= MOST) {
        answers.clear();
      }
      known = new Answer(asked(question, now), now);
      answers.put(question, known);
    }
    return known.vouched();
  }

  private boolean asked(Question question, Instant now) {
    KeptTrustList.Reading reading = reading();
    if (!reading.list().serves(now)) {
      throw new JwtException("the trust list is past its next update");
    }
    URI issuer = URI.create(question.issuer());
    return CertifiedJwk.verify(question.jwk(), issuer, reading.policy(now, AnchorPurpose.OIDC))
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
