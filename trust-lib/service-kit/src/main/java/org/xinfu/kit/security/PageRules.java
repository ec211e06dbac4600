package org.xinfu.kit.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * A service's rules for its pages (everything beside {@code /api/**}); {@code /console/**} needs a
 * login anyway, static files of the kit are open, and what no rule names is denied.
 */
@FunctionalInterface
public interface PageRules {
  void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          rules);
}
