package org.xinfu.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.kit.KitDatabase;

class BootstrapTokenTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T02:00:00Z"), ZoneOffset.UTC);
  private DataSource database;
  private JdbcClient jdbc;
  private BootstrapToken bootstrap;

  @BeforeEach
  void open() {
    database = KitDatabase.fresh();
    jdbc = JdbcClient.create(database);
    bootstrap = new BootstrapToken(jdbc, CLOCK);
  }

  @Test
  void isHandedOutOnceAndLongEnoughToResistGuessing() {
    String token = bootstrap.first().orElseThrow();
    assertThat(token).matches("[A-Za-z0-9_-]{32}"); // 192 bits
    assertThat(bootstrap.first()).isEmpty();
    assertThat(new BootstrapToken(jdbc, CLOCK).first()).isEmpty();
  }

  @Test
  void anotherDatabaseHasAnotherToken() {
    BootstrapToken other = new BootstrapToken(JdbcClient.create(KitDatabase.fresh()), CLOCK);
    assertThat(other.first()).isPresent().isNotEqualTo(bootstrap.first());
  }

  @Test
  void opensTheDoorOnce() {
    String token = bootstrap.first().orElseThrow();
    assertThat(bootstrap.redeem(token)).isTrue();
    assertThat(bootstrap.redeem(token)).isFalse();
    assertThat(bootstrap.first()).isEmpty();
  }

  @Test
  void aWrongTokenOpensNothingAndDoesNotUseItUp() {
    String token = bootstrap.first().orElseThrow();
    for (String wrong :
        List.of("", token + "x", token.substring(1), token.toUpperCase(), "' OR 1=1")) {
      assertThat(bootstrap.redeem(wrong)).as(wrong).isFalse();
    }
    assertThat(bootstrap.redeem(token)).isTrue();
  }

  @Test
  void nothingOpensBeforeATokenWasMade() {
    assertThat(bootstrap.redeem("")).isFalse();
  }

  @Test
  void theTokenItselfIsNotKept() {
    String token = bootstrap.first().orElseThrow();
    String row = jdbc.sql("SELECT * FROM bootstrap_token").query().singleRow().toString();
    assertThat(row).doesNotContain(token).contains("sha256=");
    // Nor can its hash be used in its place.
    String hash = jdbc.sql("SELECT sha256 FROM bootstrap_token").query(String.class).single();
    assertThat(bootstrap.redeem(hash)).isFalse();
  }

  @Test
  void ofManyAtOnceOneGetsItAndOneUsesIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Optional<String>>> asking =
          IntStream.range(0, 6)
              .<Callable<Optional<String>>>mapToObj(i -> bootstrap::first)
              .toList();
      List<String> given = new java.util.ArrayList<>();
      for (Future<Optional<String>> answer : threads.invokeAll(asking)) {
        answer.get().ifPresent(given::add);
      }
      assertThat(given).hasSize(1);
      List<Callable<Boolean>> using =
          IntStream.range(0, 6)
              .<Callable<Boolean>>mapToObj(i -> () -> bootstrap.redeem(given.getFirst()))
              .toList();
      int opened = 0;
      for (Future<Boolean> answer : threads.invokeAll(using)) {
        opened += answer.get() ? 1 : 0;
      }
      assertThat(opened).isOne();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFailedStartDoesNotBurnIt() {
    String token = bootstrap.first().orElseThrow();
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(database));
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      assertThat(bootstrap.redeem(token)).isTrue();
                      throw new IllegalStateException("the administrator was not made");
                    }))
        .hasMessageContaining("not made");
    assertThat(bootstrap.redeem(token)).isTrue();
  }
}
