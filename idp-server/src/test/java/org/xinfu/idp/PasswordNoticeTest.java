package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;

/** Another password is told to its owner, whoever chose it. */
class PasswordNoticeTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String FRESH = "锦江-听雨-望江楼下";
  private static final String HERE = "/account/password";
  private static final String WAYS = "/account/authenticators";

  @Test
  void every_contact_hears_of_another_password() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    String account = SharedIdp.accountOf(name);
    String mailbox = phone + "@told.example";
    SharedIdp.get()
        .bean(Persons.class)
        .bind(account, Contact.parse(mailbox).orElseThrow(), Instant.now());
    Browser thief = SharedIdp.browser();
    thief.logIn(name, PASSWORD);
    assertThat(change(thief, "1234567890")).endsWith("problem=common");
    assertThat(SharedIdp.spool(mailbox)).as("nothing was done").isEmpty();
    assertThat(change(thief, FRESH)).endsWith("problem=done");
    for (String to : List.of("+86" + phone, mailbox)) {
      assertThat((String) SharedIdp.spool(to).getLast().get("text")).as(to).contains("密码已修改");
    }
    assertThat(SharedIdp.audited(account, "notice-sent", "done")).isEqualTo(2);
  }

  /** So is what else the account opens with. */
  @Test
  void every_contact_hears_of_another_way_in() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    String account = SharedIdp.accountOf(name);
    Browser thief = SharedIdp.browser();
    thief.logIn(name, PASSWORD);
    SharedIdp.submit(thief, WAYS, WAYS + "/recovery", Map.of());
    assertThat(last(phone)).contains("恢复码");
    SharedIdp.submit(thief, WAYS, WAYS + "/code", Map.of());
    assertThat(last(phone)).contains("新增了一种登录方式");
    assertThat(SharedIdp.audited(account, "notice-sent", "done")).isEqualTo(2);
  }

  @Test
  void messages_cost_and_nobody_is_told_without_end() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    String account = SharedIdp.accountOf(name);
    Browser browser = SharedIdp.browser();
    browser.logIn(name, PASSWORD);
    for (int i = 0; i < 21; i++) {
      SharedIdp.submit(browser, WAYS, WAYS + "/recovery", Map.of());
    }
    assertThat(SharedIdp.audited(account, "notice-sent", "done")).isEqualTo(20);
    assertThat(SharedIdp.audited(account, "notice-sent", "limited")).isOne();
  }

  private static String last(String phone) {
    return (String) SharedIdp.spool("+86" + phone).getLast().get("text");
  }

  private static String change(Browser browser, String password) {
    return Browser.location(
        SharedIdp.submit(browser, HERE, Map.of("password", password, "repeat", password)));
  }
}
