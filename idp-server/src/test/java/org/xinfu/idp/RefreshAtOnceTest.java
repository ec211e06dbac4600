package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * A client whose connection broke asks at once for the same answer, on any replica, and is not
 * logged out; nobody else gains by it.
 */
class RefreshAtOnceTest {
  private static final String CONSOLE = "seal-console";
  private static final String CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir static Path home;
  private static RunningIdp idp;
  private static RunningIdp replica;

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).start();
    replica = idp.replica().start();
  }

  @AfterAll
  static void stop() {
    replica.close();
    idp.close();
  }

  @Test
  void who_asks_again_at_once_gets_the_same_successor_and_stays_logged_in() {
    Asked asked = withinASecond(token -> List.of(refresh(idp, token), refresh(replica, token)));
    assertThat(statuses(asked.answers())).containsExactly(200, 200);
    String successor = only(successors(asked.answers()));
    String lastAccess = access(asked.answers().getLast());
    assertThat(userInfo(lastAccess)).isEqualTo(200);
    HttpResponse<String> next = refresh(idp, successor);
    assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
    assertThat(live(asked.token())).isZero();
    assertThat(revoked(asked.grant())).isZero();
  }

  @Test
  void asked_at_the_same_time_on_two_replicas_there_is_one_live_successor() {
    Asked asked = withinASecond(token -> atOnce(token, 8));
    assertThat(statuses(asked.answers())).containsOnly(200);
    String successor = only(successors(asked.answers()));
    assertThat(live(successor)).isEqualTo(1);
    assertThat(spent(asked.grant())).isEqualTo(1);
    assertThat(refresh(replica, successor).statusCode()).isEqualTo(200);
    assertThat(revoked(asked.grant())).isZero();
  }

  @Test
  void the_first_second_helps_no_other_client() {
    Asked asked =
        withinASecond(
            token -> List.of(refresh(idp, token), refresh(replica, "vault-console", token)));
    assertThat(statuses(asked.answers())).containsExactly(200, 400);
    assertThat(refresh(idp, successors(asked.answers()).iterator().next()).statusCode())
        .as("somebody else has the token: the family ended")
        .isEqualTo(400);
    assertThat(revoked(asked.grant())).isEqualTo(1);
  }

  /** Where the first two met in the database: what lost may be written by its own client alone. */
  @Test
  void what_lost_against_another_answer_is_written_by_a_proven_client_alone() {
    OAuth2AuthorizationService grants = idp.bean(OAuth2AuthorizationService.class);
    String token = login();
    OAuth2Authorization first = grants.findByToken(token, OAuth2TokenType.REFRESH_TOKEN);
    OAuth2Authorization second = grants.findByToken(token, OAuth2TokenType.REFRESH_TOKEN);
    OAuth2RefreshToken successor =
        new OAuth2RefreshToken(
            "successor of " + token, Instant.now(), Instant.now().plus(Duration.ofHours(1)));
    grants.save(OAuth2Authorization.from(first).token(successor).build());
    OAuth2Authorization late = OAuth2Authorization.from(second).token(successor).build();
    assertThatThrownBy(() -> grants.save(late))
        .as("nobody has proven to be the client")
        .isInstanceOf(OAuth2AuthenticationException.class);
    assertThat(live(successor.getTokenValue())).as("the family ended").isZero();
  }

  @Test
  void it_helps_the_last_token_alone() {
    Asked asked =
        withinASecond(
            token -> {
              HttpResponse<String> first = refresh(idp, token);
              HttpResponse<String> second = refresh(idp, successor(first));
              return List.of(first, second, refresh(replica, token));
            });
    assertThat(statuses(asked.answers())).containsExactly(200, 200, 400);
    assertThat(revoked(asked.grant())).isEqualTo(1);
  }

  @Test
  void a_thief_with_the_clients_own_secret_is_still_found_out() throws Exception {
    Asked asked = withinASecond(token -> List.of(refresh(idp, token), refresh(replica, token)));
    String shared = only(successors(asked.answers()));
    String owners = successor(refresh(idp, shared));
    Thread.sleep(1100);
    String thiefs = successor(refresh(replica, shared));
    assertThat(thiefs).isNotEqualTo(owners);
    assertThat(refresh(idp, owners).statusCode()).isEqualTo(400);
    assertThat(refresh(replica, thiefs).statusCode()).isEqualTo(400);
    assertThat(revoked(asked.grant())).isEqualTo(1);
  }

  @Test
  void successors_are_nowhere_in_the_database_and_no_two_are_alike() {
    Set<String> all = new LinkedHashSet<>();
    for (int i = 0; i < 3; i++) {
      Asked asked = withinASecond(token -> List.of(refresh(idp, token)));
      String successor = only(successors(asked.answers()));
      all.add(successor);
      assertThat(successor).hasSizeGreaterThanOrEqualTo(86);
      assertThat(
              jdbc()
                  .sql("SELECT g::text FROM oauth2_grant g WHERE id = ?")
                  .param(asked.grant())
                  .query(String.class)
                  .single())
          .doesNotContain(successor);
    }
    assertThat(all).hasSize(3);
  }

  private record Asked(String token, String grant, List<HttpResponse<String>> answers) {}

  /** Once more with another login when this machine was too slow for the second. */
  private static Asked withinASecond(Function<String, List<HttpResponse<String>>> asking) {
    for (int attempt = 0; attempt < 10; attempt++) {
      String token = login();
      String grant =
          jdbc()
              .sql("SELECT id FROM oauth2_grant ORDER BY refresh_issued_at DESC NULLS LAST LIMIT 1")
              .query(String.class)
              .single();
      Instant start = Instant.now();
      List<HttpResponse<String>> answers = asking.apply(token);
      if (Duration.between(start, Instant.now()).compareTo(SECOND) < 0) {
        return new Asked(token, grant, answers);
      }
    }
    throw new AssertionError("this machine does not answer within a second");
  }

  private static String login() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> request = RunningIdp.authorization(CONSOLE, CALLBACK, "openid");
    String code = steps.authorize("seal-custodian", request).get("code");
    return successor(steps.exchangeSecretly(CONSOLE, CALLBACK, code));
  }

  private static List<HttpResponse<String>> atOnce(String token, int times) {
    CyclicBarrier start = new CyclicBarrier(times);
    List<Future<HttpResponse<String>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
      for (int i = 0; i < times; i++) {
        RunningIdp at = i % 2 == 0 ? idp : replica;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return refresh(at, token);
                }));
      }
    }
    return running.stream().map(Future::resultNow).toList();
  }

  private static HttpResponse<String> refresh(RunningIdp at, String token) {
    return refresh(at, CONSOLE, token);
  }

  private static HttpResponse<String> refresh(RunningIdp at, String client, String token) {
    return new Browser(at.origin)
        .post(
            "/oauth2/token",
            Map.of("grant_type", "refresh_token", "refresh_token", token),
            "Authorization",
            idp.basic(client));
  }

  private static int userInfo(String access) {
    return new Browser(replica.origin)
        .post("/userinfo", Map.of(), "Authorization", "Bearer " + access)
        .statusCode();
  }

  private static List<Integer> statuses(List<HttpResponse<String>> answers) {
    return answers.stream().map(HttpResponse::statusCode).toList();
  }

  private static Set<String> successors(List<HttpResponse<String>> answers) {
    Set<String> all = new LinkedHashSet<>();
    answers.stream()
        .filter(answer -> answer.statusCode() == 200)
        .forEach(answer -> all.add(successor(answer)));
    return all;
  }

  private static String only(Set<String> all) {
    assertThat(all).hasSize(1);
    return all.iterator().next();
  }

  private static String successor(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return text(answer, "refresh_token");
  }

  private static String access(HttpResponse<String> answer) {
    return text(answer, "access_token");
  }

  private static String text(HttpResponse<String> answer, String name) {
    return (String) Objects.requireNonNull(RunningIdp.json(answer.body()).get(name));
  }

  /** Grants whose current refresh token this is. */
  private static long live(String token) {
    return count(
        "SELECT count(*) FROM oauth2_grant WHERE refresh_check = encode(sha256(?::bytea), 'hex')",
        token);
  }

  private static long spent(String grant) {
    return count("SELECT count(*) FROM spent_refresh_token WHERE grant_id = ?", grant);
  }

  /** 1 when the family is gone. */
  private static long revoked(String grant) {
    return 1 - count("SELECT count(*) FROM oauth2_grant WHERE id = ?", grant);
  }

  private static long count(String sql, String value) {
    return jdbc().sql(sql).param(value).query(Long.class).single();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
