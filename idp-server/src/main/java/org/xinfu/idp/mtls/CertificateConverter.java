package org.xinfu.idp.mtls;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads who a request's certificate is to speak for. The method is the client's registered one; the
 * framework would guess it from the length of the chain.
 */
public final class CertificateConverter implements AuthenticationConverter {
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";
  private static final List<ClientAuthenticationMethod> METHODS =
      List.of(
          ClientAuthenticationMethod.TLS_CLIENT_AUTH,
          ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);

  private final RegisteredClientRepository clients;

  public CertificateConverter(RegisteredClientRepository clients) {
    this.clients = clients;
  }

  /** Null where the request shows no certificate, or the client proves itself otherwise. */
  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String[] ids = request.getParameterValues("client_id");
    boolean otherwise =
        request.getHeader("Authorization") != null
            || request.getParameter("client_secret") != null
            || request.getParameter("client_assertion") != null;
    if (otherwise
        || ids == null
        || ids.length != 1
        || !(request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain)
        || chain.length == 0) {
      return null;
    }
    RegisteredClient client = clients.findByClientId(ids[0]);
    Set<ClientAuthenticationMethod> registered =
        client == null ? Set.of() : client.getClientAuthenticationMethods();
    return METHODS.stream()
        .filter(registered::contains)
        .findFirst()
        .map(method -> new OAuth2ClientAuthenticationToken(ids[0], method, chain, code(request)))
        .orElse(null);
  }

  /** What the framework checks PKCE by, where a code is exchanged. */
  private static Map<String, Object> code(HttpServletRequest request) {
    Map<String, Object> words = new HashMap<>();
    if ("authorization_code".equals(request.getParameter("grant_type"))) {
      request
          .getParameterMap()
          .forEach(
              (name, values) -> {
                if (!name.equals("client_id")) {
                  words.put(name, values.length == 1 ? values[0] : values);
                }
              });
    }
    return words;
  }
}
