package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;

/**
 * The console's rows of the authorization matrix that act on a department: as the administrator of
 * another city and, where the row lets one in, of another department.
 */
class OtherDepartmentsTest {
  private static final String ACCOUNTS = "/console/accounts";
  private static final String STAFF = "/console/staff";
  private static final String SERVICES = "/console/services";

  /** Of the division 5107, as no department of the demonstration is. */
  private Official city;

  private Official department;
  private Official own;

  /** A client of ours. */
  private String client;

  @BeforeEach
  void administrators() {
    city = SandboxConsoleTest.city("5107");
    department = Officials.fresh("DEPARTMENT_ADMIN", PersonnelSystem.department(7)).strong();
    own = Officials.fresh("SYSTEM_ADMIN").strong();
    client = SandboxConsoleTest.approved(own);
  }

  @Test
  void nobody_acts_on_another_department() throws Throwable {
    Map<String, Executable> tries = new LinkedHashMap<>();
    tries.put("GET " + ACCOUNTS, this::members);
    tries.put("POST " + ACCOUNTS, this::addition);
    tries.put("POST " + ACCOUNTS + "/{id}/login", this::name);
    tries.put("POST " + ACCOUNTS + "/{id}/{act}", this::memberActs);
    tries.put("GET " + STAFF, this::staff);
    tries.put("POST " + STAFF, this::appointment);
    tries.put("POST " + STAFF + "/{id}/{act}", this::staffActs);
    tries.put("GET " + SERVICES, this::services);
    tries.put("POST " + SERVICES + "/new", this::application);
    tries.put("POST " + SERVICES + "/{id}/secret", this::secret);
    String tests = SERVICES + "/{client}/self-tests";
    tries.put("GET " + tests, this::selfTests);
    tries.put("POST " + tests, () -> {}); // with the one before
    tries.put("GET " + tests + "/{test}", () -> {});
    tries.put("GET " + tests + "/{test}/result", () -> {});
    tries.put("GET /console/window", this::windowActs);
    assertThat(ofDepartments()).isEqualTo(tries.keySet());
    for (Executable one : tries.values()) {
      one.execute();
    }
  }

  private static Set<String> ofDepartments() throws IOException {
    return AuthorizationMatrixTest.rows().stream()
        .filter(AuthorizationMatrixTest.Row::own)
        .map(AuthorizationMatrixTest.Row::route)
        .filter(route -> route.contains("/console/"))
        .collect(Collectors.toSet());
  }

  private void members() {
    Official member = Officials.fresh("SEAL_MAKER");
    String page = ACCOUNTS + "?after=" + member.name().substring(0, 8);
    assertThat(own.browser().get(page).body()).contains(member.name());
    assertThat(city.browser().get(page).body()).doesNotContain(member.name());
  }

  private void addition() {
    String login = StaffMember.login();
    Map<String, String> form = Map.of("login", login, "name", "甲（样例）", "org", Officials.ORG);
    assertThat(sent(city, ACCOUNTS, ACCOUNTS, form)).endsWith("problem=not-yours");
    assertThat(accounts().byLoginName(login)).isEmpty();
  }

  private void name() {
    Official member = Officials.fresh("");
    String action = ACCOUNTS + "/" + member.id() + "/login";
    assertThat(sent(city, ACCOUNTS, action, Map.of("login", StaffMember.login())))
        .endsWith("problem=not-yours");
    assertThat(account(member.id()).loginName()).isEqualTo(member.name());
  }

  private void memberActs() {
    Official member = Officials.fresh("SEAL_MAKER");
    for (String act : List.of("suspend", "resume", "password")) {
      assertThat(sent(city, ACCOUNTS, ACCOUNTS + "/" + member.id() + "/" + act, Map.of()))
          .as(act)
          .endsWith("problem=not-yours");
    }
    assertThat(SharedIdp.audited(member.id(), "console-refused", "not-yours"))
        .as("each try is in the book")
        .isEqualTo(3);
    assertThat(account(member.id()).active()).isTrue();
    member.passwordOnly();
  }

  private void staff() {
    StaffMember member = new StaffMember(own, StaffMember.login(), Officials.ORG, "CLERK");
    String page = STAFF + "?after=" + member.login.substring(0, 8);
    assertThat(own.browser().get(page).body()).contains(member.login);
    for (Official other : List.of(city, department)) {
      assertThat(other.browser().get(page).body()).doesNotContain(member.login);
    }
  }

