package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A login on one screen is confirmed on another, by the number on the first. */
class QrLoginTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final Pattern ADDRESS =
      Pattern.compile("id=\"address\">[^<]*(/qr/[A-Za-z0-9_-]{43})<");
  private static final Pattern NUMBER = Pattern.compile("id=\"number\">([0-9]{2})<");

  /** Every change of a password looks for what was confirmed. */
  @Test
  void what_an_account_confirmed_is_found_by_an_index() {
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT indexdef FROM pg_indexes WHERE tablename = 'qr_login'")
                .query(String.class)
                .list())
        .anyMatch(index -> index.contains("(account_id)"));
  }

  @Test
  void the_right_number_logs_the_asking_browser_in_once() {
    Person person = new Person();
    Screen screen = new Screen("");
    assertThat(screen.state()).isEqualTo("WAITING");
    HttpResponse<String> asked = person.phone.get(screen.path);
    assertThat(asked.body()).contains("127.0.0.0/24", ">" + screen.number + "<");
    assertThat(screen.state()).isEqualTo("SCANNED");
    assertThat(screen.goOn()).endsWith("problem=waiting");

    Screen again = new Screen("");
    assertThat(person.pick(again, again.number)).isEqualTo("done");
    assertThat(again.state()).isEqualTo("CONFIRMED");
    String cookie = again.browser.cookies.getCookieStore().getCookies().toString();
    assertThat(again.goOn()).endsWith("/account");
    assertThat(again.browser.cookies.getCookieStore().getCookies().toString())
        .as("a new session id")
        .isNotEqualTo(cookie);
    assertThat(again.browser.get("/account").body()).contains(person.name);
    assertThat(again.browser.get("/account/authenticators").body())
        .contains("<dd id=\"aal\">AAL1</dd>");
    assertThat(person.pick(again, again.number)).as("used").isEqualTo("refused");
    assertThat(SharedIdp.audited(person.account, "login", "qr")).isOne();
  }

  @Test
  void the_phone_sees_which_service_it_is_for() {
    Person person = new Person();
    Screen screen = new Screen("seal-demo");
    String page = person.phone.get(screen.path).body();
    assertThat(page).contains("印章演示程序（样例）");
    assertThat(person.pick(screen, screen.number)).isEqualTo("done");
    assertThat(Browser.query(screen.goOn())).containsKey("code");
  }

  @Test
  void a_wrong_number_or_a_no_ends_it() {
    Person person = new Person();
    Screen screen = new Screen("");
    assertThat(person.pick(screen, screen.number == 10 ? 11 : screen.number - 1))
        .isEqualTo("refused");
    assertThat(screen.state()).isEqualTo("DENIED");
    assertThat(person.pick(screen, screen.number)).as("one try").isEqualTo("refused");
    assertThat(screen.goOn()).endsWith("problem=denied");
    Screen other = new Screen("");
    assertThat(person.pick(other, null)).isEqualTo("denied");
    assertThat(other.goOn()).endsWith("problem=denied");
    assertThat(SharedIdp.audited(person.account, "login-confirmed", "wrong-number")).isOne();
    assertThat(SharedIdp.audited(person.account, "login", "qr")).isZero();
  }

  @Test
  void who_scans_first_alone_confirms_and_only_the_asking_browser_gets_in() {
    Person first = new Person();
    Person second = new Person();
    Screen screen = new Screen("");
    first.phone.get(screen.path);
    assertThat(second.phone.get(screen.path).body()).doesNotContain(">" + screen.number + "<");
    assertThat(second.pick(screen, screen.number)).isEqualTo("refused");
    assertThat(first.pick(screen, screen.number)).isEqualTo("done");
    Browser thief = SharedIdp.browser();
    assertThat(Browser.location(SharedIdp.submit(thief, "/login/qr", Map.of())))
        .as("with a code of its own that nobody confirmed")
        .endsWith("problem=waiting");
    assertThat(Browser.location(SharedIdp.browser().get(screen.path))).endsWith("/login");
    assertThat(screen.goOn()).endsWith("/account");
    assertThat(screen.browser.get("/account").body()).contains(first.name);
  }

  @Test
  void two_minutes_are_all_it_has() {
    Person person = new Person();
    Screen screen = new Screen("");
    assertThat(person.pick(screen, screen.number)).isEqualTo("done");
    SharedIdp.jdbc()
        .sql("UPDATE qr_login SET expires_at = now() - interval '1 second' WHERE account_id = ?")
        .param(person.account)
        .update();
    assertThat(screen.state()).isEqualTo("GONE");
    assertThat(screen.goOn()).endsWith("problem=gone");
  }

  @Test
  void an_old_login_confirms_nothing() {
    Person person = new Person();
    Screen screen = new Screen("");
    person.phone.get(screen.path);
    SharedIdp.old(person.phone);
    String stepUp = "/login/step-up?next=" + screen.path;
    assertThat(Browser.location(person.phone.get(screen.path))).endsWith(stepUp);
    assertThat(
            Browser.location(
                SharedIdp.submit(
                    person.phone,
                    "/account/authenticators",
                    screen.path,
                    Map.of("number", "" + screen.number))))
        .endsWith(stepUp);
    assertThat(screen.goOn()).endsWith("problem=waiting");
  }

  @Test
  void who_was_suspended_meanwhile_does_not_get_in() {
    Person person = new Person();
    Screen screen = new Screen("");
    assertThat(person.pick(screen, screen.number)).isEqualTo("done");
    SharedIdp.jdbc()
        .sql("UPDATE account SET active = false WHERE id = ?")
        .param(person.account)
        .update();
    assertThat(screen.goOn()).endsWith("problem=gone");
    assertThat(Browser.location(screen.browser.get("/account"))).endsWith("/login");
  }

  @Test
  void what_somebody_else_showed_at_the_screen_counts_for_nothing() {
    Person before = new Person();
    Person person = new Person();
    Screen screen = new Screen(before.phone);
    assertThat(person.pick(screen, screen.number)).isEqualTo("done");
    assertThat(screen.goOn()).endsWith("/account");
    assertThat(screen.browser.get("/account").body()).contains(person.name);
    assertThat(screen.browser.get("/account/authenticators").body())
        .contains("<dd id=\"aal\">AAL1</dd>");
  }

  @Test
  void scanning_is_limited() {
    Person person = new Person();
    for (int i = 0; i < 20; i++) {
      person.phone.get("/qr/" + "A".repeat(43));
    }
    Screen screen = new Screen("");
    assertThat(person.phone.get(screen.path).body()).doesNotContain(">" + screen.number + "<");
  }

  @Test
  void asking_is_limited() {
    Browser browser = SharedIdp.browser();
    browser.get("/login");
    for (int i = 0; i < 30; i++) {
      assertThat(browser.get("/login/qr").body()).contains("id=\"number\"");
    }
    assertThat(browser.get("/login/qr").body()).doesNotContain("id=\"number\"").contains("请求过多");
  }

  /** A browser that shows a code; for a service when one is named. */
  private static final class Screen {
    final Browser browser;
    final String path;
    final int number;
    private final String csrf;

    Screen(String client) {
      this(client.isEmpty() ? SharedIdp.browser() : asking(client));
    }

    private static Browser asking(String client) {
      Browser browser = SharedIdp.browser();
      browser.get(
          "/oauth2/authorize?"
              + Browser.encode(
                  RunningIdp.authorization(client, RunningIdp.CALLBACK, "openid profile")));
      return browser;
    }

    Screen(Browser browser) {
      this.browser = browser;
      String page = browser.get("/login/qr").body();
      path = find(ADDRESS, page);
      number = Integer.parseInt(find(NUMBER, page));
      csrf = find(Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\""), page);
      assertThat(page).contains("data:image/svg+xml;base64,");
    }

    String state() {
      return (String) RunningIdp.json(browser.get("/login/qr/state").body()).get("state");
    }

    String goOn() {
      return Browser.location(browser.post("/login/qr", Map.of("_csrf", csrf)));
    }
  }

  private static String find(Pattern pattern, String page) {
    Matcher found = pattern.matcher(page);
    assertThat(found.find()).as(pattern + " in " + page).isTrue();
    return found.group(1);
  }

  /** Somebody who is logged in on a phone. */
  private static final class Person {
    final String number = SharedIdp.randomPhone();
    final String name = SharedIdp.register(number, "+86" + number, PASSWORD);
    final String account = SharedIdp.accountOf(name);
    final Browser phone = SharedIdp.browser();

    Person() {
      phone.logIn(name, PASSWORD);
    }

    String pick(Screen screen, Integer picked) {
      phone.get(screen.path);
      Map<String, String> form = picked == null ? Map.of() : Map.of("number", "" + picked);
      String page = SharedIdp.submit(phone, "/account/authenticators", screen.path, form).body();
      return find(Pattern.compile("data-outcome=\"([a-z]+)\""), page);
    }
  }
}
