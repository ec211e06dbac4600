package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A personnel system says how its department's people should be, as often as it likes. */
class StaffApiTest {
  private static PersonnelSystem personnel;

  @BeforeAll
  static void start() {
    personnel = PersonnelSystem.of(PersonnelSystem.department(1));
  }

  @Test
  void who_is_put_serves_and_the_same_again_changes_nothing() {
    String login = StaffMember.login();
    HttpResponse<String> made = put(login, PersonnelSystem.entry("CLERK"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).hasValue("/api/v1/staff/" + login);
    assertThat(made.headers().firstValue("Cache-Control")).hasValue("no-store");
    Map<String, Object> member = RunningIdp.json(made.body());
    assertThat(member)
        .containsEntry("department", personnel.org())
        .containsEntry("roles", List.of("CLERK"))
        .containsEntry("state", "SERVING")
        .containsEntry("active", true);
    Browser browser = SharedIdp.browser();
    String password = (String) Objects.requireNonNull(member.get("password"));
    assertThat(Browser.location(browser.logIn(login, password))).endsWith("/account");
    HttpResponse<String> again = put(login, PersonnelSystem.entry("CLERK"));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).as("told once").doesNotContain("password");
    assertThat(browser.get("/account").statusCode()).as("nobody is put out").isEqualTo(200);
    assertThat(audited(login, "staff-appointed")).isOne();
    assertThat(audited(login, "staff-changed")).isZero();
    assertThat(actor(login)).isEqualTo(personnel.client());
  }

  @Test
  void a_change_takes_effect_at_once_and_a_name_alone_puts_nobody_out() {
    Member member = new Member("CLERK");
    Map<String, Object> named = new HashMap<>(PersonnelSystem.entry("CLERK"));
    named.put("name", "人事乙（样例）");
    assertThat(put(member.login, named).body()).contains("人事乙（样例）");
    assertThat(member.in()).isTrue();
    named.put("roles", List.of("REVIEWER", "APPROVER"));
    named.put("until", "2099-12-31");
    assertThat(RunningIdp.json(put(member.login, named).body()))
        .containsEntry("roles", List.of("APPROVER", "REVIEWER"))
        .containsEntry("until", "2099-12-31");
    assertThat(member.in()).as("logins end").isFalse();
    assertThat(audited(member.login, "staff-changed")).isEqualTo(2);
  }

  @Test
  void who_leaves_is_out_and_may_come_back() {
    Member member = new Member("CLERK");
    assertThat(delete(member.login)).isEqualTo(204);
    assertThat(member.in()).isFalse();
    assertThat(delete(member.login)).as("again").isEqualTo(204);
    assertThat(audited(member.login, "staff-left")).isOne();
    assertThat(personnel.member(member.login))
        .containsEntry("state", "OVER")
        .containsEntry("end", "LEFT");
    HttpResponse<String> back = put(member.login, PersonnelSystem.entry("REVIEWER"));
    assertThat(back.statusCode()).isEqualTo(201);
    assertThat(back.body()).as("the account is the same").doesNotContain("password");
    assertThat(personnel.member(member.login)).containsEntry("state", "SERVING");
    assertThat(delete("nobody-there")).isEqualTo(404);
  }

  @Test
  void nobody_but_the_departments_own_staff_is_touched() {
    Officials.Official power = Officials.fresh("DEPARTMENT_ADMIN", personnel.org());
    Officials.Official idle = Officials.fresh("", personnel.org());
    for (String login : List.of("citizen", "seal-maker", power.name())) {
      HttpResponse<String> tried = put(login, PersonnelSystem.entry("CLERK"));
      assertThat(tried.statusCode()).as(login).isEqualTo(409);
      assertThat(tried.body()).contains("staff-login-taken", "不由本部门维护");
      assertThat(delete(login)).as(login).isEqualTo(404);
    }
    assertThat(delete(idle.name())).as("never had a post").isEqualTo(404);
    assertThat(put(idle.name(), PersonnelSystem.entry("CLERK")).statusCode()).isEqualTo(201);
  }

