package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed with -9 when a password is changed and nobody was told of it. */
class KilledNoticeTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String THIEFS = "锦江-听雨-望江楼下";
  private static final String HERE = "/account/password";

  @Test
  void the_owner_hears_of_it_from_the_next_one(@TempDir Path home) throws Exception {
    try (MessageGateway gateway = new MessageGateway();
        RunningIdp idle = new RunningIdp(home).with("--xinfu.notices.poll=PT1H").start()) {
      String phone = SharedIdp.randomPhone();
      String name = SharedIdp.register(idle, phone, "+86" + phone, PASSWORD);
      RunningIdp there = idle.replica().with(gateway.setting(home));
      gateway.mood(MessageGateway.Mood.TAKES_AND_HANGS);
      try (ReplicaProcess killed = ReplicaProcess.of(there)) {
        Browser thief = new Browser(there.origin);
        thief.logIn(name, PASSWORD);
        CompletableFuture<Void> change = CompletableFuture.runAsync(() -> change(thief));
        RunningIdp.await(Duration.ofSeconds(20), () -> gateway.asked() == 1);
        killed.kill();
        change.join();
      }
      gateway.mood(MessageGateway.Mood.TAKES);
      assertThat(Browser.location(new Browser(idle.origin).logIn(name, THIEFS)))
          .as("it is changed")
          .doesNotContain("refused");
      try (RunningIdp heir =
          idle.replica().with(gateway.setting(home), "--xinfu.notices.poll=PT0.2S").start()) {
        RunningIdp.await(Duration.ofSeconds(40), () -> gateway.texts("+86" + phone).size() == 2);
        assertThat(heir.port).isPositive();
      }
      assertThat(gateway.texts("+86" + phone)).allMatch(text -> text.contains("密码已修改"));
      assertThat(gateway.keys("+86" + phone).stream().distinct())
          .as("by it the gateway knows that it has taken the message")
          .hasSize(1)
          .doesNotContain("");
    }
  }

  private static void change(Browser thief) {
    try {
      SharedIdp.submit(thief, HERE, Map.of("password", THIEFS, "repeat", THIEFS));
    } catch (UncheckedIOException killed) {
      // The answer went down with the server.
      assertThat(killed).isNotNull();
    }
  }
}
