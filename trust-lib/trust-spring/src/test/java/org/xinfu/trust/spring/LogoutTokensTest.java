package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenID Connect Back-Channel Logout §2.6 with keys that are fetched over HTTP. */
class LogoutTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private static HttpServer provider;
  private static ECKey key;
  private static LoginSettings login;
  private EndedLogins ends;
  private LogoutTokens tokens;

  @BeforeAll
  static void start() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/oauth2/jwks",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
    String issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
    login =
        new LoginSettings(
            issuer,
            "land",
            Path.of("unread"),
            null,
            List.of("openid"),
            List.of(),
            "ES256",
            false,
            Map.of(),
            null);
  }

  @AfterAll
  static void stop() {
    provider.stop(0);
  }

  @BeforeEach
  void fresh() {
    ends = new RememberedEnds(CLOCK);
    tokens = new LogoutTokens(login, ends, CLOCK);
  }

  @Test
  void a_token_with_sid_ends_that_login_alone() throws Exception {
    assertThat(tokens.accept(signed(claims()))).isTrue();
    assertThat(ends.hasEnded("s1", "p1", NOW.minusSeconds(60))).isTrue();
    assertThat(ends.hasEnded("s2", "p1", NOW.minusSeconds(60))).isFalse();
    assertThat(tokens.accept(signed(claims()))).as("asked again after a lost answer").isTrue();
  }

  @Test
  void a_token_without_sid_ends_all_logins_until_then_and_none_after() throws Exception {
    assertThat(tokens.accept(signed(claims().claim("sid", null)))).isTrue();
    assertThat(ends.hasEnded("s1", "p1", NOW.minusSeconds(60))).isTrue();
    assertThat(ends.hasEnded(null, "p1", NOW.minusSeconds(1))).isTrue();
    assertThat(ends.hasEnded("s9", "p1", NOW.plusSeconds(1))).isFalse();
    assertThat(ends.hasEnded("s1", "p2", NOW.minusSeconds(60))).isFalse();
  }

  @Test
  void what_is_not_a_logout_token_for_this_application_ends_nothing() throws Exception {
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("nothing", "");
    wrong.put("not a token", "a.b.c");
    wrong.put("unsigned", new PlainJWT(claims().build()).serialize());
    wrong.put("another key", signed(claims(), other, "logout+jwt"));
    SignedJWT mac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    mac.sign(new MACSigner(key.toECPublicKey().getEncoded()));
    wrong.put("a MAC with the public key", mac.serialize());
    wrong.put("another type", signed(claims(), key, "at+jwt"));
    wrong.put("issuer", signed(claims().issuer("https://other.example")));
    wrong.put("audience", signed(claims().audience("water")));
    wrong.put("no time", signed(claims().issueTime(null)));
    wrong.put("from the future", signed(claims().issueTime(at(120))));
    wrong.put("no end", signed(claims().expirationTime(null)));
    wrong.put("expired", signed(claims().expirationTime(at(-120))));
    wrong.put("no jti", signed(claims().jwtID(null)));
    wrong.put("nobody", signed(claims().subject(null).claim("sid", null)));
    wrong.put("a nonce: an ID token", signed(claims().claim("nonce", "n")));
    wrong.put("no event", signed(claims().claim("events", null)));
    wrong.put("another event", signed(claims().claim("events", Map.of("x", Map.of()))));
    wrong.put("events of no shape", signed(claims().claim("events", EVENT)));
    wrong.forEach((name, token) -> assertThat(tokens.accept(token)).as(name).isFalse());
    assertThat(ends.hasEnded("s1", "p1", NOW.minusSeconds(60))).isFalse();
  }

  @Test
  void an_end_is_kept_for_a_day() {
    Clock[] now = {CLOCK};
    EndedLogins kept =
        new RememberedEnds(
            new Clock() {
              @Override
              public ZoneOffset getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return now[0].instant();
              }
            });
    kept.ended("s1", "p1", NOW);
    now[0] = Clock.fixed(NOW.plusSeconds(23 * 3600), ZoneOffset.UTC);
    kept.ended("s2", "p1", now[0].instant());
    assertThat(kept.hasEnded("s1", "p1", NOW)).isTrue();
    now[0] = Clock.fixed(NOW.plusSeconds(25 * 3600), ZoneOffset.UTC);
    kept.ended("s3", "p1", now[0].instant());
    assertThat(kept.hasEnded("s1", "p1", NOW)).isFalse();
    assertThat(kept.hasEnded("s2", "p1", NOW)).isTrue();
  }

  private static Date at(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(login.issuer())
        .audience("land")
        .subject("p1")
        .claim("sid", "s1")
        .jwtID("j1")
        .issueTime(at(-1))
        .expirationTime(at(120))
        .claim("events", Map.of(EVENT, Map.of()));
  }

  private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
    return signed(claims, key, "logout+jwt");
  }

  private static String signed(JWTClaimsSet.Builder claims, ECKey by, String type)
      throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID("k1")
            .type(new JOSEObjectType(type))
            .build();
    SignedJWT jwt = new SignedJWT(header, claims.build());
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }
}
