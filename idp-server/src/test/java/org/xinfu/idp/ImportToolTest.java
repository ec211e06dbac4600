package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.idp.legacy.ImportTool;

/** {@code ./xinfu import} as a city's engineer runs it. */
class ImportToolTest {
  private static final String HEADER = "line 行\tcode 代码";

  @TempDir Path directory;
  private final String source = "t" + UUID.randomUUID().toString().substring(0, 12);
  private Path file;
  private Path results;

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void name() {
    file = directory.resolve("账户.jsonl");
    results = directory.resolve("账户.jsonl.results.jsonl");
  }

  @Test
  void a_file_is_sent_in_parts_and_what_was_refused_is_a_table() throws IOException {
    List<Map<String, Object>> people = ImportAccountsTest.people(205);
    people.get(120).put("login", "citizen");
    people.get(3).put("documentNumber", "51000019640203007X");
    people.get(4).put("id", "\u001b[2J\u202e");
    write("\uFEFF" + ImportAccountsTest.lines(people).replace("\n", "\r\n") + "\n{\n");
    Run run = run(file.toString());
    assertThat(run.status()).as(run.err()).isOne();
    assertThat(run.err()).contains("line 100 of 207 行", "line 207 of 207 行");
    List<String> table = run.out().lines().toList();
    assertThat(table.getFirst()).startsWith(HEADER);
    assertThat(table.get(1)).startsWith("4\trequest-invalid\tdocumentNumber\t");
    assertThat(table.get(2)).startsWith("5\trequest-invalid\tid\t?[2J?\t");
    assertThat(table.get(3))
        .startsWith("121\tlegacy-login-taken\t\t")
        .contains("登录名", "login name");
    assertThat(table.get(4)).startsWith("207\trequest-malformed\t");
    assertThat(table.get(5)).isEqualTo("created 新建 202, unchanged 已有 0, refused 拒绝 4");
    assertThat(Files.getPosixFilePermissions(results))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String hash = ImportAccountsTest.BCRYPT;
    assertThat(Files.readString(results)).contains("CREATED").doesNotContain(hash);
    Run again = run(file.toString());
    assertThat(again.status()).isOne();
    assertThat(again.out()).as("told again, nothing is sent").isEqualTo(run.out());
    assertThat(again.err()).contains("207").doesNotContain("created 202");
    assertThat(notes())
        .as("one a call, without a word of the lines")
        .hasSize(3)
        .allSatisfy(
            note ->
                assertThat(note)
                    .doesNotContain(
                        "citizen", "5100", "\u001b", people.get(3).get("login").toString()))
        .anySatisfy(note -> assertThat(note).contains("\"request-invalid\": 2", "\"lines\": 100"));
  }

  @Test
  void a_file_that_was_mended_is_sent_anew_and_changes_nobody_else() throws IOException {
    List<Map<String, Object>> people = ImportAccountsTest.people(3);
    Object wanted = people.get(1).put("login", "citizen");
    write(ImportAccountsTest.lines(people));
    assertThat(run(file.toString()).status()).isOne();
    people.get(1).put("login", wanted);
    write(ImportAccountsTest.lines(people));
    Run mended = run(file.toString());
    assertThat(mended.status()).as(mended.err()).isZero();
    assertThat(mended.out()).isEqualTo("created 新建 1, unchanged 已有 2, refused 拒绝 0\n");
    assertThat(directory.resolve("账户.jsonl.results.jsonl.old")).exists();
  }

