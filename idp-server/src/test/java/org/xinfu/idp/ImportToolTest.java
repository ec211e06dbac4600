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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    assertThat(again.err()).contains("207", "nothing was sent").doesNotContain("created 202");
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

  /** A database that was restored, or another one at the same address, has nobody of these. */
  @Test
  void an_import_that_sends_nothing_says_so_and_how_to_send_again() throws IOException {
    write(ImportAccountsTest.lines(ImportAccountsTest.people(2)) + "\n".repeat(200));
    Run first = run(file.toString());
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err()).doesNotContain("nothing was sent");
    Map<String, Object> head = RunningIdp.json(Files.readAllLines(results).getFirst());
    Run again = run(file.toString());
    assertThat(again.status()).isZero();
    assertThat(again.err())
        .contains("nothing was sent", "本次未发送", head.get("begun").toString(), results.toString());
    Files.delete(results);
    Run anew = run(file.toString());
    assertThat(anew.err()).doesNotContain("nothing was sent");
    assertThat(anew.out()).isEqualTo("created 新建 0, unchanged 已有 2, refused 拒绝 0\n");
  }

  /** The file is mended while it is sent: the second import moves nothing of the first. */
  @Test
  void two_imports_never_write_the_same_results() throws Exception {
    List<Map<String, Object>> people = ImportAccountsTest.people(2);
    write(ImportAccountsTest.lines(people.subList(0, 1)));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    HttpServer proxy =
        proxy(
            (path, number) -> {
              asked.countDown();
              await(go);
              return 0;
            });
    try {
      CompletableFuture<Run> slow =
          CompletableFuture.supplyAsync(() -> run("--idp", at(proxy), file.toString()));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      write(ImportAccountsTest.lines(people));
      Run second = run(file.toString());
      assertThat(second.status()).as(second.err()).isEqualTo(74);
      assertThat(second.err()).contains("another import writes");
      go.countDown();
      assertThat(slow.get(20, TimeUnit.SECONDS).status()).as("the first goes on").isZero();
      assertThat(directory.resolve("账户.jsonl.results.jsonl.old")).doesNotExist();
      assertThat(run(file.toString()).status()).as("then it goes").isZero();
    } finally {
      go.countDown();
      proxy.stop(0);
    }
  }

  @Test
  void a_file_that_is_written_while_it_is_sent_is_noticed() throws Exception {
    List<Map<String, Object>> people = ImportAccountsTest.people(150);
    write(ImportAccountsTest.lines(people));
    people.get(149).put("name", "李四（样例）");
    String other = ImportAccountsTest.lines(people);
    HttpServer proxy =
        proxy(
            (path, number) -> {
              if (number == 2) {
                write(other);
              }
              return 0;
            });
    try {
      Run run = run("--idp", at(proxy), file.toString());
      assertThat(run.status()).as(run.err()).isEqualTo(74);
      assertThat(run.err()).contains("written meanwhile", "line 100 of 150");
      assertThat(run(file.toString()).out()).contains("created 新建 50, unchanged 已有 100");
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void results_are_never_written_over_anything_else() throws IOException {
    String lines = ImportAccountsTest.lines(ImportAccountsTest.people(1));
    write(lines);
    Path link = Files.createLink(directory.resolve("link"), file);
    for (Path place : List.of(file, link)) {
      assertThat(run("--results", place.toString(), file.toString()).status()).isEqualTo(64);
    }
    Path old = directory.resolve("x.old");
    write(lines);
    Files.move(file, old);
    assertThat(run("--results", directory.resolve("x").toString(), old.toString()).status())
        .isEqualTo(64);
    Files.move(old, file);
    Path other = Files.writeString(directory.resolve("other"), "not ours");
    assertThat(run("--results", other.toString(), file.toString()).status()).isEqualTo(74);
    assertThat(Files.readString(other)).isEqualTo("not ours");
    assertThat(Files.readString(file)).isEqualTo(lines);
  }

  @Test
  void an_end_of_line_within_a_line_is_refused_and_those_behind_it_are_passed_over()
      throws IOException {
    List<Map<String, Object>> people = ImportAccountsTest.people(2);
    String second = ImportAccountsTest.lines(people.subList(1, 2));
    write(
        ImportAccountsTest.lines(people.subList(0, 1)).replace("\n", "\r\r\n")
            + second.replace("张三", "张\r三"));
    Run run = run(file.toString());
    assertThat(run.status()).as(run.err()).isOne();
    assertThat(run.out()).contains("2\trequest-malformed").contains("created 新建 1");
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
    for (String none :
        List.of(
            "https://[", "https://a:b:c", "https://-", "https://h:99999999999", "https://h:0")) {
      assertThat(run("--idp", none, file.toString()).status()).as(none).isEqualTo(64);
    }
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

  /** A proxy says 503 while a replica restarts, for tokens too. */
  @Test
  void a_part_without_an_answer_is_sent_again() throws IOException {
    write(ImportAccountsTest.lines(ImportAccountsTest.people(2)));
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer proxy =
        proxy(
            (path, number) -> {
              asked.add(path);
              return number == 1 || number == 3 ? 503 : 0;
            });
    try {
      Run run = run("--idp", at(proxy), file.toString());
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo("created 新建 2, unchanged 已有 0, refused 拒绝 0\n");
      assertThat(asked)
          .containsExactly(
              "/oauth2/token",
              "/oauth2/token",
              "/api/v1/accounts/import",
              "/api/v1/accounts/import");
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void what_is_not_taken_is_told_with_its_lines() throws IOException {
    write("\n" + ImportAccountsTest.lines(ImportAccountsTest.people(2)));
    HttpServer proxy = proxy((path, number) -> path.equals("/oauth2/token") ? 0 : 400);
    HttpServer wrong = proxy((path, number) -> 404);
    try {
      Run run = run("--idp", at(proxy), file.toString());
      assertThat(run.status()).as(run.err()).isEqualTo(69);
      assertThat(run.err()).contains("400", "lines 2 to 3");
      Run nowhere = run("--idp", at(wrong), file.toString());
      assertThat(nowhere.status()).as("no secret was refused").isEqualTo(69);
      assertThat(nowhere.err()).contains("404");
    } finally {
      proxy.stop(0);
      wrong.stop(0);
    }
  }

  /** What is answered in the server's place to a request; 0: the server answers. */
  private interface Answering {
    int status(String path, int number) throws IOException;
  }

  private static HttpServer proxy(Answering answering) throws IOException {
    HttpServer proxy = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    AtomicInteger number = new AtomicInteger();
    proxy.createContext(
        "/",
        exchange -> {
          byte[] asked = exchange.getRequestBody().readAllBytes();
          String path = exchange.getRequestURI().getPath();
          int status = answering.status(path, number.incrementAndGet());
          String answer = "";
          if (status == 0 && path.equals("/oauth2/token")) {
            answer = SharedIdp.get().machine("idp-admin", "idp:accounts").body();
          } else if (status == 0) {
            String source = exchange.getRequestURI().getQuery().replaceFirst("source=", "");
            answer =
                ImportAccountsTest.at(
                        SharedIdp.get(), source, new String(asked, StandardCharsets.UTF_8))
                    .body();
          }
          exchange.sendResponseHeaders(status == 0 ? 200 : status, 0);
          try (exchange) {
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          }
        });
    proxy.start();
    return proxy;
  }

  private static String at(HttpServer proxy) {
    return "http://localhost:" + proxy.getAddress().getPort();
  }

  private static void await(CountDownLatch go) {
    try {
      assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
