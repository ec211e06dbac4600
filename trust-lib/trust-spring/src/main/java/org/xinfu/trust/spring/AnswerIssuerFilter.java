package org.xinfu.trust.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses an answer that does not name the identity provider in {@code iss} (RFC 9207 §2.4), before
 * its code goes anywhere: a defence against mix-up, which Spring's own login does not have.
 */
final class AnswerIssuerFilter extends OncePerRequestFilter {
  private static final String PATH = "/login/oauth2/code/" + LoginAutoConfiguration.REGISTRATION;

  private final String issuer;

  AnswerIssuerFilter(String issuer) {
    this.issuer = issuer;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getServletPath().equals(PATH);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String[] named = request.getParameterValues("iss");
    if (named != null && named.length == 1 && named[0].equals(issuer)) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
  }
}
