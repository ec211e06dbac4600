package org.xinfu.kit.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What browsers may do with our pages: own files only, no inline script, never in a frame. */
public final class SecurityHeaders {
  private SecurityHeaders() {}

  /**
   * Sets the headers on a chain.
   *
   * @param formTargets further origins that a form may lead to, e.g. the issuer; may be empty
   */
  public static void apply(HttpSecurity http, String formTargets) {
    String policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; form-action 'self' %s;"
            + " frame-ancestors 'none'; base-uri 'none'";
    http.headers(
        headers ->
            headers
                .contentSecurityPolicy(csp -> csp.policyDirectives(policy.formatted(formTargets)))
                .frameOptions(frame -> frame.deny())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(
                    permissions -> permissions.policy("camera=(), geolocation=(), microphone=()")));
  }
}
