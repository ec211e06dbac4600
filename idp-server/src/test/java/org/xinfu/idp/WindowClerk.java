package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.xinfu.idp.Officials.Official;
import tools.jackson.databind.json.JsonMapper;

/** A window clerk with a post, logged in at a registered desk. */
final class WindowClerk {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final Official official;
  final Map<String, Object> tokens;

  /** Linked to the natural person of that login name; to nobody when it is empty. */
  WindowClerk(Desk desk, String own) {
    official = Officials.fresh("");
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO staff_post (id, account_id, org, roles, from_at, given_by)
            VALUES (?, ?, ?, 'WINDOW_CLERK', now(), 'test')
            """)
        .params(List.of(UUID.randomUUID().toString(), official.id(), Officials.ORG))
        .update();
    if (!own.isEmpty()) {
      link(SharedIdp.accountOf(own));
    }
    official.passwordOnly();
    tokens = desk.tokens(official.browser());
  }

  /** A desk at a window. */
  static Desk desk() {
    return new Desk("openid staff idp:window", Map.of("used_at", List.of("window")));
  }

  void link(String person) {
    SharedIdp.jdbc()
        .sql("INSERT INTO staff_link (member_id, person_id, at) VALUES (?, ?, now())")
        .params(List.of(official.id(), person))
        .update();
  }

  String token() {
    return (String) tokens.get("access_token");
  }

  HttpResponse<String> start(Map<String, Object> body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(SharedIdp.browser().uri("/api/v1/window-acts"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return authorized(request);
  }

  HttpResponse<String> post(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(SharedIdp.browser().uri("/api/v1/window-acts/" + path))
            .POST(HttpRequest.BodyPublishers.noBody());
    return authorized(headers.length == 0 ? request : request.headers(headers));
  }

  /** A token of the act for this service. */
  HttpResponse<String> token(String id, String audience) {
    return authorized(
        HttpRequest.newBuilder(SharedIdp.browser().uri("/api/v1/window-acts/" + id + "/token"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("audience", audience)))));
  }

  HttpResponse<String> get(String id) {
    return authorized(
        HttpRequest.newBuilder(SharedIdp.browser().uri("/api/v1/window-acts/" + id)).GET());
  }

  /** The id of an act that begins. */
  String begun(Map<String, Object> body) {
    HttpResponse<String> answer = start(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return (String) RunningIdp.json(answer.body()).get("id");
  }

  private HttpResponse<String> authorized(HttpRequest.Builder request) {
    return SharedIdp.browser().send(request.header("Authorization", "Bearer " + token()));
  }
}
