package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Registers clients over the API, as an administrator's program does. */
final class Administrator {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final RunningIdp idp;
  private final Browser http;

  Administrator(RunningIdp idp) {
    this.idp = idp;
    this.http = new Browser(idp.origin);
  }

  /** The new client's id. */
  String register(Map<String, Object> metadata) {
    HttpResponse<String> answer = post("/api/v1/clients", metadata);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return (String) RunningIdp.json(answer.body()).get("client_id");
  }

  HttpResponse<String> post(String path, Map<String, Object> body) {
    return send("POST", path, body, "Content-Type", "application/json");
  }

  HttpResponse<String> send(String method, String path, Map<String, Object> body, String... more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http.uri(path))
            .header("Authorization", "Bearer " + token())
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    for (int i = 0; i < more.length; i += 2) {
      request.header(more[i], more[i + 1]);
    }
    return http.send(request);
  }

  /** An access token that opens the registration of clients. */
  String token() {
    HttpResponse<String> answer = idp.machine("idp-admin", "idp:clients");
    return (String) RunningIdp.json(answer.body()).get("access_token");
  }
}
