package org.xinfu.seal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.testkit.access.TestIssuer;
import org.xinfu.testkit.access.TestIssuer.Person;
import org.xinfu.trust.json.Json;

/** A seal service with its device and its identity provider, on a home of its own. */
final class RunningService implements AutoCloseable {
  private static final String PIN = "test-pin-1234";
  final Path home;
  final TestIssuer issuer;
  private final HsmSim device;
  private final HttpClient http = HttpClient.newHttpClient();
  ConfigurableApplicationContext service;

  RunningService(String... more) throws Exception {
    home = Files.createTempDirectory("xs");
    Path credentials = Files.createDirectories(home.resolve("credentials"));
    for (String token : new String[] {"maker", "seals", "ca", "tsa"}) {
      secret(credentials.resolve(token + ".pin"), PIN);
    }
    secret(credentials.resolve("seal-console.secret"), "console-secret");
    issuer = new TestIssuer("seal-service", Clock.systemUTC(), people());
    device =
        HsmSim.start(
            home.resolve("hsm"),
            TokenSpec.of("maker", PIN),
            TokenSpec.of("seals", PIN),
            TokenSpec.of("ca", PIN),
            TokenSpec.of("tsa", PIN));
    service = start(more);
  }

  /** Those of the story, and those of the matrix. */
  private static Person[] people() {
    Stream<Person> story =
        Stream.of(
            Person.of("zhang", "SEAL_APPLICANT"),
            Person.of("li", "SEAL_ACCEPTOR", "SEAL_REVIEWER"),
            Person.of("wang", "SEAL_REVIEWER"),
            Person.of("zhao", "SEAL_APPROVER"),
            Person.of("qian", "SEAL_MAKER"),
            Person.of("sun", "SEAL_CUSTODIAN"),
            Person.of("zhou", "SEAL_ADMIN"));
    return Stream.concat(story, Stream.of(SealAccess.people())).toArray(Person[]::new);
  }

  ConfigurableApplicationContext start(String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "--xinfu.home=" + home;
    arguments[1] = "--xinfu.idp.issuer=" + issuer.url();
    arguments[2] = "--server.port=0";
    arguments[3] = "--xinfu.pg.fsync=false";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return new SpringApplicationBuilder(SealService.class).run(arguments);
  }

  String url(String path) {
    return "http://localhost:"
        + service.getEnvironment().getRequiredProperty("local.server.port")
        + path;
  }

  Answer get(String path, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
    return send(request.GET(), token);
  }

  Answer post(String path, String token, String json, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, token);
  }

  /** Part {@code request} as JSON, when there is one, and part {@code file}. */
  Answer upload(String path, String token, String json, byte[] file, String... headers)
      throws Exception {
    String boundary = "----xinfu";
    StringBuilder head = new StringBuilder();
    if (!json.isEmpty()) {
      head.append("--")
          .append(boundary)
          .append("\r\nContent-Disposition: form-data; name=\"request\"");
      head.append("\r\nContent-Type: application/json\r\n\r\n").append(json).append("\r\n");
    }
    head.append("--")
        .append(boundary)
        .append("\r\nContent-Disposition: form-data; name=\"file\"; ");
    head.append("filename=\"document.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    byte[] begin = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] body =
        ByteBuffer.allocate(begin.length + file.length + end.length)
            .put(begin)
            .put(file)
            .put(end)
            .array();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, token);
  }

  private Answer send(HttpRequest.Builder request, String token) throws Exception {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<byte[]> response =
        http.send(request.header("Accept-Language", "en").build(), BodyHandlers.ofByteArray());
    return new Answer(response);
  }

  private static void secret(Path file, String value) throws IOException {
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
    device.close();
    issuer.close();
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    byte[] octets() {
      return response.body();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    Map<String, Object> json() {
      return Json.parseObject(text());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }
}
