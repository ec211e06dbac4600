package org.xinfu.idp.mtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.testkit.TestPki;

/** Whose certificate it is to be is said once, and by nothing else that proves a client. */
class CertificateConverterTest {
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  private final CertificateConverter converter =
      new CertificateConverter(
          new InMemoryRegisteredClientRepository(
              client("named", ClientAuthenticationMethod.TLS_CLIENT_AUTH),
              client("own", ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH),
              client("secret", ClientAuthenticationMethod.CLIENT_SECRET_BASIC)));

  private X509Certificate[] chain = new X509Certificate[0];

  @BeforeEach
  void certificate() throws Exception {
    byte[] der = TestPki.seeded("c").documentSigner("c").chain().getFirst().der().toArray();
    chain =
        new X509Certificate[] {
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der))
        };
  }

  @Test
  void the_method_is_the_registered_one() {
    assertThat(read(r -> r.addParameter("client_id", "named"))).isNotNull();
    assertThat(read(r -> r.addParameter("client_id", "own"))).isNotNull();
    assertThat(read(r -> r.addParameter("client_id", "secret"))).isNull();
    assertThat(read(r -> r.addParameter("client_id", "nobody"))).isNull();
  }

  @Test
  void a_client_is_named_once_and_proves_itself_in_one_way() {
    assertThat(read(r -> {})).as("no name").isNull();
    assertThat(read(r -> r.addParameter("client_id", "named", "own"))).as("two names").isNull();
    assertThat(read(r -> r.addParameter("client_id", "named", "named"))).as("twice").isNull();
    for (String other : new String[] {"client_secret", "client_assertion"}) {
      assertThat(read(r -> named(r).addParameter(other, ""))).as(other).isNull();
    }
    assertThat(read(r -> named(r).addHeader("Authorization", "Basic x"))).isNull();
  }

  @Test
  void without_a_certificate_there_is_no_proof() {
    assertThat(read(r -> named(r).removeAttribute(ATTRIBUTE))).isNull();
    assertThat(read(r -> named(r).setAttribute(ATTRIBUTE, new X509Certificate[0]))).isNull();
  }

  private static MockHttpServletRequest named(MockHttpServletRequest request) {
    request.addParameter("client_id", "named");
    return request;
  }

  private @Nullable Authentication read(Consumer<MockHttpServletRequest> change) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/oauth2/token");
    request.setAttribute(ATTRIBUTE, chain);
    change.accept(request);
    return converter.convert(request);
  }

  private static RegisteredClient client(String id, ClientAuthenticationMethod method) {
    return RegisteredClient.withId(id)
        .clientId(id)
        .clientAuthenticationMethod(method)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .build();
  }
}
