package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import tools.jackson.databind.json.JsonMapper;

/** The personnel system of a department, as a client of {@code /api/v1/staff}. */
record PersonnelSystem(String org, String client, String token) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One that is registered for the department. */
  static PersonnelSystem of(String org) {
    return of(Map.of("org", org));
  }

  static PersonnelSystem of(Map<String, Object> more) {
    TrialClients.Secretive client = TrialClients.secretive(SharedIdp.get(), metadata(more));
    HttpResponse<String> answer =
        SharedIdp.browser()
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "idp:staff"),
                "Authorization",
                client.basic());
    String token = (String) RunningIdp.json(answer.body()).get("access_token");
    return new PersonnelSystem((String) more.get("org"), client.id(), token);
  }

  /** What is registered of it. */
  static Map<String, Object> metadata(Map<String, Object> more) {
    Map<String, Object> metadata = new HashMap<>(more);
    metadata.put("client_name", "人事系统（样例）");
    metadata.put("grant_types", List.of("client_credentials"));
    metadata.put("scope", "idp:staff");
    return metadata;
  }

  /** A fictitious department of these tests. */
  static String department(int number) {
    return UnifiedSocialCreditCode.complete("11510000MB000007" + number).value();
  }

  static Map<String, Object> entry(String... roles) {
    return Map.of("name", "人事甲（样例）", "roles", List.of(roles));
  }

  static Map<String, Object> row(String login, String... roles) {
    Map<String, Object> row = new HashMap<>(entry(roles));
    row.put("login", login);
    return row;
  }

  /** The login name of somebody new with these roles. */
  String appointed(String... roles) {
    String login = StaffMember.login();
    assertThat(send("PUT", "/" + login, entry(roles)).statusCode()).isEqualTo(201);
    return login;
  }

  Map<String, Object> member(String login) {
    return RunningIdp.json(send("GET", "/" + login, Map.of()).body());
  }

  @SuppressWarnings("unchecked")
  List<Map<String, Object>> imported(List<Map<String, Object>> rows) {
    HttpResponse<String> answer = send("POST", "/import", Map.of("rows", rows));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ArrayList<>(
        (List<Map<String, Object>>) RunningIdp.json(answer.body()).get("results"));
  }

  HttpResponse<String> send(String method, String path, Map<String, Object> body, String... more) {
    Browser http = SharedIdp.browser();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http.uri("/api/v1/staff" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    for (int i = 0; i < more.length; i += 2) {
      request.header(more[i], more[i + 1]);
    }
    return http.send(request);
  }
}
