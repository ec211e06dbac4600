package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A department's own application: registered, with a secret, told of logouts. */
final class Desk {
  private static final String CALLBACK = "https://desk.example/callback";

  final String id;
  private final String secret;
  private final String scope;

  /** Registers it for these scopes, with more metadata. */
  Desk(String scope, Map<String, Object> more) {
    Map<String, Object> metadata =
        new HashMap<>(
            Map.of(
                "client_name",
                "窗口系统（样例）",
                "redirect_uris",
                List.of(CALLBACK),
                "grant_types",
                List.of("authorization_code", "refresh_token"),
                "scope",
                scope,
                "backchannel_logout_uri",
                "https://desk.example/ended",
                "contacts",
                List.of("desk@example.org"),
                "org",
                Officials.ORG));
    metadata.putAll(more);
    HttpResponse<String> answer =
        new Administrator(SharedIdp.get()).post("/api/v1/clients", metadata);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    id = (String) RunningIdp.json(answer.body()).get("client_id");
    HttpResponse<String> told =
        new Administrator(SharedIdp.get()).post("/api/v1/clients/" + id + "/secret", Map.of());
    secret = (String) RunningIdp.json(told.body()).get("client_secret");
    this.scope = scope;
  }

  /** Where a browser is sent to log in for it. */
  String address() {
    return "/oauth2/authorize?" + Browser.encode(RunningIdp.authorization(id, CALLBACK, scope));
  }

  /** Tokens of whoever is logged in there. */
  Map<String, Object> tokens(Browser browser) {
    String back = Browser.location(browser.get(address()));
    Map<String, String> form = LogInSteps.codeForm(id, CALLBACK, Browser.query(back).get("code"));
    form.remove("client_id");
    HttpResponse<String> answer = post("/oauth2/token", form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningIdp.json(answer.body());
  }

  HttpResponse<String> refresh(Map<String, Object> tokens) {
    return post(
        "/oauth2/token",
        Map.of(
            "grant_type", "refresh_token", "refresh_token", (String) tokens.get("refresh_token")));
  }

  /** The application takes its token back (RFC 7009). */
  void revoke(String token) {
    assertThat(post("/oauth2/revoke", Map.of("token", token)).statusCode()).isEqualTo(200);
  }

  boolean alive(String token) {
    String answer = post("/oauth2/introspect", Map.of("token", token)).body();
    return Boolean.TRUE.equals(RunningIdp.json(answer).get("active"));
  }

  private HttpResponse<String> post(String path, Map<String, String> form) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return SharedIdp.browser()
        .post(path, form, "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }
}
