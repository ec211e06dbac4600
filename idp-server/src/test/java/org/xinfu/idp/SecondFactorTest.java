package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

class SecondFactorTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String PAGE = "/account/authenticators";

  @Test
  void with_an_app_a_password_alone_logs_nobody_in() {
    Person person = new Person();
    String secret = person.addTotp();
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).endsWith("/login/second");
    assertThat(Browser.location(browser.get("/account"))).endsWith("/login");
    String cookie = browser.cookies.getCookieStore().getCookies().toString();
    assertThat(second(browser, "TOTP", code(secret, 1))).contains("/account");
    assertThat(browser.cookies.getCookieStore().getCookies().toString())
        .as("a new session id")
        .isNotEqualTo(cookie);
    assertThat(browser.get(PAGE).body()).contains("<dd id=\"aal\">AAL2</dd>");
  }

  /** Whoever read a form before the login, in this browser or by a copy of its cookies. */
  @Test
  void the_token_of_forms_is_another_after_the_login() {
    Person person = new Person();
    String secret = person.addTotp();
    Browser browser = person.half();
    String page = browser.get("/login/second").body();
    String token = page.replaceFirst("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
    HttpResponse<String> in =
        browser.post(
            "/login/second", Map.of("factor", "TOTP", "code", code(secret, 1), "_csrf", token));
    assertThat(Browser.location(in)).endsWith("/account");
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(browser.post("/logout", Map.of("_csrf", token)).statusCode()).isEqualTo(403);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(browser.submit("/account", "/logout").statusCode()).isEqualTo(302);
  }

  @Test
  void a_step_is_used_once() throws InterruptedException {
    long left = 30 - Instant.now().getEpochSecond() % 30;
    if (left < 15) {
      Thread.sleep(Duration.ofSeconds(left)); // the next lines are of one step (RFC 6238 §4.1)
    }
    Person person = new Person();
    String secret = person.addTotp();
    assertThat(second(person.half(), "TOTP", code(secret, 0)))
        .as("the step that confirmed the app")
        .endsWith("problem=refused");
    String next = code(secret, 1);
    assertThat(second(person.half(), "TOTP", next)).endsWith("/account");
    assertThat(second(person.half(), "TOTP", next)).as("replayed").endsWith("problem=refused");
  }

  @Test
  void a_recovery_code_works_once_and_rests_hashed() {
    Person person = new Person();
    person.addTotp();
    List<String> codes = person.recoveryCodes();
    assertThat(codes).hasSize(10).doesNotHaveDuplicates();
    String rows =
        String.join(
            " ",
            SharedIdp.jdbc().sql("SELECT t::text FROM recovery_code t").query(String.class).list());
    assertThat(rows).doesNotContain(codes.getFirst().replace("-", ""));
    assertThat(second(person.half(), "RECOVERY_CODE", codes.getFirst())).endsWith("/account");
    assertThat(second(person.half(), "RECOVERY_CODE", codes.getFirst()))
        .endsWith("problem=refused");
    assertThat(
            second(
                person.half(),
                "RECOVERY_CODE",
                codes.get(1).toUpperCase(Locale.ROOT).replace("-", " ")))
        .endsWith("/account");
    assertThat(person.browser.get(PAGE).body()).contains("<dd id=\"recovery\">8</dd>");
  }

  @Test
  void who_is_suspended_between_the_two_steps_does_not_get_in() {
    Person person = new Person();
    String secret = person.addTotp();
    Browser half = person.half();
    SharedIdp.jdbc()
        .sql("UPDATE account SET active = false WHERE login_name = ?")
        .param(person.name)
        .update();
    assertThat(second(half, "TOTP", code(secret, 1))).endsWith("/login");
    assertThat(Browser.location(half.get("/account"))).endsWith("/login");
  }

  @Test
  void codes_and_steps_of_others_open_nothing() {
    Person one = new Person();
    Person other = new Person();
    String secret = one.addTotp();
    other.addTotp();
    String foreign = one.recoveryCodes().getFirst();
    assertThat(second(other.half(), "TOTP", code(secret, 1))).endsWith("problem=refused");
    assertThat(second(other.half(), "RECOVERY_CODE", foreign)).endsWith("problem=refused");
    assertThat(second(other.half(), "PASSWORD", PASSWORD)).endsWith("problem=refused");
    assertThat(second(other.half(), "CERTIFICATE", "x")).endsWith("problem=refused");
  }

  @Test
  void a_code_by_sms_steps_a_login_up() {
    Person person = new Person();
    person.browser.get("/login/step-up?next=" + PAGE);
    String sent =
        Browser.location(
            SharedIdp.submit(
                person.browser,
                "/login/second",
                "/login/second/send",
                Map.of("factor", "SMS_CODE")));
    assertThat(sent).endsWith("sent=SMS_CODE");
    assertThat(person.browser.get(PAGE).body()).contains("<dd id=\"aal\">AAL1</dd>");
    assertThat(second(person.browser, "SMS_CODE", SharedIdp.lastCode("+86" + person.phone)))
        .endsWith(PAGE);
    assertThat(person.browser.get(PAGE).body()).contains("<dd id=\"aal\">AAL2</dd>");
  }

  @Test
  void step_up_leads_only_to_pages_of_ours() {
    Person person = new Person();
    person.browser.get("/login/step-up?next=//evil.example/");
    assertThat(second(person.browser, "PASSWORD", PASSWORD)).endsWith("/account");
    assertThat(Browser.location(SharedIdp.browser().get("/login/step-up"))).endsWith("/login");
  }

  @Test
  void an_old_login_changes_no_authenticator() {
    Person person = new Person();
    person.addTotp();
    Browser browser = person.half();
    person.recoveryCodes();
    String secretless = Browser.location(browser.get(PAGE));
    assertThat(secretless).endsWith("/login");
    String id =
        SharedIdp.jdbc()
            .sql("SELECT id FROM authenticator WHERE account_id = ?")
            .param(SharedIdp.accountOf(person.name))
            .query(String.class)
            .single();
    Person stranger = new Person();
    SharedIdp.submit(stranger.browser, PAGE, PAGE + "/" + id + "/remove", Map.of());
    assertThat(person.browser.get(PAGE).body()).contains(id);
    SharedIdp.submit(person.browser, PAGE, PAGE + "/" + id + "/remove", Map.of());
    assertThat(person.browser.get(PAGE).body()).doesNotContain(id);
  }

  @Test
  void a_password_login_of_a_person_with_an_app_may_not_change_it() {
    Person person = new Person();
    Browser passwordOnly = SharedIdp.browser();
    passwordOnly.logIn(person.name, PASSWORD);
    person.addTotp();
    assertThat(Browser.location(SharedIdp.submit(passwordOnly, PAGE, PAGE + "/recovery", Map.of())))
        .endsWith("/login/step-up?aal=AAL2&next=" + PAGE);
  }

  @Test
  void guessing_is_braked_where_it_comes_from_and_the_owner_still_gets_in() {
    Person person = new Person();
    String secret = person.addTotp();
    Browser thief = person.half();
    for (int i = 0; i < 10; i++) {
      assertThat(second(thief, "TOTP", "00000" + i)).endsWith("problem=refused");
    }
    assertThat(second(thief, "TOTP", code(secret, 1))).as("braked").endsWith("problem=refused");
    assertThat(SharedIdp.audited(SharedIdp.accountOf(person.name), "factor-shown", "braked"))
        .isOne();
    assertThat(second(person.half(), "TOTP", code(secret, 1))).endsWith("/account");
  }

  private static String second(Browser browser, String factor, String code) {
    return Browser.location(
        SharedIdp.submit(browser, "/login/second", Map.of("factor", factor, "code", code)));
  }

  private static String code(String hex, int steps) {
    return Totp.code(Bytes.hex(hex), Totp.step(Instant.now()) + steps);
  }

  /** A person with a browser that is logged in. */
  static final class Person extends LoggedIn {
    Person() {
      super(PASSWORD);
    }

    /** Another browser that has shown the password only. */
    Browser half() {
      Browser other = SharedIdp.browser();
      other.get("/login");
      assertThat(Browser.location(other.logIn(name, PASSWORD))).endsWith("/login/second");
      return other;
    }

    String addTotp() {
      Matcher secret =
          Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<")
              .matcher(SharedIdp.submit(browser, PAGE, PAGE + "/totp", Map.of()).body());
      assertThat(secret.find()).isTrue();
      String hex = Totps.hex(secret.group(1).replace(" ", ""));
      String to =
          Browser.location(
              SharedIdp.submit(
                  browser,
                  PAGE,
                  PAGE + "/totp/confirm",
                  Map.of("code", code(hex, 0), "label", "手机")));
      assertThat(to).endsWith(PAGE);
      browser.get("/login/step-up?next=" + PAGE);
      SharedIdp.submit(
          browser, "/login/second", "/login/second/send", Map.of("factor", "SMS_CODE"));
      second(browser, "SMS_CODE", SharedIdp.lastCode("+86" + phone));
      return hex;
    }

    List<String> recoveryCodes() {
      Matcher code =
          Pattern.compile("<code>([0-9a-z]{5}-[0-9a-z]{5})</code>")
              .matcher(SharedIdp.submit(browser, PAGE, PAGE + "/recovery", Map.of()).body());
      List<String> codes = new ArrayList<>();
      while (code.find()) {
        codes.add(code.group(1));
      }
      return codes;
    }
  }
}
