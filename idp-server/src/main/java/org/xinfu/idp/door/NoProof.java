package org.xinfu.idp.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Answers a client that does not prove itself, or shows nothing to prove itself by (RFC 6749 §5.2):
 * which of its words is wrong is told to nobody. Whoever came by a header is told the scheme; who
 * came by the form is not, since programs that read the error alone take a challenge for something
 * else.
 */
public final class NoProof implements AuthenticationEntryPoint, AuthenticationFailureHandler {
  private static final String BASIC = "Basic realm=\"clients\", charset=\"UTF-8\"";

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException nothing)
      throws IOException {
    refuse(request, response, OAuth2ErrorCodes.INVALID_CLIENT);
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    SecurityContextHolder.clearContext();
    String code =
        failure instanceof OAuth2AuthenticationException named
            ? named.getError().getErrorCode()
            : OAuth2ErrorCodes.INVALID_CLIENT;
    refuse(request, response, code);
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response, String code)
      throws IOException {
    boolean unproven = code.equals(OAuth2ErrorCodes.INVALID_CLIENT);
    response.setStatus(
        unproven ? HttpServletResponse.SC_UNAUTHORIZED : HttpServletResponse.SC_BAD_REQUEST);
    if (unproven && request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC);
    }
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getWriter().write("{\"error\":\"" + code + "\"}");
  }
}