  @Test
  void what_was_torn_is_sent_again() throws IOException {
    write(ImportAccountsTest.lines(ImportAccountsTest.people(150)));
    assertThat(run(file.toString()).status()).isZero();
    List<String> kept = Files.readAllLines(results);
    assertThat(kept).hasSize(1 + 150 + 2);
    Files.writeString(results, String.join("\n", kept.subList(0, 130)) + "\n{\"line\":1");
    Files.setPosixFilePermissions(results, PosixFilePermissions.fromString("rw-r--r--"));
    Run again = run(file.toString());
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).contains("going on after line 从此行之后继续: 100");
    assertThat(again.out()).isEqualTo("created 新建 100, unchanged 已有 50, refused 拒绝 0\n");
    assertThat(Files.readAllLines(results)).hasSize(1 + 150 + 2);
    assertThat(Files.getPosixFilePermissions(results))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void what_is_no_text_is_refused_here_and_the_rest_is_sent() throws IOException {
    byte[] good =
        ImportAccountsTest.lines(ImportAccountsTest.people(1)).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.write(new byte[] {'{', (byte) 0xd5, (byte) 0xc5, '}', '\n'}); // GBK
    octets.write("x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8));
    octets.write('\n');
    octets.write(good);
    Files.write(file, octets.toByteArray());
    Run run = run(file.toString());
    assertThat(run.status()).isOne();
    assertThat(run.out()).contains("1\trequest-malformed", "2\trequest-malformed", "created 新建 1");
    Files.write(file, new byte[0]);
    assertThat(run(file.toString()).status()).as("nothing in it").isZero();
  }

  @Test
  void what_stops_it_is_told_by_its_status() throws IOException {
    write(ImportAccountsTest.lines(ImportAccountsTest.people(1)));
    assertThat(run().status()).isEqualTo(64);
    assertThat(run("--idp", "http://idp.example", file.toString()).status())
        .as("no secret goes over a network in plain")
        .isEqualTo(64);
    assertThat(run("--source", "No", file.toString()).status()).isEqualTo(64);
    assertThat(run("--sourse", "x", file.toString()).status()).isEqualTo(64);
    assertThat(run(directory.resolve("none").toString()).status()).isEqualTo(66);
    assertThat(run("--secret", directory.resolve("none").toString(), file.toString()).status())
        .isEqualTo(66);
    Path wrong = directory.resolve("wrong.secret");
    Files.createFile(
        wrong, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(wrong, "wrong");
    assertThat(run("--secret", wrong.toString(), file.toString()).status()).isEqualTo(77);
    assertThat(
            run("--client", "tax-portal", "--secret", wrong.toString(), file.toString()).status())
        .isEqualTo(77);
    assertThat(run("--results", directory.toString(), file.toString()).status()).isEqualTo(74);
    Run away = run("--idp", "http://localhost:" + Ports.free(), file.toString());
    assertThat(away.status()).isEqualTo(69);
    assertThat(away.err()).doesNotContain("\tat ");
    assertThat(run(file.toString()).status()).as("and then it goes").isZero();
  }

  /** A proxy that says 503 while a replica restarts. */
  @Test
  void a_part_without_an_answer_is_sent_again() throws IOException {
    write(ImportAccountsTest.lines(ImportAccountsTest.people(2)));
    List<String> asked = new ArrayList<>();
    HttpServer proxy = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] token =
              SharedIdp.get()
                  .machine("idp-admin", "idp:accounts")
                  .body()
                  .getBytes(StandardCharsets.UTF_8);
          boolean wanted = exchange.getRequestURI().getPath().equals("/oauth2/token");
          exchange.sendResponseHeaders(wanted ? 200 : asked.size() < 4 ? 503 : 400, 0);
          try (exchange) {
            exchange.getResponseBody().write(wanted ? token : new byte[0]);
          }
        });
    proxy.start();
    try {
      String here = "http://localhost:" + proxy.getAddress().getPort();
      Run run = run("--idp", here, file.toString());
      assertThat(run.status()).as(run.err()).isEqualTo(69);
      assertThat(asked).filteredOn("/api/v1/accounts/import"::equals).hasSize(3);
    } finally {
      proxy.stop(0);
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private static List<String> texts(String source) {
    return SharedIdp.jdbc()
        .sql("SELECT details::text FROM audit WHERE act = 'accounts-refused' AND subject = ?")
        .param(source)
        .query(String.class)
        .list();
  }

  private List<String> notes() {
    return texts(source);
  }

  private Run run(String... last) {
    RunningIdp idp = SharedIdp.get();
    List<String> arguments =
        new ArrayList<>(
            List.of("--home", idp.home.toString(), "--source", source, "--idp", idp.origin));
    arguments.addAll(List.of(last));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        ImportTool.run(
            arguments,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
