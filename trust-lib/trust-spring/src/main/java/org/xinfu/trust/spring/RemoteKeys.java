package org.xinfu.trust.spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.trust.jose.JwsVerifier;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.key.VerificationKey;

/**
 * The issuer's keys, fetched when needed: believed for five minutes, and asked for again when a
 * token names one that is not among them, at most every ten seconds. While the issuer is away the
 * last ones are believed for an hour. Those that nobody vouches for are not used.
 */
final class RemoteKeys {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_OCTETS = 64 << 10;

  private final URI address;
  private final Predicate<Map<String, Object>> vouched;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private @Nullable Reading reading;
  private Instant askedAt = Instant.MIN;

  /** A key, and all that its set says of it. */
  private record Listed(VerificationKey key, Map<String, Object> jwk) {}

  private record Reading(Map<String, Listed> keys, Instant at) {}

  /**
   * @param vouched whether somebody else than the issuer's server speaks for a key of its set;
   *     asked whenever the key is wanted, since whoever did may be distrusted meanwhile
   */
  RemoteKeys(URI address, Predicate<Map<String, Object>> vouched, Clock clock) {
    this.address = address;
    this.vouched = vouched;
    this.clock = clock;
  }

  /**
   * The key with this {@code kid}.
   *
   * @throws JwtException when no keys are known and the issuer does not answer
   */
  Optional<VerificationKey> key(String kid) {
    return listed(kid).filter(one -> vouched.test(one.jwk())).map(Listed::key);
  }

  private synchronized Optional<Listed> listed(String kid) {
    Instant now = clock.instant();
    Reading known = reading;
    boolean fresh = known != null && now.isBefore(known.at().plus(FRESH));
    boolean here = known != null && known.keys().containsKey(kid);
    if ((!fresh || !here) && !now.isBefore(later(askedAt, AGAIN))) {
      askedAt = now;
      known = fetch().map(keys -> new Reading(keys, now)).orElse(known);
      reading = known;
    }
    if (known == null || !now.isBefore(known.at().plus(LONGEST))) {
      throw new JwtException("the keys of the issuer cannot be fetched");
    }
    return Optional.ofNullable(known.keys().get(kid));
  }

  private static Instant later(Instant from, Duration by) {
    return from.equals(Instant.MIN) ? from : from.plus(by);
  }

  private Optional<Map<String, Listed>> fetch() {
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(PATIENCE).header("Accept", "*/*").build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200 && answer.body().length <= MOST_OCTETS
          ? read(new String(answer.body(), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException away) {
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** RFC 7517 §5: keys that are not understood are passed over. */
  private static Optional<Map<String, Listed>> read(String text) {
    try {
      if (!(Json.parseObject(text).get("keys") instanceof List<?> all)) {
        return Optional.empty();
      }
      Map<String, Listed> keys = new HashMap<>();
      for (Object one : all) {
        if (one instanceof Map<?, ?> jwk && jwk.get("kid") instanceof String kid) {
          Map<String, Object> members = members(jwk);
          JwsVerifier.key(members).ifPresent(key -> keys.put(kid, new Listed(key, members)));
        }
      }
      return Optional.of(keys);
    } catch (JsonException noJson) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> members(Map<?, ?> jwk) {
    Map<String, Object> members = new HashMap<>();
    jwk.forEach((name, value) -> members.put(String.valueOf(name), value));
    return members;
  }
}
