package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriUtils;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.failure.FailureFilters;

/**
 * Takes codes and errors back to the client, always with {@code iss} (RFC 9207), so that a client
 * of several providers sees which one answered. A client in trial may be told wrongly, see {@link
 * WrongAnswer}.
 */
final class AuthorizationAnswers
    implements AuthenticationSuccessHandler, AuthenticationFailureHandler {
  private final String issuer;
  private final FormPostPage formPost;

  AuthorizationAnswers(String issuer, FormPostPage formPost) {
    this.issuer = issuer;
    this.formPost = formPost;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    OAuth2AuthorizationCodeRequestAuthenticationToken granted =
        (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
    String code = Objects.requireNonNull(granted.getAuthorizationCode()).getTokenValue();
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("code", code);
    send(request, response, granted, answer);
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (loginOver(failure)) {
      Turn.loginOver(request);
      if (Turn.of(request) == null) { // the form of the consent page: nothing waits
        response.sendRedirect("/login?problem=begin");
      }
      return;
    }
    OAuth2AuthorizationCodeRequestAuthenticationToken asked =
        failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException refused
            ? refused.getAuthorizationCodeRequestAuthentication()
            : null;
    if (asked == null || asked.getRedirectUri() == null) {
      // Nowhere safe to send the answer to: the person sees it here.
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    var error = ((OAuth2AuthorizationCodeRequestAuthenticationException) failure).getError();
    FailureFilters.refused(request, error.getErrorCode());
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("error", error.getErrorCode());
    put(answer, "error_description", error.getDescription());
    send(request, response, asked, answer);
  }

  /** Nothing is granted to a login that has ended: so the store says, as nobody else does. */
  private static boolean loginOver(AuthenticationException failure) {
    return failure instanceof OAuth2AuthenticationException over
        && !(failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException)
        && OAuth2ErrorCodes.ACCESS_DENIED.equals(over.getError().getErrorCode());
  }

  private void send(
      HttpServletRequest request,
      HttpServletResponse response,
      OAuth2AuthorizationCodeRequestAuthenticationToken asked,
      Map<String, String> answer)
      throws IOException {
    WrongAnswer wrong = Turn.wrong(request);
    put(answer, "state", wrong.state(Optional.ofNullable(asked.getState())).orElse(null));
    answer.put("iss", wrong.issuer(issuer));
    String target = Objects.requireNonNull(asked.getRedirectUri());
    switch (Turn.mode(request)) {
      case FORM_POST -> formPost.write(request, response, new FormPostPage.Answer(target, answer));
      case QUERY -> response.sendRedirect(location(target, answer));
    }
  }

  private static void put(Map<String, String> answer, String name, @Nullable String value) {
    if (value != null) {
      answer.put(name, value);
    }
  }

  private static String location(String target, Map<String, String> answer) {
    StringBuilder location = new StringBuilder(target);
    char separator = target.indexOf('?') < 0 ? '?' : '&';
    for (Map.Entry<String, String> parameter : answer.entrySet()) {
      location
          .append(separator)
          .append(parameter.getKey())
          .append('=')
          .append(UriUtils.encode(parameter.getValue(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return location.toString();
  }
}
