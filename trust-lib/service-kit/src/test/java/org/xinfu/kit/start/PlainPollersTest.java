package org.xinfu.kit.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

class PlainPollersTest {
  /** An application of nothing, in which a virtual thread waits for a socket. */
  static final class Waiting {
    public static void main(String[] arguments) throws Exception {
      SpringApplication application = new SpringApplication(Waiting.class);
      application.setWebApplicationType(WebApplicationType.NONE);
      application.run(arguments);
      try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          Socket near = new Socket(door.getInetAddress(), door.getLocalPort());
          Socket far = door.accept()) {
        Thread reader = Thread.ofVirtual().start(() -> read(near));
        while (reader.getState() != Thread.State.WAITING) {
          Thread.sleep(5);
        }
        far.getOutputStream().write(1);
        reader.join();
      }
      Thread.getAllStackTraces().keySet().forEach(thread -> System.out.println(thread.getName()));
    }

    private static void read(Socket socket) {
      try {
        assertThat(socket.getInputStream().read()).isEqualTo(1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void a_thread_of_the_system_wakes_who_waits() throws Exception {
    assertThat(threads()).contains("Read-Poller").doesNotContain("MasterPoller");
  }

  @Test
  void who_has_set_it_is_left_alone() throws Exception {
    assertThat(threads("-D" + PlainPollers.MODE + "=2")).contains("MasterPoller");
  }

  private static List<String> threads(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Waiting.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
