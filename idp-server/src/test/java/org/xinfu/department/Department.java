package org.xinfu.department;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.security.TokenRules;
import org.xinfu.trust.spring.RequiredLogin;
import org.xinfu.trust.spring.StepUpChallenge;

/** A department's service on a port of its own: a resource server that asks for fresh AAL2. */
public final class Department implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  public Department(String issuer) {
    context =
        new SpringApplicationBuilder(App.class)
            .web(WebApplicationType.SERVLET)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.config.location=optional:file:/nowhere/",
                "spring.main.banner-mode=off",
                "logging.level.root=WARN",
                "issuer=" + issuer)
            .run();
  }

  /** Where it is. */
  public String origin() {
    return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
  }

  @Override
  public void close() {
    context.close();
  }

  @SpringBootConfiguration
  @EnableWebSecurity
  @RestController
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
  })
  static class App {
    private static final String AAL2 = "urn:xinfu:acr:aal2";

    @Bean
    SecurityFilterChain chain(HttpSecurity http, Environment environment) {
      AuthorizationManager<RequestAuthorizationContext> scope =
          AuthorityAuthorizationManager.hasAuthority("SCOPE_licence:own");
      RequiredLogin fresh = RequiredLogin.acr(scope, AAL2).notOlderThan(Duration.ofMinutes(5));
      Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6));
      return http.oauth2ResourceServer(
              server ->
                  server
                      .accessDeniedHandler(new StepUpChallenge())
                      .jwt(
                          jwt ->
                              jwt.decoder(
                                      TokenRules.decoder(
                                          environment.getRequiredProperty("issuer"),
                                          "licence-vault"))
                                  .jwtAuthenticationConverter(TokenRules.authorities())))
          .authorizeHttpRequests(
              rules ->
                  rules
                      .requestMatchers("/licences")
                      .access(scope)
                      .requestMatchers("/pension")
                      .access(fresh)
                      .requestMatchers("/pension/in-six-minutes")
                      .access(new RequiredLogin(scope, List.of(AAL2), Duration.ofMinutes(5), later))
                      .anyRequest()
                      .denyAll())
          .build();
    }

    @GetMapping({"/licences", "/pension", "/pension/in-six-minutes"})
    String served() {
      return "served";
    }
  }
}
