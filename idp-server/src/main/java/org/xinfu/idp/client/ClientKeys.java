package org.xinfu.idp.client;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * The public keys of clients: registered with them, or behind their {@code jwks_uri} (RFC 7591 §2),
 * which administrators registered too. It is fetched by the limited fetcher, kept for all replicas,
 * and asked again when it is an hour old or a key is unknown, once a minute at most.
 */
public final class ClientKeys {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Keys that could not be asked for again for so long are believed no more. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final int MOST = 20;
  private static final int RSA_BITS = 2048;
  private static final BigInteger RSA_EXPONENT = BigInteger.valueOf(65_537);

  private final RemoteKeys remote;
  private final Fetcher fetcher;
  private final Clock clock;

  public ClientKeys(RemoteKeys remote, Fetcher fetcher, Clock clock) {
    this.remote = remote;
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /** Where a client's signatures are checked; null when the client has no keys here. */
  public @Nullable JWKSource<SecurityContext> of(RegisteredClient client) {
    String registered = ClientFacts.jwks(client);
    if (registered != null) {
      JWKSet keys = usable(registered).orElse(new JWKSet());
      return (selector, context) -> selector.select(keys);
    }
    return ClientFacts.remoteKeys(client)
        ? (selector, context) -> select(client.getClientId(), selector)
        : null;
  }

  /**
   * The P-256 keys of a set, and the RSA keys beside one; others are passed over (RFC 7517 §5).
   * Empty when there is no P-256 key, when a key is private, or when the text is no set.
   */
  public static Optional<JWKSet> usable(String jwks) {
    try {
      Object listed = JSONObjectUtils.parse(jwks).get("keys");
      List<JWK> keys = new ArrayList<>();
      for (Object one : listed instanceof List<?> all ? all : List.of()) {
        Map<String, Object> members = members(one);
        if (members.containsKey("d") || members.containsKey("k")) {
          return Optional.empty();
        }
        p256(members).or(() -> rsa(members)).ifPresent(keys::add);
      }
      return keys.stream().noneMatch(ECKey.class::isInstance) || keys.size() > MOST
          ? Optional.empty()
          : Optional.of(new JWKSet(keys));
    } catch (ParseException noSet) {
      return Optional.empty();
    }
  }

  /** Whether it is an RSA key of 2048 bits and more whose exponent is 65537 and more. */
  public static boolean strong(JWK key) {
    return key instanceof RSAKey rsa
        && rsa.size() >= RSA_BITS
        && rsa.getPublicExponent().decodeToBigInteger().compareTo(RSA_EXPONENT) >= 0;
  }

  private static Map<String, Object> members(@Nullable Object one) {
    Map<String, Object> members = new HashMap<>();
    if (one instanceof Map<?, ?> key) {
      key.forEach((name, value) -> members.put(String.valueOf(name), value));
    }
    return members;
  }

  private static Optional<JWK> p256(Map<String, Object> members) {
    try {
      ECKey key = ECKey.parse(members);
      return Curve.P_256.equals(key.getCurve()) && named(key) ? Optional.of(key) : Optional.empty();
    } catch (ParseException another) {
      return Optional.empty();
    }
  }

  private static Optional<JWK> rsa(Map<String, Object> members) {
    try {
      RSAKey key = RSAKey.parse(members);
      return strong(key) && named(key) ? Optional.of(key) : Optional.empty();
    } catch (ParseException another) {
      return Optional.empty();
    }
  }

  private static boolean named(JWK key) {
    return Objects.requireNonNullElse(key.getKeyID(), "").indexOf('\0') < 0;
  }

  private List<JWK> select(String clientId, JWKSelector selector) {
    RemoteKeys.Kept kept = remote.of(clientId).orElse(null);
    if (kept == null) {
      return List.of();
    }
    Instant now = clock.instant();
    List<JWK> found = selected(kept, selector, now);
    boolean due = found.isEmpty() || kept.at() == null || kept.at().plus(FRESH).isBefore(now);
    if (!due || !remote.mayFetch(clientId, now.minus(PAUSE), now)) {
      return found;
    }
    Optional<String> fetched = fetch(kept.uri());
    fetched.ifPresent(jwks -> remote.keep(clientId, jwks, now));
    return fetched
        .map(jwks -> selected(new RemoteKeys.Kept(kept.uri(), jwks, now), selector, now))
        .orElse(found);
  }

  private static List<JWK> selected(RemoteKeys.Kept kept, JWKSelector selector, Instant now) {
    String jwks = kept.jwks();
    Instant at = kept.at();
    if (jwks == null || at == null || at.plus(LONGEST).isBefore(now)) {
      return List.of();
    }
    return usable(jwks).map(selector::select).orElse(List.of());
  }

  private Optional<String> fetch(URI uri) {
    return switch (fetcher.fetch(FetchRequest.get(uri, "application/json"))) {
      case FetchOutcome.Fetched fetched ->
          // What is kept is what was understood, and nothing else that was sent.
          usable(new String(fetched.content().toArray(), StandardCharsets.UTF_8))
              .map(set -> set.toString(true));
      case FetchOutcome.NotFetched not -> Optional.empty();
    };
  }
}
