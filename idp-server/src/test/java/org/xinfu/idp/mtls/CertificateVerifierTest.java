package org.xinfu.idp.mtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.client.RemoteKeys;
import org.xinfu.idp.domain.CertificateName;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Which certificates prove a client, of those that a handshake may bring. */
class CertificateVerifierTest {
  private static final SignatureAlgorithm P256 = SignatureAlgorithm.ECDSA_P256_SHA256;

  private final TestPki pki = TestPki.seeded("clients");
  private final Signer root = pki.root("CN=样例系统根CA,C=CN", P256);
  private final Signer ca =
      pki.issue(pki.spec("CN=样例系统CA,C=CN", Purpose.SUB_CA, TestPki.END).with(P256), root);
  private final Signer land = client("CN=land,C=CN");
  private final Signer other = client("CN=other,C=CN");
  private Instant now = TestPki.NOW;
  private List<Certificate> anchors = List.of(root.chain().getFirst());

  /** By {@code tls_client_auth} (RFC 8705 §2.1): the sender may send the path (RFC 8446 §4.4.2). */
  @Test
  void a_certificate_leads_to_an_anchor_by_what_is_sent_beside_it() {
    X509Certificate own = certificate(land);
    X509Certificate between = certificate(ca);
    assertThat(named(own, between)).isTrue();
    assertThat(named(own, certificate(other), between)).as("in any order").isTrue();
    assertThat(named(own)).as("no path").isFalse();
    assertThat(named(between, own)).as("not its own").isFalse();
    assertThat(named(certificate(other), own, between)).as("another's beside it").isFalse();
    anchors = List.of();
    assertThat(named(own, between)).as("nobody is trusted").isFalse();
    anchors = List.of(pki.documentRoot().chain().getFirst());
    assertThat(named(own, between)).as("another authority").isFalse();
  }

  @Test
  void a_client_that_registered_no_name_has_none() {
    assertThat(
            proven(
                ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                Map.of(),
                certificate(land),
                certificate(ca)))
        .isFalse();
    assertThat(
            proven(
                ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                ClientFacts.settings(
                    new CertificateName(CertificateName.Kind.SUBJECT_DN, "no name at all")),
                certificate(land),
                certificate(ca)))
        .isFalse();
  }

  /** By {@code self_signed_tls_client_auth} (§2.2): the first of {@code x5c} alone is the key's. */
  @Test
  void a_registered_certificate_is_the_one_of_its_key_within_its_days() {
    String keys = keys(land, land, ca);
    assertThat(registered(keys, certificate(land))).isTrue();
    assertThat(registered(keys, certificate(ca))).as("what stands behind it").isFalse();
    assertThat(registered(keys, certificate(other))).isFalse();
    assertThat(registered(keys(land), certificate(land))).as("a bare key").isFalse();
    now = TestPki.END.plus(Duration.ofSeconds(1));
    assertThat(registered(keys, certificate(land))).as("over").isFalse();
    now = TestPki.BEGIN.minus(Duration.ofSeconds(1));
    assertThat(registered(keys, certificate(land))).as("not yet").isFalse();
  }

  /** Nothing is fetched here. */
  private static final class NothingRemote implements RemoteKeys {
    @Override
    public Optional<Kept> of(String clientId) {
      return Optional.empty();
    }

    @Override
    public boolean mayFetch(String clientId, Instant since, Instant now) {
      return false;
    }

    @Override
    public void keep(String clientId, String jwks, Instant at) {
      throw new IllegalStateException("nothing was fetched");
    }
  }

  private static FetchOutcome no(FetchRequest request) {
    throw new IllegalStateException(request.toString());
  }

  private boolean named(X509Certificate... chain) {
    CertificateName name = new CertificateName(CertificateName.Kind.SUBJECT_DN, "CN=land,C=CN");
    return proven(ClientAuthenticationMethod.TLS_CLIENT_AUTH, ClientFacts.settings(name), chain);
  }

  private boolean registered(String jwks, X509Certificate certificate) {
    return proven(
        ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
        ClientFacts.settings(null, jwks),
        certificate);
  }

  private boolean proven(
      ClientAuthenticationMethod method, Map<String, Object> settings, X509Certificate... chain) {
    RegisteredClient client =
        RegisteredClient.withId("id")
            .clientId("client")
            .clientAuthenticationMethod(method)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .clientSettings(ClientSettings.builder().settings(all -> all.putAll(settings)).build())
            .build();
    OAuth2ClientAuthenticationToken shown =
        new OAuth2ClientAuthenticationToken("client", method, chain, Map.of());
    try {
      verifier()
          .accept(OAuth2ClientAuthenticationContext.with(shown).registeredClient(client).build());
      return true;
    } catch (OAuth2AuthenticationException refused) {
      assertThat(refused.getError().getErrorCode()).isEqualTo("invalid_client");
      return false;
    }
  }

  private CertificateVerifier verifier() {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new CertificateVerifier(
        this::policy,
        new ClientKeys(new NothingRemote(), CertificateVerifierTest::no, clock),
        clock);
  }

  private TrustPolicy policy(Instant at) {
    return TrustPolicy.interop(anchors, List.of(), at)
        .withMode(TrustPolicy.Mode.STRICT)
        .withAlgorithms(SignatureAlgorithm.current())
        .withCrls(List.of(pki.crl(root), pki.crl(ca)));
  }

  private Signer client(String subject) {
    return pki.issue(pki.spec(subject, Purpose.DOCUMENT_SIGNER, TestPki.END).with(P256), ca);
  }

  /** A set with the key of the first, and as its {@code x5c} the certificates of the others. */
  private static String keys(Signer key, Signer... chain) {
    List<Base64> x5c =
        Stream.of(chain).map(one -> Base64.encode(one.chain().getFirst().der().toArray())).toList();
    ECKey.Builder builder =
        new ECKey.Builder(Curve.P_256, (ECPublicKey) certificate(key).getPublicKey()).keyID("k");
    return new JWKSet((x5c.isEmpty() ? builder : builder.x509CertChain(x5c)).build()).toString();
  }

  private static X509Certificate certificate(Signer signer) {
    byte[] der = signer.chain().getFirst().der().toArray();
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
