package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Departments keep their own staff: appointed, moved, gone, and told under a scope. */
class StaffTest {
  private static final String ORG = code("11510000MB0000062");
  private static final String OTHER = code("11510000MB0000063");

  private static Desk desk;
  private static Official admin;

  @BeforeAll
  static void start() {
    desk = new Desk("openid staff", Map.of());
    admin = Officials.fresh("DEPARTMENT_ADMIN", ORG).strong();
  }

  @Test
  void an_administrator_keeps_their_own_department_alone() {
    String login = StaffMember.login();
    assertThat(appoint(admin, login, OTHER, "CLERK")).endsWith("problem=not-yours");
    assertThat(appoint(admin, login, ORG)).as("no role").endsWith("problem=malformed");
    assertThat(appoint(admin, "seal-maker", ORG, "CLERK")).endsWith("problem=taken");
    assertThat(appoint(admin, "citizen", ORG, "CLERK")).endsWith("problem=taken");
    assertThat(appoint(admin, admin.name(), ORG, "CLERK")).endsWith("problem=taken");
    Official system = Officials.fresh("SYSTEM_ADMIN", ORG);
    assertThat(appoint(admin, system.name(), ORG, "CLERK"))
        .as("another administrator")
        .endsWith("problem=taken");
    StaffMember member = member(login, "CLERK", "REVIEWER");
    assertThat(appoint(admin, login, ORG, "CLERK")).as("one post").endsWith("problem=taken");
    assertThat(admin.browser().get("/console/staff").body()).contains(login, "经办", "审核");
    Official other = Officials.fresh("DEPARTMENT_ADMIN", OTHER).strong();
    assertThat(other.browser().get("/console/staff").body()).doesNotContain(login);
    for (String act : List.of("change", "move", "leave", "suspend", "resume", "unlink")) {
      assertThat(StaffMember.act(other, member, act, "role", "CLERK", "org", OTHER))
          .as(act)
          .endsWith("problem=not-yours");
    }
    assertThat(member.in().status("/account")).isEqualTo(200);
    for (String page : List.of("/console/accounts", "/console/roles", "/console/services")) {
      assertThat(admin.status(page)).as(page).isEqualTo(403);
    }
    assertThat(admin.browser().get("/console").body())
        .contains("部门管理员")
        .doesNotContain("id=\"live\"");
  }

  /** What stops an appointment is told only of who may be appointed by that name. */
  @Test
  void appointing_by_a_number_tells_nobody_whether_somebody_has_it() {
    String known = SharedIdp.randomPhone();
    Map<String, Object> person = ImportAccountsTest.person(ImportAccountsTest.login());
    person.putAll(Map.of("phone", known, "phoneVerified", true));
    String lines = ImportAccountsTest.lines(List.of(person));
    assertThat(
            ImportAccountsTest.results(
                ImportAccountsTest.at(SharedIdp.get(), StaffMember.login(), lines)))
        .allSatisfy(one -> assertThat(one).containsEntry("outcome", "CREATED"));
    for (String number : List.of(known, "+86" + known, SharedIdp.randomPhone(), "a@none.example")) {
      for (String day : List.of("", "x", "2099-02-31")) {
        assertThat(Browser.location(post(admin, number, day, "")))
            .as("%s from %s", number, day)
            .endsWith("problem=malformed");
      }
      assertThat(appoint(admin, number, ORG)).as("no role").endsWith("problem=malformed");
    }
  }

