package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.domain.Accounts;

/** Three powers that exclude each other, and cities; over HTTP and in the database. */
class AdministrationTest {
  private static final List<String> PAGES =
      List.of("/console/accounts", "/console/roles", "/console/services", "/console/audit");

  @Test
  void each_power_opens_its_own_pages_alone() {
    assertThat(statuses(Officials.fresh("SYSTEM_ADMIN").strong()))
        .containsExactly(200, 403, 200, 403);
    assertThat(statuses(Officials.fresh("SECURITY_ADMIN").strong()))
        .containsExactly(403, 200, 200, 403);
    assertThat(statuses(Officials.fresh("AUDIT_ADMIN").strong()))
        .containsExactly(403, 403, 403, 200);
    Official nobody = Officials.fresh("SEAL_MAKER").strong();
    assertThat(statuses(nobody)).containsExactly(403, 403, 403, 403);
    assertThat(nobody.status("/console")).isEqualTo(403);
    assertThat(Browser.location(SharedIdp.browser().get("/console"))).endsWith("/login");
  }

  @Test
  void reaching_for_anothers_power_is_in_the_book() {
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    String page = "/console/roles/" + audit.id();
    assertThat(
            SharedIdp.submit(audit.browser(), "/console/audit", page, Map.of("role", "SEAL_MAKER"))
                .statusCode())
        .isEqualTo(403);
    assertThat(SharedIdp.audited(page, "console-refused", "not-permitted")).isOne();
  }

  /** A page that was open while its login was renewed reaches for nothing. */
  @Test
  void an_old_form_of_ones_own_page_is_not() {
    Official admin = Officials.fresh("SYSTEM_ADMIN").strong();
    String page = "/console/accounts/" + admin.id() + "/suspend";
    assertThat(admin.browser().post(page, Map.of("_csrf", "old")).statusCode()).isEqualTo(403);
    assertThat(SharedIdp.audited(page, "console-refused", "not-permitted")).isZero();
  }

  @Test
  void a_password_alone_administers_nothing() {
    Official admin = Officials.fresh("SYSTEM_ADMIN").passwordOnly();
    assertThat(Browser.location(admin.browser().get("/console/accounts")))
        .endsWith("/login/step-up?next=/console");
  }

  @Test
  void a_suspended_administrator_administers_nothing_at_once() {
    Official admin = Officials.fresh("AUDIT_ADMIN").strong();
    assertThat(admin.status("/console/audit")).isEqualTo(200);
    SharedIdp.jdbc()
        .sql("UPDATE account SET active = false WHERE id = ?")
        .param(admin.id())
        .update();
    assertThat(admin.status("/console/audit")).isEqualTo(403);
  }

