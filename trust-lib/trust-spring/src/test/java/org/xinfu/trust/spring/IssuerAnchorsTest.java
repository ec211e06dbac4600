package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestLists;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.jose.JwsSigner;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListMaker;

/**
 * Keys of an identity provider for which a trust list vouches, and those that only he hands out.
 */
class IssuerAnchorsTest {
  private static final TestPki PKI = TestPki.seeded("issuer anchors");
  private static final SoftKeyVault ROOTS = SoftKeyVault.seeded("issuer anchors roots");
  private static final Signer A = ROOTS.key(SignatureAlgorithm.SM2_SM3, "a");
  private static final Signer B = ROOTS.key(SignatureAlgorithm.SM2_SM3, "b");
  private static final RootKeys BOTH = TestLists.roots(A, B);
  private static final String ISSUER = "https://idp.example";
  private static final int DNS = GeneralName.dNSName;
  private static final int URI = GeneralName.uniformResourceIdentifier;
  private static final Signer P256 =
      NamedCertificate.of(PKI.documentSigner("issuer"), PKI.documentRoot(), DNS, "IDP.example");
  private static final Signer SM2 =
      NamedCertificate.of(PKI.sealSigner("issuer"), PKI.signerCa(), URI, ISSUER);
  private static final Signer OTHER = PKI.documentSigner("other");
  private static final Signer OTHER_SM2 = PKI.sealSigner("other");

  @TempDir Path home;
  private final Moving clock = new Moving();

  @Test
  void a_certificate_below_an_anchor_for_oidc_vouches_and_for_documents_does_not()
      throws IOException {
    for (AnchorPurpose purpose : AnchorPurpose.values()) {
      put(list(1, purpose, PKI.documentRoot(), PKI.signerRoot()), 1);
      IssuerAnchors anchors = new IssuerAnchors(file(), clock);
      boolean oidc = purpose == AnchorPurpose.OIDC;
      assertThat(anchors.vouch(ISSUER, certified(P256, P256))).as("%s", purpose).isEqualTo(oidc);
      assertThat(anchors.vouch(ISSUER, certified(SM2, SM2))).as("%s", purpose).isEqualTo(oidc);
    }
  }

  /** A CA for documents vouches for its signers' documents, and not for them as providers. */
  @Test
  void a_certificate_that_does_not_name_the_issuer_vouches_for_another() throws IOException {
    put(list(1, AnchorPurpose.OIDC, PKI.documentRoot()), 1);
    IssuerAnchors anchors = new IssuerAnchors(file(), clock);
    assertThat(anchors.vouch(ISSUER, certified(OTHER, OTHER))).as("no name").isFalse();
    assertThat(anchors.vouch("https://evil.example", certified(P256, P256))).isFalse();
    assertThat(anchors.vouch(ISSUER, certified(P256, P256))).as("asked anew").isTrue();
    assertVouched(anchors, DNS, "idp.example", true);
    assertVouched(anchors, URI, ISSUER, true);
    assertVouched(anchors, DNS, "*.example", false);
    assertVouched(anchors, DNS, "example", false);
    assertVouched(anchors, DNS, "a.idp.example", false);
    assertVouched(anchors, URI, ISSUER + "/other", false);
    assertVouched(anchors, GeneralName.rfc822Name, "idp.example", false);
    Signer encrypting =
        NamedCertificate.of(
            OTHER, PKI.documentRoot(), KeyUsage.keyEncipherment, new GeneralName(URI, ISSUER));
    assertThat(anchors.vouch(ISSUER, certified(OTHER, encrypting))).as("use").isFalse();
  }

  private static void assertVouched(IssuerAnchors anchors, int form, String name, boolean right) {
    Signer named = NamedCertificate.of(OTHER, PKI.documentRoot(), form, name);
    assertThat(anchors.vouch(ISSUER, certified(OTHER, named))).as(name).isEqualTo(right);
  }

  @Test
  void a_key_without_a_certificate_of_its_own_is_nobodys() throws IOException {
    put(list(1, AnchorPurpose.OIDC, PKI.documentRoot()), 1);
    IssuerAnchors anchors = new IssuerAnchors(file(), clock);
    assertThat(anchors.vouch(ISSUER, bare(P256))).as("no x5c").isFalse();
    assertThat(anchors.vouch(ISSUER, certified(P256, OTHER))).as("another's x5c").isFalse();
    assertThat(anchors.vouch(ISSUER, certified(SM2, SM2))).as("another root").isFalse();
    Map<String, Object> damaged = bare(P256);
    damaged.put("x5c", List.of("no certificate"));
    assertThat(anchors.vouch(ISSUER, damaged)).isFalse();
    Map<String, Object> encrypting = certified(P256, P256);
    encrypting.put("use", "enc");
    assertThat(anchors.vouch(ISSUER, encrypting)).isFalse();
  }

  @Test
  void an_anchor_may_be_the_certificate_of_the_key() throws IOException {
    put(list(1, AnchorPurpose.OIDC, OTHER), 1);
    IssuerAnchors anchors = new IssuerAnchors(file(), clock);
    assertThat(anchors.vouch(ISSUER, bare(OTHER))).isTrue();
    assertThat(anchors.vouch(ISSUER, certified(OTHER, OTHER))).as("in x5c").isTrue();
    assertThat(anchors.vouch(ISSUER, bare(P256))).isFalse();
  }

