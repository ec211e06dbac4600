package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.xinfu.idp.domain.Accounts;

class LockoutTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  @Test
  void strangers_cannot_lock_the_owner_of_a_known_device_out() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    Browser own = SharedIdp.browser();
    own.get("/login");
    assertThat(Browser.location(own.logIn(name, PASSWORD))).endsWith("/account");
    Browser stranger = SharedIdp.browser();
    guess(stranger, name);
    assertThat(Browser.location(stranger.logIn(name, PASSWORD))).endsWith("problem=braked");
    assertThat(Browser.location(SharedIdp.browser().logIn(phone, PASSWORD)))
        .as("another name of the same account")
        .endsWith("problem=braked");
    assertThat(Browser.location(own.logIn(name, PASSWORD))).endsWith("/account");
    assertThat(Browser.location(SharedIdp.browser().logIn(name, PASSWORD)))
        .as("the owner's success does not open the brake for strangers")
        .endsWith("problem=braked");
  }

  @Test
  void a_known_device_is_braked_when_it_guesses_itself() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    Browser own = SharedIdp.browser();
    own.get("/login");
    own.logIn(name, PASSWORD);
    guess(own, name);
    assertThat(Browser.location(own.logIn(name, PASSWORD))).endsWith("problem=braked");
  }

  @Test
  void an_imported_verifier_is_replaced_at_login() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    String account = SharedIdp.accountOf(name);
    String bcrypt = Objects.requireNonNull(new BCryptPasswordEncoder(4).encode("imported word"));
    SharedIdp.get().bean(Accounts.class).setPassword(account, bcrypt);
    assertThat(Browser.location(SharedIdp.browser().logIn(name, "imported word")))
        .endsWith("/account");
    assertThat(verifier(account)).startsWith("$argon2id$");
    assertThat(SharedIdp.audited(account, "password-rehashed", "done")).isOne();
    assertThat(Browser.location(SharedIdp.browser().logIn(name, "imported word")))
        .endsWith("/account");
    assertThat(SharedIdp.audited(account, "password-rehashed", "done")).isOne();
  }

  /** Until a guess is refused unheard, and then as if it had gone on until the brake lasts. */
  private static void guess(Browser browser, String name) {
    int guesses = 0;
    while (!Browser.location(browser.logIn(name, "wrong password")).endsWith("problem=braked")) {
      assertThat(++guesses).as("guesses that were heard").isLessThan(20);
    }
    SharedIdp.jdbc().sql("UPDATE login_failure SET failures = 20 WHERE failures >= 5").update();
  }

  private static String verifier(String account) {
    return SharedIdp.jdbc()
        .sql("SELECT password_hash FROM account WHERE id = ?")
        .params(List.of(account))
        .query(String.class)
        .single();
  }
}
