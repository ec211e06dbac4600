package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.xinfu.idp.failure.ClientFailures;
import org.xinfu.idp.plain.CodeDoor;
import org.xinfu.idp.store.JdbcAudit;
import org.xinfu.idp.store.JdbcCodeGrants;
import org.xinfu.idp.store.JdbcMachineBook;
import org.xinfu.idp.store.JdbcSubjects;
import org.xinfu.idp.token.CodeTokens;
import org.xinfu.idp.token.OwnKeys;

/** The short way from a code to its tokens. */
@Configuration(proxyBeanMethods = false)
class CodeParts {
  /**
   * What the framework's own customizer adds, bound tokens alone have, and those go the long way.
   */
  @Bean
  CodeTokens codeTokens(
      OwnKeys keys,
      IdpSettings settings,
      OAuth2TokenCustomizer<JwtEncodingContext> claims,
      Clock clock) {
    return new CodeTokens(keys, settings.publicUrl(), claims, clock);
  }

  @Bean
  RequestCodes requestCodes(
      JdbcClient jdbc, JdbcSubjects known, JdbcAudit audit, RequestFresh fresh) {
    return new RequestCodes(
        new JdbcCodeGrants(jdbc, known, audit), fresh.clients(), fresh.subjects(), fresh);
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
