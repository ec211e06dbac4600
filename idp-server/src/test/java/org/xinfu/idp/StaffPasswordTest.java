package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answer that told a first password was lost: its personnel system asks for another. */
class StaffPasswordTest {
  private static PersonnelSystem personnel;

  @BeforeAll
  static void start() {
    personnel = PersonnelSystem.of(PersonnelSystem.department(6));
  }

  @Test
  void a_lost_password_is_replaced_and_the_account_is_one() {
    String login = StaffMember.login();
    String lost = told(personnel.send("PUT", "/" + login, PersonnelSystem.entry("CLERK")));
    assertThat(personnel.send("PUT", "/" + login, PersonnelSystem.entry("CLERK")).body())
        .as("sent again")
        .doesNotContain("password");
    HttpResponse<String> answer = another(login);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    String password = told(answer);
    assertThat(password).hasSize(16).isNotEqualTo(lost);
    assertThat(entered(SharedIdp.browser(), login, lost)).as("the lost one").isFalse();
    assertThat(entered(SharedIdp.browser(), login, password)).isTrue();
    assertThat(personnel.member(login)).containsEntry("state", "SERVING");
    assertThat(replaced(login)).isOne();
  }

  @Test
  void whoever_finds_the_lost_one_is_put_out() {
    String login = StaffMember.login();
    String lost = told(personnel.send("PUT", "/" + login, PersonnelSystem.entry("CLERK")));
    Browser finder = SharedIdp.browser();
    assertThat(entered(finder, login, lost)).isTrue();
    another(login);
    assertThat(finder.get("/account").statusCode()).isNotEqualTo(200);
  }

  @Test
  void a_password_of_ones_own_is_nobodys_to_replace() {
    String login = StaffMember.login();
    String first = told(personnel.send("PUT", "/" + login, PersonnelSystem.entry("CLERK")));
    Browser owner = SharedIdp.browser();
    assertThat(entered(owner, login, first)).isTrue();
    String chosen = Officials.PASSWORD;
    SharedIdp.submit(owner, "/account/password", Map.of("password", chosen, "repeat", chosen));
    HttpResponse<String> refused = another(login);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("staff-password-chosen", "自行设置密码");
    assertThat(owner.get("/account").statusCode()).as("nobody is put out").isEqualTo(200);
    assertThat(entered(SharedIdp.browser(), login, chosen)).isTrue();
    assertThat(replaced(login)).isZero();
    assertThat(another("nobody-there").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> another(String login) {
    return personnel.send("POST", "/" + login + "/password", Map.of());
  }

  private static boolean entered(Browser browser, String login, String password) {
    return Browser.location(browser.logIn(login, password)).endsWith("/account");
  }

  private static long replaced(String login) {
    return SharedIdp.audited(SharedIdp.accountOf(login), "staff-password-replaced", "done");
  }

  private static String told(HttpResponse<String> answer) {
    return (String) Objects.requireNonNull(RunningIdp.json(answer.body()).get("password"));
  }
}
