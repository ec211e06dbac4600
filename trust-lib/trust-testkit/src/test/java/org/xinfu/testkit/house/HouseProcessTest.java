package org.xinfu.testkit.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes (of the shell), started, watched, killed and found again. */
class HouseProcessTest {
  private static final String FOREVER = "while :; do sleep 0.2; done";
  @TempDir Path home;
  private final List<HouseProcess> started = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer health;

  @BeforeEach
  void serve() throws IOException {
    health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    health.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
          exchange.close();
        });
    health.start();
  }

  @AfterEach
  void stop() {
    started.forEach(HouseProcess::kill);
    health.stop(0);
  }

  @Test
  void runsWithItsHomeAndWritesItsOutputToItsLog() throws Exception {
    HouseProcess process = process("echo home=$XINFU_HOME; echo trouble >&2; " + FOREVER);
    assertThat(process.alive()).isFalse();
    process.start();
    assertThat(process.alive()).isTrue();
    assertThat(process.log()).isEqualTo(home.resolve("log/thing.log"));
    process.awaitHealthy();
    assertThat(Files.readString(process.log())).contains("home=" + home, "trouble");
    assertThat(Files.readString(pidFile())).matches("[0-9]+");
  }

  @Test
  void isHealthyOnlyWhenItSaysSo() {
    HouseProcess process = process(FOREVER);
    process.start();
    process.awaitHealthy();
    assertThat(asked).hasValue(3); // 503 twice is not yet well
  }

  @Test
  void oneThatDiesIsReportedWithTheEndOfItsLog() {
    health.stop(0);
    HouseProcess process = process("for i in $(seq 1 60); do echo line-$i; done; exit 7");
    process.start();
    assertThatThrownBy(process::awaitHealthy)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("thing did not come up")
        .hasMessageContaining("line-60")
        .hasMessageContaining("line-21")
        .message()
        .doesNotContain("line-20\n");
    assertThat(process.alive()).isFalse();
  }

  @Test
  void stopEndsItAndTakesItsPidFileAway() {
    HouseProcess process = process(FOREVER);
    process.start();
    process.stop();
    assertThat(process.alive()).isFalse();
    assertThat(pidFile()).doesNotExist();
    process.stop();
    process.start();
    assertThat(process.alive()).isTrue();
  }

  @Test
  void aKilledOneLeavesItsPidFileAndStartsAgain() throws Exception {
    HouseProcess process = process(FOREVER);
    process.start();
    String before = Files.readString(pidFile());
    process.kill();
    assertThat(process.alive()).isFalse();
    assertThat(pidFile()).exists();
    process.start();
    assertThat(Files.readString(pidFile())).isNotEqualTo(before);
    assertThat(process.alive()).isTrue();
  }

  @Test
  void whatAnEarlierRunLeftBehindIsEndedFirst() throws Exception {
    HouseProcess earlier = process(FOREVER);
    earlier.start();
    process(FOREVER).start();
    assertThat(earlier.alive()).isFalse();
  }

  @Test
  void aPidThatNowBelongsToSomebodyElseIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sh", "-c", FOREVER, "-jar", "another.jar").start();
    try {
      writePid(Long.toString(other.pid()));
      process(FOREVER).start();
      assertThat(other.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aPidFileOfAnInterruptedStartIsNoObstacle() throws Exception {
    for (String text : List.of("", "\n", "12x", "999999999999999999999")) {
      writePid(text);
      HouseProcess process = process(FOREVER);
      process.start();
      assertThat(process.alive()).as(text).isTrue();
      process.kill();
    }
  }

  @Test
  void nothingIsKilledThatWasNeverStarted() {
    HouseProcess process = process(FOREVER);
    process.kill();
    process.stop();
    assertThat(process.alive()).isFalse();
    assertThat(home.resolve("log")).doesNotExist();
  }

  @Test
  void aHouseNamesItsFourInTheOrderOfTheirStart() {
    try (House house = new House(home, home.resolve("x/../h"), Ports.from(19000))) {
      assertThat(house.processes())
          .extracting(HouseProcess::name)
          .containsExactly("hsm-sim", "idp-server", "seal-service", "licence-vault");
      assertThat(house.home()).isEqualTo(home.resolve("h"));
      assertThat(house.process("seal-service").log())
          .isEqualTo(home.resolve("h/log/seal-service.log"));
      assertThatThrownBy(() -> house.process("mail-server"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("mail-server");
    }
  }

  @Test
  void portsStandAHundredApart() {
    assertThat(Ports.standard()).isEqualTo(new Ports(9000, 9100, 9200, 9300));
    Ports moved = Ports.from(19000);
    assertThat(moved.idpUrl()).isEqualTo("http://localhost:19000");
    assertThat(moved.sealUrl()).isEqualTo("http://localhost:19100");
    assertThat(moved.vaultUrl()).isEqualTo("http://localhost:19200");
    assertThat(moved.hsmAdmin()).isEqualTo(19300);
  }

  @Test
  void argumentsAreOptionsWithOneValueEach() {
    Arguments read = Arguments.of("--root", "r", "--home", "--odd", "--root", "last");
    assertThat(read.required("--root")).isEqualTo("last");
    assertThat(read.or("--home", "x")).isEqualTo("--odd");
    assertThat(read.or("--absent", "x")).isEqualTo("x");
    assertThatThrownBy(() -> read.required("--absent"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--absent is missing");
    for (String[] wrong : new String[][] {{"--root"}, {"root", "r"}, {"--a", "b", "--c"}}) {
      assertThatThrownBy(() -> Arguments.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong[wrong.length == 3 ? 2 : 0]);
    }
  }

  private HouseProcess process(String script) {
    HouseProcess process =
        new HouseProcess(
            "thing",
            List.of("sh", "-c", script, "-jar", home.resolve("thing.jar").toString()),
            Map.of("XINFU_HOME", home.toString()),
            URI.create("http://127.0.0.1:" + health.getAddress().getPort() + "/health"));
    started.add(process);
    return process;
  }

  private Path pidFile() {
    return home.resolve("run/thing.pid");
  }

  private void writePid(String text) throws IOException {
    Files.createDirectories(home.resolve("run"));
    Files.writeString(pidFile(), text);
  }
}
