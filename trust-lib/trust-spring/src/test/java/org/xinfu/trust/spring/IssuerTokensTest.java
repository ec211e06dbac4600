package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.jose.JwsSigner;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Tokens under SM2-SM3 and ES256 as a service verifies them, with keys fetched over HTTP. */
class IssuerTokensTest {
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("issuer tokens");
  private static final Signer FIRST = VAULT.key(SignatureAlgorithm.SM2_SM3, "first");
  private static final Signer SECOND = VAULT.key(SignatureAlgorithm.SM2_SM3, "second");
  private static final Signer P256 = VAULT.key(SignatureAlgorithm.ECDSA_P256_SHA256, "p256");

  private final AtomicReference<String> set = new AtomicReference<>("");
  private final AtomicInteger asked = new AtomicInteger();
  private final Moving clock = new Moving();
  private HttpServer provider;
  private String issuer;

  @BeforeEach
  void start() throws Exception {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/oauth2/jwks",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = set.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(
              body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  @Test
  void each_algorithm_is_believed_where_it_is_configured_and_by_its_own_keys() {
    publish(Map.of("sm2", FIRST, "p256", P256));
    String sm2 = token(FIRST, "sm2", "JWT");
    JwtDecoder gm = decoder(Sm2JwtDecoder.ALGORITHM);
    assertThat(gm.decode(sm2).getSubject()).isEqualTo("p1");
    assertThat(gm.decode(sm2).getExpiresAt()).isNotNull();
    refused(decoder("ES256"), sm2);
    refused(gm, token(P256, "p256", "JWT"));
    refused(gm, token(SECOND, "sm2", "JWT"));
    refused(gm, token(FIRST, "p256", "JWT"));
    refused(gm, token(FIRST, "unknown", "JWT"));
    // What P-256 signed under the other name: the suite is the key's.
    JwsSigner disguised = JwsSigner.with(P256).withHeader("alg", Sm2JwtDecoder.ALGORITHM);
    refused(gm, disguised.withHeader("kid", "p256").jwt(claims()));
  }

  @Test
  void no_octet_may_change() {
    publish(Map.of("sm2", FIRST));
    JwtDecoder gm = decoder(Sm2JwtDecoder.ALGORITHM);
    String token = token(FIRST, "sm2", "JWT");
    for (int at = 0; at < token.length(); at += 7) {
      char other = token.charAt(at) == 'A' ? 'B' : 'A';
      if (token.charAt(at) != '.') {
        refused(gm, token.substring(0, at) + other + token.substring(at + 1));
      }
    }
    for (String wrong :
        List.of("", "a.b.c", token + "A", token.substring(0, 40), token + "." + token)) {
      refused(gm, wrong);
    }
    refused(gm, "a".repeat(70_000));
    // A header out of its range (RFC 7518 §4.8.1.2), for which the reader has another word.
    String header = "{\"alg\":\"ES256\",\"enc\":\"A128GCM\",\"p2c\":-1}";
    refused(
        gm,
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "..AAAA.AAAA.AAAA");
  }

  @Test
  void other_types_and_critical_words_are_refused() {
    publish(Map.of("sm2", FIRST));
    refused(decoder(Sm2JwtDecoder.ALGORITHM), token(FIRST, "sm2", "logout+jwt"));
    JwtDecoder logout =
        IssuerTokens.decoder(
            issuer,
            List.of(Sm2JwtDecoder.ALGORITHM),
            Set.of("logout+jwt"),
            token -> OAuth2TokenValidatorResult.success());
    assertThat(logout.decode(token(FIRST, "sm2", "logout+jwt")).getSubject()).isEqualTo("p1");
    String critical =
        JwsSigner.with(FIRST)
            .withHeader("kid", "sm2")
            .withHeader("x-new", "1")
            .withHeader("crit", List.of("x-new"))
            .jwt(claims());
    refused(decoder(Sm2JwtDecoder.ALGORITHM), critical);
  }

  @Test
  void a_rule_that_says_no_is_told_as_such() {
    publish(Map.of("sm2", FIRST));
    JwtDecoder strict =
        IssuerTokens.decoder(
            issuer,
            List.of(Sm2JwtDecoder.ALGORITHM),
            Set.of(),
            token -> OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token")));
    assertThatThrownBy(() -> strict.decode(token(FIRST, "sm2", "JWT")))
        .isInstanceOf(JwtValidationException.class);
  }

  @Test
  void algorithms_that_are_not_known_stop_the_start() {
    for (List<String> wrong : List.of(List.<String>of(), List.of("RS256"), List.of("none"))) {
      assertThatThrownBy(
              () ->
                  IssuerTokens.decoder(
                      issuer, wrong, Set.of(), t -> OAuth2TokenValidatorResult.success()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_new_key_is_asked_for_at_once_and_nobody_makes_us_ask_at_will() {
    RemoteKeys keys = new RemoteKeys(URI.create(issuer + "/oauth2/jwks/sm2"), jwk -> true, clock);
    publish(Map.of("first", FIRST));
    assertThat(keys.key("first")).isPresent();
    publish(Map.of("first", FIRST, "second", SECOND));
    for (int i = 0; i < 5; i++) {
      assertThat(keys.key("second")).as("within ten seconds").isEmpty();
    }
    assertThat(asked).hasValue(1);
    clock.by(Duration.ofSeconds(11));
    assertThat(keys.key("second")).isPresent();
    assertThat(asked).hasValue(2);
    publish(Map.of("second", SECOND));
    clock.by(Duration.ofMinutes(6));
    assertThat(keys.key("first")).as("taken away").isEmpty();
  }

  @Test
  void while_the_provider_is_away_its_last_keys_are_believed_for_an_hour() {
    RemoteKeys keys = new RemoteKeys(URI.create(issuer + "/oauth2/jwks/sm2"), jwk -> true, clock);
    assertThatThrownBy(() -> keys.key("first"))
        .isInstanceOf(JwtException.class)
        .isNotInstanceOf(BadJwtException.class);
    publish(Map.of("first", FIRST));
    clock.by(Duration.ofSeconds(11));
    assertThat(keys.key("first")).isPresent();
    for (String broken : List.of("", "[]", "{\"keys\":1}", "no json")) {
      set.set(broken);
      clock.by(Duration.ofMinutes(10));
      assertThat(keys.key("first")).as(broken).isPresent();
    }
    clock.by(Duration.ofMinutes(30));
    assertThatThrownBy(() -> keys.key("first")).isInstanceOf(JwtException.class);
  }

  private JwtDecoder decoder(String... algorithms) {
    return IssuerTokens.decoder(
        issuer, List.of(algorithms), Set.of(), token -> OAuth2TokenValidatorResult.success());
  }

  private static void refused(JwtDecoder decoder, String token) {
    assertThatThrownBy(() -> decoder.decode(token)).as(token).isInstanceOf(JwtException.class);
  }

  private void publish(Map<String, Signer> keys) {
    set.set(
        keys.entrySet().stream()
            .map(one -> jwk(one.getKey(), one.getValue()))
            .collect(Collectors.joining(",", "{\"keys\":[{\"kty\":\"AKP\",\"kid\":\"x\"},", "]}")));
  }

  private static String jwk(String kid, Signer key) {
    Map<String, Object> members = new LinkedHashMap<>(JwsSigner.jwk(key.publicKey()));
    members.put("kid", kid);
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String token(Signer key, String kid, String type) {
    return JwsSigner.with(key).withHeader("kid", kid).withHeader("typ", type).jwt(claims());
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "https://id.example");
    claims.put("sub", "p1");
    claims.put("exp", 1_900_000_000L);
    return claims;
  }

  /** A clock that stands until it is told to move. */
  private static final class Moving extends Clock {
    private Instant now = Instant.parse("2026-11-26T08:00:00Z");

    void by(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
