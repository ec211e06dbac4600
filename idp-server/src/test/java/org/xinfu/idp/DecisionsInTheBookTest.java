package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;

/** What somebody decides, and whose data somebody reads, is in the audit book with their name. */
class DecisionsInTheBookTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String CLIENT = "citizen-wallet";

  private final String phone = SharedIdp.randomPhone();
  private final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
  private final String account = SharedIdp.accountOf(name);
  private final Browser browser = SharedIdp.browser();

  @Test
  void consent_that_is_given_refused_and_taken_back_at_the_question() {
    browser.logIn(name, PASSWORD);
    assertThat(Browser.query(Browser.location(answer("")))).containsEntry("error", "access_denied");
    assertThat(acts()).containsExactly("consent-denied " + account);
    assertThat(Browser.query(Browser.location(answer("profile")))).containsKey("code");
    assertThat(acts()).containsExactly("consent-denied " + account, "consent-given " + account);
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT details ->> 'scopes' FROM audit
                    WHERE subject = ? AND act = 'consent-given' AND client = ?
                    """)
                .params(List.of(account, CLIENT))
                .query(String.class)
                .single())
        .contains("profile");
    answer("");
    assertThat(acts())
        .containsExactly(
            "consent-denied " + account,
            "consent-given " + account,
            "consent-withdrawn " + account,
            "consent-denied " + account);
  }

  /** Who is asked again and agrees again has decided again; it counts from then. */
  @Test
  void consent_that_is_given_again_as_it_was() {
    browser.logIn(name, PASSWORD);
    answer("profile");
    SharedIdp.jdbc()
        .sql("UPDATE consent SET granted_at = granted_at - interval '9 days' WHERE principal = ?")
        .param(account)
        .update();
    assertThat(Browser.query(Browser.location(answer("profile")))).containsKey("code");
    assertThat(acts()).containsExactly("consent-given " + account, "consent-given " + account);
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT authorities FROM consent
                    WHERE principal = ? AND granted_at > now() - interval '1 hour'
                    """)
                .param(account)
                .query(String.class)
                .list())
        .containsExactly("SCOPE_openid SCOPE_profile");
    Map<String, String> silent =
        RunningIdp.authorization(CLIENT, RunningIdp.CALLBACK, "openid profile");
    silent.put("prompt", "none");
    String to = Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(silent)));
    assertThat(Browser.query(to)).as("what was agreed to holds").containsKey("code");
    assertThat(acts()).as("nobody was asked").hasSize(2);
  }

  /** One statement: the book refuses the row, and nothing is agreed to. */
  @Test
  void consent_is_given_with_its_row_or_not_at_all() {
    browser.logIn(name, PASSWORD);
    ActsInTheBookTest.refused("consent-given", account, () -> answer("profile"));
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM consent WHERE principal = ?")
                .param(account)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void a_search_of_the_book_is_in_the_book_without_what_was_typed() {
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    audit.browser().get("/console/audit?subject=11010519491231002X&act=login");
    assertThat(
            SharedIdp.jdbc()
                .sql(
                    """
                    SELECT details ->> 'by' FROM audit
                    WHERE actor = ? AND act = 'audit-searched' AND subject = 'audit'
                      AND outcome = 'done' AND details::text NOT LIKE '%1949%'
                    """)
                .param(audit.id())
                .query(String.class)
                .single())
        .isEqualTo("subject act");
  }

  private List<String> acts() {
    return SharedIdp.jdbc()
        .sql(
            """
            SELECT act || ' ' || actor FROM audit
            WHERE subject = ? AND act LIKE 'consent-%' ORDER BY id
            """)
        .param(account)
        .query(String.class)
        .list();
  }

  /** Asks with {@code prompt=consent} and answers the question with the scope; with none, no. */
  private HttpResponse<String> answer(String scope) {
    Map<String, String> request =
        RunningIdp.authorization(CLIENT, RunningIdp.CALLBACK, "openid profile");
    request.put("prompt", "consent");
    String at = Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request)));
    String page = browser.get(at.substring(at.indexOf("/oauth2/consent"))).body();
    String state = page.replaceFirst("(?s).*name=\"state\" value=\"([^\"]+)\".*", "$1");
    Map<String, String> form = new HashMap<>(Map.of("client_id", CLIENT, "state", state));
    if (!scope.isEmpty()) {
      form.put("scope", scope);
    }
    return browser.post("/oauth2/authorize", form);
  }
}
