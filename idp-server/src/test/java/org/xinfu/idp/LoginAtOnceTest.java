package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/**
 * All that a login with a password leaves is written together, and nothing of it is forgotten; of
 * what a service gets at once it may be left without.
 */
class LoginAtOnceTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  private final Browser browser = SharedIdp.browser();

  @Test
  void a_login_and_its_code_are_one_transaction() {
    Person person = new Person();
    browser.get(address());
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).contains("code=");
    String written = person.written("login_session", "principal");
    assertThat(person.written("known_device", "account_id")).isEqualTo(written);
    assertThat(person.written("audit", "act = 'login' AND outcome = 'done' AND subject"))
        .isEqualTo(written);
    assertThat(person.written("rp_session", "principal")).isEqualTo(written);
    assertThat(person.written("oauth2_grant", "principal")).isEqualTo(written);
  }

  @Test
  void so_is_a_login_that_nothing_waits_for() {
    Person person = new Person();
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).endsWith("/account");
    String written = person.written("login_session", "principal");
    assertThat(person.written("known_device", "account_id")).isEqualTo(written);
    assertThat(person.written("audit", "act = 'login' AND subject")).isEqualTo(written);
    assertThat(person.rows("oauth2_grant", "principal")).isZero();
  }

  @Test
  void a_device_that_is_used_again_is_written_once_a_day() {
    Person person = new Person();
    browser.logIn(person.name, PASSWORD);
    String written = person.written("known_device", "account_id");
    browser.submit("/account", "/logout");
    browser.logIn(person.name, PASSWORD);
    assertThat(SharedIdp.audited(person.account, "login", "done")).isEqualTo(2);
    assertThat(person.written("known_device", "account_id")).isEqualTo(written);
    SharedIdp.jdbc()
        .sql("UPDATE known_device SET last_at = last_at - interval '25 hours' WHERE account_id = ?")
        .param(person.account)
        .update();
    browser.submit("/account", "/logout");
    browser.logIn(person.name, PASSWORD);
    assertThat(person.written("known_device", "last_at > now() - interval '1 hour' AND account_id"))
        .isEqualTo(person.written("login_session", "principal"));
  }

  /** The service that waits gets all that is written of it or nothing; they are in all the same. */
  @Test
  void a_login_whose_code_cannot_be_written_stands_without_it() {
    Person person = new Person();
    browser.get(address());
    try (Refused refused = new Refused("rp_session", person.account)) {
      HttpResponse<String> answer = browser.logIn(person.name, PASSWORD);
      assertThat(answer.statusCode()).as(refused.table()).isEqualTo(500);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
    }
    assertThat(person.rows("oauth2_grant", "principal")).isZero();
    assertThat(person.rows("rp_session", "principal")).isZero();
    String written = person.written("login_session", "principal");
    assertThat(person.written("known_device", "account_id")).isEqualTo(written);
    assertThat(person.written("audit", "act = 'login' AND subject")).isEqualTo(written);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
  }

  @Test
  void a_password_before_a_second_factor_is_noted_although_nobody_is_in() {
    SecondFactorTest.Person person = new SecondFactorTest.Person();
    person.addTotp();
    String account = SharedIdp.accountOf(person.name);
    long before = SharedIdp.audited(account, "login", "done");
    long devices = devices(account);
    person.half();
    assertThat(SharedIdp.audited(account, "login", "done")).isEqualTo(before + 1);
    assertThat(devices(account)).isEqualTo(devices + 1);
  }

  @Test
  void a_password_that_is_not_enough_logs_out_who_was_here() {
    SecondFactorTest.Person person = new SecondFactorTest.Person();
    person.addTotp();
    browser.logIn("citizen", SharedIdp.get().password("citizen"));
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    String before = cookie("XINFU_IDP");
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).endsWith("/login/second");
    assertThat(cookie("XINFU_IDP")).isNotEqualTo(before);
    assertThat(Browser.location(browser.get("/account"))).endsWith("/login");
  }

  @Test
  void the_same_person_again_is_noted_again() {
    Person person = new Person();
    browser.logIn(person.name, PASSWORD);
    browser.get(address() + "&prompt=login");
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).contains("code=");
    assertThat(SharedIdp.audited(person.account, "login", "done")).isEqualTo(2);
    assertThat(person.rows("login_session", "principal")).isOne();
  }

  @Test
  void a_browser_without_a_name_is_noted_and_not_known() {
    Person person = new Person();
    browser.get(address());
    browser.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XINFU_DEVICE"))
        .toList()
        .forEach(cookie -> browser.cookies.getCookieStore().remove(null, cookie));
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).contains("code=");
    assertThat(SharedIdp.audited(person.account, "login", "done")).isOne();
    assertThat(devices(person.account)).isZero();
  }

  @Test
  void who_is_asked_for_consent_is_logged_in_and_noted() {
    Person person = new Person();
    browser.get(address() + "&prompt=consent");
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).contains("/oauth2/consent?");
    assertThat(SharedIdp.audited(person.account, "login", "done")).isOne();
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(person.rows("rp_session", "principal")).isZero();
  }

  /** It is read once in a request: with whom the login means. */
  @Test
  void a_change_of_the_client_is_felt_by_the_login_that_waits() {
    Person person = new Person();
    NewClient client = NewClient.web(SharedIdp.get());
    String asked =
        "/oauth2/authorize?"
            + Browser.encode(
                RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid profile"));
    browser.get(asked);
    assertThat(Browser.location(browser.logIn(person.name, PASSWORD))).contains("code=");
    Browser late = SharedIdp.browser();
    late.get(asked);
    SharedIdp.jdbc()
        .sql("UPDATE client SET redirect_uris = 'https://elsewhere.example/' WHERE id = ?")
        .param(client.id)
        .update();
    HttpResponse<String> answer = late.logIn(person.name, PASSWORD);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
    assertThat(late.get("/account").statusCode()).as("they are in all the same").isEqualTo(200);
  }

  @Test
  void the_id_of_an_account_is_no_login_name() {
    Person person = new Person();
    assertThat(Browser.location(browser.logIn(person.account, PASSWORD)))
        .endsWith("problem=refused");
    assertThat(Browser.location(browser.logIn("+86" + person.phone, PASSWORD)))
        .endsWith("/account");
  }

  private static long devices(String account) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM known_device WHERE account_id = ?")
        .param(account)
        .query(Long.class)
        .single();
  }

  private String cookie(String name) {
    return browser.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static String address() {
    return "/oauth2/authorize?"
        + Browser.encode(
            RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile"));
  }

  private static final class Person {
    final String phone = SharedIdp.randomPhone();
    final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    final String account = SharedIdp.accountOf(name);

    /** The transaction that wrote the one row about them. */
    String written(String table, String column) {
      return SharedIdp.jdbc()
          .sql("SELECT xmin::text FROM %s WHERE %s = ?".formatted(table, column))
          .param(account)
          .query(String.class)
          .single();
    }

    long rows(String table, String column) {
      return SharedIdp.jdbc()
          .sql("SELECT count(*) FROM %s WHERE %s = ?".formatted(table, column))
          .param(account)
          .query(Long.class)
          .single();
    }
  }

  /** A table that takes no row of somebody. */
  private record Refused(String table, String account) implements AutoCloseable {
    Refused {
      SharedIdp.jdbc()
          .sql(
              "ALTER TABLE %s ADD CONSTRAINT refused CHECK (principal <> '%s') NOT VALID"
                  .formatted(table, account))
          .update();
    }

    @Override
    public void close() {
      SharedIdp.jdbc().sql("ALTER TABLE " + table + " DROP CONSTRAINT refused").update();
    }
  }
}
