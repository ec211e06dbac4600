package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who logged in, how surely, and what the client may ask of it (OpenID Connect Core §5.5, §2). */
class AssuranceClaimsTest {
  private static final String CONSOLE_CALLBACK = "http://localhost:9100/login/oauth2/code/idp";

  private static final RunningIdp idp = SharedIdp.get();

  private static Map<String, String> request(String... more) {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    return request;
  }

  private static String ask(Browser browser, Map<String, String> request) {
    return Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request)));
  }

  private static String idToken(LogInSteps steps, String... more) {
    Map<String, String> answer = Browser.query(ask(steps.browser, request(more)));
    HttpResponse<String> tokens =
        steps.exchange("citizen-wallet", RunningIdp.CALLBACK, answer.get("code"));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return (String) RunningIdp.json(tokens.body()).get("id_token");
  }

  @Test
  void a_password_login_is_told_as_what_it_is() {
    assertThat(RunningIdp.claims(idToken(SharedIdp.loggedIn("citizen"))))
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1")
        .containsEntry("amr", List.of("pwd"))
        .containsKey("auth_time");
  }

  @Test
  void the_first_level_asked_for_that_is_met_is_told() {
    String wished = "urn:xinfu:acr:aal2 urn:mace:unknown urn:xinfu:acr:aal1 urn:xinfu:acr:ial1";
    assertThat(RunningIdp.claims(idToken(SharedIdp.loggedIn("citizen"), "acr_values", wished)))
        .containsEntry("acr", "urn:xinfu:acr:aal1");
    assertThat(
            RunningIdp.claims(
                idToken(SharedIdp.loggedIn("citizen"), "acr_values", "urn:xinfu:acr:aal3")))
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1");
  }

  @Test
  void an_essential_level_is_met_or_refused() {
    String met =
        """
        {"id_token":{"acr":{"essential":true,"values":["urn:xinfu:acr:aal3","urn:xinfu:acr:ial1"]}}}
        """;
    assertThat(RunningIdp.claims(idToken(SharedIdp.loggedIn("citizen"), "claims", met)))
        .containsEntry("acr", "urn:xinfu:acr:ial1");
    for (String level : List.of("urn:xinfu:acr:aal3", "urn:xinfu:acr:ial2:aal3", "unknown")) {
      String unmet = "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"" + level + "\"}}}";
      assertThat(
              Browser.query(ask(SharedIdp.loggedIn("citizen").browser, request("claims", unmet))))
          .containsEntry("error", "unmet_authentication_requirements")
          .containsEntry("iss", idp.origin)
          .doesNotContainKey("code");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{\"id_token\":[]}",
        "{\"userinfo\":{\"name\":\"yes\"}}",
        "{\"id_token\":{\"acr\":{\"essential\":\"true\"}}}",
        "{\"id_token\":{\"acr\":null,\"acr\":null}}",
        "{\"id_token\":{\"sub\":{\"value\":5}}}",
        "{\"id_token\":{\"sub\":{\"value\":null}}}",
        "{\"id_token\":{\"acr\":{\"values\":[3]}}}",
        "{} {}"
      })
  void claims_without_their_shape_are_refused(String claims) {
    assertThat(Browser.query(ask(SharedIdp.loggedIn("citizen").browser, request("claims", claims))))
        .containsEntry("error", "invalid_request")
        .doesNotContainKey("code");
  }

  @Test
  void unknown_members_of_claims_are_read_over() {
    String claims =
        """
        {"userinfo":{"nickname":{"essential":true},"name":null},"id_token":{"http://x":null},"other":1}
        """;
    assertThat(RunningIdp.claims(idToken(SharedIdp.loggedIn("citizen"), "claims", claims)))
        .containsEntry("name", "张三（样例）")
        .doesNotContainKey("http://x");
  }

  @Test
  void an_id_token_hint_names_who_has_to_be_there() {
    String hint = idToken(SharedIdp.loggedIn("citizen"));
    LogInSteps other = SharedIdp.loggedIn("licence-officer");
    assertThat(Browser.query(ask(other.browser, request("id_token_hint", hint, "prompt", "none"))))
        .containsEntry("error", "login_required");
    assertThat(
            Browser.query(
                ask(
                    SharedIdp.loggedIn("citizen").browser,
                    request("id_token_hint", hint, "prompt", "none"))))
        .containsKey("code");
    assertThat(ask(other.browser, request("id_token_hint", hint))).endsWith("/login");
    String back =
        Browser.location(other.browser.logIn("licence-officer", idp.password("licence-officer")));
    assertThat(Browser.query(Browser.location(other.browser.get(back))))
        .containsEntry("error", "login_required");
    ask(other.browser, request("id_token_hint", hint));
    String right = Browser.location(other.browser.logIn("citizen", idp.password("citizen")));
    assertThat(Browser.query(Browser.location(other.browser.get(right)))).containsKey("code");
  }

  @Test
  void a_requested_sub_names_who_has_to_be_there() {
    Object citizen = RunningIdp.claims(idToken(SharedIdp.loggedIn("citizen"))).get("sub");
    String claims = "{\"id_token\":{\"sub\":{\"value\":\"" + citizen + "\"}}}";
    assertThat(
            Browser.query(
                ask(
                    SharedIdp.loggedIn("licence-officer").browser,
                    request("claims", claims, "prompt", "none"))))
        .containsEntry("error", "login_required");
    assertThat(
            Browser.query(
                ask(
                    SharedIdp.loggedIn("citizen").browser,
                    request("claims", claims, "prompt", "none"))))
        .containsKey("code");
  }

  @Test
  void a_hint_of_another_client_or_another_key_is_refused() {
    LogInSteps steps = SharedIdp.loggedIn("seal-applicant");
    String foreign =
        Browser.query(
                ask(
                    steps.browser,
                    RunningIdp.authorization("seal-console", CONSOLE_CALLBACK, "openid")))
            .get("code");
    Map<String, Object> tokens =
        RunningIdp.json(steps.exchangeSecretly("seal-console", CONSOLE_CALLBACK, foreign).body());
    String own = idToken(SharedIdp.loggedIn("citizen"));
    String forged = own.substring(0, own.lastIndexOf('.') + 1) + "A".repeat(86);
    for (Object hint :
        List.of(tokens.get("id_token"), tokens.get("access_token"), forged, "no.jwt.atall")) {
      assertThat(
              Browser.query(
                  ask(
                      SharedIdp.loggedIn("citizen").browser,
                      request("id_token_hint", (String) hint))))
          .containsEntry("error", "invalid_request");
    }
  }

  @Test
  void a_login_hint_is_filled_in_and_escaped() {
    Browser browser = new Browser(idp.origin);
    ask(browser, request("login_hint", "\"><b>citizen"));
    assertThat(browser.get("/login").body())
        .contains("value=\"&quot;&gt;&lt;b&gt;citizen\"")
        .doesNotContain("<b>citizen");
    assertThat(new Browser(idp.origin).get("/login").body()).doesNotContain("citizen");
  }

  @Test
  void a_client_cannot_write_the_facts() {
    Map<String, String> request =
        request("xinfu.acr", "urn:xinfu:acr:ial3:aal3", "xinfu.amr", "hwk");
    LogInSteps steps = SharedIdp.loggedIn("citizen");
    String code = Browser.query(ask(steps.browser, request)).get("code");
    HttpResponse<String> tokens = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    assertThat(RunningIdp.claims((String) RunningIdp.json(tokens.body()).get("id_token")))
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1")
        .containsEntry("amr", List.of("pwd"));
  }

  @Test
  void a_refreshed_id_token_says_the_same_of_the_login() {
    LogInSteps steps = SharedIdp.loggedIn("seal-applicant");
    String code =
        Browser.query(
                ask(
                    steps.browser,
                    RunningIdp.authorization(
                        "seal-console", CONSOLE_CALLBACK, "openid seal:apply")))
            .get("code");
    Map<String, Object> first =
        RunningIdp.json(steps.exchangeSecretly("seal-console", CONSOLE_CALLBACK, code).body());
    Map<String, Object> second =
        RunningIdp.json(steps.refresh("seal-console", (String) first.get("refresh_token")).body());
    Map<String, Object> before = RunningIdp.claims((String) first.get("id_token"));
    assertThat(RunningIdp.claims((String) second.get("id_token")))
        .containsEntry("acr", before.get("acr"))
        .containsEntry("amr", before.get("amr"))
        .containsEntry("auth_time", before.get("auth_time"));
  }

  @Test
  void discovery_says_what_is_there() {
    Map<String, Object> document =
        RunningIdp.json(new Browser(idp.origin).get("/.well-known/openid-configuration").body());
    assertThat(document)
        .containsEntry("claims_parameter_supported", true)
        .containsEntry("request_uri_parameter_supported", true)
        .containsEntry("response_modes_supported", List.of("query", "form_post"))
        .containsEntry(
            "acr_values_supported",
            List.of(
                "urn:xinfu:acr:ial1:aal1",
                "urn:xinfu:acr:ial1:aal2",
                "urn:xinfu:acr:ial2:aal1",
                "urn:xinfu:acr:ial2:aal2",
                "urn:xinfu:acr:ial3:aal1",
                "urn:xinfu:acr:ial3:aal2",
                "urn:xinfu:acr:ial1",
                "urn:xinfu:acr:ial2",
                "urn:xinfu:acr:ial3",
                "urn:xinfu:acr:aal1",
                "urn:xinfu:acr:aal2"))
        .containsEntry(
            "claims_supported",
            List.of(
                "sub",
                "name",
                "roles",
                "org",
                "auth_time",
                "acr",
                "amr",
                "act",
                "mandate",
                "staff"));
  }
}
