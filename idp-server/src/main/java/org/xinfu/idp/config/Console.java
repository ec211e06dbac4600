package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.xinfu.idp.console.Administrators;
import org.xinfu.idp.console.AuditBook;
import org.xinfu.idp.console.CheckAudit;
import org.xinfu.idp.console.ConsoleGate;
import org.xinfu.idp.console.FrozenAccounts;
import org.xinfu.idp.console.Officials;
import org.xinfu.idp.console.OldSeals;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.registration.Applications;
import org.xinfu.idp.registration.WhoAdministers;
import org.xinfu.idp.store.JdbcApplications;
import org.xinfu.idp.store.JdbcAuditBook;
import org.xinfu.idp.store.JdbcAuditSeals;
import org.xinfu.idp.store.JdbcFrozenAccounts;
import org.xinfu.idp.store.JdbcOfficials;
import org.xinfu.idp.token.OwnKeys;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.log.CheckLog;
import org.xinfu.kit.security.SecurityHeaders;

/** Administration. */
@Configuration(proxyBeanMethods = false)
class Console {
  @Bean
  JdbcOfficials officials(JdbcClient jdbc, Accounts accounts, SignOut signOut) {
    return new JdbcOfficials(jdbc, accounts, signOut);
  }

  @Bean
  Administrators administrators(Accounts accounts, Officials officials) {
    return new Administrators(accounts, officials);
  }

  @Bean
  AuditBook auditBook(JdbcClient jdbc) {
    return new JdbcAuditBook(jdbc);
  }

  @Bean
  OldSeals oldSeals(JdbcClient jdbc, OwnKeys keys) {
    return new OldSeals(new JdbcAuditSeals(jdbc), keys::evidence);
  }

  @Bean
  CheckAudit checkAudit(CheckLog log, OldSeals seals) {
    return new CheckAudit(log, seals);
  }

  @Bean
  FrozenAccounts frozenAccounts(JdbcClient jdbc, Clock clock) {
    return new JdbcFrozenAccounts(jdbc, clock);
  }

  @Bean
  Applications applications(JdbcClient jdbc) {
    return new JdbcApplications(jdbc);
  }

  @Bean
  WhoAdministers whoAdministers(Administrators administrators) {
    return administrators::of;
  }

  @Bean
  ConsoleGate consoleGate(Administrators administrators, Audit audit) {
    return new ConsoleGate(administrators, audit);
  }

  @Bean
  @Order(2)
  SecurityFilterChain consoleChain(HttpSecurity http, ConsoleGate gate) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/console", "/console/**")
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers("/console/first")
                    .permitAll()
                    .requestMatchers("/console")
                    .access(
                        gate.only(
                            Role.SYSTEM_ADMIN,
                            Role.SECURITY_ADMIN,
                            Role.AUDIT_ADMIN,
                            Role.CITY_ADMIN,
                            Role.DEPARTMENT_ADMIN))
                    .requestMatchers("/console/accounts", "/console/accounts/**")
                    .access(gate.only(Role.SYSTEM_ADMIN, Role.CITY_ADMIN))
                    .requestMatchers("/console/staff", "/console/staff/**")
                    .access(gate.only(Role.SYSTEM_ADMIN, Role.CITY_ADMIN, Role.DEPARTMENT_ADMIN))
                    .requestMatchers(
                        "/console/roles",
                        "/console/roles/**",
                        "/console/frozen",
                        "/console/frozen/**")
                    .access(gate.only(Role.SECURITY_ADMIN))
                    .requestMatchers("/console/services/*/approve", "/console/services/*/refuse")
                    .access(gate.only(Role.SECURITY_ADMIN))
                    .requestMatchers("/console/services")
                    .access(gate.only(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.CITY_ADMIN))
                    .requestMatchers("/console/services/new", "/console/services/*/secret")
                    .access(gate.only(Role.SYSTEM_ADMIN, Role.CITY_ADMIN))
                    .requestMatchers("/console/window")
                    .access(
                        gate.only(
                            Role.SECURITY_ADMIN,
                            Role.AUDIT_ADMIN,
                            Role.CITY_ADMIN,
                            Role.DEPARTMENT_ADMIN))
                    .requestMatchers(
                        "/console/services/*/self-tests", "/console/services/*/self-tests/**")
                    .access(gate.only(Role.SYSTEM_ADMIN, Role.CITY_ADMIN))
                    .requestMatchers("/console/audit", "/console/audit/**")
                    .access(gate.only(Role.AUDIT_ADMIN))
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            failures ->
                failures
                    .accessDeniedHandler(gate)
                    .authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
        .build();
  }
}
