package org.xinfu.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service in a process of its own that dies between effect and answer, and comes back. */
class CrashTest {
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  @TempDir Path home;

  @Test
  void neitherLosesNorRepeatsWhatAKeyAskedFor() throws Exception {
    Running first = start();
    HttpResponse<String> kept = post(first, "{\"name\":\"kept\"}", "key-kept");
    assertThat(kept.statusCode()).isEqualTo(201);
    // The row and its audit are written, the answer is not: the process is gone.
    assertThatThrownBy(() -> post(first, "{\"name\":\"halt\"}", "key-halt"))
        .isInstanceOf(IOException.class);
    assertThat(first.process.waitFor()).isEqualTo(137);

    Running second = start();
    try {
      HttpResponse<String> again = post(second, "{\"name\":\"kept\"}", "key-kept");
      assertThat(again.body()).isEqualTo(kept.body());
      assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
      // Nothing of the unanswered request is left, so the key is free for another body.
      assertThat(post(second, "{\"name\":\"next\"}", "key-halt").statusCode()).isEqualTo(201);
    } finally {
      second.process.destroy();
      assertThat(second.process.waitFor()).isEqualTo(143);
    }
  }

  private record Running(Process process, int port) {}

  private Running start() throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    TestService.class.getName(),
                    "--xinfu.home=" + home,
                    "--server.port=0",
                    "--spring.application.name=test-service",
                    "--xinfu.idp.issuer=http://localhost:1"))
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        Thread.ofVirtual().start(() -> out.lines().forEach(rest -> {}));
        return new Running(process, Integer.parseInt(port.group(1)));
      }
    }
    throw new AssertionError("the service did not start:\n" + said);
  }

  private static HttpResponse<String> post(Running service, String body, String key)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port + "/api/v1/things"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