  @Test
  void citizens_are_no_departments_members() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    String citizen = SharedIdp.accountOf("citizen");
    for (String act : List.of("suspend", "resume", "password")) {
      assertThat(act(system, citizen, act)).as(act).endsWith("problem=not-yours");
    }
    assertThat(give(security, citizen, Map.of("role", "SEAL_MAKER"))).endsWith("problem=not-yours");
    assertThat(SharedIdp.get().bean(Accounts.class).byId(citizen).orElseThrow().active()).isTrue();
  }

  /** They, and whoever gives them a mandate by their number, would be led to that account. */
  @Test
  void nobody_is_added_under_anothers_number() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    String phone = SharedIdp.randomPhone();
    for (String form : List.of(phone, "86" + phone, "0086" + phone)) {
      assertThat(Browser.location(add(system, form, Officials.ORG)))
          .as(form)
          .endsWith("problem=malformed");
    }
  }

  /** Resuming opens no frozen account, so it is not offered as if it did. */
  @Test
  void a_frozen_member_is_shown_as_frozen_and_suspended_only_if_they_are() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    StaffMember member = new StaffMember(system, StaffMember.login(), Officials.ORG, "CLERK");
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    assertThat(accounts.freeze(member.account, Instant.now())).isTrue();
    for (String page : List.of("accounts", "staff")) {
      assertThat(row(system, page, member.login))
          .as(page)
          .contains("已冻结", "/suspend\"")
          .doesNotContain("已停用", "/resume\"");
    }
    assertThat(act(system, member.account, "suspend")).endsWith("/console/accounts");
    for (String page : List.of("accounts", "staff")) {
      assertThat(row(system, page, member.login))
          .as(page)
          .contains("已冻结", "已停用", "/resume\"")
          .doesNotContain("/suspend\"");
    }
    assertThat(act(system, member.account, "resume")).endsWith("/console/accounts");
    assertThat(row(system, "accounts", member.login))
        .contains("已冻结", "/suspend\"")
        .doesNotContain("已停用");
    assertThat(accounts.byId(member.account).orElseThrow().active()).isFalse();
  }

  private static String row(Official who, String page, String login) {
    String after = login.substring(0, login.length() - 1);
    String all = who.browser().get("/console/" + page + "?after=" + after).body();
    Matcher row =
        Pattern.compile("(?s)<(tr|details)\\b(?:(?!</\\1>).)*>" + login + "<(?:(?!</\\1>).)*</\\1>")
            .matcher(all);
    assertThat(row.find()).as(all).isTrue();
    return row.group();
  }

  @Test
  void some_roles_come_with_something_else_and_are_given_by_nobody() {
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    Official member = Officials.fresh("");
    for (String roles : List.of("WINDOW_CLERK", "CITIZEN", "AUDIT_ADMIN,SEAL_MAKER")) {
      assertThat(give(security, member.id(), Map.of("role", roles)))
          .as(roles)
          .endsWith("problem=exclude");
    }
    assertThat(SharedIdp.get().bean(Accounts.class).byId(member.id()).orElseThrow().roles())
        .isEmpty();
  }

  @Test
  void a_fresh_password_ends_what_the_old_one_opened() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    Official member = Officials.fresh("SEAL_MAKER").passwordOnly();
    HttpResponse<String> told =
        SharedIdp.submit(
            system.browser(),
            "/console/accounts",
            "/console/accounts/" + member.id() + "/password",
            Map.of());
    Matcher secret = Pattern.compile("id=\"secret\">([^<]+)<").matcher(told.body());
    assertThat(secret.find()).isTrue();
    assertThat(Browser.location(member.browser().get("/account"))).endsWith("/login");
    assertThat(Browser.location(SharedIdp.browser().logIn(member.name(), Officials.PASSWORD)))
        .endsWith("problem=refused");
    assertThat(Browser.location(SharedIdp.browser().logIn(member.name(), secret.group(1))))
        .endsWith("/account");
  }

  @Test
  void the_database_lets_nobody_hold_two_powers() {
    for (String two :
        List.of(
            "AUDIT_ADMIN SECURITY_ADMIN", "SEAL_MAKER SYSTEM_ADMIN", "CITY_ADMIN SYSTEM_ADMIN")) {
      assertThatThrownBy(() -> Officials.fresh(two))
          .as(two)
          .isInstanceOf(DataIntegrityViolationException.class);
    }
    Official one = Officials.fresh("AUDIT_ADMIN");
    assertThatThrownBy(
            () ->
                SharedIdp.jdbc()
                    .sql("UPDATE account SET roles = 'AUDIT_ADMIN SYSTEM_ADMIN' WHERE id = ?")
                    .param(one.id())
                    .update())
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(Officials.fresh("SEAL_ADMIN SEAL_MAKER").id()).as("other roles may").isNotNull();
  }

  @Test
  void one_makes_the_account_and_another_says_what_it_may_do() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    String login = "n" + system.id().substring(0, 8);
    HttpResponse<String> made = add(system, login, Officials.ORG);
    Matcher secret = Pattern.compile("id=\"secret\">([^<]+)<").matcher(made.body());
    assertThat(secret.find()).isTrue();
    String id = SharedIdp.accountOf(login);
    assertThat(give(security, id, Map.of("role", "AUDIT_ADMIN")))
        .as("the system administrator knows the password")
        .endsWith("problem=given");
    assertThat(give(security, id, Map.of("role", "SEAL_MAKER"))).endsWith("/console/roles");

    Browser owner = SharedIdp.browser();
    assertThat(Browser.location(owner.logIn(login, secret.group(1)))).endsWith("/account");
    String chosen = "锦里-听雨-青羊七十二";
    assertThat(
            Browser.location(
                SharedIdp.submit(
                    owner, "/account/password", Map.of("password", chosen, "repeat", chosen))))
        .endsWith("problem=done");
    assertThat(give(security, id, Map.of("role", "AUDIT_ADMIN"))).endsWith("/console/roles");
    assertThat(Browser.location(owner.get("/account"))).as("logins end").endsWith("/login");
    assertThat(SharedIdp.get().bean(Accounts.class).byId(id).orElseThrow().roles())
        .hasToString("[AUDIT_ADMIN]");
    assertThat(act(system, id, "password"))
        .as("a power is left alone")
        .endsWith("problem=not-yours");
    assertThat(act(system, id, "suspend")).endsWith("problem=not-yours");
    assertThat(give(security, security.id(), Map.of("role", "SEAL_MAKER")))
        .endsWith("problem=not-yours");
    assertThat(SharedIdp.audited(id, "roles-set", "done")).isEqualTo(2);
    assertThat(SharedIdp.audited(id, "roles-set", "unchanged")).isOne();
  }

  @Test
  void a_city_administrator_stays_in_the_city() {
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    Official city = Officials.fresh("");
    assertThat(give(security, city.id(), Map.of("role", "CITY_ADMIN"))).endsWith("problem=exclude");
    assertThat(give(security, city.id(), Map.of("role", "CITY_ADMIN", "division", "5101")))
        .endsWith("/console/roles");
    city.strong();
    String there = org.xinfu.trust.id.UnifiedSocialCreditCode.complete("11510100MB0000019").value();
    String login = "c" + city.id().substring(0, 8);
    assertThat(add(city, login, there).statusCode()).isEqualTo(200);
    assertThat(Browser.location(add(city, login + "x", Officials.ORG)))
        .endsWith("problem=not-yours");
    String page = city.browser().get("/console/accounts").body();
    assertThat(page).contains(login).doesNotContain("seal-maker");
    String elsewhere = SharedIdp.accountOf("seal-reviewer");
    assertThat(act(city, elsewhere, "suspend")).endsWith("problem=not-yours");
    String own = SharedIdp.accountOf(login);
    assertThat(act(city, own, "suspend")).endsWith("/console/accounts");
    assertThat(SharedIdp.get().bean(Accounts.class).byId(own).orElseThrow().active()).isFalse();
    assertThat(city.status("/console/audit")).isEqualTo(403);
  }

  @Test
  void a_service_is_asked_for_by_one_and_approved_by_another() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    String name = "样例业务系统 " + system.id().substring(0, 8);
    Map<String, String> form = new HashMap<>();
    form.put("name", name);
    form.put("org", Officials.ORG);
    form.put("kind", "WEB");
    form.put("method", "client_secret_basic");
    form.put("scope", "openid profile");
    form.put("redirects", "http://evil.example/cb");
    form.put("purposeZh", "办理样例业务");
    form.put("purposeEn", "Sample business");
    form.put("consentDays", "90");
    HttpResponse<String> faulty = SharedIdp.submit(system.browser(), "/console/services/new", form);
    assertThat(faulty.body()).contains("redirect_uris", name);
    form.put("redirects", "https://app.example.gov.cn/cb");
    String id = system.applied(form);
    assertThat(
            SharedIdp.submit(
                    system.browser(),
                    "/console/services/new",
                    "/console/services/" + id + "/approve",
                    Map.of())
                .statusCode())
        .isEqualTo(403);
    assertThat(decide(security, id, "approve")).endsWith("/console/services");
    assertThat(decide(security, id, "approve")).endsWith("problem=decided");
    assertThat(SharedIdp.audited(id, "client-approved", "done")).isOne();
    assertThat(SharedIdp.audited(id, "client-approved", "unchanged")).isOne();
    Matcher told =
        Pattern.compile("id=\"secret\">([^<]+)<")
            .matcher(
                SharedIdp.submit(
                        system.browser(),
                        "/console/services",
                        "/console/services/" + id + "/secret",
                        Map.of())
                    .body());
    assertThat(told.find()).isTrue();
    assertThat(system.browser().get("/console/services").body()).contains(name, "已批准");
    assertThatThrownBy(
            () ->
                SharedIdp.jdbc()
                    .sql("UPDATE client_application SET decided_by = asked_by WHERE id = ?")
                    .param(id)
                    .update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void the_book_is_searched_and_taken_out_and_that_is_in_the_book() {
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    String found =
        audit.browser().get("/console/audit?subject=" + audit.id() + "&act=login").body();
    assertThat(found).contains(audit.id(), "login").doesNotContain("factor-shown");
    assertThat(audit.browser().get("/console/audit?subject=nobody-of-this-name").body())
        .contains("没有符合条件的记录");
    HttpResponse<String> cef =
        audit.browser().get("/console/audit/export?subject=" + audit.id() + "&act=login");
    assertThat(cef.headers().firstValue("Content-Disposition").orElse("")).contains(".cef");
    assertThat(cef.body())
        .startsWith("CEF:0|Xinfu|idp-server|1|login|login|2|rt=")
        .contains(" duser=" + audit.id() + " outcome=done ");
    assertThat(cef.body().lines()).hasSize(1);
    SharedIdp.get()
        .bean(org.xinfu.idp.domain.IdpAudit.class)
        .record("c=1|2", audit.id(), "odd|act", "a=b\nCEF:0");
    String escaped = audit.browser().get("/console/audit/export?client=c%3D1%7C2").body();
    assertThat(escaped.lines()).hasSize(1);
    assertThat(escaped).contains("|odd\\|act|", "outcome=a\\=b\\nCEF:0", "c\\=1|2");
    assertThat(SharedIdp.audited("audit", "audit-exported", "done")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void a_frozen_account_is_reviewed_by_the_security_administrator() {
    String phone = SharedIdp.randomPhone();
    String account = SharedIdp.accountOf(SharedIdp.register(phone, "+86" + phone, "蓉城-绛雪-玉垒浮云"));
    String number = org.xinfu.trust.id.CitizenIdNumber.complete("51000019500607111").value();
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
        .params(
            List.of(
                SharedIdp.get().bean(org.xinfu.idp.store.BlindIndex.class).of("citizen", number),
                account))
        .update();
    org.xinfu.idp.domain.Proofs proofs = SharedIdp.get().bean(org.xinfu.idp.domain.Proofs.class);
    org.xinfu.idp.domain.IdDocument document =
        org.xinfu.idp.domain.IdDocument.parse(
                org.xinfu.idp.domain.IdDocument.Type.CITIZEN_ID, number)
            .orElseThrow();
    assertThat(proofs.freeze(document, java.time.Instant.now())).contains(account);
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    assertThat(accounts.byId(account).orElseThrow().active()).isFalse();
    assertThat(Officials.fresh("SYSTEM_ADMIN").strong().status("/console/frozen")).isEqualTo(403);
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    assertThat(security.browser().get("/console/frozen").body())
        .contains(accounts.byId(account).orElseThrow().loginName(), "登记为已死亡");
    SharedIdp.submit(
        security.browser(), "/console/roles", "/console/frozen/" + account + "/thaw", Map.of());
    assertThat(accounts.byId(account).orElseThrow().active()).isTrue();
    assertThat(SharedIdp.audited(account, "holder-thawed", "done")).isOne();
  }

  private static List<Integer> statuses(Official admin) {
    return PAGES.stream().map(admin::status).toList();
  }

  private static HttpResponse<String> add(Official admin, String login, String org) {
    return SharedIdp.submit(
        admin.browser(),
        "/console/accounts",
        Map.of("login", login, "name", "新成员（样例）", "org", org));
  }

  private static String act(Official admin, String id, String act) {
    return Browser.location(
        SharedIdp.submit(
            admin.browser(), "/console/accounts", "/console/accounts/" + id + "/" + act, Map.of()));
  }

  private static String give(Official admin, String id, Map<String, String> form) {
    return Browser.location(
        SharedIdp.submit(admin.browser(), "/console/roles", "/console/roles/" + id, form));
  }

  private static String decide(Official admin, String id, String how) {
    return Browser.location(
        SharedIdp.submit(
            admin.browser(), "/console/roles", "/console/services/" + id + "/" + how, Map.of()));
  }
}
