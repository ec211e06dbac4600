package org.xinfu.idp.authorize;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.xinfu.idp.token.SandboxClaims;
import org.xinfu.kit.web.PlainFilter;

/**
 * First at the authorization endpoint: reads the request, by GET or POST alike (OpenID Connect Core
 * §3.1.2.1), before anybody is asked to log in. The form of the consent page passes through.
 */
final class RequestFilter extends PlainFilter {
  private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

  private final RequestReader reader;
  private final OAuth2AuthorizationService grants;
  private final AuthenticationFailureHandler refusals;

  RequestFilter(
      RequestReader reader,
      OAuth2AuthorizationService grants,
      AuthenticationFailureHandler refusals) {
    this.reader = reader;
    this.grants = grants;
    this.refusals = refusals;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !Endpoint.AUTHORIZE.matches(request);
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (consent(request)) {
      answerLikeTheRequest(request);
    } else {
      try {
        reader.read(request).keep(request);
      } catch (OAuth2AuthenticationException refused) {
        if (!LoginDesk.overtaken(request, response)) {
          refusals.onAuthenticationFailure(request, response, refused);
        }
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /** As the framework tells them apart, but by what a request has to have. */
  private static boolean consent(HttpServletRequest request) {
    return "POST".equals(request.getMethod())
        && request.getParameter("state") != null
        && request.getParameter("response_type") == null
        && request.getParameter("request") == null
        && request.getParameter("request_uri") == null
        && request.getParameter("redirect_uri") == null
        && request.getParameter(WaitingRoom.RESUME) == null;
  }

  private void answerLikeTheRequest(HttpServletRequest request) {
    OAuth2Authorization open = grants.findByToken(request.getParameter("state"), STATE);
    OAuth2AuthorizationRequest asked =
        open == null ? null : open.getAttribute(OAuth2AuthorizationRequest.class.getName());
    if (asked != null) {
      Object mode = asked.getAdditionalParameters().get("response_mode");
      ResponseMode.parse((String) mode).ifPresent(known -> Turn.answer(request, known));
      Turn.spoil(request, SandboxClaims.wrong(open));
    }
  }
}
