package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.Persons;

/** An owner whose account a thief has changed undoes it by the link of the notice. */
class UndoTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String THIEFS = "锦江-听雨-望江楼下";
  private static final String WAYS = "/account/authenticators";
  private static final Pattern LINK = Pattern.compile("/undo#([A-Za-z0-9_-]{22})$");

  @Test
  void what_a_thief_changed_is_undone_and_nobody_is_in() {
    Owner owner = new Owner();
    Browser thief = owner.thief();
    String link = owner.link().orElseThrow();
    SharedIdp.submit(thief, "/account", "/account/closure", Map.of("understood", "true"));
    assertThat(owner.rows("account_closure")).isOne();
    SharedIdp.submit(thief, WAYS, WAYS + "/recovery", Map.of());
    SharedIdp.submit(thief, WAYS, WAYS + "/code", Map.of());
    String strange = SharedIdp.randomPhone();
    owner.bind(strange, Instant.now());
    owner.unbind(owner.phone);

    assertThat(SharedIdp.browser().get("/undo").statusCode()).isEqualTo(200);
    assertThat(thief.get("/account").statusCode()).as("to look does nothing").isEqualTo(200);
    HttpResponse<String> done = use(link);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body())
        .contains("更改已撤销", "id=\"authenticators\"", "短信或邮件验证码")
        .contains(masked(strange), masked(owner.phone), "href=\"/recover\"")
        .doesNotContain("??", strange, link);
    assertThat(done.headers().firstValue("Referrer-Policy")).contains("no-referrer");

    assertThat(Browser.location(thief.get("/account"))).endsWith("/login");
    for (String password : List.of(PASSWORD, THIEFS)) {
      assertThat(Browser.location(SharedIdp.browser().logIn(owner.name, password)))
          .as(password)
          .endsWith("problem=refused");
    }
    for (String table : List.of("authenticator", "recovery_code", "account_closure", "undo_link")) {
      assertThat(owner.rows(table)).as(table).isZero();
    }
    assertThat(owner.bound()).containsExactly("+86" + owner.phone);
    assertThat(SharedIdp.get().bean(Holds.class).until(owner.account, Instant.now())).isPresent();
    for (List<String> row :
        List.of(
            List.of("changes-undone", "done"),
            List.of("authenticator-removed", "undone"),
            List.of("contact-removed", "undone"),
            List.of("contact-added", "undone"),
            List.of("login-ended", "changes-undone"))) {
      assertThat(SharedIdp.audited(owner.account, row.getFirst(), row.getLast()))
          .as("" + row)
          .isOne();
    }
    for (String phone : List.of(owner.phone, strange)) {
      assertThat(told(phone)).contains("密码已作废").doesNotContain("#");
    }
  }

  /** Each change has its own; the browser in which the owner is logged in may be the one. */
  @Test
  void every_change_can_be_undone_and_where_the_owner_is_logged_in() {
    Owner owner = new Owner();
    Browser browser = owner.logIn();
    SharedIdp.submit(browser, WAYS, WAYS + "/recovery", Map.of());
    assertThat(told(owner.phone)).contains("恢复码").containsPattern(LINK);
    String first = owner.link().orElseThrow();
    SharedIdp.submit(browser, WAYS, WAYS + "/code", Map.of());
    assertThat(told(owner.phone)).contains("新增了一种登录方式");
    String second = owner.link().orElseThrow();
    assertThat(second).isNotEqualTo(first);
    HttpResponse<String> done =
        SharedIdp.submit(
            browser, "/undo", Map.of("token", SharedIdp.get().origin + "/undo#" + first + " "));
    assertThat(done.body()).as("the whole link").contains("更改已撤销");
    assertThat(Browser.location(browser.get("/account"))).endsWith("/login");
    assertThat(refused(use(second))).as("overtaken").isTrue();
  }

  /** A thief's number gets none, and neither does whom no document would let back in. */
  @Test
  void only_who_was_there_before_gets_a_link_and_only_who_can_come_back() {
    Owner owner = new Owner();
    String strange = SharedIdp.randomPhone();
    owner.bind(strange, Instant.now().minusSeconds(86400 * 2));
    owner.thief();
    assertThat(told(strange)).contains("密码已修改").doesNotContain("/undo");
    assertThat(owner.link()).isPresent();

    Owner unverified = new Owner();
    SharedIdp.jdbc()
        .sql("DELETE FROM person WHERE account_id = ?")
        .param(unverified.account)
        .update();
    unverified.thief();
    assertThat(told(unverified.phone)).contains("密码已修改").doesNotContain("/undo");
    assertThat(unverified.rows("undo_link")).isZero();
  }

  /** A number that was bound and unbound by whom it may is told, with what undoes it. */
  @Test
  void contacts_that_were_changed_come_with_a_link() {
    Owner owner = new Owner();
    String here = "/account/contacts";
    Browser thief = owner.logIn();
    String strange = SharedIdp.randomPhone();
    SharedIdp.submit(thief, here, Map.of("contact", strange));
    SharedIdp.submit(
        thief, here, here + "/confirm", Map.of("code", SharedIdp.lastCode("+86" + strange)));
    String link = owner.link().orElseThrow();
    owner.unbind(owner.phone);
    assertThat(use(link).body()).contains(masked(strange), masked(owner.phone));
    assertThat(owner.bound()).containsExactly("+86" + owner.phone);
  }

  /** Another has shown by a code that they hold it now. */
  @Test
  void a_number_that_is_anothers_by_now_stays_theirs() {
    Owner owner = new Owner();
    owner.bind(SharedIdp.randomPhone(), Instant.now().minusSeconds(86400 * 9));
    owner.thief();
    String link = owner.link().orElseThrow();
    owner.unbind(owner.phone);
    Owner other = new Owner();
    other.bind(owner.phone, Instant.now());
    assertThat(use(link).body()).contains("更改已撤销").doesNotContain("id=\"bound\"");
    assertThat(other.bound()).contains("+86" + owner.phone);
    assertThat(owner.bound()).doesNotContain("+86" + owner.phone);
  }

  @Test
  void whatever_is_wrong_with_a_link_the_page_is_the_same() {
    String never = page(use("A".repeat(22)));
    assertThat(never).contains("此链接已失效").doesNotContain("??");
    assertThat(page(use("'; --"))).isEqualTo(never);
    assertThat(page(use(""))).isEqualTo(never);
    Owner used = new Owner();
    used.thief();
    String link = used.link().orElseThrow();
    assertThat(page(use(link))).isNotEqualTo(never);
    assertThat(page(use(link))).as("used").isEqualTo(never);
    Map<String, String> ends =
        Map.of(
            "expired", "UPDATE undo_link SET expires_at = now() WHERE account_id = ?",
            "suspended", "UPDATE account SET active = false WHERE id = ?");
    ends.forEach(
        (what, sql) -> {
          Owner owner = new Owner();
          Browser thief = owner.thief();
          String sent = owner.link().orElseThrow();
          SharedIdp.jdbc().sql(sql).param(owner.account).update();
          assertThat(page(use(sent))).as(what).isEqualTo(never);
          SharedIdp.jdbc()
              .sql("UPDATE account SET active = true WHERE id = ?")
              .param(owner.account)
              .update();
          assertThat(thief.get("/account").statusCode()).as(what).isEqualTo(200);
        });
    Owner frozen = new Owner();
    frozen.thief();
    String before = frozen.link().orElseThrow();
    SharedIdp.get().bean(Accounts.class).freeze(frozen.account, Instant.now());
    assertThat(page(use(before))).as("frozen").isEqualTo(never);
  }

  @Test
  void an_account_is_undone_three_times_a_day_and_a_network_tries_so_often_an_hour() {
    Owner owner = new Owner();
    for (int i = 0; i < 4; i++) {
      SharedIdp.jdbc()
          .sql("INSERT INTO undo_link VALUES (?, ?, now(), now() + interval '1 day')")
          .params(List.of(hash("B".repeat(21) + i), owner.account))
          .update();
      assertThat(refused(use("B".repeat(21) + i))).as("" + i).isEqualTo(i == 3);
    }
    assertThat(SharedIdp.audited(owner.account, "changes-undone", "limited")).isOne();
    Browser far = SharedIdp.browser();
    String form = csrf(far.get("/undo").body());
    String answer = "";
    for (int i = 0; i <= 100; i++) {
      answer =
          far.post(
                  "/undo",
                  Map.of("_csrf", form, "token", "x"),
                  "X-Forwarded-For",
                  "198.51.100." + i)
              .body();
    }
    assertThat(answer).contains("尝试次数过多");
  }

  /** A recovery outranks a link of before, and what it left is what is bound. */
  @Test
  void a_recovery_makes_links_of_before_void() {
    Owner owner = new Owner();
    owner.thief();
    String link = owner.link().orElseThrow();
    SharedIdp.get()
        .bean(org.xinfu.idp.recover.Recoveries.class)
        .replaceFactors(
            owner.account,
            new org.xinfu.idp.recover.Recoveries.Fresh(
                Contact.parse(SharedIdp.randomPhone()).orElseThrow(), "x"),
            Instant.now(),
            before -> {});
    assertThat(refused(use(link))).isTrue();
  }

  private static HttpResponse<String> use(String token) {
    return SharedIdp.submit(SharedIdp.browser(), "/undo", Map.of("token", token));
  }

  private static boolean refused(HttpResponse<String> answer) {
    return answer.body().contains("此链接已失效");
  }

  private static String csrf(String page) {
    return page.replaceFirst("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
  }

  /** Without what is of this browser alone. */
  private static String page(HttpResponse<String> answer) {
    return answer.statusCode() + answer.body().replace(csrf(answer.body()), "");
  }

  private static String told(String phone) {
    return (String) SharedIdp.spool("+86" + phone).getLast().get("text");
  }

  private static String masked(String phone) {
    return Contact.parse(phone).orElseThrow().masked();
  }

  private static String hash(String token) {
    return org.xinfu.trust.key.Digests.sha256(org.xinfu.trust.Bytes.utf8(token)).toHex();
  }

  /** A verified person, reached for ten days by one number. */
  static final class Owner {
    final String phone = SharedIdp.randomPhone();
    final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    final String account = SharedIdp.accountOf(name);

    Owner() {
      SharedIdp.jdbc()
          .sql("UPDATE contact SET bound_at = bound_at - interval '10 days' WHERE account_id = ?")
          .param(account)
          .update();
      SharedIdp.jdbc()
          .sql("INSERT INTO person VALUES (?, 'CITIZEN_ID', ?, ''::bytea, now(), NULL)")
          .params(List.of(account, UUID.randomUUID().toString()))
          .update();
    }

    Browser logIn() {
      Browser browser = SharedIdp.browser();
      browser.logIn(name, PASSWORD);
      return browser;
    }

    /** Somebody else, who knows the password and chooses another. */
    Browser thief() {
      Browser thief = logIn();
      Map<String, String> form = new HashMap<>(Map.of("password", THIEFS, "repeat", THIEFS));
      assertThat(Browser.location(SharedIdp.submit(thief, "/account/password", form)))
          .endsWith("problem=done");
      SharedIdp.told();
      return thief;
    }

    /** The secret of the last message's link. */
    Optional<String> link() {
      Matcher link = LINK.matcher(told(phone));
      return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    void bind(String number, Instant at) {
      persons().bind(account, Contact.parse(number).orElseThrow(), at);
    }

    void unbind(String number) {
      assertThat(persons().release(account, Contact.parse(number).orElseThrow(), Instant.now()))
          .isTrue();
    }

    List<String> bound() {
      return persons().contacts(account).stream().map(Contact::value).toList();
    }

    long rows(String table) {
      return SharedIdp.jdbc()
          .sql("SELECT count(*) FROM " + table + " WHERE account_id = ?")
          .param(account)
          .query(Long.class)
          .single();
    }

    private static Persons persons() {
      return SharedIdp.get().bean(Persons.class);
    }
  }
}
