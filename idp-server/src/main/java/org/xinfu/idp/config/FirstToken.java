package org.xinfu.idp.config;

import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.console.FirstAdministrators;
import org.xinfu.idp.console.Officials;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.security.BootstrapToken;

/** How a new installation gets its administrators. */
@Configuration(proxyBeanMethods = false)
class FirstToken {
  private static final Logger LOG = LoggerFactory.getLogger(FirstToken.class);

  @Bean
  FirstAdministrators firstAdministrators(
      Accounts accounts, Officials officials, BootstrapToken token, FirstAdministrators.Part part) {
    return new FirstAdministrators(accounts, officials, token, part);
  }

  @Bean
  BootstrapToken bootstrapToken(JdbcClient jdbc, Clock clock) {
    return new BootstrapToken(jdbc, clock);
  }

  @Bean
  FirstAdministrators.Part firstAdministratorsPart(
      PasswordRules rules,
      PasswordEncoder passwords,
      TransactionTemplate transaction,
      IdpAudit audit) {
    return new FirstAdministrators.Part(rules, passwords, transaction, audit);
  }

  /** Into a file that its owner alone reads, since logs are kept and read by many. */
  @Bean
  ApplicationRunner bootstrap(FirstAdministrators first, ServiceHome home, IdpSettings settings) {
    Path file = home.credential("idp-bootstrap.token");
    return (ApplicationArguments arguments) ->
        first
            .token()
            .ifPresent(
                token -> {
                  SecretFile.write(file, token + "\n");
                  LOG.warn(
                      "nobody administers yet: open {}/console/first with the token in {}",
                      settings.publicUrl(),
                      file);
                });
  }
}
