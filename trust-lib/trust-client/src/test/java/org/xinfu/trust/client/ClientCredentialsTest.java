package org.xinfu.trust.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/** When a token is fetched, when it is kept, and how the client proves itself. */
class ClientCredentialsTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private final Moving clock = new Moving();
  private Desk desk;

  /** A clock that the test moves. */
  private static final class Moving extends Clock {
    private volatile Instant now = START;

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return InstantSource.fixed(now).withZone(zone);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void open() throws IOException {
    desk = new Desk();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void aTokenIsKeptUntilHalfAMinuteBeforeItsEnd() {
    TokenSource tokens = bySecret();
    token("t1", 300);
    assertThat(tokens.token()).isEqualTo("t1");
    clock.move(Duration.ofSeconds(269));
    assertThat(tokens.token()).isEqualTo("t1");
    assertThat(desk.asked()).hasSize(1);
    clock.move(Duration.ofSeconds(1));
    token("t2", 300);
    assertThat(tokens.token()).isEqualTo("t2");
    assertThat(desk.asked()).hasSize(2);
  }

  @Test
  void aTokenThatEndsAtOnceServesItsOneCall() {
    TokenSource tokens = bySecret();
    for (int lifetime : new int[] {30, 1, 0}) {
      token("t" + lifetime, lifetime);
      assertThat(tokens.token()).isEqualTo("t" + lifetime);
    }
    assertThat(desk.asked()).hasSize(3);
  }

  @Test
  void anAnswerWithoutATokenIsNotRemembered() {
    TokenSource tokens = bySecret();
    desk.json(200, "{\"expires_in\":300}");
    assertThatThrownBy(tokens::token).hasMessageContaining("lacks access_token");
    token("t", 300);
    assertThat(tokens.token()).isEqualTo("t");
  }

  @Test
  void anOldTokenIsNotUsedOnAfterABadAnswer() {
    TokenSource tokens = bySecret();
    token("old", 300);
    tokens.token();
    clock.move(Duration.ofSeconds(600));
    desk.json(200, "{\"expires_in\":300}");
    assertThatThrownBy(tokens::token).isInstanceOf(ServiceUnreachable.class);
    desk.json(401, "{\"error\":\"invalid_client\",\"error_description\":\"who\"}");
    assertThatThrownBy(tokens::token)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("401 invalid_client: who");
  }

  @Test
  void aLifetimeThatIsNoNumberOfSecondsBreaksTheContract() {
    TokenSource tokens = bySecret();
    for (String lifetime : List.of("\"300\"", "null", "99999999999", "300.5", "true")) {
      desk.json(200, "{\"access_token\":\"t\",\"expires_in\":" + lifetime + "}");
      assertThatThrownBy(tokens::token)
          .as(lifetime)
          .isInstanceOf(ServiceUnreachable.class)
          .hasMessageContaining("expires_in");
    }
  }

  @Test
  void theTokenEndpointIsNotAskedAgainByItself() {
    TokenSource tokens = bySecret();
    desk.json(503, "{\"error\":\"temporarily_unavailable\"}");
    assertThatThrownBy(tokens::token).hasMessageContaining("temporarily_unavailable");
    assertThat(desk.asked()).hasSize(1);
  }

  @Test
  void manyThreadsFetchOneToken() throws Exception {
    TokenSource tokens = bySecret();
    token("t", 300);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> work =
          IntStream.range(0, 32).<Callable<String>>mapToObj(i -> tokens::token).toList();
      Set<String> seen = new HashSet<>();
      for (Future<String> done : threads.invokeAll(work)) {
        seen.add(done.get());
      }
      assertThat(seen).containsExactly("t");
    } finally {
      threads.shutdownNow();
    }
    assertThat(desk.asked()).hasSize(1);
  }

  @Test
  void aSecretTravelsInTheHeaderAloneAndIsEncodedFirst() {
    token("t", 300);
    bySecret().token();
    Desk.Asked asked = desk.last();
    assertThat(asked.line()).isEqualTo("POST /oauth2/token");
    assertThat(asked.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(asked.text()).isEqualTo("grant_type=client_credentials&scope=seal%3Ause+x");
    String pair =
        new String(
            Base64.getDecoder().decode(asked.header("Authorization").substring(6)),
            java.nio.charset.StandardCharsets.UTF_8);
    // RFC 6749 section 2.3.1: each half is form-encoded before they are joined.
    assertThat(pair).isEqualTo("dept%3Aone:p%26s+%E5%AF%86");
  }

  @Test
  void anAssertionNamesTheClientTheIssuerAndOneMinute() {
    Signer key = JdkSigner.make();
    token("t", 300);
    byKey(key).token();
    Map<String, String> form = form(desk.last().text());
    assertThat(form)
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("client_id", "dept")
        .containsEntry("scope", "seal:use x")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    String[] parts = form.get("client_assertion").split("\\.", -1);
    Map<String, ?> claims = Json.parseObject(decoded(parts[1]).toUtf8());
    assertThat(claims.get("iss")).isEqualTo("dept");
    assertThat(claims.get("sub")).isEqualTo("dept");
    assertThat(claims.get("aud")).isEqualTo(desk.base().toString());
    assertThat(claims.get("iat")).isEqualTo(START.getEpochSecond());
    assertThat(claims.get("exp")).isEqualTo(START.getEpochSecond() + 60);
    assertThat(claims.keySet()).containsExactlyInAnyOrder("iss", "sub", "aud", "jti", "iat", "exp");
    Bytes value = EcSignature.parseRaw(decoded(parts[2]), 32).orElseThrow().der();
    assertThat(key.publicKey().verify(Bytes.utf8(parts[0] + "." + parts[1]), value)).isTrue();
    assertThat(desk.last().headers()).doesNotContainKey("Authorization");
  }

  @Test
  void noAssertionIsUsedTwice() {
    TokenSource tokens = byKey(JdkSigner.make());
    Set<Object> ids = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      token("t", 0);
      tokens.token();
      String assertion = form(desk.last().text()).get("client_assertion");
      ids.add(Json.parseObject(decoded(assertion.split("\\.")[1]).toUtf8()).get("jti"));
    }
    assertThat(ids).hasSize(3);
  }

  @Test
  void signaturesOfEveryShapeBecome64Octets() {
    Signer key = JdkSigner.make();
    ClientAuthentication.PrivateKey client = new ClientAuthentication.PrivateKey("dept", key, "k1");
    // About one integer in 128 is shorter than its field, one in two longer by a sign octet.
    for (int i = 0; i < 300; i++) {
      String[] parts = client.assertion("aud", START.plusSeconds(i)).split("\\.");
      Bytes raw = decoded(parts[2]);
      assertThat(raw.length()).isEqualTo(64);
      Bytes message = Bytes.utf8(parts[0] + "." + parts[1]);
      assertThat(key.publicKey().verify(message, EcSignature.parseRaw(raw, 32).orElseThrow().der()))
          .isTrue();
    }
  }

  @Test
  void shortAndSignedIntegersStandAtTheEndOfTheirField() {
    byte[] value = EcdsaValue.concatenated(Bytes.hex("30070201050202008f").toArray(), 4);
    assertThat(Bytes.of(value).toHex()).isEqualTo("000000050000008f");
  }

  @Test
  void whatIsNoSignatureValueIsAMistakeOfTheSigner() {
    for (String der :
        List.of(
            "",
            "30",
            "3006020105",
            "3106020105020106",
            "3006030105020106",
            "30060201050202",
            "3008020105020106ffff",
            "3006020105020500",
            "30070201050202ff",
            "300b020105020601020304050607")) {
      assertThatThrownBy(() -> EcdsaValue.concatenated(Bytes.hex(der).toArray(), 4))
          .as(der)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anotherSuiteThanEs256IsRefusedBeforeAnythingIsSent() {
    Signer key = JdkSigner.make();
    Signer claimsSm2 =
        new Signer() {
          @Override
          public SignatureAlgorithm algorithm() {
            return SignatureAlgorithm.SM2_SM3;
          }

          @Override
          public VerificationKey publicKey() {
            return key.publicKey();
          }

          @Override
          public List<Certificate> chain() {
            return List.of();
          }

          @Override
          public Bytes sign(Bytes message) {
            return key.sign(message);
          }
        };
    assertThatThrownBy(() -> new ClientAuthentication.PrivateKey("dept", claimsSm2, "k1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ES256");
  }

  private TokenSource bySecret() {
    return XinfuClient.create(clock)
        .clientCredentials(
            desk.base(),
            new ClientAuthentication.Secret("dept:one", "p&s 密"),
            List.of("seal:use", "x"));
  }

  private TokenSource byKey(Signer key) {
    return XinfuClient.create(clock)
        .clientCredentials(
            desk.base(),
            new ClientAuthentication.PrivateKey("dept", key, "k1"),
            List.of("seal:use", "x"));
  }

  private void token(String token, int lifetime) {
    desk.json(200, "{\"access_token\":\"%s\",\"expires_in\":%d}".formatted(token, lifetime));
  }

  private static Map<String, String> form(String body) {
    return Stream.of(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                p -> p[0],
                p -> java.net.URLDecoder.decode(p[1], java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static Bytes decoded(String part) {
    return Bytes.of(Base64.getUrlDecoder().decode(part));
  }
}