  @Test
  void tokens_tell_department_and_roles_under_the_scope_alone() {
    StaffMember member = member(StaffMember.login(), "CLERK", "APPROVER");
    Map<String, Object> tokens = desk.tokens(member.in().browser());
    Map<String, Object> told = Map.of("department", ORG, "roles", List.of("APPROVER", "CLERK"));
    assertThat(claims(tokens, "id_token").get("staff")).isEqualTo(told);
    assertThat(claims(tokens, "access_token").get("staff")).isEqualTo(told);
    String user =
        SharedIdp.browser()
            .send(
                java.net.http.HttpRequest.newBuilder(SharedIdp.browser().uri("/userinfo"))
                    .header("Authorization", "Bearer " + tokens.get("access_token")))
            .body();
    assertThat(RunningIdp.json(user).get("staff")).isEqualTo(told);
    assertThat(claims(new Desk("openid profile", Map.of()).tokens(member.browser), "id_token"))
        .doesNotContainKey("staff");
    LogInSteps citizen = SharedIdp.loggedIn("citizen");
    assertThat(claims(desk.tokens(citizen.browser), "id_token")).doesNotContainKey("staff");
    assertThat(StaffMember.act(admin, member, "change", "role", "REVIEWER"))
        .endsWith("/console/staff");
    assertThat(Browser.location(member.browser.get("/account"))).as("at once").endsWith("/login");
    assertThat(desk.alive((String) tokens.get("access_token"))).isFalse();
    assertThat(member.in().status("/account")).isEqualTo(200);
    assertThat(claims(desk.tokens(member.browser), "id_token").get("staff"))
        .isEqualTo(Map.of("department", ORG, "roles", List.of("REVIEWER")));
  }

  @Test
  void who_leaves_is_out_everywhere_and_services_are_told() {
    StaffMember member = member(StaffMember.login(), "CLERK");
    Map<String, Object> tokens = desk.tokens(member.in().browser());
    assertThat(StaffMember.act(admin, member, "leave")).endsWith("/console/staff");
    assertThat(Browser.location(member.browser.get("/account"))).endsWith("/login");
    assertThat(desk.refresh(tokens).statusCode()).isEqualTo(400);
    assertThat(desk.alive((String) tokens.get("access_token"))).isFalse();
    assertThat(told(member, "post-ended")).isOne();
    assertThat(Browser.location(member.again())).as("no login").endsWith("/login?problem=refused");
    for (String act : List.of("leave", "suspend", "resume", "unlink")) {
      assertThat(StaffMember.act(admin, member, act)).as(act).endsWith("problem=no-post");
    }
    assertThat(SharedIdp.audited(member.account, "staff-left", "done")).isOne();
    assertThat(admin.browser().get("/console/staff?past=true").body()).contains(member.login, "离任");
    assertThat(admin.browser().get("/console/staff").body()).doesNotContain(member.login);
    assertThat(appoint(admin, member.login, ORG, "CLERK")).as("back").endsWith("/console/staff");
    assertThat(Browser.location(member.again())).endsWith("/account");
  }

  @Test
  void a_move_takes_what_was_given_for_the_old_department() {
    StaffMember member = member(StaffMember.login(), "CLERK");
    SharedIdp.jdbc()
        .sql("UPDATE account SET roles = 'SEAL_MAKER' WHERE id = ?")
        .param(member.account)
        .update();
    member.in();
    assertThat(StaffMember.act(admin, member, "move", "org", OTHER, "role", "CLERK"))
        .as("not the department's to decide")
        .endsWith("problem=not-yours");
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    assertThat(StaffMember.act(system, member, "move", "org", OTHER, "role", "REVIEWER"))
        .endsWith("/console/staff");
    assertThat(Browser.location(member.browser.get("/account"))).endsWith("/login");
    Map<String, Object> id = claims(desk.tokens(member.in().browser()), "id_token");
    assertThat(id.get("staff"))
        .isEqualTo(Map.of("department", OTHER, "roles", List.of("REVIEWER")));
    assertThat(id).containsEntry("org", OTHER).containsEntry("roles", List.of());
    assertThat(StaffMember.act(admin, member, "leave"))
        .as("not here any more")
        .contains("problem=");
  }

