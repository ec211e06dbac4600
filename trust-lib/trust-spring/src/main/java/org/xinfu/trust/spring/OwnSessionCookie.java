package org.xinfu.trust.spring;

import java.util.Locale;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * A session cookie of the application's own name, kept from scripts and other sites, beneath every
 * other source of properties: cookies ignore ports, so two applications on one host would end each
 * other's sessions under one name.
 */
final class OwnSessionCookie implements EnvironmentPostProcessor {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (environment.containsProperty("xinfu.login.issuer")) {
      String name = environment.getProperty("spring.application.name", "app");
      String token = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
      environment
          .getPropertySources()
          .addLast(
              new MapPropertySource(
                  "xinfu-session-cookie",
                  Map.of(
                      "server.servlet.session.cookie.name", "SESSION_" + token,
                      "server.servlet.session.cookie.http-only", "true",
                      "server.servlet.session.cookie.same-site", "lax",
                      "server.servlet.session.tracking-modes", "cookie")));
    }
  }
}
