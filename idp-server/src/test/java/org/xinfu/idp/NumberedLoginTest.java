package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * A login name from before the rule that none is a telephone number: whoever has verified the
 * number is led to their own account by it, and the department gives its member another name.
 */
class NumberedLoginTest {
  private static final String ORG = UnifiedSocialCreditCode.complete("11510000MB0000064").value();

  private static Official admin;

  @BeforeAll
  static void start() {
    admin = Officials.fresh("DEPARTMENT_ADMIN", ORG).strong();
  }

  @Test
  void a_number_leads_to_whoever_has_verified_it() {
    String number = SharedIdp.randomPhone();
    StaffMember member = called(number);
    assertThat(Browser.location(member.again())).as("nobody's yet").endsWith("/account");
    String person = person(number);
    for (String typed : List.of(number, "+86" + number, "0086 " + number)) {
      assertThat(Browser.location(SharedIdp.browser().logIn(typed, ImportAccountsTest.PASSWORD)))
          .as(typed)
          .endsWith("/account");
    }
    assertThat(Browser.location(member.again())).endsWith("/login?problem=refused");
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    assertThat(accounts.byLoginName(number).orElseThrow().account().id()).isEqualTo(person);
    assertThat(accounts.named(number).orElseThrow().id()).isEqualTo(member.account);
  }

  @Test
  void a_password_asked_again_is_the_one_of_who_is_logged_in() {
    String number = SharedIdp.randomPhone();
    StaffMember member = called(number).in();
    person(number);
    assertThat(steppedUp(member.browser, ImportAccountsTest.PASSWORD))
        .as("the number's holder's")
        .endsWith("/login/second?problem=refused");
    assertThat(steppedUp(member.browser, member.password())).as("their own").endsWith("/account");
  }

  private static String steppedUp(Browser browser, String password) {
    browser.get("/login/step-up?next=/account");
    Map<String, String> shown = Map.of("factor", "PASSWORD", "code", password);
    return Browser.location(SharedIdp.submit(browser, "/login/second", shown));
  }

  @Test
  void who_is_called_by_a_number_is_told_and_gets_another_name() {
    String number = SharedIdp.randomPhone();
    StaffMember member = called(number);
    assertThat(Browser.location(member.again())).endsWith("/account");
    Browser mine = SharedIdp.browser();
    mine.logIn(number, member.password());
    assertThat(mine.get("/account").body()).contains("id=\"numbered\"");
    person(number);
    assertThat(admin.browser().get("/console/staff?after=" + number).body())
        .contains("/" + member.post + "/login");
    String better = StaffMember.login();
    assertThat(rename(admin, member, SharedIdp.randomPhone())).endsWith("problem=malformed");
    assertThat(rename(admin, member, "citizen")).endsWith("problem=taken");
    Official other = Officials.fresh("DEPARTMENT_ADMIN", Officials.ORG).strong();
    assertThat(rename(other, member, better)).endsWith("problem=not-yours");
    assertThat(rename(admin, member, better)).endsWith("/console/staff");
    assertThat(noted(member)).isEqualTo("staff-renamed");
    Browser again = SharedIdp.browser();
    assertThat(Browser.location(again.logIn(better, member.password()))).endsWith("/account");
    assertThat(again.get("/account").body()).contains(better).doesNotContain("id=\"numbered\"");
    assertThat(rename(admin, member, StaffMember.login()))
        .as("a name that is no number stays: other systems know it")
        .endsWith("problem=malformed");
  }

  /** People of other systems were taken over with such names: the number may be theirs. */
  @Test
  void a_person_is_warned_of_a_number_that_is_not_their_own() {
    String number = SharedIdp.randomPhone();
    String account = person(number);
    called(account, number);
    Browser browser = SharedIdp.browser();
    browser.logIn(number, ImportAccountsTest.PASSWORD);
    assertThat(browser.get("/account").body())
        .contains(number)
        .as("their own")
        .doesNotContain("id=\"numbered\"");
    SharedIdp.jdbc()
        .sql("UPDATE contact SET released_at = now() WHERE account_id = ?")
        .param(account)
        .update();
    assertThat(browser.get("/account").body()).contains("id=\"numbered\"").doesNotContain("本单位管理员");
  }

