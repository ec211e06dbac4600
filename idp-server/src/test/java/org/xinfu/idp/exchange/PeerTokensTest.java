package org.xinfu.idp.exchange;

import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
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
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;
import org.xinfu.trust.client.fetch.HttpFetcher;
import org.xinfu.trust.fetch.FetchLimits;

/** How long another node's keys are believed, and how often it is asked for them. */
class PeerTokensTest {
  private static final String HERE = "https://province.example";
  private static final String PEER = "https://county.example";

  private final AtomicInteger fetched = new AtomicInteger();
  private final Hand hand = new Hand();
  private volatile List<JWK> published = List.of();
  private volatile int status = 200;
  private volatile Duration taking = Duration.ZERO;
  private HttpServer server;
  private PeerTokens tokens;
  private ExchangeSettings.Issuer peer;
  private ECKey first;

  /** A clock that the test moves. */
  private static final class Hand extends Clock {
    private volatile Instant now = Instant.parse("2026-03-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    void on(Duration by) {
      now = now.plus(by);
    }
  }

  @BeforeEach
  void start() throws Exception {
    first = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    published = List.of(first);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetched.incrementAndGet();
          hand.on(taking);
          JWKSet set = new JWKSet(published);
          byte[] body = set.toString(false).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String host = "127.0.0.1:" + server.getAddress().getPort();
    FetchLimits limits =
        new FetchLimits(
            List.of(), false, List.of(host), Set.of("http"), 64 << 10, Duration.ofSeconds(5), 0);
    tokens = new PeerTokens(HERE, HttpFetcher.create(limits, hand), hand);
    peer =
        new ExchangeSettings.Issuer(
            PEER, URI.create("http://" + host + "/keys"), List.of("a=b"), Ial.IAL2, Aal.AAL2);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void keys_are_fetched_once_in_five_minutes_and_then_anew() {
    assertThat(taken(first, "first")).isTrue();
    hand.on(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(taken(first, "first")).isTrue();
    assertThat(fetched).hasValue(1);
    published = List.of();
    hand.on(Duration.ofSeconds(1));
    assertThat(taken(first, "first")).as("withdrawn").isFalse();
    assertThat(fetched).hasValue(2);
  }

  @Test
  void a_rotation_is_followed_and_nobody_makes_us_fetch_at_will() throws Exception {
    assertThat(taken(first, "first")).isTrue();
    ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
    published = List.of(first, next);
    hand.on(Duration.ofSeconds(10).minusMillis(1));
    for (int i = 0; i < 5; i++) {
      assertThat(taken(next, "next")).as("asked a moment ago").isFalse();
    }
    assertThat(fetched).hasValue(1);
    hand.on(Duration.ofMillis(1));
    assertThat(taken(next, "next")).isTrue();
    assertThat(fetched).hasValue(2);
    for (int i = 0; i < 5; i++) {
      assertThat(taken(next, "unheard of")).isFalse();
    }
    assertThat(fetched).hasValue(2);
  }

  @Test
  void a_token_names_its_key_and_a_peer_without_keys_is_not_believed() {
    assertThat(taken(first, null)).as("no kid").isFalse();
    assertThat(fetched).as("nor asked for").hasValue(0);
    status = 503;
    assertThat(taken(first, "first")).isFalse();
    status = 200;
    hand.on(Duration.ofSeconds(10));
    assertThat(taken(first, "first")).as("it is back").isTrue();
  }

  /** Each token would wait for a peer that does not answer, and the peer come back to a crowd. */
  @Test
  void a_peer_that_is_away_is_asked_every_ten_seconds_whether_its_keys_were_known_or_not() {
    status = 503;
    for (int i = 0; i < 5; i++) {
      assertThat(taken(first, "first")).as("never known").isFalse();
    }
    assertThat(fetched).hasValue(1);
    status = 200;
    hand.on(Duration.ofSeconds(10));
    assertThat(taken(first, "first")).isTrue();
    status = 503;
    hand.on(Duration.ofMinutes(5));
    for (int i = 0; i < 5; i++) {
      assertThat(taken(first, "first")).as("stale").isFalse();
    }
    assertThat(fetched).hasValue(3);
    hand.on(Duration.ofSeconds(10).minusMillis(1));
    status = 200;
    assertThat(taken(first, "first")).as("asked a moment ago").isFalse();
    assertThat(fetched).hasValue(3);
    hand.on(Duration.ofMillis(1));
    assertThat(taken(first, "first")).as("it is back").isTrue();
    assertThat(fetched).hasValue(4);
  }

  /** Who asks for a key that nobody has takes no known key away, while the peer is away. */
  @Test
  void known_keys_are_believed_while_a_strange_one_is_looked_for() {
    assertThat(taken(first, "first")).isTrue();
    status = 503;
    hand.on(Duration.ofSeconds(10));
    for (int i = 0; i < 5; i++) {
      assertThat(taken(first, "unheard of")).isFalse();
      assertThat(taken(first, "first")).isTrue();
    }
    assertThat(fetched).hasValue(2);
  }

  /** Else those that waited would ask one after the other, each as long. */
  @Test
  void ten_seconds_are_counted_from_when_nothing_came() {
    status = 503;
    taking = Duration.ofSeconds(11);
    assertThat(taken(first, "first")).isFalse();
    assertThat(taken(first, "first")).isFalse();
    assertThat(fetched).hasValue(1);
  }

  @Test
  void tokens_that_come_at_once_ask_once() {
    List<CompletableFuture<Boolean>> many;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      many =
          IntStream.range(0, 20)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> taken(first, "first"), threads))
              .toList();
    }
    assertThat(many).allMatch(CompletableFuture::join);
    assertThat(fetched).hasValue(1);
  }

  /** A minute for clocks that differ, and none for what is over (RFC 7519 §4.1). */
  @Test
  void times_are_judged_to_the_second() {
    Instant now = hand.instant();
    Date on = Date.from(now.plusSeconds(59));
    Date off = Date.from(now.plusSeconds(60));
    assertThat(taken(claims().issueTime(on).notBeforeTime(on))).isTrue();
    assertThat(taken(claims().issueTime(off))).isFalse();
    assertThat(taken(claims().notBeforeTime(off))).isFalse();
    assertThat(taken(claims().expirationTime(Date.from(now.plusSeconds(1))))).isTrue();
    assertThat(taken(claims().expirationTime(Date.from(now)))).isFalse();
    assertThat(taken(claims().audience(List.of("https://other.example", HERE)))).isTrue();
    assertThat(taken(claims().audience(HERE + "/"))).isFalse();
    assertThat(taken(claims().issuer(PEER + "/"))).isFalse();
    assertThat(taken(claims().expirationTime(null))).as("for ever").isFalse();
    assertThat(taken(claims().issueTime(null))).as("of no time").isFalse();
  }

  /** Other nodes believe ES256 alone, whatever else a peer publishes or a token says. */
  @Test
  void no_other_algorithm_is_taken() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    OctetSequenceKey octets =
        new OctetSequenceKey.Builder(new byte[32]).keyID("octets").algorithm(HS256).build();
    published = List.of(first, rsa, octets);
    assertThat(taken(signed(RS256, "rsa", new RSASSASigner(rsa)))).isFalse();
    assertThat(taken(signed(HS256, "octets", new MACSigner(octets)))).as("a shared one").isFalse();
    byte[] open = first.toECPublicKey().getEncoded();
    assertThat(taken(signed(HS256, "first", new MACSigner(open)))).as("a public one").isFalse();
    assertThat(taken(signed(JWSAlgorithm.ES256, "first", new ECDSASigner(first)))).isTrue();
  }

  private boolean taken(String token) {
    return tokens.verified(token, peer).isPresent();
  }

  private String signed(JWSAlgorithm algorithm, String kid, JWSSigner by) throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims().build());
    token.sign(by);
    return token.serialize();
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = hand.instant();
    return new JWTClaimsSet.Builder()
        .issuer(PEER)
        .audience(HERE)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  private boolean taken(JWTClaimsSet.Builder claims) {
    return tokens.verified(signed(first, "first", claims), peer).isPresent();
  }

  private boolean taken(ECKey key, @Nullable String kid) {
    return tokens.verified(signed(key, kid, claims()), peer).isPresent();
  }

  private static String signed(ECKey key, @Nullable String kid, JWTClaimsSet.Builder claims) {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(), claims.build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }
}
