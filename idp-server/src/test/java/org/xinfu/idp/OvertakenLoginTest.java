package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.HtmlUtils;
import org.xinfu.idp.UkeyBox.Wish;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Signer;

/**
 * A login that is under way when every login of its account is ended ends as well: what it showed
 * was looked at before, whatever that was.
 */
class OvertakenLoginTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String OTHER = "锦里-浣花-望江楼竹";
  private static final Pattern CHALLENGE =
      Pattern.compile("<textarea id=\"challenge\"[^>]*>([^<]+)</textarea>");

  @BeforeAll
  static void publish() {
    UkeyBox.publish();
  }

  @Test
  void a_suspension_overtakes_a_password() {
    Person person = new Person();
    Browser browser = SharedIdp.browser();
    HeldTable.overtaken(
        "known_device", () -> browser.logIn(person.name, PASSWORD), person::suspended);
    person.isOut(browser);
    assertThat(SharedIdp.audited(person.account, "login", "overtaken")).isOne();
    assertThat(SharedIdp.audited(person.account, "login", "done")).isZero();
    assertThat(person.devices()).isZero();
  }

  @Test
  void a_suspension_overtakes_a_login_that_is_answered_with_a_code() {
    Person person = new Person();
    Browser browser = SharedIdp.browser();
    browser.get(address());
    HttpResponse<String> answer =
        HeldTable.overtaken(
            "known_device", () -> browser.logIn(person.name, PASSWORD), person::suspended);
    assertThat(Browser.location(answer)).endsWith("/login?problem=overtaken");
    assertThat(grants(person)).isZero();
    assertThat(SharedIdp.audited(person.account, "login", "overtaken")).isOne();
    assertThat(person.devices()).isZero();
    person.isOut(browser);
  }

  /** A browser that becomes known meets fewer brakes from then on. */
  @Test
  void a_suspension_overtakes_a_password_before_a_second_factor() {
    Person person = new Person();
    person.secondFactor();
    long devices = person.devices();
    long logins = SharedIdp.audited(person.account, "login", "done");
    Browser browser = SharedIdp.browser();
    HeldTable.overtaken(
        "known_device", () -> browser.logIn(person.name, PASSWORD), person::suspended);
    assertThat(person.devices()).isEqualTo(devices);
    assertThat(SharedIdp.audited(person.account, "login", "done")).isEqualTo(logins);
    assertThat(SharedIdp.audited(person.account, "login", "overtaken")).isOne();
    person.isOut(browser);
  }

  @Test
  void a_second_factor_overtakes_a_password_that_was_enough() {
    Person person = new Person();
    Browser browser = SharedIdp.browser();
    HeldTable.overtaken(
        "known_device", () -> browser.logIn(person.name, PASSWORD), person::guarded);
    person.isOut(browser);
    assertThat(SharedIdp.audited(person.account, "login", "overtaken")).isOne();
    assertThat(person.devices()).isZero();
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).endsWith("/login/second");
  }

  @Test
  void a_second_factor_overtakes_a_login_that_is_answered_with_a_code() {
    Person person = new Person();
    Browser browser = SharedIdp.browser();
    browser.get(address());
    assertThat(
            Browser.location(
                HeldTable.overtaken(
                    "known_device", () -> browser.logIn(person.name, PASSWORD), person::guarded)))
        .endsWith("/login?problem=overtaken");
    assertThat(grants(person)).isZero();
    person.isOut(browser);
  }

  @Test
  void a_second_factor_overtakes_a_password_from_a_browser_without_a_name() {
    Person person = new Person();
    Browser browser = SharedIdp.browser();
    browser.get("/login");
    browser.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XINFU_DEVICE"))
        .toList()
        .forEach(cookie -> browser.cookies.getCookieStore().remove(null, cookie));
    HeldTable.overtaken(
        "login_session", () -> browser.logIn(person.name, PASSWORD), person::guarded);
    person.isOut(browser);
    assertThat(SharedIdp.audited(person.account, "login", "overtaken")).isOne();
  }

  @Test
  void another_password_overtakes_the_one_that_was_right() {
    Person person = new Person();
    Browser own = SharedIdp.browser();
    own.logIn(person.name, PASSWORD);
    Browser thief = SharedIdp.browser();
    HeldTable.overtaken(
        "known_device",
        () -> thief.logIn(person.name, PASSWORD),
        () -> {
          Map<String, String> wish = Map.of("password", OTHER, "repeat", OTHER);
          assertThat(Browser.location(SharedIdp.submit(own, "/account/password", wish)))
              .endsWith("done");
        });
    person.isOut(thief);
    assertThat(person.devices()).as("the owner's").isOne();
    assertThat(own.get("/account").statusCode()).as("who changed it").isEqualTo(200);
    Browser after = SharedIdp.browser();
    after.logIn(person.name, OTHER);
    assertThat(after.get("/account").statusCode()).isEqualTo(200);
  }

  @Test
  void a_suspension_overtakes_a_certificate() {
    Person person = new Person();
    Signer ukey = person.ukey();
    person.ended();
    Browser browser = SharedIdp.browser();
    Bytes challenge = challenge(browser, "/login/ukey");
    HeldTable.overtaken(
        "audit", () -> send(browser, "/login/ukey", challenge, ukey), person::suspended);
    person.isOut(browser);
  }

  @Test
  void what_waits_for_a_second_factor_waits_in_vain() {
    Person person = new Person();
    person.secondFactor();
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).endsWith("/login/second");
    person.ended();
    SharedIdp.submit(browser, "/login/second", "/login/second/send", Map.of("factor", "SMS_CODE"));
    Map<String, String> shown =
        Map.of("factor", "SMS_CODE", "code", SharedIdp.lastCode("+86" + person.phone));
    SharedIdp.submit(browser, "/login/second", shown);
    person.isOut(browser);
  }

  @Test
  void a_confirmation_on_a_phone_that_was_logged_out_everywhere_is_none() {
    Person person = new Person();
    Browser phone = SharedIdp.browser();
    phone.logIn(person.name, PASSWORD);
    Browser screen = SharedIdp.browser();
    String page = screen.get("/login/qr").body();
    String path = find("id=\"address\">[^<]*(/qr/[A-Za-z0-9_-]{43})<", page);
    phone.get(path);
    Map<String, String> number = Map.of("number", find("id=\"number\">([0-9]{2})<", page));
    SharedIdp.submit(phone, "/account/authenticators", path, number);
    person.ended();
    String csrf = find("name=\"_csrf\"[^>]*value=\"([^\"]+)\"", page);
    assertThat(Browser.location(screen.post("/login/qr", Map.of("_csrf", csrf))))
        .endsWith("problem=gone");
    person.isOut(screen);
  }

  private static long grants(Person person) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM oauth2_grant WHERE principal = ?")
        .param(person.account)
        .query(Long.class)
        .single();
  }

  private static String address() {
    return "/oauth2/authorize?"
        + Browser.encode(
            RunningIdp.authorization("seal-demo", RunningIdp.CALLBACK, "openid profile"));
  }

  private static String find(String pattern, String page) {
    Matcher found = Pattern.compile(pattern).matcher(page);
    assertThat(found.find()).as(pattern + " in " + page).isTrue();
    return found.group(1);
  }

  private static Bytes challenge(Browser browser, String page) {
    Matcher shown = CHALLENGE.matcher(browser.get(page).body());
    assertThat(shown.find()).as(page).isTrue();
    return Bytes.utf8(HtmlUtils.htmlUnescape(shown.group(1)).replace("\r", ""));
  }

  private static HttpResponse<String> send(
      Browser browser, String page, Bytes challenge, Signer ukey) {
    Bytes signed = Gbt35275Signer.attached(challenge, ukey, Instant.now());
    String text = Base64.getEncoder().encodeToString(signed.toArray());
    return SharedIdp.submit(browser, page, Map.of("signed", text, "label", "UKey 1"));
  }

  static final class Person {
    final String phone = SharedIdp.randomPhone();
    final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    final String account = SharedIdp.accountOf(name);

    Signer ukey() {
      SharedIdp.verified(account);
      Browser browser = SharedIdp.browser();
      browser.logIn(name, PASSWORD);
      Signer ukey = UkeyBox.ukey(Wish.signing());
      send(browser, "/account/ukey", challenge(browser, "/account/ukey"), ukey);
      return ukey;
    }

    void secondFactor() {
      Browser browser = SharedIdp.browser();
      browser.logIn(name, PASSWORD);
      SharedIdp.submit(
          browser, "/account/authenticators", "/account/authenticators/code", Map.of());
    }

    /** A password alone does not log them in any more. */
    void suspended() {
      SharedIdp.get().bean(Accounts.class).setActive(account, false);
    }

    void guarded() {
      SharedIdp.jdbc()
          .sql(
              "INSERT INTO authenticator (id, account_id, kind, label, created_at)"
                  + " VALUES (?, ?, 'CODE', '', now())")
          .params(account + "-code", account)
          .update();
    }

    long devices() {
      return SharedIdp.jdbc()
          .sql("SELECT count(*) FROM known_device WHERE account_id = ?")
          .param(account)
          .query(Long.class)
          .single();
    }

    /** Every login of theirs ends. */
    void ended() {
      SharedIdp.get().bean(SignOut.class).with(account, SignOut.Cause.PASSWORD_RESET, () -> true);
    }

    void isOut(Browser browser) {
      assertThat(Browser.location(browser.get("/account"))).endsWith("/login");
    }
  }
}
