package org.xinfu.trust.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;

/**
 * Tokens of clients in trial carry {@code sandbox}: their persons are fictitious, and what is no
 * trial refuses them, also when it was configured with the client of one.
 */
final class TrialRule {
  private TrialRule() {}

  static OAuth2TokenValidator<Jwt> of(boolean trial) {
    return new JwtClaimValidator<@Nullable Object>(
        "sandbox", mark -> trial || !Boolean.TRUE.equals(mark));
  }
}
