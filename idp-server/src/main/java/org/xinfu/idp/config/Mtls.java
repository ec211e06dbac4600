package org.xinfu.idp.config;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.X509ClientCertificateAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.mtls.AnyCertificate;
import org.xinfu.idp.mtls.CertificateConverter;
import org.xinfu.idp.mtls.CertificateVerifier;
import org.xinfu.idp.registration.ProofMethods;
import org.xinfu.idp.ukey.TrustFiles;

/** Mutual TLS: a listener of our own, and what its certificates are worth. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MtlsSettings.class)
class Mtls {
  private static final Map<String, String> ALIASES =
      Map.of(
          "token_endpoint", "/oauth2/token",
          "revocation_endpoint", "/oauth2/revoke",
          "introspection_endpoint", "/oauth2/introspect",
          "pushed_authorization_request_endpoint", "/oauth2/par",
          "userinfo_endpoint", "/userinfo");

  @Bean
  Door mtlsDoor(
      MtlsSettings settings, RegisteredClientRepository clients, ClientKeys keys, Clock clock) {
    TrustFiles trust = new TrustFiles(settings.trust(), Optional.empty());
    return new Door(
        settings.publicUrl() == null ? "" : settings.publicUrl(),
        new CertificateConverter(clients),
        new CertificateVerifier(trust::at, keys, clock));
  }

  @Bean
  ProofMethods proofMethods(Door door) {
    Set<String> all = new TreeSet<>(door.methods());
    all.addAll(List.of("client_secret_basic", "client_secret_post", "private_key_jwt", "none"));
    return new ProofMethods(all);
  }

  /** How certificates come into client authentication; closed without an address for them. */
  record Door(String publicUrl, CertificateConverter converter, CertificateVerifier verifier) {
    boolean open() {
      return !publicUrl.isEmpty();
    }

    /**
     * In the place of the framework's, which guesses the method, and first: a code with a PKCE
     * verifier would else be taken for a public client's.
     */
    void convert(List<AuthenticationConverter> converters) {
      converters.removeIf(X509ClientCertificateAuthenticationConverter.class::isInstance);
      if (open()) {
        converters.addFirst(converter);
      }
    }

    void verify(List<AuthenticationProvider> providers) {
      for (AuthenticationProvider provider : providers) {
        if (provider instanceof X509ClientCertificateAuthenticationProvider certificates) {
          certificates.setCertificateVerifier(verifier);
        }
      }
    }

    /** RFC 8705 §5. */
    void describe(Map<String, Object> document) {
      document.put("tls_client_certificate_bound_access_tokens", open());
      if (open()) {
        Map<String, String> aliases = new LinkedHashMap<>();
        ALIASES.forEach((name, path) -> aliases.put(name, publicUrl + path));
        document.put("mtls_endpoint_aliases", aliases);
      }
    }

    /** What it adds to {@code token_endpoint_auth_methods_supported}. */
    Set<String> methods() {
      return open() ? Set.of("tls_client_auth", "self_signed_tls_client_auth") : Set.of();
    }
  }

  @Bean
  @ConditionalOnProperty("xinfu.mtls.port")
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> mtlsListener(MtlsSettings settings) {
    int port = Objects.requireNonNull(settings.port());
    return factory -> {
      Connector connector = connector(settings);
      if (factory.getAddress() != null) {
        connector.setProperty("address", factory.getAddress().getHostAddress());
      }
      factory.addAdditionalConnectors(connector);
      factory.addEngineValves(new ProtocolAlone(port));
    };
  }

  private static Connector connector(MtlsSettings settings) {
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(Objects.requireNonNull(settings.port()));
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig tls = new SSLHostConfig();
    tls.setProtocols("TLSv1.2+TLSv1.3");
    tls.setCertificateVerification("optional");
    tls.setTrustManagerClassName(AnyCertificate.class.getName());
    SSLHostConfigCertificate own =
        new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
    own.setCertificateFile(absolute(settings.certificate()));
    own.setCertificateKeyFile(absolute(settings.key()));
    tls.addCertificate(own);
    connector.addSslHostConfig(tls);
    return connector;
  }

  private static String absolute(@org.jspecify.annotations.Nullable Path file) {
    return Objects.requireNonNull(file).toAbsolutePath().toString();
  }

  /** Browsers have nothing to do here: a page would ask them for a certificate. */
  private static final class ProtocolAlone extends ValveBase {
    private static final Pattern PATHS =
        Pattern.compile(
            "/oauth2/(token|par|introspect|revoke|jwks(/sm2)?)|/userinfo|/api/v1/.*"
                + "|/\\.well-known/(openid-configuration|oauth-authorization-server)");

    private final int port;

    ProtocolAlone(int port) {
      super(true);
      this.port = port;
    }

    @Override
    public void invoke(Request request, Response response)
        throws java.io.IOException, jakarta.servlet.ServletException {
      boolean here = request.getConnector().getLocalPort() == port;
      if (here && !PATHS.matcher(request.getRequestURI()).matches()) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      getNext().invoke(request, response);
    }
  }
}
