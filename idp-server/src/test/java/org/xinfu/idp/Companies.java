package org.xinfu.idp;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import tools.jackson.databind.json.JsonMapper;

/** The company of the demonstration and what tests do with it. */
final class Companies {
  static final UnifiedSocialCreditCode CODE = new UnifiedSocialCreditCode("91510000MA0000001F");
  static final String NAME = "四川样例科技有限公司（样例）";
  static final String REPRESENTATIVE = "company-representative";
  static final String AGENT = "company-agent";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Companies() {}

  /** Waits until the company's agent may act. */
  static void seeded(RunningIdp idp) {
    RunningIdp.await(
        Duration.ofSeconds(60), () -> idp.bean(Mandates.class).entity(CODE).isPresent());
    RunningIdp.await(
        Duration.ofSeconds(60), () -> held(idp, AGENT).stream().anyMatch(Companies::accepted));
  }

  static String account(RunningIdp idp, String login) {
    return idp.bean(Accounts.class).byLoginName(login).orElseThrow().account().id();
  }

  static String entity(RunningIdp idp) {
    return idp.bean(Mandates.class).entity(CODE).orElseThrow().id();
  }

  static List<Chain> held(RunningIdp idp, String login) {
    return idp.bean(Mandates.class).page(new Mandates.Search(null, account(idp, login), "", 100));
  }

  /** The mandate under which the person may act now. */
  static String standing(RunningIdp idp, String login) {
    return held(idp, login).stream()
        .filter(chain -> chain.entity().code().equals(CODE))
        .filter(
            chain -> chain.standing(Instant.now()) == org.xinfu.idp.domain.mandate.Standing.ACTIVE)
        .findFirst()
        .orElseThrow()
        .mandate()
        .id();
  }

  static Browser loggedIn(RunningIdp idp, String login) {
    Browser browser = new Browser(idp.origin);
    browser.logIn(login, idp.password(login));
    return browser;
  }

  static String outcome(HttpResponse<String> answer) {
    return Browser.query(Browser.location(answer)).get("outcome");
  }

  static String token(RunningIdp idp, String scope) {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", scope),
                "Authorization",
                idp.basic("idp-admin"));
    return (String) Objects.requireNonNull(RunningIdp.json(answer.body()).get("access_token"));
  }

  /** Calls the API as JSON. */
  static HttpResponse<String> call(
      RunningIdp idp, String method, String path, @Nullable Object body, String... headers) {
    Browser browser = new Browser(idp.origin);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser.uri(path)).header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    String text = body == null ? "" : JSON.writeValueAsString(body);
    return browser.send(request.method(method, HttpRequest.BodyPublishers.ofString(text)));
  }

  static long audited(RunningIdp idp, String act, String outcome) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM audit WHERE act = ? AND outcome = ?")
        .params(List.of(act, outcome))
        .query(Long.class)
        .single();
  }

  /** A mandate that the office gives and the agent accepts: one matter, one city, so long. */
  static String fresh(RunningIdp idp, Duration life) {
    Map<String, Object> wish = new HashMap<>();
    wish.put("entity", CODE.value());
    wish.put("person", AGENT);
    wish.put("role", "AGENT");
    wish.put("matters", List.of("tax:file"));
    wish.put("region", "510100");
    wish.put("from", Instant.now().toString());
    wish.put("until", Instant.now().plus(life).toString());
    wish.put("depth", 0);
    wish.put("reference", "授权委托书 2 号（样例）");
    String office = "Bearer " + token(idp, "idp:mandates");
    HttpResponse<String> given =
        call(idp, "POST", "/api/v1/mandates", wish, "Authorization", office);
    String id = (String) RunningIdp.json(given.body()).get("id");
    Browser agent = loggedIn(idp, AGENT);
    String accepted =
        outcome(agent.submit("/account/entities", "/account/mandates/accept", "mandate", id));
    if (!accepted.equals("done")) {
      throw new AssertionError(accepted);
    }
    return id;
  }

  private static boolean accepted(Chain chain) {
    return chain.mandate().marks().accepted() != null;
  }
}
