package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A login and what is granted to it at once are written together; the login stands without. */
class GrantRefusedTest {
  private static final RunningIdp idp = SharedIdp.get();
  private static String client = "";

  @BeforeAll
  static void begin() {
    client =
        new Administrator(idp)
            .register(
                Map.of(
                    "client_name",
                    "拒绝（样例）",
                    "redirect_uris",
                    List.of("http://localhost/callback"),
                    "token_endpoint_auth_method",
                    "none",
                    "scope",
                    "openid"));
    SharedIdp.jdbc()
        .sql(
            """
            CREATE FUNCTION refuse_grant() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.client_id = '%s' THEN RAISE EXCEPTION 'refused by the test'; END IF;
              RETURN NEW;
            END $$
            """
                .formatted(client))
        .update();
    SharedIdp.jdbc()
        .sql(
            "CREATE TRIGGER refuse_grant BEFORE INSERT ON oauth2_grant"
                + " FOR EACH ROW EXECUTE FUNCTION refuse_grant()")
        .update();
  }

  @AfterAll
  static void end() {
    SharedIdp.jdbc().sql("DROP TRIGGER refuse_grant ON oauth2_grant").update();
    SharedIdp.jdbc().sql("DROP FUNCTION refuse_grant()").update();
  }

  @Test
  void who_logged_in_is_logged_in_although_nothing_could_be_granted() {
    Browser browser = SharedIdp.browser();
    browser.get("/oauth2/authorize?" + Browser.encode(request()));
    assertThat(browser.logIn("citizen", idp.password("citizen")).statusCode()).isEqualTo(500);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
  }

  /** The login that stood before has ended, and the one in its place is kept. */
  @Test
  void so_is_who_logged_in_again() {
    Browser browser = SharedIdp.browser();
    browser.logIn("seal-maker", idp.password("seal-maker"));
    Map<String, String> request = request();
    request.put("prompt", "login");
    browser.get("/oauth2/authorize?" + Browser.encode(request));
    assertThat(browser.logIn("citizen", idp.password("citizen")).statusCode()).isEqualTo(500);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
  }

  private static Map<String, String> request() {
    return RunningIdp.authorization(client, RunningIdp.CALLBACK, "openid");
  }
}
