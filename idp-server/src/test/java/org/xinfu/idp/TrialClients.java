package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.idp.authorize.TrialDoor;

/** Clients in trial and real ones, and the page on which fictitious persons choose themselves. */
final class TrialClients {
  static final String CALLBACK = RunningIdp.CALLBACK;

  private TrialClients() {}

  /** A public client with the code grant. */
  static String code(RunningIdp idp, boolean trial, String scope) {
    return new Administrator(idp)
        .register(
            Map.of(
                "client_name",
                trial ? "试用（样例）" : "正式（样例）",
                "redirect_uris",
                List.of("http://localhost/callback"),
                "token_endpoint_auth_method",
                "none",
                "scope",
                scope,
                "sandbox",
                trial));
  }

  /** A client with a secret; the answer is its Authorization header. */
  static Secretive secretive(RunningIdp idp, Map<String, Object> more) {
    Map<String, Object> metadata = new HashMap<>(more);
    metadata.put("client_name", "机器（样例）");
    Administrator administrator = new Administrator(idp);
    String id = administrator.register(metadata);
    HttpResponse<String> answer = administrator.post("/api/v1/clients/" + id + "/secret", Map.of());
    String secret = (String) RunningIdp.json(answer.body()).get("client_secret");
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return new Secretive(id, secret, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Its secret, as text and as a header. */
  record Secretive(String id, String secret, String basic) {}

  static HttpResponse<String> authorize(Browser browser, String client, String... more) {
    Map<String, String> asked = RunningIdp.authorization(client, CALLBACK, "openid profile");
    for (int i = 0; i < more.length; i += 2) {
      asked.put(more[i], more[i + 1]);
    }
    return browser.get("/oauth2/authorize?" + Browser.encode(asked));
  }

  /** Chooses on the page; the answer is the redirect that follows. */
  static HttpResponse<String> choose(Browser browser, String person, String... more) {
    String[] fields = new String[more.length + 2];
    fields[0] = "person";
    fields[1] = person;
    System.arraycopy(more, 0, fields, 2, more.length);
    return browser.submit(TrialDoor.PAGE, TrialDoor.PAGE, fields);
  }

  /** Logs a fictitious person in; the answer's parameters. */
  static Map<String, String> answer(Browser browser, String client, String person, String... more) {
    HttpResponse<String> asked = authorize(browser, client, more);
    assertThat(Browser.location(asked)).contains(TrialDoor.PAGE);
    HttpResponse<String> back = browser.get(Browser.location(choose(browser, person)));
    return Browser.query(Browser.location(back));
  }

  /** The tokens of a fictitious person. */
  static Map<String, Object> tokens(RunningIdp idp, String client, String person, String... more) {
    Browser browser = new Browser(idp.origin);
    String code = answer(browser, client, person, more).get("code");
    return exchanged(browser, client, code);
  }

  static Map<String, Object> exchanged(Browser browser, String client, String code) {
    HttpResponse<String> answer =
        browser.post("/oauth2/token", LogInSteps.codeForm(client, CALLBACK, code));
    return RunningIdp.json(answer.body());
  }
}
