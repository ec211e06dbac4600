package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.store.BlindIndex;

/** A client that goes wrong all the time is stopped, and it alone. */
class ClientFailuresTest {
  private static final int MOST = 600;

  private final RunningIdp idp = SharedIdp.get();

  @Test
  void a_client_that_proves_itself_is_stopped_wherever_it_is_and_no_other_is() {
    NewClient wrong = NewClient.machine(idp, "licence:read");
    NewClient right = NewClient.machine(idp, "licence:read");
    withinAMinute(
        () -> {
          used("failed by " + wrong.id, MOST - 1);
          assertThat(token(wrong, "no:such").statusCode()).isEqualTo(400);
          assertThat(token(wrong, "licence:read").statusCode()).as("not yet").isEqualTo(200);
          assertThat(token(wrong, "no:such").statusCode()).as("one too many").isEqualTo(400);
          HttpResponse<String> stopped = token(wrong, "licence:read");
          assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(429);
          assertThat(stopped.headers().firstValue("Retry-After")).hasValue("60");
          assertThat(RunningIdp.json(stopped.body()))
              .containsEntry("error", "temporarily_unavailable");
          assertThat(token(wrong, "licence:read", "X-Forwarded-For", "198.51.100.9").statusCode())
              .isEqualTo(429);
          assertThat(token(right, "licence:read").statusCode()).isEqualTo(200);
          return true;
        });
    assertThat(SharedIdp.audited(wrong.id, "client-braked", "proven")).isOne();
  }

  @Test
  void whoever_names_a_client_from_elsewhere_uses_up_nothing_of_its_own() {
    NewClient client = NewClient.machine(idp, "licence:read");
    String guess = "Basic " + base64(client.id + ":guess");
    String[] stranger = {"Authorization", guess, "X-Forwarded-For", "198.51.100.77"};
    withinAMinute(
        () -> {
          used(withoutDevice(client), MOST - 1);
          assertThat(token("licence:read", stranger).statusCode()).isEqualTo(401);
          assertThat(token("licence:read", stranger).statusCode())
              .as("one too many")
              .isEqualTo(401);
          assertThat(token("licence:read", stranger).statusCode()).isEqualTo(429);
          assertThat(token(client, "licence:read").statusCode()).as("its own").isEqualTo(200);
          return true;
        });
    assertThat(SharedIdp.audited(client.id, "client-braked", "named")).isZero();
  }

  /** The short way to the tokens of a code is closed to whom a brake holds. */
  @Test
  void no_code_is_exchanged_while_a_brake_holds_its_client() {
    NewClient proven = NewClient.web(idp);
    NewClient named = NewClient.web(idp);
    String guess = "Basic " + base64(named.id + ":guess");
    withinAMinute(
        () -> {
          String first = code(proven);
          String wrong = RunningIdp.CALLBACK + "/";
          used("failed by " + proven.id, MOST);
          assertThat(exchange(proven, code(proven), "203.0.113.99", wrong)).isEqualTo(400);
          assertThat(exchange(proven, first, "203.0.113.99", RunningIdp.CALLBACK)).isEqualTo(429);
          String second = code(named);
          used(withoutDevice(named), MOST);
          String[] stranger = {"Authorization", guess, "X-Forwarded-For", "198.51.100.77"};
          assertThat(token("licence:read", stranger).statusCode()).isEqualTo(401);
          assertThat(exchange(named, second, "198.51.100.7", RunningIdp.CALLBACK)).isEqualTo(429);
          assertThat(exchange(named, second, "203.0.113.77", RunningIdp.CALLBACK)).isEqualTo(200);
          return true;
        });
  }

  private String code(NewClient client) {
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid");
    return new LogInSteps(idp).authorize("citizen", request).get("code");
  }

  private int exchange(NewClient client, String code, String from, String redirect) {
    Map<String, String> form = LogInSteps.codeForm(client.id, redirect, code);
    form.remove("client_id");
    return new Browser(idp.origin)
        .post("/oauth2/token", form, "Authorization", client.basic, "X-Forwarded-For", from)
        .statusCode();
  }

  @Test
  void requests_that_are_refused_are_counted_by_client_and_silent_ones_are_not() {
    NewClient client = NewClient.web(idp);
    NewClient other = NewClient.web(idp);
    String here = "198.51.100.200";
    withinAMinute(
        () -> {
          String line = withoutDevice(client);
          used(line, MOST - 1);
          assertThat(ask(client, here, "prompt", "none").statusCode()).isEqualTo(302);
          assertThat(count(line)).as("login_required").isEqualTo(MOST - 1);
          assertThat(ask(client, here, "scope", "no:such").statusCode()).isEqualTo(302);
          assertThat(count(line)).as("invalid_scope").isEqualTo(MOST);
          assertThat(ask(client, here, "redirect_uri", "https://evil.example").statusCode())
              .isEqualTo(400);
          assertThat(ask(client, here).statusCode()).isEqualTo(429);
          assertThat(Browser.location(ask(other, here))).as("another client").endsWith("/login");
          assertThat(Browser.location(ask(client, "203.0.113.200"))).endsWith("/login");
          return true;
        });
  }

