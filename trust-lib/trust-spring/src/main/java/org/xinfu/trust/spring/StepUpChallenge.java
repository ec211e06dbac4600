package org.xinfu.trust.spring;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Answers a token whose login does not do with {@code insufficient_user_authentication} and what
 * would do (RFC 9470 §3); everything else as before.
 */
public final class StepUpChallenge implements AccessDeniedHandler {
  private final AccessDeniedHandler others;

  /** Everything else is answered as RFC 6750 has it. */
  public StepUpChallenge() {
    this(new BearerTokenAccessDeniedHandler());
  }

  public StepUpChallenge(AccessDeniedHandler others) {
    this.others = others;
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    if (denied instanceof AuthorizationDeniedException reasoned
        && reasoned.getAuthorizationResult() instanceof RequiredLogin.Insufficient insufficient) {
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE, scheme(request) + challenge(insufficient.required()));
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      others.handle(request, response, denied);
    }
  }

  /** As the token came (RFC 9449 §7.1). */
  private static String scheme(HttpServletRequest request) {
    String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
    return sent != null && sent.regionMatches(true, 0, "DPoP ", 0, 5) ? "DPoP" : "Bearer";
  }

  private static String challenge(RequiredLogin required) {
    StringBuilder header =
        new StringBuilder(" error=\"insufficient_user_authentication\"")
            .append(", error_description=\"the login behind the token does not do here\"");
    if (!required.acrValues().isEmpty()) {
      header.append(", acr_values=\"").append(String.join(" ", required.acrValues())).append('"');
    }
    Duration age = required.maxAge();
    if (age != null) {
      header.append(", max_age=\"").append(age.toSeconds()).append('"');
    }
    return header.toString();
  }
}