  @Test
  void what_a_newer_list_leaves_out_ends_within_a_minute() throws IOException {
    put(list(1, AnchorPurpose.OIDC, PKI.documentRoot()), 1);
    IssuerAnchors anchors = new IssuerAnchors(file(), clock);
    assertThat(anchors.vouch(ISSUER, certified(P256, P256))).isTrue();
    put(list(2, AnchorPurpose.OIDC, PKI.signerRoot()), 2);
    clock.by(Duration.ofSeconds(61));
    assertThat(anchors.vouch(ISSUER, certified(P256, P256))).isFalse();
  }

  @Test
  void a_list_past_its_next_update_or_damaged_vouches_for_nobody_and_refutes_nobody()
      throws IOException {
    put(list(1, AnchorPurpose.OIDC, PKI.documentRoot()), 1);
    IssuerAnchors anchors = new IssuerAnchors(file(), clock);
    clock.by(Duration.ofDays(8));
    assertUnknown(anchors);
    Files.writeString(file(), "{}");
    assertUnknown(anchors);
    assertThatThrownBy(() -> new IssuerAnchors(file(), clock))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertUnknown(IssuerAnchors anchors) {
    assertThatThrownBy(() -> anchors.vouch(ISSUER, certified(P256, P256)))
        .isInstanceOf(JwtException.class)
        .isNotInstanceOf(BadJwtException.class);
  }

  /** Over HTTP, as a token is judged: the property names the list, both algorithms obey it. */
  @Test
  void tokens_of_keys_that_nobody_vouches_for_are_refused() throws IOException {
    put(list(1, AnchorPurpose.OIDC, PKI.documentRoot(), PKI.signerRoot()), 1);
    AtomicReference<String> set = new AtomicReference<>("");
    HttpServer provider = serve(set);
    try {
      String issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
      Signer p256 = NamedCertificate.of(P256, PKI.documentRoot(), URI, issuer);
      Signer sm2 = NamedCertificate.of(SM2, PKI.signerCa(), URI, issuer);
      set.set(
          CanonicalJson.write(
              Map.of(
                  "keys",
                  List.of(
                      named(certified(P256, p256), "p256"),
                      named(certified(OTHER, OTHER), "other"),
                      named(bare(OTHER), "bare"),
                      named(certified(SM2, sm2), "sm2"),
                      named(bare(OTHER_SM2), "bare-sm2")))));
      JwtDecoder decoder = decoder(issuer, Optional.of(file()));
      assertThat(decoder.decode(token(P256, "p256")).getSubject()).isEqualTo("p1");
      assertThat(decoder.decode(token(SM2, "sm2")).getSubject()).isEqualTo("p1");
      String other = token(OTHER, "other");
      assertThatThrownBy(() -> decoder.decode(other)).isInstanceOf(BadJwtException.class);
      String bare = token(OTHER, "bare");
      String bareSm2 = token(OTHER_SM2, "bare-sm2");
      assertThatThrownBy(() -> decoder.decode(bare)).isInstanceOf(BadJwtException.class);
      assertThatThrownBy(() -> decoder.decode(bareSm2)).isInstanceOf(BadJwtException.class);
    } finally {
      provider.stop(0);
    }
  }

  private JwtDecoder decoder(String issuer, Optional<Path> list) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("xinfu.api.issuer", issuer);
    properties.put("xinfu.api.audience", "land");
    properties.put("xinfu.api.token-algorithms", "ES256, SM2-SM3");
    list.ifPresent(file -> properties.put("xinfu.api.trust-list", file.toString()));
    ApiSettings settings =
        new Binder(new MapConfigurationPropertySource(properties))
            .bind("xinfu.api", ApiSettings.class)
            .get();
    return IssuerTokens.decoder(
        settings.provider(clock),
        settings.tokenAlgorithms(),
        Set.of(),
        token -> OAuth2TokenValidatorResult.success());
  }

  private static HttpServer serve(AtomicReference<String> set) throws IOException {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/oauth2/jwks",
        exchange -> {
          byte[] body = set.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    return provider;
  }

  private static String token(Signer key, String kid) {
    return JwsSigner.with(key)
        .withHeader("kid", kid)
        .withHeader("typ", "JWT")
        .jwt(Map.of("sub", "p1", "exp", 1_900_000_000L));
  }

  private static Map<String, Object> bare(Signer key) {
    return new LinkedHashMap<>(JwsSigner.jwk(key.publicKey()));
  }

  /** The key with the certificates of {@code vouching}. */
  private static Map<String, Object> certified(Signer key, Signer vouching) {
    Map<String, Object> jwk = bare(key);
    jwk.put(
        "x5c",
        vouching.chain().stream()
            .map(c -> Base64.getEncoder().encodeToString(c.der().toArray()))
            .toList());
    return jwk;
  }

  private static Map<String, Object> named(Map<String, Object> jwk, String kid) {
    jwk.put("kid", kid);
    return jwk;
  }

  private static TrustList list(long version, AnchorPurpose purpose, Signer... anchors) {
    return TestLists.list(
        version,
        TestPki.NOW.minusSeconds(60),
        BOTH,
        List.of(anchors).stream().map(a -> TestLists.anchor(a, purpose)).toList());
  }

  private void put(TrustList list, long second) throws IOException {
    Files.write(file(), TrustListMaker.sign(list, List.of(A, B)).toArray());
    Files.setLastModifiedTime(file(), FileTime.from(Instant.ofEpochSecond(second)));
  }

  private Path file() {
    return home.resolve("trust.json");
  }

  /** A clock that stands until it is told to move. */
  private static final class Moving extends Clock {
    private Instant now = TestPki.NOW;

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
