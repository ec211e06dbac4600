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

  private static String change(Browser browser, String password) {
    return Browser.location(
        SharedIdp.submit(browser, HERE, Map.of("password", password, "repeat", password)));
  }
}
