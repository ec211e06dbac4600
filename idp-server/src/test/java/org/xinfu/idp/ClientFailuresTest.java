package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
          used("failed as " + client.id + " from 198.51.100.0/24", MOST - 1);
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

  @Test
  void requests_that_are_refused_are_counted_by_client_and_silent_ones_are_not() {
    NewClient client = NewClient.web(idp);
    NewClient other = NewClient.web(idp);
    String here = "198.51.100.200";
    withinAMinute(
        () -> {
          String line = "failed as " + client.id + " from 198.51.100.0/24";
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

  private HttpResponse<String> ask(NewClient client, String from, String... more) {
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    return new Browser(idp.origin).post("/oauth2/authorize", request, "X-Forwarded-For", from);
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
