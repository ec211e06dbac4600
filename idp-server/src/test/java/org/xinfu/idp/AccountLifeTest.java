package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.closure.CloseAccount;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.upstream.UpstreamLinks;

/** Accounts are closed by their holders, and recovered by proving who they are again. */
class AccountLifeTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String FRESH = "锦里-听雨-青羊七十二";
  private static final String CLOSURE = "/account/closure";

  @Test
  void a_closure_is_taken_back_within_the_time_to_think() {
    Person person = new Person();
    Browser elsewhere = SharedIdp.browser();
    elsewhere.logIn(person.name, PASSWORD);
    assertThat(person.ask(Map.of())).endsWith("problem=confirm");
    assertThat(person.ask(Map.of("understood", "true"))).endsWith(CLOSURE);
    assertThat(person.browser.get(CLOSURE).body()).contains("id=\"due\"");
    assertThat(Browser.location(elsewhere.get("/account"))).as("others end").endsWith("/login");
    assertThat(text(SharedIdp.spool("+86" + person.phone))).contains("注销");
    assertThat(person.ask(Map.of("understood", "true"))).endsWith("problem=already");
    SharedIdp.get().bean(CloseAccount.class).closeDue();
    assertThat(active(person.account)).as("not before its time").isTrue();
    SharedIdp.submit(person.browser, CLOSURE, CLOSURE + "/withdraw", Map.of());
    makeDue(person.account);
    SharedIdp.get().bean(CloseAccount.class).closeDue();
    assertThat(active(person.account)).isTrue();
    assertThat(SharedIdp.audited(person.account, "closure-withdrawn", "done")).isOne();
  }

  @Test
  void a_closed_account_is_nobodys_and_its_book_stays() {
    Person person = new Person();
    consent(person.account);
    person.token();
    person.ask(Map.of("understood", "true"));
    makeDue(person.account);
    SharedIdp.get().bean(CloseAccount.class).closeDue();

    assertThat(active(person.account)).isFalse();
    assertThat(Browser.location(person.browser.get("/account"))).endsWith("/login");
    assertThat(Browser.location(SharedIdp.browser().logIn(person.name, PASSWORD)))
        .endsWith("problem=refused");
    for (String table : List.of("contact", "authenticator", "known_device", "person")) {
      assertThat(count(table, "account_id", person.account)).as(table).isZero();
    }
    for (String table : List.of("login_session", "oauth2_grant", "consent", "rp_session")) {
      assertThat(count(table, "principal", person.account)).as(table).isZero();
    }
    Account left = SharedIdp.get().bean(Accounts.class).byId(person.account).orElseThrow();
    assertThat(left.displayName()).isEmpty();
    assertThat(left.loginName()).startsWith("closed-");
    assertThat(SharedIdp.audited(person.account, "account-closed", "done")).isOne();
    assertThat(SharedIdp.audited(person.account, "token-issued", "done")).isPositive();
    assertThat(text(SharedIdp.spool("+86" + person.phone))).contains("已注销");
    String again = SharedIdp.register(person.phone, "+86" + person.phone, PASSWORD);
    assertThat(again).as("the number is free").isNotEqualTo(person.name);
  }

  /**
   * What named its holder elsewhere is free: they are not locked out by the account that is gone.
   */
  @Test
  void who_closed_an_account_comes_back_as_somebody_new() {
    Person before = new Person();
    String voucher = "FACE0031-C-" + UUID.randomUUID();
    assertThat(before.redeem(voucher)).endsWith("outcome=done");
    Instant now = Instant.now();
    UpstreamLinks links = SharedIdp.get().bean(UpstreamLinks.class);
    assertThat(links.link("oidc", before.account, SharedIdp.entrant(before.account), now)).isTrue();
    before.ask(Map.of("understood", "true"));
    makeDue(before.account);
    SharedIdp.get().bean(CloseAccount.class).closeDue();
    Person again = new Person();
    assertThat(again.redeem("FACE0031-C-" + UUID.randomUUID())).endsWith("outcome=done");
    assertThat(links.account("oidc", before.account)).isEmpty();
    assertThat(links.link("oidc", before.account, SharedIdp.entrant(again.account), now)).isTrue();
  }

  @Test
  void a_suspended_account_does_not_go_away() {
    Person person = new Person();
    person.ask(Map.of("understood", "true"));
    makeDue(person.account);
    SharedIdp.get().bean(Accounts.class).setActive(person.account, false);
    SharedIdp.get().bean(CloseAccount.class).closeDue();
    assertThat(SharedIdp.audited(person.account, "account-closed", "done")).isZero();
    assertThat(count("contact", "account_id", person.account)).isOne();
  }

  @Test
  void an_old_login_closes_nothing_and_a_department_closes_its_own() {
    Browser official = SharedIdp.browser();
    official.logIn("seal-maker", SharedIdp.get().password("seal-maker"));
    assertThat(Browser.location(SharedIdp.submit(official, CLOSURE, Map.of("understood", "true"))))
        .endsWith("problem=not-yours");
    assertThat(Browser.location(SharedIdp.browser().get(CLOSURE))).endsWith("/login");
    Person person = new Person();
    SharedIdp.old(person.browser);
    assertThat(person.ask(Map.of("understood", "true"))).contains("/login/step-up");
    assertThat(count("account_closure", "account_id", person.account)).isZero();
  }

  @Test
  void who_proves_who_they_are_gets_back_in_and_nothing_old_opens_the_account() {
    Person person = new Person();
    Map<String, String> facts = Facts.verified(person.browser);
    IdentityLevels levels = SharedIdp.get().bean(IdentityLevels.class);
    String holder = holder(facts);
    assertThat(holder).isEqualTo(person.account);
    assertThat(levels.of(holder).name()).isEqualTo("IAL2");
    Account account = SharedIdp.get().bean(Accounts.class).byId(holder).orElseThrow();
    List<Contact> before =
        SharedIdp.get().bean(org.xinfu.idp.domain.Persons.class).contacts(holder);

    String phone = SharedIdp.randomPhone();
    Browser browser = SharedIdp.browser();
    Map<String, String> form = new HashMap<>(facts);
    form.put("password", FRESH);
    form.put("repeat", FRESH);
    assertThat(Browser.location(browser.get("/recover/identity"))).endsWith("/recover");
    SharedIdp.submit(browser, "/recover", Map.of("contact", phone));
    assertThat(Browser.location(browser.get("/recover/identity"))).endsWith("/recover");
    assertThat(code(browser, "000000")).endsWith("problem=code");
    assertThat(browser.get("/recover/code?problem=code").body())
        .contains("id=\"message\"", "action=\"/recover/code\"", "href=\"/recover\"")
        .doesNotContain("??");
    assertThat(code(browser, SharedIdp.lastCode("+86" + phone))).endsWith("/recover/identity");
    Map<String, String> wrong = new HashMap<>(form);
    wrong.put("bankCard", "6200000000009999");
    assertThat(identity(browser, wrong)).endsWith("problem=refused");
    assertThat(identity(browser, facts)).as("nothing typed").endsWith("problem=too_short");
    Map<String, String> weak = new HashMap<>(form);
    weak.put("password", "1234567890");
    weak.put("repeat", "1234567890");
    assertThat(identity(browser, weak)).endsWith("problem=common");
    Browser unproven = SharedIdp.browser();
    SharedIdp.submit(unproven, "/recover", Map.of("contact", phone));
    assertThat(
            Browser.location(
                SharedIdp.submit(unproven, "/recover/code", "/recover/identity", form)))
        .as("without the code")
        .endsWith("/recover");
    SharedIdp.jdbc()
        .sql("UPDATE proof SET level = 'IAL3' WHERE account_id = ?")
        .param(holder)
        .update();
    assertThat(identity(browser, form)).as("less than before").endsWith("problem=refused");
    SharedIdp.jdbc()
        .sql("UPDATE proof SET level = 'IAL2' WHERE account_id = ?")
        .param(holder)
        .update();
    SharedIdp.jdbc().sql("UPDATE account SET active = false WHERE id = ?").param(holder).update();
    assertThat(identity(browser, form)).as("suspended").endsWith("problem=refused");
    SharedIdp.jdbc().sql("UPDATE account SET active = true WHERE id = ?").param(holder).update();
    Contact contact = Contact.parse(phone).orElseThrow();
    Persons persons = SharedIdp.get().bean(Persons.class);
    String other = new Person().account;
    persons.bind(other, contact, Instant.now());
    assertThat(identity(browser, form)).endsWith("problem=taken");
    assertThat(SharedIdp.audited(holder, "account-recovered", "taken")).isOne();
    persons.release(other, contact, Instant.now());
    String number = SharedIdp.randomPhone();
    called(holder, number);
    assertThat(identity(browser, form)).endsWith("/recover/done");
    assertThat(browser.get("/recover/done").body())
        .as("the number is somebody else's")
        .contains("****" + number.substring(7))
        .doesNotContain(number);
    called(holder, account.loginName());

    assertThat(Browser.location(SharedIdp.browser().logIn(account.loginName(), PASSWORD)))
        .endsWith("problem=refused");
    Browser back = SharedIdp.browser();
    assertThat(Browser.location(back.logIn(account.loginName(), FRESH))).endsWith("/account");
    assertThat(SharedIdp.get().bean(org.xinfu.idp.domain.Persons.class).contacts(holder))
        .extracting(Contact::value)
        .containsExactly("+86" + phone);
    for (Contact old : before) {
      assertThat(text(SharedIdp.spool(old.value()))).contains("找回");
    }
    assertThat(SharedIdp.audited(holder, "account-recovered", "done")).isOne();
    assertThat(SharedIdp.audited(holder, "login-ended", "account-recovered")).isLessThan(2);

    assertThat(SharedIdp.get().bean(Holds.class).until(holder, java.time.Instant.now()))
        .isPresent();
    assertThat(Browser.location(SharedIdp.submit(back, CLOSURE, Map.of("understood", "true"))))
        .endsWith("problem=held");
  }

  /** Whoever took an account over does not finish before its owner has read the notice. */
  @Test
  void nothing_is_undone_while_an_account_is_held() {
    Person person = new Person();
    Holds holds = SharedIdp.get().bean(Holds.class);
    Instant now = Instant.now();
    Instant until = now.plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
    String page = "/account/authenticators";
    SharedIdp.submit(person.browser, page, page + "/code", Map.of());
    String factor =
        SharedIdp.jdbc()
            .sql("SELECT id FROM authenticator WHERE account_id = ?")
            .param(person.account)
            .query(String.class)
            .single();
    stepUp(person);
    holds.hold(person.account, until, "recovered");
    holds.hold(person.account, now.plusSeconds(60), "recovered");
    assertThat(holds.until(person.account, now)).as("the longer one stays").contains(until);
    assertThat(remove(person, factor)).endsWith("problem=held");
    assertThat(count("authenticator", "account_id", person.account)).isOne();
    assertThat(person.ask(Map.of("understood", "true"))).endsWith("problem=held");
    assertThat(count("account_closure", "account_id", person.account)).isZero();
    assertThat(SharedIdp.audited(person.account, "closure-asked", "held")).isOne();

    SharedIdp.jdbc()
        .sql("UPDATE account_hold SET until = now() - interval '1 second' WHERE account_id = ?")
        .param(person.account)
        .update();
    assertThat(remove(person, factor)).endsWith(page);
    assertThat(count("authenticator", "account_id", person.account)).isZero();
    assertThat(person.ask(Map.of("understood", "true"))).endsWith(CLOSURE);
  }

  private static String remove(Person person, String factor) {
    String page = "/account/authenticators";
    return Browser.location(
        SharedIdp.submit(person.browser, page, page + "/" + factor + "/remove", Map.of()));
  }

  private static void stepUp(Person person) {
    String second = "/login/second";
    person.browser.get("/login/step-up?aal=AAL2&next=/account/authenticators");
    SharedIdp.submit(person.browser, second, second + "/send", Map.of("factor", "SMS_CODE"));
    String code = SharedIdp.lastCode("+86" + person.phone);
    SharedIdp.submit(person.browser, second, Map.of("factor", "SMS_CODE", "code", code));
  }

  @Test
  void who_was_never_verified_is_not_found_and_hears_the_same() {
    Browser browser = SharedIdp.browser();
    String phone = SharedIdp.randomPhone();
    SharedIdp.submit(browser, "/recover", Map.of("contact", phone));
    code(browser, SharedIdp.lastCode("+86" + phone));
    Map<String, String> form =
        Map.of(
            "type", "CITIZEN_ID",
            "number", org.xinfu.trust.id.CitizenIdNumber.complete("51000019700101001").value(),
            "name", "无人（样例）",
            "term", "2039-12-31",
            "bankCard", "6200000000000003",
            "password", FRESH,
            "repeat", FRESH);
    assertThat(identity(browser, form)).endsWith("problem=refused");
  }

  @Test
  void a_person_sees_who_was_told_what_page_by_page() {
    Person person = new Person();
    Person other = new Person();
    person.token();
    String page = person.browser.get("/account/uses").body();
    assertThat(page).contains("印章演示程序（样例）", "告知您的身份", "姓名", "IAL1 · AAL1");
    assertThat(page).doesNotContain("rel=\"next\"");
    for (int i = 0; i < 30; i++) {
      SharedIdp.get()
          .bean(org.xinfu.idp.domain.IdpAudit.class)
          .record("seal-demo", person.account, "token-issued", "n" + i);
    }
    String first = person.browser.get("/account/uses").body();
    assertThat(first).contains("n29", "n5").doesNotContain("n4<");
    Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    assertThat(person.browser.get(next.group(1)).body()).contains("n4<", "登录");
    assertThat(other.browser.get("/account/uses").body()).doesNotContain("印章演示程序");
    assertThat(Browser.location(SharedIdp.browser().get("/account/uses"))).endsWith("/login");
  }

  @Test
  void a_guardian_reads_about_a_child_and_nobody_else_does() {
    Person guardian = new Person();
    Person child = new Person();
    Person stranger = new Person();
    String number = org.xinfu.trust.id.CitizenIdNumber.complete("51000019800101008").value();
    String hash = SharedIdp.get().bean(org.xinfu.idp.store.BlindIndex.class).of("citizen", number);
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
        .params(List.of(hash, guardian.account))
        .update();
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO person VALUES (?, 'CITIZEN_ID', ?, ''::bytea, now() - interval '10 years', ?)
            """)
        .params(List.of(child.account, "h" + child.account, hash))
        .update();
    child.token();
    String page = "/account/uses?ward=" + child.account;
    assertThat(guardian.browser.get(page + "&before=" + Long.MAX_VALUE).body()).contains("告知您的身份");
    assertThat(SharedIdp.audited(child.account, "uses-read", "guardian"))
        .as("nobody begins further back unseen")
        .isOne();
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT actor FROM audit WHERE subject = ? AND act = 'uses-read'")
                .param(child.account)
                .query(String.class)
                .single())
        .as("the guardian read, not the child")
        .isEqualTo(guardian.account);
    assertThat(guardian.browser.get(page).body()).contains("告知您的身份");
    assertThat(stranger.browser.get(page).body()).doesNotContain("告知您的身份");
    assertThat(child.browser.get("/account/uses").body()).contains("由您的监护人");
    SharedIdp.jdbc()
        .sql("UPDATE person SET birth_date = now() - interval '18 years' WHERE account_id = ?")
        .param(child.account)
        .update();
    assertThat(guardian.browser.get(page).body()).as("grown up").doesNotContain("告知您的身份");
  }

  private static String code(Browser browser, String code) {
    return Browser.location(SharedIdp.submit(browser, "/recover/code", Map.of("code", code)));
  }

  private static String identity(Browser browser, Map<String, String> form) {
    return Browser.location(SharedIdp.submit(browser, "/recover/identity", form));
  }

  private static String text(List<Map<String, Object>> messages) {
    return messages.isEmpty() ? "" : (String) messages.getLast().get("text");
  }

  private static void makeDue(String account) {
    SharedIdp.jdbc()
        .sql("UPDATE account_closure SET due_at = now() - interval '1 second' WHERE account_id = ?")
        .param(account)
        .update();
  }

  private static boolean active(String account) {
    return SharedIdp.get().bean(Accounts.class).byId(account).orElseThrow().active();
  }

  private static long count(String table, String column, String account) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM " + table + " WHERE " + column + " = ?")
        .param(account)
        .query(Long.class)
        .single();
  }

  private static void consent(String account) {
    SharedIdp.jdbc()
        .sql("INSERT INTO consent VALUES ('seal-demo', ?, 'SCOPE_profile', now())")
        .param(account)
        .update();
  }

  private static void called(String account, String name) {
    SharedIdp.jdbc()
        .sql("UPDATE account SET login_name = ? WHERE id = ?")
        .params(List.of(name, account))
        .update();
  }

  private static String holder(Map<String, String> facts) {
    return SharedIdp.get()
        .bean(org.xinfu.idp.domain.Proofs.class)
        .holder(
            org.xinfu.idp.domain.IdDocument.parse(
                    org.xinfu.idp.domain.IdDocument.Type.valueOf(facts.get("type")),
                    facts.get("number"))
                .orElseThrow())
        .orElseThrow();
  }

  /** A resident whom no other test verifies. */
  private static final class Facts {
    static Map<String, String> verified(Browser browser) {
      Map<String, String> facts =
          Map.of(
              "type", "CITIZEN_ID",
              "number", "510000199304150130",
              "name", "周十一（样例）",
              "term", "2039-12-31",
              "bankCard", "6200000000000016");
      SharedIdp.submit(browser, "/account/proof", facts);
      return facts;
    }
  }

  /** A person with a browser that is logged in. */
  private static final class Person extends LoggedIn {
    Person() {
      super(PASSWORD);
    }

    String ask(Map<String, String> form) {
      Map<String, String> all = new HashMap<>(form);
      return Browser.location(SharedIdp.submit(browser, "/account", CLOSURE, all));
    }

    String redeem(String voucher) {
      return Browser.location(
          SharedIdp.submit(browser, "/account/proof/net", Map.of("voucher", voucher)));
    }

    void token() {
      Map<String, String> request =
          RunningIdp.authorization("seal-demo", RunningIdp.CALLBACK, "openid profile");
      String code =
          Browser.query(
                  Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request))))
              .get("code");
      assertThat(
              browser
                  .post(
                      "/oauth2/token", LogInSteps.codeForm("seal-demo", RunningIdp.CALLBACK, code))
                  .statusCode())
          .isEqualTo(200);
    }
  }
}
