package org.xinfu.idp;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** The steps of a code flow, one method each, so that a test can spoil any one of them. */
final class LogInSteps {
  private final RunningIdp idp;
  final Browser browser;

  LogInSteps(RunningIdp idp) {
    this.idp = idp;
    this.browser = new Browser(idp.origin);
  }

  /** Asks, logs in on the page, and comes back with the answer's parameters. */
  Map<String, String> authorize(String account, Map<String, String> request) {
    HttpResponse<String> asked = browser.get("/oauth2/authorize?" + Browser.encode(request));
    if (!Browser.location(asked).endsWith("/login")) {
      return Browser.query(Browser.location(asked));
    }
    return Browser.query(Browser.location(browser.logIn(account, idp.password(account))));
  }

  /** Exchanges the code as a public client. */
  HttpResponse<String> exchange(String client, String redirect, String code) {
    return browser.post("/oauth2/token", codeForm(client, redirect, code));
  }

  /** Exchanges the code as a client with a secret. */
  HttpResponse<String> exchangeSecretly(String client, String redirect, String code) {
    Map<String, String> form = codeForm(client, redirect, code);
    form.remove("client_id");
    return browser.post("/oauth2/token", form, "Authorization", idp.basic(client));
  }

  HttpResponse<String> refresh(String client, String token) {
    return browser.post(
        "/oauth2/token",
        Map.of("grant_type", "refresh_token", "refresh_token", token),
        "Authorization",
        idp.basic(client));
  }

  /** The form that exchanges the code, for a public client. */
  static Map<String, String> codeForm(String client, String redirect, String code) {
    return new HashMap<>(
        Map.of(
            "grant_type", "authorization_code",
            "client_id", client,
            "redirect_uri", redirect,
            "code", code,
            "code_verifier", RunningIdp.VERIFIER));
  }
}
