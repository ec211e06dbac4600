package org.xinfu.idp.exchange;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.exchange.ExchangeSettings.Issuer;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * Verifies tokens of other nodes by the keys they publish, fetched through the limited fetcher.
 * Keys are believed for five minutes; a token under a key that is not among them has them fetched
 * again, so that a rotation is followed. Whether it answers or not, a node is asked at most every
 * ten seconds, so that nobody makes us fetch at will and one that is away delays few tokens.
 */
public final class PeerTokens {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final String audience;
  private final Fetcher fetcher;
  private final Clock clock;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  /** Tokens must be addressed to {@code audience}, this node's issuer. */
  public PeerTokens(String audience, Fetcher fetcher, Clock clock) {
    this.audience = audience;
    this.fetcher = fetcher;
    this.clock = clock;
  }

  private record Keys(JWKSet set, Instant at) {}

  /** The claims; empty when the token is not the issuer's, not for us, or not of this time. */
  Optional<JWTClaimsSet> verified(String token, Issuer issuer) {
    try {
      SignedJWT signed = SignedJWT.parse(token);
      String kid = signed.getHeader().getKeyID();
      JWKSet keys = kid == null ? null : keys(issuer, kid);
      if (keys == null) {
        return Optional.empty();
      }
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
      processor.setJWTClaimsSetVerifier((claims, context) -> {}); // by timely()
      return Optional.of(processor.process(signed, null)).filter(c -> timely(c, issuer));
    } catch (ParseException | BadJOSEException | JOSEException notValid) {
      return Optional.empty();
    }
  }

  private boolean timely(JWTClaimsSet claims, Issuer issuer) {
    Instant now = clock.instant();
    return issuer.issuer().equals(claims.getIssuer())
        && claims.getAudience().contains(audience)
        && claims.getExpirationTime() != null
        && claims.getExpirationTime().toInstant().isAfter(now)
        && claims.getIssueTime() != null
        && claims.getIssueTime().toInstant().isBefore(now.plus(SKEW))
        && (claims.getNotBeforeTime() == null
            || claims.getNotBeforeTime().toInstant().isBefore(now.plus(SKEW)));
  }

  private @Nullable JWKSet keys(Issuer issuer, String kid) {
    Peer peer = peers.computeIfAbsent(issuer.issuer(), name -> new Peer());
    JWKSet known = peer.fresh(clock.instant());
    return known != null && known.getKeyByKeyId(kid) != null ? known : peer.asked(issuer, kid);
  }

  /** What is known of one issuer. */
  private final class Peer {
    private volatile @Nullable Keys keys;
    private @Nullable Instant asked;

    private @Nullable JWKSet fresh(Instant now) {
      Keys known = keys;
      return known != null && Duration.between(known.at(), now).compareTo(FRESH) < 0
          ? known.set()
          : null;
    }

    /** One asks and the others wait for what comes of it: that is also the answer to them. */
    private synchronized @Nullable JWKSet asked(Issuer issuer, String kid) {
      Instant now = clock.instant();
      JWKSet known = fresh(now);
      boolean here = known != null && known.getKeyByKeyId(kid) != null;
      if (here || (asked != null && Duration.between(asked, now).compareTo(AGAIN) < 0)) {
        return known;
      }
      JWKSet fetched = fetch(issuer);
      asked = clock.instant(); // however long it took: whoever waited does not ask anew
      if (fetched != null) {
        keys = new Keys(fetched, now);
      }
      return fetched;
    }
  }

  private @Nullable JWKSet fetch(Issuer issuer) {
    FetchOutcome outcome = fetcher.fetch(FetchRequest.get(issuer.jwks(), "application/json"));
    if (!(outcome instanceof FetchOutcome.Fetched fetched)) {
      return null;
    }
    try {
      return JWKSet.parse(new String(fetched.content().toArray(), StandardCharsets.UTF_8))
          .toPublicJWKSet();
    } catch (ParseException noKeys) {
      return null;
    }
  }
}
