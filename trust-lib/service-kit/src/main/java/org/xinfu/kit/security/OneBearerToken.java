package org.xinfu.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/**
 * The token of {@code Authorization}, which no request has twice (RFC 9110 §5.3): of two tokens a
 * proxy might have judged the other.
 */
final class OneBearerToken implements BearerTokenResolver {
  private final DefaultBearerTokenResolver only = new DefaultBearerTokenResolver();

  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    Enumeration<String> fields = request.getHeaders(HttpHeaders.AUTHORIZATION);
    if (fields.hasMoreElements()) {
      fields.nextElement();
      if (fields.hasMoreElements()) {
        throw new OAuth2AuthenticationException(
            BearerTokenErrors.invalidRequest("Authorization is there twice"));
      }
    }
    return only.resolve(request);
  }
}
