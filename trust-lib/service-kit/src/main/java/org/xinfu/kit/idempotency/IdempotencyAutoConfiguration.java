package org.xinfu.kit.idempotency;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Idempotency over the service's database; answers are kept for two days. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration"
    })
@EnableScheduling
class IdempotencyAutoConfiguration {
  private static final Duration KEPT = Duration.ofDays(2);

  @Bean
  AnswerStore answerStore(JdbcClient jdbc, JsonMapper json, Clock clock) {
    return new AnswerStore(jdbc, json, clock);
  }

  @Bean
  @ConditionalOnMissingBean
  Idempotency idempotency(
      AnswerStore answers, PlatformTransactionManager transactions, JsonMapper json) {
    return new Idempotency(answers, new TransactionTemplate(transactions), json);
  }

  @Bean
  Cleaning idempotencyCleaning(AnswerStore answers) {
    return new Cleaning(answers);
  }

  /** Forgets old answers every hour. */
  record Cleaning(AnswerStore answers) {
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void clean() {
      answers.forget(KEPT);
    }
  }
}
