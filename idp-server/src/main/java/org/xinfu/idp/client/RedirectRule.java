package org.xinfu.idp.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Where an answer may go: exactly a registered URI (RFC 9700 §2.1); only a public client on the
 * same machine may come from any port (RFC 8252 §7.3). A refused URI is never redirected to.
 */
public final class RedirectRule
    implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  @Override
  public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
    OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
    if (!allowed(context.getRegisteredClient(), asked.getRedirectUri())) {
      OAuth2Error error =
          new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, "redirect_uri is not registered", null);
      throw new OAuth2AuthorizationCodeRequestAuthenticationException(error, nowhere(asked));
    }
  }

  /** Whether an answer for the client may go there. */
  public static boolean allowed(RegisteredClient client, @Nullable String redirect) {
    if (redirect == null) {
      return false;
    }
    if (client.getRedirectUris().contains(redirect)) {
      return true;
    }
    boolean isPublic =
        client.getClientAuthenticationMethods().equals(Set.of(ClientAuthenticationMethod.NONE));
    String portless = isPublic ? withoutPort(redirect) : null;
    return portless != null && client.getRedirectUris().contains(portless);
  }

  /** A loopback URI without its port; null when it is anything else or not quite plain. */
  private static @Nullable String withoutPort(String redirect) {
    try {
      URI uri = new URI(redirect);
      if (!"http".equals(uri.getScheme())
          || uri.getHost() == null
          || !LOOPBACK.contains(uri.getHost())
          || uri.getRawUserInfo() != null
          || uri.getRawFragment() != null
          || uri.getRawQuery() != null) {
        return null;
      }
      return "http://" + uri.getHost() + uri.getRawPath();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static OAuth2AuthorizationCodeRequestAuthenticationToken nowhere(
      OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
    return new OAuth2AuthorizationCodeRequestAuthenticationToken(
        asked.getAuthorizationUri(),
        asked.getClientId(),
        (org.springframework.security.core.Authentication) asked.getPrincipal(),
        null,
        asked.getState(),
        asked.getScopes(),
        asked.getAdditionalParameters());
  }
}
