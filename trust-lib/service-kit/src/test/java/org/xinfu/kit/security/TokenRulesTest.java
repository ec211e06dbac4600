package org.xinfu.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Tokens as the identity provider signs them, and every way in which they can be wrong. */
class TokenRulesTest {
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("tokens");
  private static final Signer KEY = VAULT.key(SignatureAlgorithm.ECDSA_P256_SHA256, "oidc");
  private static HttpServer idp;
  private static String issuer;
  private static JwtDecoder decoder;
  private final Instant now = Instant.now();
  private final Map<String, Object> header = new HashMap<>(Map.of("alg", "ES256", "kid", "k1"));
  private final Map<String, Object> claims = new HashMap<>();

  @BeforeAll
  static void serve() throws IOException {
    byte[] point = KEY.publicKey().point().toArray();
    Bytes coordinates = Bytes.of(point, point.length - 64, 64);
    Map<String, Object> key =
        Map.of(
            "kty", "EC",
            "crv", "P-256",
            "kid", "k1",
            "x", base64(coordinates.slice(0, 32)),
            "y", base64(coordinates.slice(32, 64)));
    byte[] keys =
        CanonicalJson.write(Map.of("keys", List.of(key))).getBytes(StandardCharsets.UTF_8);
    idp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    idp.createContext(
        "/oauth2/jwks",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    idp.start();
    issuer = "http://127.0.0.1:" + idp.getAddress().getPort();
    decoder = TokenRules.decoder(issuer, "seal-service");
  }

  @AfterAll
  static void stop() {
    idp.stop(0);
    VAULT.close();
  }

  TokenRulesTest() {
    claims.put("iss", issuer);
    claims.put("aud", List.of("seal-service"));
    claims.put("sub", "u1");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 300);
    claims.put("scope", "seal:use seal:read");
  }

  @Test
  void aGenuineTokenIsBelievedWithItsClaims() {
    claims.put("roles", List.of("SEAL_CUSTODIAN"));
    Jwt token = decoder.decode(token());
    assertThat(token.getSubject()).isEqualTo("u1");
    assertThat(token.getClaimAsStringList("roles")).containsExactly("SEAL_CUSTODIAN");
  }

  @Test
  void oneAudienceOfSeveralIsEnough() {
    claims.put("aud", List.of("licence-vault", "seal-service"));
    assertThat(decoder.decode(token()).getAudience()).hasSize(2);
    claims.put("aud", "seal-service");
    assertThat(decoder.decode(token()).getAudience()).containsExactly("seal-service");
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    claims.put("aud", List.of("licence-vault"));
    refused("aud");
    claims.put("aud", List.of("seal-service-2", "SEAL-SERVICE"));
    refused("aud");
    claims.put("aud", List.of());
    refused("aud");
    claims.remove("aud");
    refused("aud");
  }

  @Test
  void aTokenOfAClientInTrialIsRefusedUnlessBothSidesAreKeptApart() {
    claims.put("sandbox", true);
    refused("sandbox");
    Jwt token = new Jwt("t", now, now.plusSeconds(60), Map.of("alg", "ES256"), Map.copyOf(typed()));
    assertThat(TokenRules.rules(issuer, "seal-service").validate(token).hasErrors()).isTrue();
    assertThat(TokenRules.rulesWithSandbox(issuer, "seal-service").validate(token).hasErrors())
        .isFalse();
    claims.put("sandbox", false);
    assertThat(decoder.decode(token()).getSubject()).isEqualTo("u1");
  }

  private Map<String, Object> typed() {
    Map<String, Object> typed = new java.util.HashMap<>(claims);
    typed.put("iat", now);
    typed.put("exp", now.plusSeconds(60));
    return typed;
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    for (String other : List.of("http://localhost:1", issuer + "/", issuer.replace("127", "128"))) {
      claims.put("iss", other);
      refused("iss");
    }
    claims.remove("iss");
    refused("iss");
  }

  @Test
  void anEndedTokenIsRefusedButForAMinute() {
    claims.put("iat", now.getEpochSecond() - 900);
    claims.put("exp", now.getEpochSecond() - 30);
    assertThat(decoder.decode(token()).getSubject()).isEqualTo("u1");
    claims.put("exp", now.getEpochSecond() - 70);
    refused("expired");
  }

  @Test
  void aTokenThatHasNotBegunIsRefusedButForAMinute() {
    claims.put("nbf", now.getEpochSecond() + 30);
    assertThat(decoder.decode(token()).getSubject()).isEqualTo("u1");
    claims.put("nbf", now.getEpochSecond() + 100);
    refused("before");
  }

  @Test
  void aTokenWithoutAnEndIsRefused() {
    claims.remove("exp");
    refused("exp");
  }

