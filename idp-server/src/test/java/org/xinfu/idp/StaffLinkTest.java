package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** A member says which account is theirs as a natural person, once, and shows it. */
class StaffLinkTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String ORG = UnifiedSocialCreditCode.complete("11510000MB0000065").value();

  private static Official admin;

  @BeforeAll
  static void start() {
    admin = Officials.fresh("DEPARTMENT_ADMIN", ORG).strong();
  }

  @Test
  void the_member_and_the_human_are_two_accounts_and_only_the_human_says_so() {
    StaffMember member = member("WINDOW_CLERK").in();
    assertThat(link(member, "citizen", "wrong")).endsWith("problem=refused");
    String seal = SharedIdp.get().password("seal-maker");
    assertThat(link(member, "seal-maker", seal)).as("a member").endsWith("problem=refused");
    String phone = SharedIdp.randomPhone();
    String unverified = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    assertThat(link(member, unverified, PASSWORD)).endsWith("problem=refused");
    Companies.seeded(SharedIdp.get());
    String own = SharedIdp.get().password("company-agent");
    assertThat(link(member, "company-agent", own)).endsWith("problem=done");
    assertThat(member.browser.get("/account/staff").body()).contains("id=\"linked\"", ORG);
    String person = SharedIdp.accountOf("company-agent");
    Map<String, Object> tokens = new Desk("openid staff", Map.of()).tokens(member.browser);
    assertThat(RunningIdp.claims((String) tokens.get("id_token")).get("sub")).isNotEqualTo(person);
    assertThat(SharedIdp.audited(person, "staff-linked", "done")).isOne();
    assertThat(StaffMember.act(admin, member, "unlink")).endsWith("/console/staff");
    assertThat(StaffMember.act(admin, member, "unlink")).endsWith("problem=no-post");
  }

  @Test
  void an_account_with_a_second_factor_is_named_with_it() {
    StaffMember member = member("CLERK").in();
    SecondFactorTest.Person human = new SecondFactorTest.Person();
    SharedIdp.verified(SharedIdp.accountOf(human.name));
    String own = human.name;
    Bytes key = Bytes.hex(human.addTotp());
    assertThat(link(member, own, PASSWORD)).as("a password alone").endsWith("problem=second");
    assertThat(link(member, own, PASSWORD, "000000")).endsWith("problem=second");
    assertThat(link(member, own, PASSWORD, "abcde-abcde")).endsWith("problem=second");
    assertThat(SharedIdp.audited(member.account, "staff-linked", "second")).isEqualTo(3);
    assertThat(member.browser.get("/account/staff").body()).doesNotContain("id=\"linked\"");
    String code = Totp.code(key, Totp.step(Instant.now()) + 1);
    assertThat(link(member, own, "wrong", code)).endsWith("problem=refused");
    assertThat(link(member, own, PASSWORD, code)).endsWith("problem=done");
  }

  @Test
  void who_has_named_an_account_names_no_other() {
    StaffMember member = member("CLERK").in();
    String first = human();
    String second = human();
    assertThat(link(member, first, PASSWORD)).endsWith("problem=done");
    assertThat(linkAnyway(member.browser, second)).as("another").endsWith("problem=refused");
    assertThat(linkAnyway(member.browser, first)).as("again").endsWith("problem=refused");
    assertThat(person(member.account)).containsExactly(SharedIdp.accountOf(first));
    assertThat(StaffMember.act(admin, member, "unlink")).endsWith("/console/staff");
    assertThat(link(member, second, PASSWORD)).as("taken back").endsWith("problem=done");
    assertThat(person(member.account)).containsExactly(SharedIdp.accountOf(second));
  }

  @Test
  void the_link_and_the_row_of_each_of_both_are_one() {
    StaffMember member = member("CLERK").in();
    String own = human();
    Map<String, String> form = Map.of("person", own, "password", PASSWORD);
    for (String whose : List.of(member.account, SharedIdp.accountOf(own))) {
      ActsInTheBookTest.refused(
          "staff-linked", whose, () -> SharedIdp.submit(member.browser, "/account/staff", form));
      assertThat(person(member.account)).as(whose).isEmpty();
    }
    assertThat(SharedIdp.audited(member.account, "staff-linked", "done")).isZero();
    assertThat(link(member, own, PASSWORD)).endsWith("problem=done");
  }

  @Test
  void only_a_member_names_an_account() {
    String own = human();
    String other = human();
    Browser citizen = SharedIdp.browser();
    citizen.logIn(own, PASSWORD);
    assertThat(linkAnyway(citizen, other)).endsWith("problem=refused");
    assertThat(person(SharedIdp.accountOf(own))).isEmpty();
  }

  private static StaffMember member(String role) {
    return new StaffMember(admin, StaffMember.login(), ORG, role);
  }

  /** Login name of somebody whom the authorities know. */
  private static String human() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    SharedIdp.verified(SharedIdp.accountOf(name));
    return name;
  }

  /** With the form's token of another page: who may not, is not shown the form. */
  private static String linkAnyway(Browser browser, String person) {
    return Browser.location(
        SharedIdp.submit(
            browser, "/account", "/account/staff", Map.of("person", person, "password", PASSWORD)));
  }

  private static List<String> person(String member) {
    return SharedIdp.jdbc()
        .sql("SELECT person_id FROM staff_link WHERE member_id = ?")
        .param(member)
        .query(String.class)
        .list();
  }

  private static String link(StaffMember member, String person, String password, String code) {
    return Browser.location(
        SharedIdp.submit(
            member.browser,
            "/account/staff",
            Map.of("person", person, "password", password, "code", code)));
  }

  private static String link(StaffMember member, String person, String password) {
    return Browser.location(
        SharedIdp.submit(
            member.browser, "/account/staff", Map.of("person", person, "password", password)));
  }
}