  /** Two administrators at once: of one member, and of two who would be called the same. */
  @Test
  void two_who_rename_at_once_neither_replace_a_proper_name_nor_fail() throws Exception {
    StaffMember member = called(SharedIdp.randomPhone());
    String better = StaffMember.login();
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    Account before = accounts.byId(member.account).orElseThrow();
    org.xinfu.idp.console.Officials officials =
        SharedIdp.get().bean(org.xinfu.idp.console.Officials.class);
    assertThat(officials.call(before, better)).isTrue();
    assertThat(officials.call(before, StaffMember.login())).as("read before").isFalse();
    StaffMember second = called(SharedIdp.randomPhone());
    String wanted = StaffMember.login();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> other =
          SharedIdp.get()
              .bean(TransactionTemplate.class)
              .execute(
                  tx -> {
                    SharedIdp.jdbc()
                        .sql("UPDATE account SET login_name = ? WHERE id = ?")
                        .params(List.of(wanted, member.account))
                        .update();
                    Future<String> waits = threads.submit(() -> rename(admin, second, wanted));
                    RunningIdp.await(Duration.ofSeconds(20), NumberedLoginTest::somebodyWaits);
                    return waits;
                  });
      assertThat(other.get()).endsWith("problem=taken");
    }
    assertThat(rename(admin, second, wanted)).endsWith("problem=taken");
    assertThat(rename(admin, second, StaffMember.login())).endsWith("/console/staff");
    assertThat(details(second)).contains("\"login\"", "****").doesNotContain(second.login);
  }

  private static boolean somebodyWaits() {
    return SharedIdp.get()
            .bean(JdbcClient.class)
            .sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
            .query(Long.class)
            .single()
        > 0;
  }

  private static String details(StaffMember member) {
    return SharedIdp.jdbc()
        .sql("SELECT details::text FROM audit WHERE subject = ? AND act = 'staff-renamed'")
        .param(member.account)
        .query(String.class)
        .single();
  }

  @Test
  void a_member_without_a_post_gets_another_name_too() {
    String number = SharedIdp.randomPhone();
    Official member = Officials.fresh("", ORG);
    called(member.id(), number);
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    assertThat(system.browser().get("/console/accounts?after=1").body())
        .contains("/" + member.id() + "/login");
    String better = StaffMember.login();
    String at = "/console/accounts/" + member.id() + "/login";
    HttpResponse<String> done =
        SharedIdp.submit(system.browser(), "/console/accounts", at, Map.of("login", better));
    assertThat(Browser.location(done)).endsWith("/console/accounts");
    assertThat(Browser.location(SharedIdp.browser().logIn(better, Officials.PASSWORD)))
        .endsWith("/account");
  }

  private static String rename(Official by, StaffMember member, String login) {
    return StaffMember.act(by, member, "login", "login", login);
  }

  private static String noted(StaffMember member) {
    return SharedIdp.jdbc()
        .sql("SELECT act FROM audit WHERE subject = ? ORDER BY id DESC LIMIT 1")
        .param(member.account)
        .query(String.class)
        .single();
  }

  /** As if appointed before the rule. */
  private static StaffMember called(String number) {
    StaffMember member = new StaffMember(admin, StaffMember.login(), ORG, "CLERK");
    called(member.account, number);
    return member.called(number);
  }

  private static void called(String account, String number) {
    SharedIdp.jdbc()
        .sql("UPDATE account SET login_name = ? WHERE id = ?")
        .params(List.of(number, account))
        .update();
  }

  private static String person(String number) {
    String login = ImportAccountsTest.login();
    Map<String, Object> person = ImportAccountsTest.person(login);
    person.putAll(Map.of("phone", number, "phoneVerified", true));
    HttpResponse<String> answer =
        ImportAccountsTest.at(
            SharedIdp.get(), StaffMember.login(), ImportAccountsTest.lines(List.of(person)));
    assertThat(ImportAccountsTest.results(answer))
        .allSatisfy(one -> assertThat(one).containsEntry("outcome", "CREATED"));
    return SharedIdp.accountOf(login);
  }
}
