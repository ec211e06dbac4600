package org.xinfu.licence.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.xinfu.kit.security.ApiRules;
import org.xinfu.kit.security.PageRules;

/** Who may call what; what is not named is denied. */
@Configuration(proxyBeanMethods = false)
class VaultAccess {
  @Bean
  ApiRules vaultApi() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, "/api/v1/catalogue", "/api/v1/catalogue/*")
            .permitAll()
            .requestMatchers(HttpMethod.GET, "/api/v1/verifications")
            .permitAll()
            .requestMatchers(HttpMethod.POST, "/api/v1/verifications")
            .permitAll()
            .requestMatchers(HttpMethod.POST, "/api/v1/licences", "/api/v1/licences/*/versions")
            .hasAuthority("SCOPE_licence:issue")
            .requestMatchers(HttpMethod.POST, "/api/v1/licences/*/revoke")
            .hasAuthority("SCOPE_licence:revoke")
            .requestMatchers(HttpMethod.POST, "/api/v1/deposits")
            .hasAuthority("SCOPE_licence:deposit")
            .requestMatchers(HttpMethod.GET, "/api/v1/licences/mine")
            .hasAnyAuthority("SCOPE_licence:own", "SCOPE_licence:window")
            .requestMatchers(HttpMethod.GET, "/api/v1/licences")
            .hasAuthority("SCOPE_licence:read")
            .requestMatchers(
                HttpMethod.GET,
                "/api/v1/licences/*",
                "/api/v1/licences/*/file.ofd",
                "/api/v1/licences/*/file.pdf")
            .hasAnyAuthority("SCOPE_licence:read", "SCOPE_licence:own", "SCOPE_licence:window");
  }

  @Bean
  PageRules vaultPages() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, "/", "/verify")
            .permitAll()
            .requestMatchers(HttpMethod.POST, "/verify")
            .permitAll()
            .requestMatchers("/wallet", "/wallet/**")
            .authenticated()
            .requestMatchers("/console", "/console/**")
            .hasRole("LICENCE_OFFICER");
  }
}
