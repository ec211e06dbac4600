package org.xinfu.kit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.hsm.TokenDoor;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.VaultException;

/** The log of a running service beside the service's other tasks. */
@ExtendWith(OutputCaptureExtension.class)
class LogRoundsTest {
  @TempDir Path home;
  private final LogHouse house = LogHouse.empty();

  /** A device that waits for somebody to open the gate, and then is the soft vault. */
  private static final class Gate implements TokenDoor {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public KeyVault open(String token, Supplier<char[]> pin) {
      Arrays.fill(pin.get(), '\0');
      asked.countDown();
      try {
        open.await();
      } catch (InterruptedException stopped) {
        throw new VaultException("stopped", stopped);
      }
      return SoftKeyVault.seeded("the log's keys"); // closed with its service
    }

    @Override
    public boolean simulator(String token) {
      return true;
    }
  }

  /** Another task of the service. */
  static final class Tick {
    private final AtomicInteger count = new AtomicInteger();

    @Scheduled(fixedDelayString = "PT0.02S")
    void tick() {
      count.incrementAndGet();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableScheduling
  static class Scheduling {}

  @Test
  void aDeviceThatHangsStopsNoOtherTask() throws Exception {
    pin();
    house.rows(1);
    Gate gate = new Gate();
    service(gate)
        .run(
            context -> {
              assertThat(gate.asked.await(20, TimeUnit.SECONDS)).as("the log asks").isTrue();
              AtomicInteger ticks = context.getBean(Tick.class).count;
              int before = ticks.get();
              boolean others = within(() -> ticks.get() > before + 2);
              gate.open.countDown();
              assertThat(others).as("others go on").isTrue();
              assertThat(within(() -> house.log.checkpoint().isPresent())).as("signed").isTrue();
            });
  }

  @Test
  void withoutItsPinRowsAreBoundAndItIsToldOnce(CapturedOutput output) throws Exception {
    house.rows(3);
    Gate gate = new Gate();
    gate.open.countDown();
    service(gate)
        .run(
            context -> {
              assertThat(within(() -> output.toString().contains("the log goes on later")))
                  .as("told")
                  .isTrue();
              assertThat(house.size()).isEqualTo(3);
              assertThatThrownBy(context.getBean(AuditLog.class)::keys)
                  .isInstanceOf(VaultException.class);
              assertThat(context.getBean(CheckLog.class).check(List.of()).state())
                  .isEqualTo(CheckLog.State.NOT_SIGNED);
              Thread.sleep(200); // several rounds more
              assertThat(output.toString().split("goes on later", -1)).hasSize(2);
              assertThat(output.toString()).contains("log.pin").doesNotContain("\tat ");
              pin();
              assertThat(within(() -> house.log.checkpoint().isPresent())).as("signed").isTrue();
            });
  }

  /** As after a token was made anew: the operator looks, and says that it was. */
  @Test
  void withOtherKeysNothingIsSignedAndHealthAndLogSaySoUntilTheOldHeadIsGone(CapturedOutput output)
      throws Exception {
    pin();
    KeyVault before = SoftKeyVault.seeded("keys of before");
    house.rows(2);
    new Sequencer(house.database, new LogKeys(LogHouse.ORIGIN, () -> before), Clock.systemUTC())
        .round();
    house.rows(1);
    Gate gate = new Gate();
    gate.open.countDown();
    service(gate)
        .run(
            context -> {
              HealthIndicator health = context.getBean("auditLogHealthIndicator", LogHealth.class);
              assertThat(within(() -> health.health().getStatus().equals(Status.DOWN))).isTrue();
              assertThat(output.toString())
                  .contains(
                      "ERROR",
                      "nothing is signed any more: the head of 2 entries",
                      "other keys than before",
                      "operations guide");
              assertThat(house.size()).as("rows are bound").isEqualTo(3);
              assertThat(house.log.checkpoint().flatMap(house.keys::read)).isEmpty();
              house.jdbc.sql("DELETE FROM log_checkpoint").update();
              house.rows(1);
              assertThat(within(() -> house.log.checkpoint().isPresent())).as("signed").isTrue();
              assertThat(house.signed()).isEqualTo(house.expected());
              assertThat(within(() -> health.health().getStatus().equals(Status.UP))).isTrue();
            });
  }

  /** A tree that was put back to before a head that was signed: nobody's rows make it good. */
  @Test
  void aTreeThatWasPutBackIsToldOnceAndHealthIsDownAsLongAsItIs(CapturedOutput output)
      throws Exception {
    pin();
    house.rows(2);
    Gate gate = new Gate();
    gate.open.countDown();
    service(gate)
        .run(
            context -> {
              assertThat(within(() -> house.log.checkpoint().isPresent())).as("signed").isTrue();
              HealthIndicator health = context.getBean("auditLogHealthIndicator", LogHealth.class);
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);
              house.jdbc.sql("UPDATE log_checkpoint SET size = size + 5").update();
              assertThat(within(() -> health.health().getStatus().equals(Status.DOWN))).isTrue();
              house.rows(1);
              for (int i = 0; i < 20; i++) {
                Thread.sleep(20); // several rounds more
                assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
              }
              assertThat(output.toString().split("nothing is signed any more", -1)).hasSize(2);
            });
  }

  private ApplicationContextRunner service(TokenDoor door) {
    return new ApplicationContextRunner()
        .withBean(DataSource.class, () -> house.database, bean -> bean.setDestroyMethodName(""))
        .withBean(Clock.class, Clock::systemUTC)
        .withBean(ServiceHome.class, () -> new ServiceHome(home, null, null, "test-service"))
        .withBean(TokenDoor.class, () -> door)
        .withBean(Tick.class)
        .withUserConfiguration(Scheduling.class)
        .withConfiguration(AutoConfigurations.of(configurations()))
        .withPropertyValues(
            "spring.threads.virtual.enabled=true",
            "xinfu.log.token=log",
            "xinfu.log.origin=http://idp.example.cn",
            "xinfu.log.interval=PT0.05S");
  }

  private static Class<?>[] configurations() {
    return new Class<?>[] {
      TaskSchedulingAutoConfiguration.class, LogAutoConfiguration.class, hsm()
    };
  }

  private static Class<?> hsm() {
    try {
      return Class.forName("org.xinfu.kit.hsm.HsmAutoConfiguration");
    } catch (ClassNotFoundException e) {
      throw new LinkageError("the kit's own", e);
    }
  }

  private void pin() throws Exception {
    Path directory = Files.createDirectories(home.resolve("credentials"));
    Path made = Files.createTempFile(home, "pin", ""); // of its owner alone
    Files.writeString(made, "1234");
    Files.move(made, directory.resolve("log.pin"));
    CredentialFile.read(directory.resolve("log.pin"));
  }

  private static boolean within(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!done.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return done.getAsBoolean();
  }
}
