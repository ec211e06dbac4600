package org.xinfu.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.spring.CertificateBinding;

/** The field of RFC 9440, and tokens that are bound to what it says (RFC 8705 §3). */
class ClientCertValveTest {
  private static final byte[] DER =
      TestPki.seeded("client cert")
          .root("CN=client", SignatureAlgorithm.ECDSA_P256_SHA256)
          .chain()
          .get(0)
          .der()
          .toArray();

  private static final String FIELD = ":" + Base64.getEncoder().encodeToString(DER) + ":";

  @AfterEach
  void noRequest() {
    RequestContextHolder.resetRequestAttributes();
  }

  @Test
  void one_certificate_in_der_between_colons_and_nothing_else() {
    assertThat(ClientCertValve.parse(FIELD)).isPresent();
    assertThat(ClientCertValve.parse("  " + FIELD + " ")).isPresent();
    String inner = FIELD.substring(1, FIELD.length() - 1);
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(DER)
            + "\n-----END CERTIFICATE-----\n";
    String pemInside =
        Base64.getEncoder()
            .encodeToString(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    byte[] longer = java.util.Arrays.copyOf(DER, DER.length + 3);
    for (String wrong :
        List.of(
            "",
            ":",
            "::",
            inner,
            ":" + inner,
            inner + ":",
            ":" + inner.substring(8) + ":",
            ":AAAA:",
            ":not base64:",
            ":" + pemInside + ":",
            ":" + Base64.getEncoder().encodeToString(longer) + ":",
            ":" + "A".repeat(20_000) + ":")) {
      assertThat(ClientCertValve.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_bound_token_is_taken_from_its_certificate_alone() {
    X509Certificate certificate = ClientCertValve.parse(FIELD).orElseThrow();
    CertificateBinding rule = new CertificateBinding();
    Jwt bound = token(Map.of("x5t#S256", CertificateBinding.thumbprint(certificate)));
    Jwt other = token(Map.of("x5t#S256", "AAAA"));
    assertThat(rule.validate(bound).hasErrors()).as("outside any request").isTrue();
    MockHttpServletRequest request = new MockHttpServletRequest();
    RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    assertThat(rule.validate(bound).hasErrors()).as("no certificate").isTrue();
    request.addHeader("Client-Cert", FIELD);
    assertThat(rule.validate(bound).hasErrors()).as("a header is nothing here").isTrue();
    request.setAttribute(ClientCertValve.ATTRIBUTE, new X509Certificate[] {certificate});
    assertThat(rule.validate(bound).hasErrors()).isFalse();
    assertThat(rule.validate(other).hasErrors()).isTrue();
    assertThat(rule.validate(token(Map.of("jkt", "x"))).hasErrors()).isFalse();
  }

  private static Jwt token(Map<String, Object> cnf) {
    return Jwt.withTokenValue("t").header("alg", "ES256").claim("cnf", cnf).build();
  }
}
