package org.xinfu.idp.client;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriUtils;

/**
 * Takes codes and errors back to the client, always with {@code iss} (RFC 9207), so that a client
 * of several providers sees which one answered.
 */
public final class AuthorizationAnswers
    implements AuthenticationSuccessHandler, AuthenticationFailureHandler {
  private final String issuer;

  public AuthorizationAnswers(String issuer) {
    this.issuer = issuer;
  }

  /** Refuses a request of which no scope is left; {@code scope} is required here. */
  public static Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> someScope() {
    return context -> {
      OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
      if (asked.getScopes().isEmpty()) {
        throw new OAuth2AuthorizationCodeRequestAuthenticationException(
            new OAuth2Error(OAuth2ErrorCodes.INVALID_SCOPE, "no permitted scope", null), asked);
      }
    };
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    OAuth2AuthorizationCodeRequestAuthenticationToken answer =
        (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
    String code = Objects.requireNonNull(answer.getAuthorizationCode()).getTokenValue();
    Map<String, @Nullable String> parameters = new LinkedHashMap<>();
    parameters.put("code", code);
    redirect(response, answer, parameters);
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (!(failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException refused)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    OAuth2AuthorizationCodeRequestAuthenticationToken asked =
        refused.getAuthorizationCodeRequestAuthentication();
    if (asked == null || asked.getRedirectUri() == null) {
      // Nowhere safe to send the answer to: the person sees it here.
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    Map<String, @Nullable String> parameters = new LinkedHashMap<>();
    parameters.put("error", refused.getError().getErrorCode());
    parameters.put("error_description", refused.getError().getDescription());
    redirect(response, asked, parameters);
  }

  private void redirect(
      HttpServletResponse response,
      OAuth2AuthorizationCodeRequestAuthenticationToken asked,
      Map<String, @Nullable String> parameters)
      throws IOException {
    parameters.put("state", asked.getState());
    parameters.put("iss", issuer);
    String target = Objects.requireNonNull(asked.getRedirectUri());
    StringBuilder location = new StringBuilder(target);
    char separator = target.indexOf('?') < 0 ? '?' : '&';
    for (Map.Entry<String, @Nullable String> parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      if (value != null) {
        location
            .append(separator)
            .append(parameter.getKey())
            .append('=')
            .append(UriUtils.encode(value, StandardCharsets.UTF_8));
        separator = '&';
      }
    }
    response.sendRedirect(location.toString());
  }
}
