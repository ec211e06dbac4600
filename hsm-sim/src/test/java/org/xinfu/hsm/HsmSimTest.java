package org.xinfu.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HsmSimTest {
  @TempDir Path directory;

  @Test
  void theStoreIsForItsOwnerOnly() throws Exception {
    try (HsmSim device = HsmSim.start(directory.resolve("hsm"), TokenSpec.of("t", "12345678"))) {
      assertThat(mode(device.directory())).isEqualTo("rwx------");
      assertThat(mode(device.directory().resolve("hsm.sock"))).isEqualTo("rw-------");
      assertThat(mode(device.directory().resolve("tokens/t/token.bin"))).isEqualTo("rw-------");
      assertThat(device.library()).isEqualTo(device.directory().resolve("libxinfu-hsm.so"));
    }
  }

  @Test
  void twoDevicesNeverShareAStore() {
    try (HsmSim device = HsmSim.start(directory, TokenSpec.of("t", "12345678"))) {
      assertThatThrownBy(() -> HsmSim.start(directory))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another device");
      assertThat(device.device().hasToken("t")).isTrue();
    }
    HsmSim.start(directory).close();
  }

  @Test
  void anExistingTokenKeepsItsPin() {
    HsmSim.start(directory, TokenSpec.of("t", "12345678")).close();
    try (HsmSim device = HsmSim.start(directory, TokenSpec.of("t", "another1"))) {
      assertThat(device.device().tokens()).hasSize(1);
    }
  }

  @Test
  void badLabelsAndPinsAreRefused() {
    for (TokenSpec bad :
        List.of(
            TokenSpec.of("../t", "12345678"),
            TokenSpec.of("", "12345678"),
            TokenSpec.of("t", "123"))) {
      assertThatThrownBy(() -> HsmSim.start(directory, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(TokenSpec.of("t", "12345678").toString()).doesNotContain("12345678");
  }

  @Test
  void aPathTooLongForASocketIsSaid() {
    assertThatThrownBy(() -> HsmSim.start(directory.resolve("d".repeat(120))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void theDaemonSurvivesKillsWithItsPinsAndKeys() throws Exception {
    String pin = null;
    for (int kill = 0; kill < 3; kill++) {
      Process daemon = daemon("0");
      try {
        String ready = daemon.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(ready).startsWith("hsm-sim ready: ");
        Path file = directory.resolve("credentials/seals.pin");
        assertThat(mode(file)).isEqualTo("rw-------");
        if (pin != null) assertThat(Files.readString(file)).isEqualTo(pin);
        pin = Files.readString(file);
        makesAKeyAndSeesAll(pin, kill);
        admin(ready.substring(ready.indexOf("http://")));
      } finally {
        daemon.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
      }
    }
  }

  @Test
  void sigtermIsAnOrderlyEnd() throws Exception {
    Process daemon = daemon("0");
    assertThat(daemon.inputReader(StandardCharsets.UTF_8).readLine()).contains("ready");
    daemon.destroy();
    assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(directory.resolve("hsm/hsm.sock")).doesNotExist();
  }

  @Test
  void wrongOptionsAreUsageErrors() throws Exception {
    Process daemon = daemon("port");
    assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isEqualTo(64);
  }

  private void makesAKeyAndSeesAll(String pin, int round) throws Exception {
    Path library = directory.resolve("hsm/libxinfu-hsm.so");
    String id = "0" + round;
    Commands made =
        Commands.pkcs11Tool(
            library,
            "--token-label",
            "seals",
            "--login",
            "--pin",
            pin,
            "--keypairgen",
            "--key-type",
            "EC:prime256v1",
            "--label",
            "key" + round,
            "--id",
            id);
    assertThat(made.status()).isZero();
    String seen =
        Commands.pkcs11Tool(library, "--token-label", "seals", "--login", "--pin", pin, "-O")
            .output();
    for (int i = 0; i <= round; i++) assertThat(seen).contains("key" + i);
  }

  private static void admin(String base) throws Exception {
    assertThat(get(base + "/health").body()).contains("\"UP\"", "SIMULATOR");
    assertThat(get(base + "/slots").body()).contains("\"label\":\"seals\"", "\"label\":\"maker\"");
    assertThat(get(base + "/health/more").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> get(String uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private Process daemon(String adminPort) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.xinfu.hsm.HsmSimDaemon",
            "--dir",
            directory.resolve("hsm").toString(),
            "--credentials",
            directory.resolve("credentials").toString(),
            "--tokens",
            "maker,seals",
            "--admin-port",
            adminPort)
        .redirectErrorStream(true)
        .start();
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
