package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.xinfu.idp.closure.CloseAccount;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Authenticators;

/**
 * An act and its row in the audit book are one: a server that dies between them must not leave an
 * act that nobody can read of. Here the book refuses the row, and nothing may be done.
 */
class ActsInTheBookTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String OTHER = "锦里-听雨-青羊七十二";

  @Test
  void a_password_is_changed_and_other_logins_end_or_neither() {
    Person person = new Person();
    Browser elsewhere = SharedIdp.browser();
    elsewhere.logIn(person.name, PASSWORD);
    for (String act : List.of("password-changed", "login-ended")) {
      refused(
          act,
          person.account,
          () -> person.submit("/account/password", Map.of("password", OTHER, "repeat", OTHER)));
      assertThat(Browser.location(SharedIdp.browser().logIn(person.name, PASSWORD)))
          .as(act)
          .endsWith("/account");
      assertThat(elsewhere.get("/account").statusCode()).as(act).isEqualTo(200);
    }
    person.submit("/account/password", Map.of("password", OTHER, "repeat", OTHER));
    assertThat(Browser.location(elsewhere.get("/account"))).endsWith("/login");
  }

  @Test
  void a_way_to_log_in_comes_with_its_row() {
    Person person = new Person();
    String here = "/account/authenticators";
    refused("authenticator-added", person.account, () -> person.submit(here, here + "/code"));
    assertThat(ways(person)).isZero();
    refused("recovery-codes-made", person.account, () -> person.submit(here, here + "/recovery"));
    assertThat(authenticators().recoveryCodes(person.account)).isZero();
  }

  /** By what the act says of itself its row is written or not. */
  @Test
  void a_way_to_log_in_that_is_there_is_not_added() {
    Person person = new Person();
    assertThat(authenticators().addCode(person.account, "one")).isTrue();
    assertThat(authenticators().addCode(person.account, "two")).isFalse();
    assertThat(ways(person)).isOne();
  }

  @Test
  void an_account_is_made_and_closed_with_its_row() {
    String phone = SharedIdp.randomPhone();
    refused(
        "person-registered",
        null,
        () -> {
          try {
            SharedIdp.register(phone, "+86" + phone, PASSWORD);
          } catch (AssertionError noAccount) {
            // as it should be
          }
        });
    assertThat(SharedIdp.get().bean(Accounts.class).byLoginName(phone)).isEmpty();
    Person person = new Person();
    person.submit("/account", "/account/closure", Map.of("understood", "true"));
    SharedIdp.jdbc()
        .sql("UPDATE account_closure SET due_at = now() - interval '1 second' WHERE account_id = ?")
        .param(person.account)
        .update();
    refused(
        "account-closed",
        person.account,
        () -> {
          try {
            SharedIdp.get().bean(CloseAccount.class).closeDue();
          } catch (DataAccessException refusedByTheBook) {
            // as it should be
          }
        });
    assertThat(SharedIdp.get().bean(Accounts.class).byId(person.account).orElseThrow().active())
        .isTrue();
    SharedIdp.get().bean(CloseAccount.class).closeDue();
    assertThat(SharedIdp.audited(person.account, "account-closed", "done")).isOne();
  }

  @Test
  void somebody_is_verified_with_the_row() {
    Person person = new Person();
    refused(
        "person-proven",
        person.account,
        () ->
            person.submit(
                "/account/proof",
                "/account/proof/net",
                Map.of("voucher", "FACE0032-C-" + UUID.randomUUID())));
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM proof WHERE account_id = ?")
                .param(person.account)
                .query(Long.class)
                .single())
        .isZero();
  }

  private static Authenticators authenticators() {
    return SharedIdp.get().bean(Authenticators.class);
  }

  private static int ways(Person person) {
    return authenticators().of(person.account).size();
  }

  /** Does it while the book takes no such row. */
  static void refused(String act, @Nullable String subject, Runnable work) {
    String name = "refuse_" + UUID.randomUUID().toString().replace('-', '_');
    String whose = subject == null ? "" : " AND NEW.subject = '" + subject + "'";
    SharedIdp.jdbc()
        .sql(
            """
            CREATE SEQUENCE %1$s;
            CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN PERFORM nextval('%1$s'); RAISE EXCEPTION 'the book is shut'; END $$;
            CREATE TRIGGER %1$s BEFORE INSERT ON audit FOR EACH ROW
              WHEN (NEW.act = '%2$s'%3$s) EXECUTE FUNCTION %1$s()
            """
                .formatted(name, act, whose))
        .update();
    try {
      work.run();
      // No transaction takes a sequence back.
      assertThat(
              SharedIdp.jdbc().sql("SELECT is_called FROM " + name).query(Boolean.class).single())
          .as("the book was asked for " + act)
          .isTrue();
    } finally {
      SharedIdp.jdbc()
          .sql(
              "DROP TRIGGER %1$s ON audit; DROP FUNCTION %1$s(); DROP SEQUENCE %1$s"
                  .formatted(name))
          .update();
    }
  }

  /** Somebody new, logged in. */
  private static final class Person extends LoggedIn {
    Person() {
      super(PASSWORD);
    }

    HttpResponse<String> submit(String page, Map<String, String> form) {
      return SharedIdp.submit(browser, page, form);
    }

    HttpResponse<String> submit(String page, String action, Map<String, String> form) {
      return SharedIdp.submit(browser, page, action, form);
    }

    HttpResponse<String> submit(String page, String action) {
      return submit(page, action, Map.of());
    }
  }
}
