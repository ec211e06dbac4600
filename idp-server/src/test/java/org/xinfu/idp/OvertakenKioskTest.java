package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.OvertakenLoginTest.Person;
import org.xinfu.idp.domain.Accounts;

/**
 * Whose login is overtaken at a kiosk is at the same kiosk afterwards, and so is what they want.
 */
class OvertakenKioskTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final Person person = new Person();
  private final Browser browser = SharedIdp.browser();

  @Test
  void that_its_client_is_registered_for() {
    Desk desk = new Desk("openid profile", Map.of("used_at", List.of("kiosk")));
    goesOnAtTheKiosk(desk.address(), "198.18.99.1");
  }

  @Test
  void that_is_known_by_its_address() {
    Map<String, String> request =
        RunningIdp.authorization("seal-demo", RunningIdp.CALLBACK, "openid profile");
    goesOnAtTheKiosk("/oauth2/authorize?" + Browser.encode(request), "203.0.113.5");
  }

  private void goesOnAtTheKiosk(String address, String from) {
    String service = Browser.query(address).get("redirect_uri");
    String login = get(address, from).body();
    String page =
        Browser.location(HeldTable.overtaken("audit", () -> logIn(login, from), person::suspended));
    SharedIdp.get().bean(Accounts.class).setActive(person.account, true);
    goesOn(page, from, service);
    Map<String, String> asked = Browser.query(address);
    HttpResponse<String> over =
        OvertakenWayBackTest.ended(
            person, () -> browser.post("/oauth2/authorize", asked, "X-Forwarded-For", from));
    goesOn(Browser.location(over), from, service);
  }

  private void goesOn(String page, String from, String service) {
    assertThat(page).endsWith("/login?problem=overtaken");
    HttpResponse<String> told = get(page, from);
    assertThat(told.body()).contains("结束并清除");
    assertThat(told.headers().allValues("Set-Cookie")).noneMatch(one -> one.contains("DEVICE"));
    assertThat(Browser.location(logIn(told.body(), from))).startsWith(service).contains("code=");
    assertThat(Browser.location(get("/account", from))).endsWith("/kiosk");
    assertThat(person.devices()).isZero();
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT idle_seconds FROM login_session WHERE principal = ?")
                .param(person.account)
                .query(Integer.class)
                .single())
        .isEqualTo(60);
  }

  private HttpResponse<String> get(String page, String from) {
    return browser.send(
        HttpRequest.newBuilder(browser.uri(page)).header("X-Forwarded-For", from).GET());
  }

  private HttpResponse<String> logIn(String page, String from) {
    Matcher csrf = CSRF.matcher(page);
    assertThat(csrf.find()).as(page).isTrue();
    Map<String, String> form =
        Map.of("username", person.name, "password", PASSWORD, "_csrf", csrf.group(1));
    return browser.post("/login", form, "X-Forwarded-For", from);
  }
}
