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
import org.jspecify.annotations.Nullable;
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
  private static LittleTicketApp old;
  private static CasApp apereo;
  private static @Nullable String casService;

  @BeforeAll
  static void start() throws Exception {
    rp = new LittleRp();
    example = new ExampleApp(Path.of("target/example/trial"));
    idp = new RunningIdp(home);
    old = new LittleTicketApp().of(idp);
    apereo = new CasApp(idp, home, "localhost").start();
    String hosts = String.join(",", rp.host(), old.host(), apereo.host());
    idp.with("--xinfu.fetch.inside-hosts=" + hosts + ",localhost:" + example.port).start();
    administrator = new Administrator(idp);
    trial = TrialClients.secretive(idp, rp.metadata(true));
    rp.of(idp.origin, trial.id(), trial.secret());
  }

  @AfterAll
  static void stop() throws Exception {
    example.close();
    rp.close();
    old.close();
    apereo.close();
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
  void services_that_take_tickets_pass_all_that_can_be_seen() {
    old.leaveOut();
    Map<String, Object> cas = run(casService());
    assertThat(of(cas, "PASSED"))
        .as(cas.toString())
        .containsExactly(
            "redirect-https",
            "redirect-reachable",
            "page-closed",
            "request-address",
            "login",
            "ticket-unknown",
            "ticket-spent",
            "cas-logout-other",
            "cas-logout");
    assertThat(checks(cas)).hasSize(9);
    Map<String, Object> tickets = run(ticketApp());
    assertThat(of(tickets, "PASSED"))
        .as(tickets.toString())
        .contains("request-state", "request-address", "login", "state-missing", "ticket-spent")
        .contains("logout-signature", "logout", "logout-replay")
        .hasSize(16);
    assertThat(checks(tickets)).hasSize(16);
  }

  @Test
  void the_apereo_client_passes() {
    Map<String, Object> metadata = new HashMap<>(old.metadata(true, true));
    metadata.put("initiate_login_uri", apereo.origin + "/page");
    metadata.put("logged_in_uri", apereo.origin + "/page");
    metadata.put(
        "cas",
        Map.of(
            "services",
            List.of(apereo.origin + "/*"),
            "proxy_callbacks",
            List.of(apereo.callback())));
    Map<String, Object> run = run(administrator.register(metadata));
    assertThat(of(run, "PASSED")).as(run.toString()).hasSize(9);
  }

  @ParameterizedTest
  @EnumSource(
      value = LittleTicketApp.Hole.class,
      names = {
        "PAGE_CLOSED",
        "REQUEST_ADDRESS",
        "TICKET_UNKNOWN",
        "TICKET_SPENT",
        "CAS_LOGOUT_OTHER",
        "CAS_LOGOUT"
      })
  void each_hole_of_a_cas_service_is_named(LittleTicketApp.Hole hole) {
    old.leaveOut(hole);
    named(run(casService()), hole);
  }

  @ParameterizedTest
  @EnumSource(
      value = LittleTicketApp.Hole.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAGE_CLOSED", "CAS_LOGOUT_OTHER", "CAS_LOGOUT"})
  void each_hole_of_an_application_is_named(LittleTicketApp.Hole hole) {
    Map<String, Object> metadata = old.metadata(false, true);
    if (hole != LittleTicketApp.Hole.LOGOUT) {
      metadata.remove("backchannel_logout_uri"); // what takes the most time
    }
    TicketApp app = TicketApp.byMac(administrator, metadata);
    old.as(app).leaveOut(hole);
    named(run(app.id()), hole);
  }

  @Test
  void a_real_cas_service_logs_nobody_in() {
    old.leaveOut();
    Map<String, Object> run = run(administrator.register(real(old.metadata(true, false))));
    assertThat(of(run, "FAILED")).as(run.toString()).isEmpty();
    assertThat(of(run, "NOT_POSSIBLE")).contains("login", "ticket-unknown", "cas-logout");
    assertThat(check(run, "cas-logout").toString()).contains("zh-CN");
  }

  private static void named(Map<String, Object> run, LittleTicketApp.Hole hole) {
    String name = hole.name().toLowerCase(Locale.ROOT).replace('_', '-');
    // Whom we send to an error page is not logged in, either.
    List<String> also =
        switch (hole) {
          case REQUEST_ADDRESS, REQUEST_STATE -> List.of(name, "login");
          default -> List.of(name);
        };
    assertThat(of(run, "FAILED")).as(run.toString()).containsExactlyInAnyOrderElementsOf(also);
    assertThat(check(run, name)).containsKeys("problem", "remedy", "clause", "title");
    assertThat(check(run, name).toString()).contains("zh-CN", "en").doesNotContain("ticket=");
  }

  /** The one that the tests of CAS share: a service URL is one client's. */
  private static String casService() {
    if (casService == null) {
      casService = administrator.register(old.metadata(true, true));
    }
    return casService;
  }

  private static String ticketApp() {
    TicketApp app = TicketApp.byMac(administrator, old.metadata(false, true));
    old.as(app);
    return app.id();
  }

  private static Map<String, Object> real(Map<String, Object> metadata) {
    Map<String, Object> real = new HashMap<>(metadata);
    real.put("cas", Map.of("services", List.of(old.origin + "/real")));
    return real;
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