  /** Some have had their number for a login name since before that was refused. */
  @Test
  void a_number_is_nobodys_new_login_name_and_whoever_has_one_is_kept() {
    String phone = SharedIdp.randomPhone();
    HttpResponse<String> refused = put(phone, PersonnelSystem.entry("CLERK"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"login\"");
    Member member = new Member("CLERK");
    SharedIdp.jdbc()
        .sql("UPDATE account SET login_name = ? WHERE login_name = ?")
        .params(List.of(phone, member.login))
        .update();
    HttpResponse<String> changed = put(phone, PersonnelSystem.entry("REVIEWER"));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    PersonnelSystem other = PersonnelSystem.of(PersonnelSystem.department(7));
    assertThat(other.send("PUT", "/" + phone, PersonnelSystem.entry("CLERK")).statusCode())
        .as("as if nobody had it")
        .isEqualTo(400);
  }

  @Test
  void what_is_not_right_is_named_by_field() {
    String login = StaffMember.login();
    Map<String, Object> bad =
        Map.of("name", " ", "roles", List.of("CLERK", "KING"), "from", "2027-02-30");
    HttpResponse<String> refused = put(login, bad);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("request-invalid", "\"name\"", "\"roles\"", "\"from\"", "字符");
    Map<String, Object> over = new HashMap<>(PersonnelSystem.entry("CLERK"));
    over.put("until", "2020-01-01");
    assertThat(put(login, over).body()).contains("\"until\"");
    over.put("from", "2099-02-01");
    over.put("until", "2099-01-01");
    assertThat(put(login, over).body()).as("backwards").contains("\"until\"");
    assertThat(put(login, PersonnelSystem.entry("CLERK", "CLERK")).body()).contains("\"roles\"");
    for (String name : List.of("赵\u0000（样例）", "赵\n钱（样例）")) {
      Map<String, Object> lines = new HashMap<>(PersonnelSystem.entry("CLERK"));
      lines.put("name", name);
      assertThat(put(login, lines).body()).contains("request-invalid", "\"name\"");
    }
    assertThat(put("No-Such", PersonnelSystem.entry("CLERK")).body()).contains("\"login\"");
    assertThat(put(login, Map.of()).statusCode()).isEqualTo(400);
    assertThat(personnel.send("PUT", "/" + login, bad, "Accept-Language", "en").body())
        .contains("1 to 100 characters");
    assertThat(personnel.send("GET", "/" + login, Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_post_to_come_begins_on_its_day_and_that_stays() {
    String login = StaffMember.login();
    Map<String, Object> later = new HashMap<>(PersonnelSystem.entry("CLERK"));
    later.put("from", "2099-01-01");
    assertThat(RunningIdp.json(put(login, later).body()))
        .containsEntry("state", "COMING")
        .containsEntry("from", "2099-01-01");
    assertThat(put(login, later).statusCode()).isEqualTo(200);
    later.put("from", "2099-02-01");
    assertThat(put(login, later).body()).contains("staff-from-fixed");
    Member member = new Member("CLERK");
    Map<String, Object> since = new HashMap<>(PersonnelSystem.entry("CLERK"));
    since.put("from", "2020-01-01");
    assertThat(put(member.login, since).statusCode()).as("sent every night").isEqualTo(200);
    assertThat(member.in()).isTrue();
    assertThat(put(member.login, later).body()).contains("staff-from-fixed");
  }

  @Test
  void each_row_of_an_import_is_done_or_refused_by_itself() {
    Member leaves = new Member("CLERK");
    Member stays = new Member("CLERK");
    String fresh = StaffMember.login();
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(PersonnelSystem.row(fresh, "WINDOW_CLERK"));
    rows.add(Map.of("login", leaves.login, "leave", true));
    rows.add(PersonnelSystem.row(stays.login, "CLERK"));
    rows.add(PersonnelSystem.row("citizen", "CLERK"));
    rows.add(PersonnelSystem.row(fresh, "APPROVER"));
    rows.add(PersonnelSystem.row(StaffMember.login(), "KING"));
    rows.add(PersonnelSystem.row(stays.login + "x", "CLERK"));
    List<Map<String, Object>> results = personnel.imported(rows);
    assertThat(results)
        .extracting(result -> result.get("outcome"))
        .containsExactly(
            "APPOINTED", "LEFT", "UNCHANGED", "REFUSED", "REFUSED", "REFUSED", "APPOINTED");
    assertThat(results)
        .extracting(result -> result.get("row"))
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(results.get(0)).containsKey("password").doesNotContainKeys("code", "problem");
    assertThat(results.get(3)).containsEntry("code", "staff-login-taken").containsKey("problem");
    assertThat(results.get(4)).containsEntry("code", "staff-row-repeated");
    assertThat(results.get(5))
        .containsEntry("code", "request-invalid")
        .containsEntry("faults", List.of("roles"));
    assertThat(results.get(3).get("problem").toString()).contains("zh-CN", "en");
    assertThat(personnel.member(fresh)).containsEntry("roles", List.of("WINDOW_CLERK"));
    assertThat(leaves.in()).isFalse();
    assertThat(stays.in()).isTrue();
    assertThat(personnel.imported(rows))
        .as("again")
        .extracting(result -> result.get("outcome"))
        .containsExactly(
            "UNCHANGED", "UNCHANGED", "UNCHANGED", "REFUSED", "REFUSED", "REFUSED", "UNCHANGED");
    HttpResponse<String> empty = personnel.send("POST", "/import", Map.of("rows", List.of()));
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(empty.body()).contains("\"rows\"");
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      many.add(Map.of("login", "nobody-there", "leave", true));
    }
    assertThat(personnel.send("POST", "/import", Map.of("rows", many)).statusCode()).isEqualTo(400);
  }

  @Test
  void the_list_comes_in_pages() {
    PersonnelSystem there = PersonnelSystem.of(PersonnelSystem.department(4));
    SharedIdp.jdbc()
        .sql(
            """
            WITH made AS (
              INSERT INTO account (id, kind, login_name, display_name, org, roles, password_hash,
                created_at)
              SELECT 'page-' || n, 'MEMBER', 'page-' || lpad(n::text, 3, '0'), '甲', ?, '', '{none}', now()
              FROM generate_series(1, 101) n RETURNING id)
            INSERT INTO staff_post (id, account_id, org, roles, from_at, given_by)
            SELECT 'p-' || id, id, ?, 'CLERK', now(), 'test' FROM made
            """)
        .params(List.of(there.org(), there.org()))
        .update();
    Map<String, Object> first = RunningIdp.json(there.send("GET", "", Map.of()).body());
    assertThat((List<?>) first.get("staff")).hasSize(100);
    String next = Browser.encode(Map.of("after", (String) first.get("next")));
    Map<String, Object> second = RunningIdp.json(there.send("GET", "?" + next, Map.of()).body());
    assertThat(second.get("staff").toString()).contains("page-101").doesNotContain("page-100");
    assertThat(second).containsEntry("next", "");
    assertThat(RunningIdp.json(there.send("GET", "?past=true", Map.of()).body()))
        .containsEntry("staff", List.of());
  }

  @Test
  void only_a_departments_own_client_in_earnest_keeps_staff() {
    Administrator administrator = new Administrator(SharedIdp.get());
    for (Map<String, Object> unfit :
        List.of(
            Map.<String, Object>of(),
            Map.<String, Object>of("org", personnel.org(), "sandbox", true))) {
      assertThat(administrator.post("/api/v1/clients", PersonnelSystem.metadata(unfit)).body())
          .contains("\"scope\"", "idp:staff");
    }
    Map<String, Object> people = new HashMap<>(PersonnelSystem.metadata(Map.of("org", "x")));
    people.put("org", personnel.org());
    people.put("grant_types", List.of("authorization_code"));
    people.put("redirect_uris", List.of(RunningIdp.CALLBACK));
    assertThat(administrator.post("/api/v1/clients", people).statusCode()).isEqualTo(400);
    PersonnelSystem gone = PersonnelSystem.of(PersonnelSystem.department(5));
    for (String change :
        List.of(
            "UPDATE client_registration SET sandbox = true WHERE client_id = ?",
            "UPDATE client_registration SET sandbox = false WHERE client_id = ?",
            "UPDATE client SET org = NULL WHERE id = ?")) {
      SharedIdp.jdbc().sql(change).param(gone.client()).update();
      HttpResponse<String> tried = gone.send("GET", "", Map.of());
      boolean fit = change.contains("false");
      assertThat(tried.statusCode()).as(change).isEqualTo(fit ? 200 : 403);
      assertThat(tried.body()).contains(fit ? "staff" : "staff-client-without-department");
    }
  }

  private static HttpResponse<String> put(String login, Map<String, Object> entry) {
    return personnel.send("PUT", "/" + login, entry);
  }

  private static int delete(String login) {
    return personnel.send("DELETE", "/" + login, Map.of()).statusCode();
  }

  private static long audited(String login, String act) {
    return SharedIdp.audited(SharedIdp.accountOf(login), act, "done");
  }

  private static String actor(String login) {
    return SharedIdp.jdbc()
        .sql("SELECT actor FROM audit WHERE subject = ? AND act = 'staff-appointed'")
        .param(SharedIdp.accountOf(login))
        .query(String.class)
        .single();
  }

  /** Somebody whom the personnel system has appointed, logged in. */
  private static final class Member {
    final String login = StaffMember.login();
    private final Browser browser = SharedIdp.browser();

    Member(String... roles) {
      String body = put(login, PersonnelSystem.entry(roles)).body();
      browser.logIn(login, (String) RunningIdp.json(body).get("password"));
      assertThat(in()).isTrue();
    }

    boolean in() {
      return browser.get("/account").statusCode() == 200;
    }
  }
}
