package org.xinfu.kit.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postmaster.pid} in all its states, of a process that looks like a server. */
class ServerStateTest {
  @TempDir Path data;
  private Process process;

  /** A process whose command line names postgres and the directory, as a server's does. */
  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(List.of("sh", "-c", "read line", "postgres", "-D", data.toString()))
            .start();
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void aReadyServerIsReadWithPidAndPort() throws IOException {
    write(process.pid(), "55123", "ready   ");
    assertThat(ServerState.read(data)).contains(new ServerState(process.pid(), 55123, true));
  }

  @Test
  void oneThatIsStartingOrStoppingIsThereButNotReady() throws IOException {
    write(process.pid(), "55123", "starting");
    assertThat(ServerState.read(data)).contains(new ServerState(process.pid(), 55123, false));
    write(process.pid(), "55123", "stopping");
    assertThat(ServerState.read(data).orElseThrow().ready()).isFalse();
    lines(Long.toString(process.pid()), data.toString(), "0", "55123");
    assertThat(ServerState.read(data).orElseThrow().ready()).isFalse();
  }

  @Test
  void withoutAFileOrWithHalfOfItThereIsNone() throws IOException {
    assertThat(ServerState.read(data)).isEmpty();
    lines();
    assertThat(ServerState.read(data)).isEmpty();
    lines(Long.toString(process.pid()), data.toString(), "0");
    assertThat(ServerState.read(data)).isEmpty();
  }

  @Test
  void damagedNumbersAreNoServer() throws IOException {
    lines("pid", data.toString(), "0", "55123");
    assertThat(ServerState.read(data)).isEmpty();
    lines(Long.toString(process.pid()), data.toString(), "0", "");
    assertThat(ServerState.read(data)).isEmpty();
    lines("99999999999999999999", data.toString(), "0", "55123");
    assertThat(ServerState.read(data)).isEmpty();
  }

  @Test
  void aPidThatAnotherProgramGotIsNotOurServer() throws IOException {
    write(ProcessHandle.current().pid(), "55123", "ready");
    assertThat(ServerState.read(data)).isEmpty();
  }

  @Test
  void aServerOnAnotherDirectoryIsNotOurs() throws IOException {
    Path other = Files.createDirectory(data.resolve("elsewhere"));
    Files.write(
        other.resolve("postmaster.pid"),
        List.of(Long.toString(process.pid()), other.toString(), "0", "1", "", "", "", "ready"));
    assertThat(ServerState.read(other)).isEmpty();
  }

  @Test
  void theFileOfADeadServerIsStale() throws Exception {
    write(process.pid(), "55123", "ready");
    process.destroyForcibly().waitFor();
    assertThat(ServerState.read(data)).isEmpty();
  }

  private void write(long pid, String port, String status) throws IOException {
    lines(
        Long.toString(pid), data.toString(), "1790000000", port, "", "127.0.0.1", "123 0", status);
  }

  private void lines(String... lines) throws IOException {
    Files.write(data.resolve("postmaster.pid"), List.of(lines));
  }
}
