package org.xinfu.idp.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets public clients push requests and take their own tokens back: they name themselves and prove
 * nothing, as at the authorization endpoint (RFC 9126 §2); for a token they have to have it (RFC
 * 7009 §2.1, §5). Whoever has a secret or a key has to show it.
 */
public final class NamedAlone implements AuthenticationConverter, AuthenticationProvider {
  private static final String MARK = "xinfu.named-alone";
  private static final Set<String> PATHS = Set.of("/oauth2/par", "/oauth2/revoke");
  private static final Set<ClientAuthenticationMethod> NONE =
      Set.of(ClientAuthenticationMethod.NONE);

  private final RegisteredClientRepository clients;

  public NamedAlone(RegisteredClientRepository clients) {
    this.clients = clients;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String[] ids = request.getParameterValues("client_id");
    boolean bare =
        "POST".equals(request.getMethod())
            && PATHS.contains(request.getServletPath())
            && request.getHeader("Authorization") == null
            && request.getParameter("client_secret") == null
            && request.getParameter("client_assertion") == null;
    return !bare || ids == null || ids.length != 1 || ids[0].isBlank()
        ? null
        : new OAuth2ClientAuthenticationToken(
            ids[0], ClientAuthenticationMethod.NONE, null, Map.of(MARK, true));
  }

  @Override
  public @Nullable Authentication authenticate(Authentication attempt) {
    OAuth2ClientAuthenticationToken token = (OAuth2ClientAuthenticationToken) attempt;
    if (!token.getAdditionalParameters().containsKey(MARK)) {
      return null;
    }
    RegisteredClient client = clients.findByClientId(token.getName());
    if (client == null || !client.getClientAuthenticationMethods().equals(NONE)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
  }

  @Override
  public boolean supports(Class<?> type) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(type);
  }
}
