package org.xinfu.trust.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes logout tokens at {@value #PATH}: 200 when the login has ended, 400 when the token is not to
 * be believed (OpenID Connect Back-Channel Logout §2.8).
 */
final class BackChannelLogout extends OncePerRequestFilter {
  /** To be registered as {@code backchannel_logout_uri}. */
  static final String PATH = "/logout/connect/back-channel/xinfu";

  private final LogoutTokens tokens;

  BackChannelLogout(LogoutTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST") || !request.getServletPath().equals(PATH);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String token = request.getParameter("logout_token");
    response.setHeader("Cache-Control", "no-store");
    if (token != null && tokens.accept(token)) {
      response.setStatus(HttpServletResponse.SC_OK);
      return;
    }
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getWriter().write("{\"error\":\"invalid_request\"}");
  }
}
