package org.xinfu.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.ProblemAnswers;

/** 401 and 403 of the API: RFC 6750 header and RFC 9457 body. */
public final class ProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final AuthenticationEntryPoint unauthenticated =
      new BearerTokenAuthenticationEntryPoint();
  private final AccessDeniedHandler denied = new BearerTokenAccessDeniedHandler();
  private final ProblemAnswers answers;

  public ProblemEntryPoint(ProblemAnswers answers) {
    this.answers = answers;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    try {
      unauthenticated.commence(request, response, failure);
    } catch (jakarta.servlet.ServletException e) {
      throw new IOException(e);
    }
    answers.write(CommonRefusal.NOT_AUTHENTICATED, request, response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
      throws IOException {
    try {
      denied.handle(request, response, failure);
    } catch (jakarta.servlet.ServletException e) {
      throw new IOException(e);
    }
    answers.write(CommonRefusal.NOT_PERMITTED, request, response);
  }
}
