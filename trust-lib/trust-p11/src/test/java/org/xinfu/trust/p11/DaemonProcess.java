package org.xinfu.trust.p11;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The simulator as a process of its own, to be killed. */
final class DaemonProcess implements AutoCloseable {
  private final Path home;
  private Process process;

  DaemonProcess(Path home) throws Exception {
    this.home = home;
    start();
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.xinfu.hsm.HsmSimDaemon",
                "--dir",
                home.resolve("hsm").toString(),
                "--credentials",
                home.resolve("credentials").toString(),
                "--tokens",
                "seals")
            .redirectErrorStream(true)
            .start();
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (line == null || !line.startsWith("hsm-sim ready")) {
      throw new IllegalStateException("the daemon said: " + line);
    }
  }

  Path library() {
    return home.resolve("hsm").resolve("libxinfu-hsm.so");
  }

  char[] pin() {
    try {
      return Files.readString(home.resolve("credentials").resolve("seals.pin")).toCharArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** STOP or CONT. */
  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