  @Test
  void anUnsignedTokenIsRefused() {
    header.put("alg", "none");
    String unsigned = signedPart() + ".";
    assertThatThrownBy(() -> decoder.decode(unsigned)).isInstanceOf(BadJwtException.class);
    assertThatThrownBy(() -> decoder.decode(token())).isInstanceOf(BadJwtException.class);
  }

  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    header.put("alg", "HS256");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.publicKey().encoded().toArray(), "HmacSHA256"));
    byte[] value = mac.doFinal(signedPart().getBytes(StandardCharsets.US_ASCII));
    String forged = signedPart() + "." + base64(Bytes.of(value));
    assertThatThrownBy(() -> decoder.decode(forged)).isInstanceOf(BadJwtException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES384", "RS256", "PS256", "ES256K", "SM2", "es256"})
  void anotherAlgorithmInTheHeaderIsRefused(String algorithm) {
    header.put("alg", algorithm);
    assertThatThrownBy(() -> decoder.decode(token())).isInstanceOf(JwtException.class);
  }

  @Test
  void aKeyOfSomebodyElseUnderOurNameIsRefused() {
    Signer other = VAULT.key(SignatureAlgorithm.ECDSA_P256_SHA256, "other");
    assertThatThrownBy(() -> decoder.decode(token(other))).isInstanceOf(BadJwtException.class);
    header.put("kid", "unknown");
    assertThatThrownBy(() -> decoder.decode(token())).isInstanceOf(BadJwtException.class);
  }

  @Test
  void aKeyThatTheTokenBringsItselfIsNotUsed() {
    Signer other = VAULT.key(SignatureAlgorithm.ECDSA_P256_SHA256, "brought");
    byte[] point = other.publicKey().point().toArray();
    Bytes coordinates = Bytes.of(point, point.length - 64, 64);
    header.put(
        "jwk",
        Map.of(
            "kty",
            "EC",
            "crv",
            "P-256",
            "x",
            base64(coordinates.slice(0, 32)),
            "y",
            base64(coordinates.slice(32, 64))));
    header.remove("kid");
    assertThatThrownBy(() -> decoder.decode(token(other))).isInstanceOf(BadJwtException.class);
  }

  @Test
  void alteredClaimsAndAlteredSignaturesAreRefused() {
    String[] genuine = token().split("\\.");
    claims.put("scope", "seal:use seal:read seal:approve");
    String[] wider = signedPart().split("\\.");
    assertThatThrownBy(() -> decoder.decode(wider[0] + "." + wider[1] + "." + genuine[2]))
        .isInstanceOf(BadJwtException.class);
    byte[] value = Base64.getUrlDecoder().decode(genuine[2]);
    for (int i : new int[] {0, 31, 32, 63}) {
      byte[] altered = value.clone();
      altered[i] ^= 1;
      assertThatThrownBy(
              () -> decoder.decode(genuine[0] + "." + genuine[1] + "." + base64(Bytes.of(altered))))
          .isInstanceOf(BadJwtException.class);
    }
    String zero = genuine[0] + "." + genuine[1] + "." + base64(Bytes.of(new byte[64]));
    assertThatThrownBy(() -> decoder.decode(zero)).isInstanceOf(BadJwtException.class);
  }

  @Test
  void aSignatureInDerIsNoJws() {
    String der = signedPart() + "." + base64(KEY.sign(Bytes.utf8(signedPart())));
    assertThatThrownBy(() -> decoder.decode(der)).isInstanceOf(BadJwtException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.b", "a.b.c", "..", "e30.e30.", "e30.e30.e30.e30.e30"})
  void whatIsNoTokenIsRefused(String text) {
    assertThatThrownBy(() -> decoder.decode(text)).isInstanceOf(JwtException.class);
  }

  @Test
  void withoutItsKeysNothingIsBelieved() {
    JwtDecoder lonely = TokenRules.decoder("http://127.0.0.1:1", "seal-service");
    assertThatThrownBy(() -> lonely.decode(token())).isInstanceOf(JwtException.class);
  }

  @Test
  void scopesAndRolesBecomeAuthorities() {
    claims.put("roles", List.of("SEAL_CUSTODIAN", "AUDITOR"));
    assertThat(authorities())
        .containsExactlyInAnyOrder(
            "SCOPE_seal:use", "SCOPE_seal:read", "ROLE_SEAL_CUSTODIAN", "ROLE_AUDITOR");
    claims.put("scope", List.of("a", "b"));
    claims.remove("roles");
    assertThat(authorities()).containsExactlyInAnyOrder("SCOPE_a", "SCOPE_b");
  }

  @Test
  void aTokenWithoutScopeAndRolesAllowsNothing() {
    claims.remove("scope");
    assertThat(authorities()).isEmpty();
    claims.put("scope", " ");
    assertThat(authorities()).isEmpty();
    claims.put("scope", 7);
    claims.put("roles", List.of());
    assertThat(authorities()).isEmpty();
    assertThat(TokenRules.roles(null)).isEmpty();
  }

  @Test
  void aRoleIsNeverAScopeNorAScopeARole() {
    claims.put("scope", "ROLE_SEAL_ADMIN");
    claims.put("roles", List.of("SCOPE_seal:approve"));
    assertThat(authorities())
        .containsExactlyInAnyOrder("SCOPE_ROLE_SEAL_ADMIN", "ROLE_SCOPE_seal:approve");
  }

  /** What the token allows; Spring adds how the caller was recognised, which is none of ours. */
  private List<String> authorities() {
    Jwt token = decoder.decode(token());
    return Objects.requireNonNull(TokenRules.authorities().convert(token)).getAuthorities().stream()
        .map(GrantedAuthority::getAuthority)
        .map(Objects::requireNonNull)
        .filter(name -> !name.startsWith("FACTOR_"))
        .toList();
  }

  private void refused(String why) {
    assertThatThrownBy(() -> decoder.decode(token()))
        .isInstanceOf(JwtException.class)
        .hasMessageContaining(why);
  }

  private String token() {
    return token(KEY);
  }

  private String token(Signer signer) {
    Bytes der = signer.sign(Bytes.utf8(signedPart()));
    return signedPart() + "." + base64(EcSignature.parseDer(der).orElseThrow().raw(32));
  }

  private String signedPart() {
    return base64(Bytes.utf8(CanonicalJson.write(header)))
        + "."
        + base64(Bytes.utf8(CanonicalJson.write(claims)));
  }

  private static String base64(Bytes octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
  }
}
