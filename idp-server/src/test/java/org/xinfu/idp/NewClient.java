package org.xinfu.idp;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A client that an administrator registers through the API, and what it asks for by its secret. */
final class NewClient {

  final RunningIdp idp;
  final String id;
  final String basic;

  private NewClient(RunningIdp idp, String id, String basic) {
    this.idp = idp;
    this.id = id;
    this.basic = basic;
  }

  /**
   * For persons, with a secret; {@code more} are further names of the metadata and their values.
   */
  static NewClient web(RunningIdp idp, Object... more) {
    Map<String, Object> metadata =
        new HashMap<>(
            Map.of(
                "client_name",
                "国密部门（样例）",
                "redirect_uris",
                List.of(RunningIdp.CALLBACK),
                "grant_types",
                List.of("authorization_code", "refresh_token"),
                "scope",
                "openid profile licence:own"));
    return register(idp, metadata, more);
  }

  /** For itself, with a secret. */
  static NewClient machine(RunningIdp idp, String scope, Object... more) {
    Map<String, Object> metadata =
        new HashMap<>(
            Map.of(
                "client_name",
                "国密系统（样例）",
                "grant_types",
                List.of("client_credentials"),
                "scope",
                scope));
    return register(idp, metadata, more);
  }

  private static NewClient register(RunningIdp idp, Map<String, Object> metadata, Object... more) {
    for (int i = 0; i < more.length; i += 2) {
      metadata.put((String) more[i], more[i + 1]);
    }
    HttpResponse<String> created = admin(idp, "POST", "/api/v1/clients", metadata);
    if (created.statusCode() != 201) {
      throw new AssertionError(created.body());
    }
    String id = (String) RunningIdp.json(created.body()).get("client_id");
    String path = "/api/v1/clients/" + id + "/secret";
    Map<String, Object> answer = RunningIdp.json(admin(idp, "POST", path, Map.of()).body());
    Object secret = answer.get("client_secret");
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return new NewClient(idp, id, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** A call of the administration's API. */
  static HttpResponse<String> admin(
      RunningIdp idp, String method, String path, Map<String, Object> body) {
    return new Administrator(idp).send(method, path, body, "Content-Type", "application/json");
  }

  /** What is said of metadata that are not taken; {@code more} as above. */
  static String refused(RunningIdp idp, Object... more) {
    Map<String, Object> metadata = new HashMap<>(Map.of("client_name", "x", "scope", "openid"));
    metadata.put("redirect_uris", List.of(RunningIdp.CALLBACK));
    for (int i = 0; i < more.length; i += 2) {
      metadata.put((String) more[i], more[i + 1]);
    }
    HttpResponse<String> answer = admin(idp, "POST", "/api/v1/clients", metadata);
    if (answer.statusCode() != 400) {
      throw new AssertionError(metadata + " " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** The tokens of a login. */
  Map<String, Object> logIn(String account, String scope) {
    return logIn(new LogInSteps(idp), account, scope);
  }

  /** The same in a browser that is given. */
  Map<String, Object> logIn(LogInSteps steps, String account, String scope) {
    Map<String, String> request = RunningIdp.authorization(id, RunningIdp.CALLBACK, scope);
    String code = Objects.requireNonNull(steps.authorize(account, request).get("code"));
    Map<String, String> form = LogInSteps.codeForm(id, RunningIdp.CALLBACK, code);
    form.remove("client_id");
    return token(form);
  }

  /** A fresh access token by the refresh token. */
  Map<String, Object> refresh(Map<String, Object> tokens) {
    String token = (String) Objects.requireNonNull(tokens.get("refresh_token"));
    return token(Map.of("grant_type", "refresh_token", "refresh_token", token));
  }

  /** What the token endpoint answers; fails unless it is 200. */
  Map<String, Object> token(Map<String, String> form) {
    HttpResponse<String> answer =
        new Browser(idp.origin).post("/oauth2/token", form, "Authorization", basic);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return RunningIdp.json(answer.body());
  }
}
