package org.xinfu.seal.tsa;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.xinfu.kit.security.ProblemEntryPoint;
import org.xinfu.kit.security.SecurityHeaders;

/** Programs ask for time-stamps without a token; where the authority is off, the door is shut. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TsaSettings.class)
@ConditionalOnProperty("xinfu.seal.tsa.enabled")
class TsaConfiguration {
  @Bean
  @Order(20)
  SecurityFilterChain tsaChain(HttpSecurity http, ProblemEntryPoint problems) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/tsa")
        .csrf(csrf -> csrf.disable()) // no cookie speaks for a caller here
        .requestCache(cache -> cache.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(e -> e.authenticationEntryPoint(problems).accessDeniedHandler(problems))
        .authorizeHttpRequests(
            requests -> {
              requests.requestMatchers(HttpMethod.POST, "/tsa").permitAll();
              requests.anyRequest().denyAll();
            })
        .build();
  }
}
