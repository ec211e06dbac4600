package org.xinfu.idp.config;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.xinfu.idp.failure.ClientFailures;
import org.xinfu.idp.plain.CodeDoor;
import org.xinfu.idp.store.JdbcAudit;
import org.xinfu.idp.store.JdbcCodeGrants;
import org.xinfu.idp.store.JdbcMachineBook;
import org.xinfu.idp.store.JdbcSubjects;
import org.xinfu.idp.token.CodeTokens;

/** The short way from a code to its tokens. */
@Configuration(proxyBeanMethods = false)
class CodeParts {
  /**
   * What the framework's own customizer adds, bound tokens alone have, and those go the long way.
   */
  @Bean
  CodeTokens codeTokens(
      JwtEncoder encoder,
      OAuth2TokenCustomizer<JwtEncodingContext> claims,
      AuthorizationServerSettings settings) {
    JwtGenerator jwts = new JwtGenerator(encoder); // no bean: the framework would use it everywhere
    jwts.setJwtCustomizer(claims);
    return new CodeTokens(jwts, new Server(settings));
  }

  private record Server(AuthorizationServerSettings settings)
      implements AuthorizationServerContext {
    @Override
    public String getIssuer() {
      return settings.getIssuer();
    }

    @Override
    public AuthorizationServerSettings getAuthorizationServerSettings() {
      return settings;
    }
  }

  @Bean
  RequestCodes requestCodes(
      JdbcClient jdbc,
      JdbcSubjects known,
      JdbcAudit audit,
      ClientReads clients,
      SubjectReads subjects) {
    return new RequestCodes(new JdbcCodeGrants(jdbc, known, audit), clients, subjects);
  }

  @Bean
  CodeDoor codeDoor(
      JdbcMachineBook clients, RequestCodes codes, ClientFailures failures, CodeTokens tokens) {
    return new CodeDoor(clients::known, codes, failures::spent, tokens);
  }

  /** A door in a security chain alone, not one more in front of everything. */
  @Bean
  FilterRegistrationBean<CodeDoor> codeDoorNowhereElse(CodeDoor door) {
    FilterRegistrationBean<CodeDoor> registration = new FilterRegistrationBean<>(door);
    registration.setEnabled(false);
    return registration;
  }
}
