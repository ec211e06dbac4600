package org.xinfu.idp.authorize;

import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Where the endpoint is. */
final class Endpoint {
  static final RequestMatcher AUTHORIZE =
      PathPatternRequestMatcher.withDefaults().matcher("/oauth2/authorize");

  private Endpoint() {}
}
