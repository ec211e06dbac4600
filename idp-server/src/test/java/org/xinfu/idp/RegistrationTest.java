package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;
import org.xinfu.kit.profile.ProductionCheck;

class RegistrationTest {
  private static final String GOOD = "蓉城-绛雪-玉垒浮云";

  @Test
  void a_phone_registers_and_logs_in() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, GOOD);
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.logIn(phone, GOOD))).endsWith("/account");
    assertThat(browser.get("/account").body()).contains(name);
    assertThat(Browser.location(SharedIdp.browser().logIn(name, GOOD))).endsWith("/account");
    assertThat(SharedIdp.audited(SharedIdp.accountOf(name), "person-registered", "done")).isOne();
  }

  @Test
  void a_mailbox_registers() {
    String mailbox = SharedIdp.randomPhone() + "@people.example";
    SharedIdp.register(mailbox.toUpperCase(Locale.ROOT), mailbox, GOOD);
    assertThat(Browser.location(SharedIdp.browser().logIn(mailbox, GOOD))).endsWith("/account");
  }

  @Test
  void known_and_unknown_numbers_are_answered_alike() {
    String known = SharedIdp.randomPhone();
    String unknown = SharedIdp.randomPhone();
    SharedIdp.register(known, "+86" + known, GOOD);
    Browser one = SharedIdp.browser();
    Browser other = SharedIdp.browser();
    HttpResponse<String> first = SharedIdp.submit(one, "/register", Map.of("contact", known));
    HttpResponse<String> second = SharedIdp.submit(other, "/register", Map.of("contact", unknown));
    assertThat(first.statusCode()).isEqualTo(second.statusCode());
    assertThat(Browser.location(first)).endsWith("/register/code");
    assertThat(Browser.location(second)).endsWith("/register/code");
    assertThat(page(one, known)).isEqualTo(page(other, unknown));
    assertThat(SharedIdp.spool("+86" + unknown)).hasSize(1);
    assertThat(SharedIdp.spool("+86" + known)).hasSize(2);
  }

  @Test
  void a_recycled_number_never_opens_the_old_account() {
    String phone = SharedIdp.randomPhone();
    String oldName = SharedIdp.register(phone, "+86" + phone, GOOD);
    String mailbox = phone + "@old.example";
    SharedIdp.get()
        .bean(Persons.class)
        .bind(
            SharedIdp.accountOf(oldName),
            Contact.parse(mailbox).orElseThrow(),
            java.time.Instant.now());
    Browser stranger = SharedIdp.browser();
    String fresh = "another person's password";
    proven(stranger, phone);
    HttpResponse<String> told =
        SharedIdp.submit(
            stranger, "/register/password", Map.of("password", fresh, "repeat", fresh));
    assertThat(Browser.location(told)).endsWith("problem=known");
    HttpResponse<String> done =
        SharedIdp.submit(
            stranger,
            "/register/password?problem=known",
            "/register/password",
            Map.of("password", fresh, "repeat", fresh, "newHolder", "true"));
    assertThat(Browser.location(done)).endsWith("/register/done");
    String newName = SharedIdp.loginName(stranger);
    assertThat(newName).isNotEqualTo(oldName);
    assertThat(refused(SharedIdp.browser().logIn(phone, GOOD))).isTrue();
    Browser now = SharedIdp.browser();
    now.logIn(phone, fresh);
    assertThat(now.get("/account").body()).contains(newName).doesNotContain(oldName);
    assertThat(Browser.location(SharedIdp.browser().logIn(oldName, GOOD))).endsWith("/account");
    String old = SharedIdp.accountOf(oldName);
    assertThat(SharedIdp.audited(old, "contact-released", "recycled")).isOne();
    assertThat((String) SharedIdp.spool(mailbox).getFirst().get("text")).contains("****");
  }

  /** Between the question whose it is and the taking, another may have become its holder. */
  @Test
  void a_recycled_number_is_taken_from_nobody_else() {
    String phone = SharedIdp.randomPhone();
    String holder = SharedIdp.accountOf(SharedIdp.register(phone, "+86" + phone, GOOD));
    String other = SharedIdp.randomPhone();
    String former = SharedIdp.accountOf(SharedIdp.register(other, "+86" + other, GOOD));
    Persons persons = SharedIdp.get().bean(Persons.class);
    Contact contact = Contact.parse(phone).orElseThrow();
    String id = UUID.randomUUID().toString();
    Account fresh = new Account(id, AccountKind.PERSON, id, "", null, Set.of(), true);
    assertThat(persons.registerRecycled(fresh, "{noop}x", contact, former)).isFalse();
    assertThat(persons.accountOf(contact)).contains(holder);
    assertThat(SharedIdp.get().bean(Accounts.class).byId(id)).isEmpty();
  }

  @Test
  void a_code_is_refused_when_wrong_spent_old_or_tried_too_often() {
    String phone = SharedIdp.randomPhone();
    Browser browser = SharedIdp.browser();
    SharedIdp.submit(browser, "/register", Map.of("contact", phone));
    String code = SharedIdp.lastCode("+86" + phone);
    String wrong = code.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      assertThat(enter(browser, wrong)).endsWith("problem=code");
    }
    assertThat(enter(browser, code)).as("the sixth attempt").endsWith("problem=code");

    String another = SharedIdp.randomPhone();
    Browser second = SharedIdp.browser();
    SharedIdp.submit(second, "/register", Map.of("contact", another));
    SharedIdp.jdbc().sql("UPDATE contact_code SET expires_at = now() - interval '1 s'").update();
    assertThat(enter(second, SharedIdp.lastCode("+86" + another))).endsWith("problem=code");

    String third = SharedIdp.randomPhone();
    Browser thief = SharedIdp.browser();
    Browser owner = SharedIdp.browser();
    SharedIdp.submit(owner, "/register", Map.of("contact", third));
    SharedIdp.submit(thief, "/register", Map.of("contact", SharedIdp.randomPhone()));
    assertThat(enter(thief, SharedIdp.lastCode("+86" + third))).endsWith("problem=code");
  }

  @Test
  void no_code_and_no_number_can_be_read_in_the_database() {
    String phone = SharedIdp.randomPhone();
    SharedIdp.submit(SharedIdp.browser(), "/register", Map.of("contact", phone));
    SharedIdp.register("+852 6" + phone.substring(4), "+8526" + phone.substring(4), GOOD);
    String code = SharedIdp.lastCode("+86" + phone);
    for (String table : List.of("contact", "contact_code", "budget", "audit")) {
      List<String> rows =
          SharedIdp.jdbc().sql("SELECT t::text FROM " + table + " t").query(String.class).list();
      // Seven digits alone are somewhere in the hashes of a long book now and then.
      Pattern number =
          Pattern.compile("(?<![0-9a-f])[0-9+]*" + phone.substring(4) + "(?![0-9a-f])");
      assertThat(rows).isNotEmpty().noneMatch(row -> number.matcher(row).find());
      if (!table.equals("audit")) {
        assertThat(rows).noneMatch(row -> row.matches(".*[,(]" + code + "[,)].*"));
      }
    }
  }

  @Test
  void asking_again_within_a_minute_sends_nothing_more() {
    String phone = SharedIdp.randomPhone();
    Browser browser = SharedIdp.browser();
    for (int i = 0; i < 3; i++) {
      assertThat(ask(browser, phone)).endsWith("/register/code");
    }
    assertThat(SharedIdp.spool("+86" + phone)).hasSize(1);
  }

  @Test
  void one_number_gets_five_codes_an_hour_whoever_asks() {
    String phone = SharedIdp.randomPhone();
    for (int i = 0; i < 5; i++) {
      assertThat(ask(SharedIdp.browser(), phone)).endsWith("/register/code");
    }
    assertThat(ask(SharedIdp.browser(), phone)).endsWith("problem=limited");
    assertThat(SharedIdp.spool("+86" + phone)).hasSize(5);
  }

  @Test
  void one_device_asks_for_ten_numbers_an_hour() {
    Browser browser = SharedIdp.browser();
    browser.get("/register");
    for (int i = 0; i < 10; i++) {
      assertThat(ask(browser, SharedIdp.randomPhone())).endsWith("/register/code");
    }
    String last = SharedIdp.randomPhone();
    assertThat(ask(browser, last)).endsWith("problem=limited");
    assertThat(SharedIdp.spool("+86" + last)).isEmpty();
  }

  @Test
  void finishing_twice_makes_one_account() {
    String phone = SharedIdp.randomPhone();
    Browser browser = SharedIdp.browser();
    proven(browser, phone);
    Map<String, String> form = Map.of("password", GOOD, "repeat", GOOD);
    String page = browser.get("/register/password").body();
    Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page);
    assertThat(csrf.find()).isTrue();
    Map<String, String> both = new HashMap<>(form);
    both.put("_csrf", csrf.group(1));
    assertThat(Browser.location(browser.post("/register/password", both))).endsWith("/done");
    String name = SharedIdp.loginName(browser);
    assertThat(Browser.location(browser.post("/register/password", both))).endsWith("/done");
    assertThat(SharedIdp.loginName(browser)).isEqualTo(name);
  }

  @Test
  void weak_passwords_are_refused_each_for_its_reason() {
    String phone = SharedIdp.randomPhone();
    Browser browser = SharedIdp.browser();
    proven(browser, phone);
    Map<String, String> wanted =
        Map.of(
            "short",
            "too_short",
            "password123!",
            "common",
            "1234567890ab",
            "common",
            "xx" + phone,
            "personal",
            "x".repeat(129),
            "too_long");
    wanted.forEach(
        (password, fault) ->
            assertThat(
                    Browser.location(
                        SharedIdp.submit(
                            browser,
                            "/register/password",
                            Map.of("password", password, "repeat", password))))
                .endsWith("problem=" + fault));
  }

  @Test
  void production_refuses_the_spool_and_the_cheap_passwords_of_tests() {
    assertThat(violations("noSpool")).containsExactly("message-spool");
    assertThat(violations("noCheapPasswords")).containsExactly("weak-password-cost");
  }

  private static List<String> violations(String check) {
    return SharedIdp.get().context().getBean(check, ProductionCheck.class).violations().stream()
        .map(ProductionCheck.Violation::code)
        .toList();
  }

  @Test
  void nothing_but_a_proven_contact_reaches_the_password() {
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.get("/register/password"))).endsWith("/register");
    SharedIdp.submit(browser, "/register", Map.of("contact", SharedIdp.randomPhone()));
    assertThat(Browser.location(browser.get("/register/password"))).endsWith("/register");
    HttpResponse<String> forced =
        SharedIdp.submit(
            browser,
            "/register/code",
            "/register/password",
            Map.of("password", GOOD, "repeat", GOOD));
    assertThat(Browser.location(forced)).endsWith("/register");
  }

  @Test
  void the_pages_speak_chinese_and_english_and_name_their_fields() {
    for (String lang : Set.of("zh-CN", "en")) {
      Browser browser = SharedIdp.browser();
      browser.get("/register?lang=" + lang);
      String start = browser.get("/register?problem=contact").body();
      assertThat(start)
          .contains("lang=\"" + lang + "\"")
          .contains("role=\"alert\"")
          .contains("<label for=\"contact\"")
          .contains("aria-describedby=\"message hint\"")
          .doesNotContain("??");
    }
  }

  private static void proven(Browser browser, String phone) {
    SharedIdp.submit(browser, "/register", Map.of("contact", phone));
    assertThat(enter(browser, SharedIdp.lastCode("+86" + phone))).endsWith("/register/password");
  }

  private static String ask(Browser browser, String phone) {
    return Browser.location(SharedIdp.submit(browser, "/register", Map.of("contact", phone)));
  }

  private static String enter(Browser browser, String code) {
    return Browser.location(SharedIdp.submit(browser, "/register/code", Map.of("code", code)));
  }

  private static String page(Browser browser, String phone) {
    String masked = phone.substring(phone.length() - 4);
    return browser
        .get("/register/code")
        .body()
        .replaceAll("value=\"[^\"]{40,}\"", "")
        .replace(masked, "")
        .replaceAll("\\+86[0-9]{3}\\*", "");
  }

  private static boolean refused(HttpResponse<String> answer) {
    return Browser.location(answer).endsWith("/login?problem=refused");
  }
}
