package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;

/**
 * A backend of PostgreSQL is killed with -9 under load, on two replicas, and the server with it. It
 * may fail whoever asks meanwhile, but nobody is told that they, their token or their code is not
 * good because the database was away; and what was answered is so afterwards.
 */
class CrashedDatabaseTest {
  private static final String WEB = "http://localhost:9100/login/oauth2/code/idp";
  private static final int CRASHES = 3;
  private static final Duration APART = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger rounds = new AtomicInteger();
  private final Queue<String> lies = new ConcurrentLinkedQueue<>();
  private final Set<String> given = ConcurrentHashMap.newKeySet();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final Set<String> imported = ConcurrentHashMap.newKeySet();
  private RunningIdp one;
  private List<String> origins;

  @Test
  void what_was_answered_is_so_and_nobody_is_told_that_they_are_wrong(@TempDir Path home)
      throws Exception {
    try (RunningIdp first = new RunningIdp(home).start();
        RunningIdp second = first.replica().start()) {
      one = first;
      origins = List.of(first.origin, second.origin);
      Companies.seeded(first);
      List<Callable<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        workers.add(new Person(i)::goOn);
      }
      workers.add(new Office()::goOn);
      workers.add(new Importer()::goOn);
      workers.add(new Machine()::goOn);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Integer>> running = new ArrayList<>();
        workers.forEach(worker -> running.add(threads.submit(worker)));
        try {
          for (int i = 0; i < CRASHES; i++) {
            Thread.sleep(APART);
            crash();
          }
          Thread.sleep(APART);
        } finally {
          over.set(true); // or the workers go on, and the test with them
        }
        for (Future<Integer> worker : running) {
          rounds.addAndGet(worker.get());
        }
      }
      assertThat(rounds.get()).isPositive();
      assertThat(lies).as("told while the database was away").isEmpty();
      assertThat(failed.get()).as("the crashes met requests under way").isPositive();
      settle();
    }
  }

  private void settle() {
    Mandates mandates = one.bean(Mandates.class);
    assertThat(given).isNotEmpty();
    for (String id : given) {
      assertThat(mandates.chain(id)).as("given").isPresent();
    }
    assertThat(revoked).isNotEmpty();
    for (String id : revoked) {
      assertThat(mandates.chain(id).orElseThrow().standing(Instant.now()))
          .isEqualTo(Standing.REVOKED);
    }
    assertThat(imported).isNotEmpty();
    for (String login : imported) {
      assertThat(count("SELECT count(*) FROM account WHERE login_name = ?", login)).isOne();
      assertThat(
              count(
                  "SELECT count(*) FROM audit b JOIN account a ON a.id = b.subject"
                      + " WHERE a.login_name = ? AND b.act = 'account-imported'",
                  login))
          .as("in the book")
          .isOne();
    }
  }

  private long count(String sql, String value) {
    return one.bean(JdbcClient.class).sql(sql).param(value).query(Long.class).single();
  }

  /**
   * A backend that dies by a signal takes all others along; the server recovers by its log. It may
   * be recovering still, or the backend be gone by itself: then another one is taken.
   */
  private void crash() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!backend().map(ProcessHandle::destroyForcibly).orElse(false)) {
      assertThat(Instant.now()).as("a backend to kill").isBefore(end);
      Thread.sleep(200);
    }
  }

  private Optional<ProcessHandle> backend() {
    try {
      return one.bean(JdbcClient.class)
          .sql(
              """
              SELECT pid FROM pg_stat_activity
              WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1
              """)
          .query(Long.class)
          .optional()
          .flatMap(ProcessHandle::of);
    } catch (DataAccessException | CannotCreateTransactionException away) {
      return Optional.empty();
    }
  }

  /** Asks until it is answered; whatever failed meanwhile is no answer. */
  private HttpResponse<String> asked(String what, Callable<HttpResponse<String>> question)
      throws Exception {
    return answered(what, question).answer();
  }

  /** An answer, and how often the same was asked before it without one. */
  private record Answered(HttpResponse<String> answer, int failures) {}

  private Answered answered(String what, Callable<HttpResponse<String>> question) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    for (int failures = 0; ; failures++) {
      HttpResponse<String> answer;
      try {
        answer = question.call();
        if (answer.statusCode() < 500 && answer.statusCode() != 409) {
          return new Answered(answer, failures);
        }
      } catch (UncheckedIOException cut) {
        answer = null;
      }
      failed.incrementAndGet();
      assertThat(Instant.now())
          .as(what + " " + (answer == null ? "" : answer.body()))
          .isBefore(end);
      Thread.sleep(1_200);
    }
  }

  private HttpResponse<String> right(String what, int status, Callable<HttpResponse<String>> asks)
      throws Exception {
    HttpResponse<String> answer = asked(what, asks);
    if (answer.statusCode() != status) {
      lies.add(
          what
              + " "
              + answer.statusCode()
              + " "
              + answer.headers().firstValue("Location").orElse("")
              + answer.body().lines().limit(3).toList());
    }
    return answer;
  }

  private HttpResponse<String> token(String at, Map<String, String> form) {
    return new Browser(at).post("/oauth2/token", form, "Authorization", one.basic("seal-console"));
  }

  /** A browser and the department behind it, at both replicas in turn. */
  private final class Person {
    private final LogInSteps steps = new LogInSteps(one);
    private String refresh;
    private int turn;

    Person(int first) {
      turn = first;
      Map<String, String> answer =
          steps.authorize(
              "seal-applicant", RunningIdp.authorization("seal-console", WEB, "openid"));
      refresh = text(exchange(one.origin, answer.get("code")), "refresh_token");
    }

    int goOn() throws Exception {
      int done = 0;
      while (!over.get()) {
        turn++;
        rotate();
        codeOnce();
        logIn();
        right("session", 200, () -> steps.browser.get(at() + "/account"));
        done++;
      }
      return done;
    }

    private String at() {
      return origins.get(turn % 2);
    }

    private void rotate() throws Exception {
      String old = refresh;
      Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", old);
      HttpResponse<String> answer = right("refresh", 200, () -> token(at(), form));
      if (answer.statusCode() == 200) {
        refresh = text(answer, "refresh_token");
        String access = text(answer, "access_token");
        right("userinfo", 200, () -> userInfo(access));
      }
    }

    private HttpResponse<String> userInfo(String access) {
      Browser service = new Browser(at());
      return service.send(
          HttpRequest.newBuilder(service.uri("/userinfo"))
              .header("Authorization", "Bearer " + access));
    }

    /** What was answered once is not answered again; what failed may have been. */
    private void codeOnce() throws Exception {
      String asked = Browser.encode(RunningIdp.authorization("seal-console", WEB, "openid"));
      HttpResponse<String> answer =
          right("code", 302, () -> steps.browser.get(at() + "/oauth2/authorize?" + asked));
      String code = Browser.query(Browser.location(answer)).get("code");
      if (code == null) {
        lies.add("no code: " + Browser.location(answer));
        return;
      }
      Answered first = answered("exchange", () -> exchange(at(), code));
      if (first.answer().statusCode() != 200 && first.failures() == 0) {
        lies.add("exchange " + first.answer().body());
      }
      HttpResponse<String> second = asked("exchange again", () -> exchange(at(), code));
      if (second.statusCode() != 400) {
        lies.add("exchange again " + second.statusCode());
      }
    }

    private HttpResponse<String> exchange(String at, String code) {
      return token(
          at,
          Map.of(
              "grant_type",
              "authorization_code",
              "redirect_uri",
              WEB,
              "code",
              code,
              "code_verifier",
              RunningIdp.VERIFIER));
    }

    private void logIn() throws Exception {
      Browser fresh = new Browser(at());
      right("login page", 200, () -> fresh.get("/login"));
      HttpResponse<String> answer =
          asked(
              "login",
              () -> {
                HttpResponse<String> page = fresh.get("/login");
                return page.statusCode() != 200
                    ? page
                    : fresh.logIn("citizen", one.password("citizen"));
              });
      String to = Browser.location(answer);
      if (!to.endsWith("/account")) {
        lies.add("login " + to);
      }
    }
  }

  /** Gives mandates and takes them back, each under a key of its own. */
  private final class Office {
    private final String bearer = "Bearer " + Companies.token(one, "idp:mandates");

    int goOn() throws Exception {
      int done = 0;
      while (!over.get()) {
        Map<String, Object> wish = new HashMap<>();
        wish.put("entity", Companies.CODE.value());
        wish.put("person", "citizen");
        wish.put("role", "AGENT");
        wish.put("matters", List.of("tax:file"));
        wish.put("region", "510100");
        wish.put("from", Instant.now().toString());
        wish.put("until", Instant.now().plus(Duration.ofDays(9)).toString());
        wish.put("depth", 0);
        wish.put("reference", "授权委托书（样例）");
        String key = UUID.randomUUID().toString();
        HttpResponse<String> answer =
            right("mandate", 201, () -> post("/api/v1/mandates", wish, key));
        if (answer.statusCode() == 201) {
          String id = text(answer, "id");
          given.add(id);
          String other = UUID.randomUUID().toString();
          String path = "/api/v1/mandates/" + id + "/revoke";
          HttpResponse<String> gone = right("revoke", 200, () -> post(path, null, other));
          if (gone.statusCode() == 200) {
            revoked.add(id);
          }
        }
        done++;
      }
      return done;
    }

    private HttpResponse<String> post(String path, @Nullable Object body, String key) {
      return Companies.call(
          one, "POST", path, body, "Authorization", bearer, "Idempotency-Key", key);
    }
  }

  /** Brings accounts of another system. */
  private final class Importer {
    int goOn() throws Exception {
      int done = 0;
      while (!over.get()) {
        List<Map<String, Object>> people = ImportAccountsTest.people(5);
        String lines = ImportAccountsTest.lines(people);
        HttpResponse<String> answer =
            right("import", 200, () -> ImportAccountsTest.at(one, "old", lines));
        if (answer.statusCode() == 200) {
          assertThat(RunningIdp.json(answer.body())).containsEntry("refused", 0);
          people.forEach(person -> imported.add((String) person.get("login")));
        }
        done++;
      }
      return done;
    }
  }

  /** Asks for tokens and whether they are good. */
  private final class Machine {
    int goOn() throws Exception {
      int done = 0;
      while (!over.get()) {
        HttpResponse<String> answer =
            right("machine", 200, () -> one.machine("department-demo", "licence:read"));
        if (answer.statusCode() == 200) {
          String token = text(answer, "access_token");
          Map<String, String> form = Map.of("token", token);
          HttpResponse<String> told =
              right(
                  "introspection",
                  200,
                  () ->
                      new Browser(origins.get(1))
                          .post(
                              "/oauth2/introspect",
                              form,
                              "Authorization",
                              one.basic("department-demo")));
          if (told.statusCode() == 200 && !told.body().contains("\"active\":true")) {
            lies.add("introspection " + told.body());
          }
        }
        done++;
      }
      return done;
    }
  }

  private static String text(HttpResponse<String> answer, String member) {
    return (String) Objects.requireNonNull(RunningIdp.json(answer.body()).get(member), member);
  }
}