  @Test
  void a_post_holds_from_its_first_day_to_its_last() {
    String later = StaffMember.login();
    String password = StaffMember.made(post(admin, later, "2099-01-01", "2099-12-31"));
    assertThat(Browser.location(SharedIdp.browser().logIn(later, password)))
        .as("not yet")
        .endsWith("/login?problem=refused");
    assertThat(Browser.location(post(admin, StaffMember.login(), "2099-12-31", "2099-01-01")))
        .endsWith("problem=days");
    assertThat(Browser.location(post(admin, StaffMember.login(), "2099-02-31", "")))
        .endsWith("problem=days");
    StaffMember member = member(StaffMember.login(), "CLERK").in();
    Map<String, Object> tokens = desk.tokens(member.browser);
    SharedIdp.jdbc()
        .sql("UPDATE staff_post SET until_at = now() + interval '1 second' WHERE account_id = ?")
        .param(member.account)
        .update();
    RunningIdp.await(Duration.ofSeconds(20), () -> told(member, "post-ended") == 1);
    assertThat(Browser.location(member.browser.get("/account"))).endsWith("/login");
    assertThat(desk.refresh(tokens).statusCode()).isEqualTo(400);
    assertThat(Browser.location(member.again())).endsWith("/login?problem=refused");
    assertThat(admin.browser().get("/console/staff?past=true").body())
        .contains(member.login, "任期届满");
  }

  @Test
  void a_suspended_member_stays_out_whatever_the_post_says() {
    StaffMember member = member(StaffMember.login(), "CLERK").in();
    assertThat(StaffMember.act(admin, member, "suspend")).endsWith("/console/staff");
    assertThat(Browser.location(member.browser.get("/account"))).endsWith("/login");
    assertThat(StaffMember.act(admin, member, "change", "role", "CLERK"))
        .endsWith("/console/staff");
    assertThat(Browser.location(member.again())).endsWith("/login?problem=refused");
    assertThat(StaffMember.act(admin, member, "resume")).endsWith("/console/staff");
    assertThat(Browser.location(member.again())).endsWith("/account");
  }

  @Test
  void the_list_comes_in_pages() {
    String org = code("11510000MB0000064");
    Official there = Officials.fresh("DEPARTMENT_ADMIN", org).strong();
    for (int i = 0; i < 51; i++) {
      Official one = Officials.fresh("", org);
      SharedIdp.jdbc()
          .sql(
              """
              INSERT INTO staff_post (id, account_id, org, roles, from_at, given_by)
              VALUES (?, ?, ?, 'CLERK', now(), 'test')
              """)
          .params(List.of("p-" + one.id(), one.id(), org))
          .update();
    }
    String first = there.browser().get("/console/staff").body();
    Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    String second = there.browser().get(next.group(1).replace("&amp;", "&")).body();
    assertThat(rows(first)).isEqualTo(50);
    assertThat(rows(second)).isEqualTo(1);
    assertThat(second).doesNotContain("rel=\"next\"");
  }

  private static StaffMember member(String login, String... roles) {
    return new StaffMember(admin, login, ORG, roles);
  }

  private static String appoint(Official by, String login, String org, String... roles) {
    return Browser.location(StaffMember.post(by, StaffMember.form(login, org, roles)));
  }

  private static HttpResponse<String> post(Official by, String login, String from, String until) {
    return StaffMember.post(
        by, Map.of("login", login, "org", ORG, "from", from, "until", until, "role", "CLERK"));
  }

  private static long told(StaffMember member, String cause) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM logout_delivery WHERE principal = ? AND cause = ?")
        .params(List.of(member.account, cause))
        .query(Long.class)
        .single();
  }

  private static int rows(String page) {
    return page.split("<details id=\"post-|class=\"row\" id=\"post-", -1).length - 1;
  }

  private static Map<String, Object> claims(Map<String, Object> tokens, String which) {
    return RunningIdp.claims((String) tokens.get(which));
  }

  private static String code(String start) {
    return UnifiedSocialCreditCode.complete(start).value();
  }
}
