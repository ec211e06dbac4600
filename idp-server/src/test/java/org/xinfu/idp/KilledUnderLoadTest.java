package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas under load, one killed with -9: nobody is logged out, no code and no refresh token
 * works twice.
 */
class KilledUnderLoadTest {
  private static final String WEB = "http://localhost:9100/login/oauth2/code/idp";
  private static final int PEOPLE = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger rounds = new AtomicInteger();
  private RunningIdp survivor;
  private String doomed;

  @Test
  void nobody_is_logged_out_and_nothing_works_twice(@TempDir Path home) throws Exception {
    try (RunningIdp one = new RunningIdp(home).start()) {
      survivor = one;
      RunningIdp other = one.replica();
      doomed = other.origin;
      try (ReplicaProcess process = ReplicaProcess.of(other);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Person> people = new ArrayList<>();
        List<Future<Person>> running = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
          Person person = new Person(i);
          person.logIn();
          people.add(person);
        }
        people.forEach(person -> running.add(threads.submit((Callable<Person>) person::goOn)));
        await(4 * PEOPLE);
        process.kill();
        await(7 * PEOPLE);
        over.set(true);
        for (Future<Person> one1 : running) {
          one1.get().settle();
        }
      }
      System.out.println("requests lost with the replica: " + lost);
      assertThat(lost.get()).as("the kill met requests under way").isPositive();
    }
  }

  private void await(int wanted) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (rounds.get() < wanted) {
      assertThat(Instant.now()).as("rounds: " + rounds).isBefore(end);
      Thread.sleep(50);
    }
  }

  /** A browser and the department behind it, at both replicas in turn. */
  private final class Person {
    private final LogInSteps steps = new LogInSteps(survivor);
    private final List<String> spentCodes = new ArrayList<>();
    private final List<String> spentRefreshes = new ArrayList<>();
    private String refresh = "";
    private int turn;

    Person(int first) {
      this.turn = first;
    }

    void logIn() {
      Map<String, String> answer =
          steps.authorize(
              "seal-applicant", RunningIdp.authorization("seal-console", WEB, "openid"));
      refresh = refreshOf(exchange(survivor.origin, answer.get("code")));
    }

    Person goOn() throws Exception {
      while (!over.get()) {
        rotate();
        String code = code();
        if (code != null) {
          if (turn % 3 == 0) {
            atBothAtOnce(code);
          } else {
            spend(code);
          }
        }
        turn++;
        rounds.incrementAndGet();
      }
      return this;
    }

    /**
     * A lost answer is asked for once more, at the replica that lives; after a second, so that it
     * gets another successor than the lost one.
     */
    private void rotate() throws InterruptedException {
      String old = refresh;
      HttpResponse<String> answer;
      try {
        answer = refresh(target(), old);
      } catch (UncheckedIOException died) {
        lost.incrementAndGet();
        Thread.sleep(1_200);
        answer = refresh(survivor.origin, old);
      }
      assertThat(answer.statusCode()).as("still logged in: " + answer.body()).isEqualTo(200);
      spentRefreshes.add(old);
      refresh = refreshOf(answer);
    }

    private @Nullable String code() {
      try {
        return authorize(target());
      } catch (UncheckedIOException died) {
        lost.incrementAndGet();
        return null;
      }
    }

    private String authorize(String at) {
      String asked = Browser.encode(RunningIdp.authorization("seal-console", WEB, "openid"));
      HttpResponse<String> answer = steps.browser.get(at + "/oauth2/authorize?" + asked);
      Map<String, String> given = Browser.query(Browser.location(answer));
      assertThat(given).as("still logged in").containsKey("code");
      return given.get("code");
    }

    private void spend(String code) {
      try {
        assertThat(exchange(target(), code).statusCode()).isEqualTo(200);
      } catch (UncheckedIOException died) {
        lost.incrementAndGet();
        // Spent or not: from now on it works once more at most, and then no more.
        exchange(survivor.origin, code);
      }
      spentCodes.add(code);
    }

    private void atBothAtOnce(String code) throws Exception {
      AtomicInteger won = new AtomicInteger();
      try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
        for (String at : List.of(survivor.origin, doomed)) {
          both.submit(
              () -> {
                try {
                  if (exchange(at, code).statusCode() == 200) {
                    won.incrementAndGet();
                  }
                } catch (UncheckedIOException died) {
                  lost.incrementAndGet();
                }
              });
        }
      }
      assertThat(won.get()).as("one code, two replicas").isLessThanOrEqualTo(1);
      spentCodes.add(code);
    }

    /** After it all, at the replica that lives. */
    void settle() {
      assertThat(steps.browser.get("/account").statusCode()).as("logged in").isEqualTo(200);
      String now = refreshOf(refresh(survivor.origin, refresh));
      assertThat(spentCodes).isNotEmpty();
      for (String code : spentCodes) {
        assertThat(exchange(survivor.origin, code).statusCode()).as("code").isEqualTo(400);
      }
      assertThat(spentRefreshes).hasSizeGreaterThan(1);
      for (String old : spentRefreshes.subList(0, spentRefreshes.size() - 1)) {
        assertThat(refresh(survivor.origin, old).statusCode()).as("refresh").isEqualTo(400);
      }
      assertThat(refresh(survivor.origin, now).statusCode())
          .as("the replays above ended the family")
          .isEqualTo(400);
      assertThat(steps.browser.get("/account").statusCode()).as("logged in").isEqualTo(200);
    }

    private String target() {
      return turn % 2 == 0 ? survivor.origin : doomed;
    }

    private HttpResponse<String> exchange(String at, String code) {
      Map<String, String> form =
          new HashMap<>(
              Map.of(
                  "grant_type",
                  "authorization_code",
                  "redirect_uri",
                  WEB,
                  "code",
                  code,
                  "code_verifier",
                  RunningIdp.VERIFIER));
      return token(at, form);
    }

    private HttpResponse<String> refresh(String at, String token) {
      return token(at, Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    private HttpResponse<String> token(String at, Map<String, String> form) {
      return new Browser(at)
          .post("/oauth2/token", form, "Authorization", survivor.basic("seal-console"));
    }

    private static String refreshOf(HttpResponse<String> answer) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return (String) RunningIdp.json(answer.body()).get("refresh_token");
    }
  }
}
