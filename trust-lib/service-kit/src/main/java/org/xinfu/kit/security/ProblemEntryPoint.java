package org.xinfu.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.ProblemAnswers;

/**
 * 401 and 403 of the API: RFC 6750 header and RFC 9457 body. The header names no address of ours:
 * only the request's Host could tell it, and whoever asks may have made that up.
 */
public final class ProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final AccessDeniedHandler denied = new BearerTokenAccessDeniedHandler();
  private final ProblemAnswers answers;

  public ProblemEntryPoint(ProblemAnswers answers) {
    this.answers = answers;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(failure));
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

  /** RFC 6750 §3: without an error for whoever showed no token (§3.1). */
  private static String challenge(AuthenticationException failure) {
    if (!(failure instanceof OAuth2AuthenticationException known)) {
      return "Bearer";
    }
    OAuth2Error error = known.getError();
    @Nullable String description = error.getDescription();
    String named = "Bearer error=\"" + error.getErrorCode() + "\"";
    return description == null
        ? named
        : named
            + ", error_description=\""
            + description.replaceAll("[\\\\\"\\p{Cntrl}]", "'")
            + "\"";
  }
}
