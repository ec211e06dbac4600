package org.xinfu.idp.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * What the filter says by itself. Before a whole server its checks do not show: the framework makes
 * some of them again behind it, and remembers proofs for all servers of one process.
 */
class ProofFilterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final String HERE = "https://idp.example";
  private static final String TOKEN = "/oauth2/token";

  private final Map<String, Instant> used = new HashMap<>();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Nonces nonces = new Nonces(new byte[32], clock);
  private final ECKey key = key();
  private final ProofFilter filter =
      new ProofFilter(
          HERE,
          nonces,
          (thumbprint, jti, until) -> used.putIfAbsent(thumbprint + " " + jti, until) == null,
          clock);

  @Test
  void a_proof_is_for_one_method_and_one_address() throws Exception {
    assertThat(error(c -> c)).isEmpty();
    assertThat(error(c -> c.claim("htm", "GET"))).isEqualTo("invalid_dpop_proof");
    assertThat(error(c -> c.claim("htm", null))).isEqualTo("invalid_dpop_proof");
    assertThat(error(c -> c.claim("htu", null))).isEqualTo("invalid_dpop_proof");
    assertThat(error(c -> c.claim("htu", HERE + "/oauth2/revoke"))).isEqualTo("invalid_dpop_proof");
    assertThat(error(c -> c.claim("htu", "https://evil.example" + TOKEN)))
        .isEqualTo("invalid_dpop_proof");
    assertThat(error(c -> c.claim("htu", HERE + TOKEN + "?a=b"))).as("RFC 9449 §4.3").isEmpty();
    assertThat(error(c -> c.claim("htu", HERE + TOKEN + "#a"))).isEmpty();
  }

  @Test
  void a_proof_is_of_now() throws Exception {
    assertThat(error(issued(-59))).isEmpty();
    assertThat(error(issued(59))).isEmpty();
    assertThat(error(issued(-60))).isEqualTo("invalid_dpop_proof");
    assertThat(error(issued(60))).isEqualTo("invalid_dpop_proof");
    assertThat(error(c -> c.issueTime(null))).isEqualTo("invalid_dpop_proof");
  }

  @Test
  void a_proof_has_an_id_that_can_be_remembered() throws Exception {
    assertThat(error(c -> c.jwtID("x".repeat(256)))).isEmpty();
    for (String bad : new String[] {null, "", "x".repeat(257)}) {
      assertThat(error(c -> c.jwtID(bad))).as("" + bad).isEqualTo("invalid_dpop_proof");
    }
    assertThat(used).as("and only then").hasSize(1);
  }

  /** As long as its time may be now at any replica, and its nonce is good. */
  @Test
  void a_proof_is_taken_once_and_remembered_for_longer_than_it_could_be_shown() throws Exception {
    String proof = signed(key, claims().build());
    assertThat(error(proof)).isEmpty();
    assertThat(error(proof)).isEqualTo("invalid_dpop_proof");
    assertThat(used.values()).allMatch(until -> until.isAfter(NOW.plus(Duration.ofSeconds(120))));
    String jti = UUID.randomUUID().toString();
    assertThat(error(signed(key, claims().jwtID(jti).build()))).isEmpty();
    assertThat(error(signed(key(), claims().jwtID(jti).build()))).as("another's").isEmpty();
    assertThat(error(signed(key, claims().jwtID(jti).build()))).isEqualTo("invalid_dpop_proof");
  }

  @Test
  void a_proof_has_a_nonce_of_ours() throws Exception {
    assertThat(error(c -> c.claim("nonce", null))).isEqualTo("use_dpop_nonce");
    String strangers = new Nonces(new byte[] {1, 2}, clock).fresh();
    assertThat(error(c -> c.claim("nonce", strangers))).isEqualTo("use_dpop_nonce");
    assertThat(used).as("it is not used up").isEmpty();
  }

  @Test
  void one_proof_alone_says_whose_key_it_is() throws Exception {
    MockHttpServletRequest request = request();
    request.addHeader("DPoP", signed(key, claims().build()));
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(request, response, new MockFilterChain());
    assertThat(ProofFilter.key(request)).isEqualTo(key.computeThumbprint().toString());
    assertThat(nonces.valid(response.getHeader("DPoP-Nonce"))).isTrue();
    MockHttpServletRequest two = request();
    two.addHeader("DPoP", signed(key, claims().build()));
    two.addHeader("DPoP", signed(key, claims().build()));
    assertThat(error(two)).isEqualTo("invalid_dpop_proof");
    assertThat(ProofFilter.key(two)).isEmpty();
    assertThat(ProofFilter.key(request())).isEmpty();
  }

  /** RFC 9449 §7.2: it MUST be refused, however the scheme is spelled. */
  @Test
  void a_bound_token_is_nobodys_without_its_proof() throws Exception {
    for (String scheme : new String[] {"Bearer ", "bearer ", "BEARER  "}) {
      MockHttpServletRequest bound = request();
      bound.addHeader("Authorization", scheme + token(Map.of("jkt", "x")));
      assertThat(error(bound)).as(scheme).isEqualTo("invalid_token");
    }
    for (Object other : new Object[] {Map.of("x5t#S256", "x"), "x"}) {
      MockHttpServletRequest request = request();
      request.addHeader("Authorization", "Bearer " + token(other));
      assertThat(error(request)).as("no business of this filter").isEmpty();
    }
    MockHttpServletRequest opaque = request();
    opaque.addHeader("Authorization", "Bearer no-jwt");
    assertThat(error(opaque)).isEmpty();
  }

  @Test
  void a_resource_says_no_in_its_header() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/userinfo");
    request.addHeader("DPoP", signed(key, claims().build()));
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(request, response, new MockFilterChain());
    assertThat(response.getStatus()).isEqualTo(401);
    assertThat(response.getHeader("WWW-Authenticate"))
        .isEqualTo("DPoP error=\"invalid_dpop_proof\"");
  }

  private String token(Object confirmation) {
    return signed(key, new JWTClaimsSet.Builder().claim("cnf", confirmation).build());
  }

  private static UnaryOperator<JWTClaimsSet.Builder> issued(int seconds) {
    return claims -> claims.issueTime(Date.from(NOW.plusSeconds(seconds)));
  }

  private String error(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return error(signed(key, change.apply(claims()).build()));
  }

  private String error(String proof) throws Exception {
    MockHttpServletRequest request = request();
    request.addHeader("DPoP", proof);
    return error(request);
  }

  /** The error at the token endpoint; empty when the request goes on. */
  private String error(MockHttpServletRequest request) throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    MockFilterChain chain = new MockFilterChain();
    filter.doFilter(request, response, chain);
    if (chain.getRequest() != null) {
      assertThat(response.getStatus()).isEqualTo(200);
      return "";
    }
    assertThat(response.getStatus()).isEqualTo(400);
    return response.getContentAsString().replaceFirst("\\{\"error\":\"([a-z_]+)\"}", "$1");
  }

  private static MockHttpServletRequest request() {
    return new MockHttpServletRequest("POST", TOKEN);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .jwtID(UUID.randomUUID().toString())
        .claim("htm", "POST")
        .claim("htu", HERE + TOKEN)
        .claim("nonce", nonces.fresh())
        .issueTime(Date.from(NOW));
  }

  private static String signed(ECKey key, JWTClaimsSet claims) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build(),
            claims);
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