  private void appointment() {
    for (Official other : List.of(city, department)) {
      String login = StaffMember.login();
      Map<String, String> form =
          Map.of("login", login, "name", "甲（样例）", "org", Officials.ORG, "role", "CLERK");
      assertThat(sent(other, STAFF, STAFF, form)).endsWith("problem=not-yours");
      assertThat(accounts().byLoginName(login)).isEmpty();
    }
  }

  private void staffActs() {
    StaffMember member = new StaffMember(own, StaffMember.login(), Officials.ORG, "CLERK");
    Map<String, String> form =
        Map.of("role", "APPROVER", "org", department(), "login", StaffMember.login());
    for (Official other : List.of(city, department)) {
      for (String act :
          List.of("change", "move", "unlink", "login", "leave", "suspend", "resume")) {
        assertThat(sent(other, STAFF, STAFF + "/" + member.post + "/" + act, form))
            .as(act)
            .endsWith("problem=not-yours");
      }
    }
    assertThat(SharedIdp.audited(member.post, "console-refused", "not-yours")).isEqualTo(14);
    assertThat(account(member.account).active()).isTrue();
    assertThat(account(member.account).org()).isEqualTo(Officials.ORG);
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT roles FROM staff_post WHERE id = ? AND ended_at IS NULL")
                .param(member.post)
                .query(String.class)
                .single())
        .isEqualTo("CLERK");
  }

  private static String department() {
    return PersonnelSystem.department(7);
  }

  private void services() {
    assertThat(own.browser().get(SERVICES).body()).contains(client);
    assertThat(city.browser().get(SERVICES).body()).doesNotContain(client);
  }

  private void application() {
    Map<String, String> form = new HashMap<>();
    form.put("name", "他部门系统（样例）" + UUID.randomUUID());
    form.put("org", Officials.ORG);
    form.put("kind", "WEB");
    form.put("method", "client_secret_basic");
    form.put("scope", "openid profile");
    form.put("redirects", "https://app.example.gov.cn/cb");
    form.put("purposeZh", "办理样例业务");
    form.put("purposeEn", "Sample business");
    HttpResponse<String> told = SharedIdp.submit(city.browser(), SERVICES + "/new", form);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.body()).contains("5107…");
    assertThat(city.browser().get(SERVICES).body()).doesNotContain(form.get("name"));
  }

  private void secret() {
    String id =
        SharedIdp.jdbc()
            .sql("SELECT id FROM client_application WHERE client_id = ?")
            .param(client)
            .query(String.class)
            .single();
    assertThat(sent(city, SERVICES + "/new", SERVICES + "/" + id + "/secret", Map.of()))
        .endsWith("problem=decided");
    HttpResponse<String> told =
        SharedIdp.submit(
            own.browser(), SERVICES + "/new", SERVICES + "/" + id + "/secret", Map.of());
    assertThat(told.body()).as("its own").contains("id=\"secret\"");
  }

  private void selfTests() {
    String page = SERVICES + "/" + client + "/self-tests";
    String run = Browser.location(SharedIdp.submit(own.browser(), page, Map.of()));
    assertThat(SharedIdp.submit(city.browser(), SERVICES + "/new", page, Map.of()).statusCode())
        .isEqualTo(404);
    for (String each : List.of(page, run, run + "/result")) {
      assertThat(city.status(each)).as(each).isEqualTo(404);
    }
  }

  private void windowActs() {
    Companies.seeded(SharedIdp.get());
    String id = new WindowClerk(WindowClerk.desk(), "company-agent").begun(WindowTest.reader());
    String page = "/console/window?objected=false";
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    assertThat(security.browser().get(page).body()).contains(id);
    for (Official other : List.of(city, department)) {
      assertThat(other.browser().get(page).body()).doesNotContain(id);
    }
  }

  private static String sent(Official by, String page, String action, Map<String, String> form) {
    return Browser.location(SharedIdp.submit(by.browser(), page, action, form));
  }

  private static Accounts accounts() {
    return SharedIdp.get().bean(Accounts.class);
  }

  private static Account account(String id) {
    return accounts().byId(id).orElseThrow();
  }
}
