package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The self-test finds nothing at services that are right, and each hole by its name. */
class SelfTestTest {
  @TempDir static Path home;
  private static RunningIdp idp;
  private static LittleRp rp;
  private static ExampleApp example;
  private static Administrator administrator;
  private static TrialClients.Secretive trial;

  @BeforeAll
  static void start() throws Exception {
    rp = new LittleRp();
    example = new ExampleApp(Path.of("target/example/trial"));
    idp =
        new RunningIdp(home)
            .with("--xinfu.fetch.inside-hosts=" + rp.host() + ",localhost:" + example.port)
            .start();
    administrator = new Administrator(idp);
    trial = TrialClients.secretive(idp, rp.metadata(true));
    rp.of(idp.origin, trial.id(), trial.secret());
  }

  @AfterAll
  static void stop() {
    example.close();
    rp.close();
    idp.close();
  }

  @Test
  void a_right_service_passes_everything_that_can_be_seen() {
    rp.leaveOut();
    Map<String, Object> run = run(trial.id());
    assertThat(of(run, "FAILED")).as(run.toString()).isEmpty();
    assertThat(of(run, "NOT_POSSIBLE")).containsExactly("keys-usable");
    assertThat(of(run, "PASSED")).hasSize(22);
    assertThat(run).containsEntry("passed", 22).containsEntry("failed", 0);
    assertThat(
            idp.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM audit WHERE act = 'client-self-tested' AND actor = ?")
                .param("idp-admin")
                .query(Long.class)
                .single())
        .isPositive();
  }

  @ParameterizedTest
  @EnumSource(LittleRp.Hole.class)
  void each_hole_is_found_and_named(LittleRp.Hole hole) {
    rp.leaveOut(hole);
    Map<String, Object> run = run(trial.id());
    String name = hole.name().toLowerCase(Locale.ROOT).replace('_', '-');
    // Who sends no state or nonce has nothing to compare, either.
    List<String> also =
        switch (hole) {
          case REQUEST_STATE -> List.of("request-state", "state", "state-missing");
          case REQUEST_NONCE -> List.of("request-nonce", "nonce", "nonce-missing");
          default -> List.of(name);
        };
    assertThat(of(run, "FAILED")).as(run.toString()).containsExactlyInAnyOrderElementsOf(also);
    if (hole == LittleRp.Hole.PAGE_CLOSED) {
      assertThat(of(run, "NOT_POSSIBLE")).contains("login", "state", "signature");
    }
    Map<String, Object> told = check(run, name);
    assertThat(told).containsKeys("problem", "remedy", "clause", "title");
    assertThat(told.toString()).contains("zh-CN", "en").doesNotContain("eyJ");
  }

  @Test
  void the_example_with_the_starter_passes() throws Exception {
    Map<String, Object> metadata =
        Map.of(
            "redirect_uris",
            List.of(example.origin + "/login/oauth2/code/xinfu"),
            "backchannel_logout_uri",
            example.origin + "/logout/connect/back-channel/xinfu",
            "initiate_login_uri",
            example.origin + "/oauth2/authorization/xinfu",
            "logged_in_uri",
            example.origin + "/",
            "scope",
            "openid profile entity",
            "sandbox",
            true);
    TrialClients.Secretive client = TrialClients.secretive(idp, metadata);
    ExampleApp.Proof proof = ExampleApp.Proof.secret(client.secret());
    example.with("--xinfu.login.sandbox=true").start("trial", idp, client.id(), proof);
    example.awaitReady();
    Map<String, Object> run = run(client.id());
    assertThat(of(run, "FAILED")).as(run.toString()).isEmpty();
    assertThat(of(run, "NOT_POSSIBLE")).containsExactly("keys-usable");
    example.close();
    example.with().start("trial", idp, client.id(), proof);
    example.awaitReady();
    assertThat(of(run(client.id()), "FAILED"))
        .as("what is no trial refuses fictitious persons")
        .containsExactly("login");
  }

  @Test
  void a_real_client_is_told_nothing_wrong_and_logs_nobody_in() {
    TrialClients.Secretive real = TrialClients.secretive(idp, rp.metadata(false));
    rp.leaveOut();
    Map<String, Object> run = run(real.id());
    assertThat(of(run, "NOT_POSSIBLE")).contains("login", "state", "nonce", "signature");
    assertThat(check(run, "state").toString()).contains("试用");
    assertThat(of(run, "FAILED"))
        .as("its tokens are for another client than the one that it is set up with")
        .containsExactly("logout");
  }

  @Test
  void registered_addresses_that_are_dead_are_named() {
    Map<String, Object> metadata = new HashMap<>(rp.metadata(true));
    metadata.put("redirect_uris", List.of("http://localhost:1/callback"));
    metadata.remove("backchannel_logout_uri");
    metadata.remove("initiate_login_uri");
    metadata.put("token_endpoint_auth_method", "private_key_jwt");
    metadata.put("jwks_uri", rp.origin + "/inside");
    metadata.put("client_name", "坏（样例）");
    String id = administrator.register(metadata);
    Map<String, Object> run = run(id);
    assertThat(of(run, "FAILED")).containsExactly("redirect-reachable", "keys-usable");
    assertThat(check(run, "login").toString()).contains("initiate_login_uri");
    assertThat(check(run, "logout").toString()).contains("backchannel_logout_uri");
  }

  @Test
  void one_run_at_a_time_and_none_of_another_client() {
    rp.leaveOut();
    String path = "/api/v1/clients/" + trial.id() + "/self-tests";
    HttpResponse<String> first = administrator.post(path, Map.of());
    assertThat(first.statusCode()).isEqualTo(201);
    HttpResponse<String> second = administrator.post(path, Map.of());
    assertThat(second.statusCode()).as(second.body()).isEqualTo(409);
    assertThat(second.body()).contains("self-test-running");
    String id = (String) RunningIdp.json(first.body()).get("id");
    finished(path + "/" + id);
    String other = TrialClients.code(idp, true, "openid");
    assertThat(get("/api/v1/clients/" + other + "/self-tests/" + id).body())
        .contains("self-test-unknown");
    assertThat(administrator.post("/api/v1/clients/none/self-tests", Map.of()).body())
        .contains("client-unknown");
  }

  private static Map<String, Object> run(String client) {
    String path = "/api/v1/clients/" + client + "/self-tests";
    HttpResponse<String> started = administrator.post(path, Map.of());
    assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
    return finished(path + "/" + RunningIdp.json(started.body()).get("id"));
  }

  private static Map<String, Object> finished(String path) {
    List<Map<String, Object>> seen = new ArrayList<>();
    RunningIdp.await(
        Duration.ofSeconds(120),
        () -> {
          seen.add(RunningIdp.json(get(path).body()));
          return "FINISHED".equals(seen.getLast().get("state"));
        });
    return seen.getLast();
  }

  private static HttpResponse<String> get(String path) {
    return administrator.send("GET", path, Map.of());
  }

  private static List<String> of(Map<String, Object> run, String outcome) {
    return checks(run)
        .filter(one -> outcome.equals(one.get("outcome")))
        .map(one -> (String) one.get("check"))
        .toList();
  }

  private static Map<String, Object> check(Map<String, Object> run, String name) {
    return checks(run).filter(one -> name.equals(one.get("check"))).findFirst().orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> checks(Map<String, Object> run) {
    return ((List<Map<String, Object>>) run.get("checks")).stream();
  }
}