  @Test
  void whoever_comes_without_a_cookie_locks_nobody_out_who_has_one() {
    NewClient client = NewClient.web(idp);
    String here = "198.51.100.201";
    Browser known = new Browser(idp.origin);
    known.get("/login");
    withinAMinute(
        () -> {
          used(withoutDevice(client), MOST);
          assertThat(ask(client, here, "scope", "no:such").statusCode()).isEqualTo(302);
          assertThat(ask(client, here).statusCode()).as("without a cookie").isEqualTo(429);
          assertThat(Browser.location(ask(known, client, here))).endsWith("/login");
          return true;
        });
  }

  /** RFC 6749 §2.3.1: the id is written as in a form, and so in many ways. */
  @Test
  void a_client_that_is_written_in_another_way_is_the_same() {
    NewClient client = NewClient.machine(idp, "licence:read");
    String escaped = "%%%02x".formatted((int) client.id.charAt(0)) + client.id.substring(1);
    String guess = "Basic " + base64(escaped + ":guess");
    String[] stranger = {"Authorization", guess, "X-Forwarded-For", "198.51.100.78"};
    withinAMinute(
        () -> {
          used(withoutDevice(client), MOST);
          assertThat(token("licence:read", stranger).statusCode()).isEqualTo(401);
          assertThat(token("licence:read", stranger).statusCode()).isEqualTo(429);
          return true;
        });
  }

  @Test
  void names_that_are_no_clients_share_one_allowance_of_their_network() {
    NewClient client = NewClient.machine(idp, "licence:read");
    String line = "failed without client from 198.51.101.0/24";
    withinAMinute(
        () -> {
          used(line, MOST - 2);
          long rows = rows();
          assertThat(nobody(UUID.randomUUID().toString())).isEqualTo(401);
          assertThat(nobody(UUID.randomUUID().toString())).isEqualTo(401);
          assertThat(count(line)).isEqualTo(MOST);
          assertThat(rows()).as("no row of its own").isEqualTo(rows);
          assertThat(nobody(UUID.randomUUID().toString())).as("one too many").isEqualTo(401);
          assertThat(nobody(UUID.randomUUID().toString())).isEqualTo(429);
          assertThat(nobody(client.id)).as("a client's").isEqualTo(401);
          return true;
        });
  }

  private int nobody(String name) {
    String guess = "Basic " + base64(name + ":guess");
    return token("licence:read", "Authorization", guess, "X-Forwarded-For", "198.51.101.9")
        .statusCode();
  }

  private static long rows() {
    return SharedIdp.jdbc().sql("SELECT count(*) FROM budget").query(Long.class).single();
  }

  @Test
  void an_assertion_that_names_nobody_is_refused() {
    String encrypted = base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}");
    String plain = base64("{\"alg\":\"none\"}") + "." + base64("{\"sub\":\"a\\u0000\"}") + ".";
    for (String assertion :
        List.of(encrypted + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA", plain)) {
      Map<String, String> form =
          Map.of(
              "grant_type",
              "client_credentials",
              "client_assertion_type",
              "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
              "client_assertion",
              assertion.replace("=", ""));
      assertThat(new Browser(idp.origin).post("/oauth2/token", form).statusCode())
          .as(assertion)
          .isIn(400, 401);
    }
  }

  private static String withoutDevice(NewClient client) {
    return "failed as " + client.id + " without device from 198.51.100.0/24";
  }

  private HttpResponse<String> ask(NewClient client, String from, String... more) {
    return ask(new Browser(idp.origin), client, from, more);
  }

  private static HttpResponse<String> ask(
      Browser browser, NewClient client, String from, String... more) {
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    return browser.post("/oauth2/authorize", request, "X-Forwarded-For", from);
  }

  private HttpResponse<String> token(NewClient client, String scope, String... more) {
    String[] headers = new String[2 + more.length];
    headers[0] = "Authorization";
    headers[1] = client.basic;
    System.arraycopy(more, 0, headers, 2, more.length);
    return token(scope, headers);
  }

  private HttpResponse<String> token(String scope, String... headers) {
    Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", scope);
    return new Browser(idp.origin).post("/oauth2/token", form, headers);
  }

  /** So much of this minute's allowance is gone. */
  private void used(String key, int times) {
    SharedIdp.jdbc()
        .sql("INSERT INTO budget (key_hash, expires_at, used) VALUES (?, ?, ?)")
        .params(List.of(hash(key), Timestamp.from(end()), times))
        .update();
  }

  private int count(String key) {
    return SharedIdp.jdbc()
        .sql("SELECT used FROM budget WHERE key_hash = ? AND expires_at = ?")
        .params(List.of(hash(key), Timestamp.from(end())))
        .query(Integer.class)
        .single();
  }

  private String hash(String key) {
    return idp.bean(BlindIndex.class).of("budget", key + " per PT1M");
  }

  private static String base64(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static Instant end() {
    return Instant.ofEpochSecond((Instant.now().getEpochSecond() / 60 + 1) * 60);
  }

  /** A minute has to be left for it. */
  private static void withinAMinute(Supplier<Boolean> work) {
    while (Instant.now().getEpochSecond() % 60 > 50) {
      Thread.onSpinWait();
    }
    assertThat(work.get()).isTrue();
  }
}
