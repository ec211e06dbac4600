package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running server changes the family of its passwords' hashes, and nobody has to do anything. */
class CryptoProfileTest {
  private static final String SM3 = "$pbkdf2-hmac-sm3$";
  private static final String ARGON2 = "$argon2id$";

  @Test
  void passwords_are_hashed_anew_at_the_next_login_either_way(@TempDir Path home) {
    try (RunningIdp idp = new RunningIdp(home).start()) {
      logIn(idp, "citizen");
      assertThat(verifier(idp, "citizen")).startsWith(ARGON2);
      idp.stop();

      idp.with("--xinfu.crypto-profile=gm", "--xinfu.password.pbkdf2-iterations=1000").start();
      refused(idp, "citizen");
      assertThat(verifier(idp, "citizen")).as("a wrong one changes nothing").startsWith(ARGON2);
      logIn(idp, "citizen");
      String first = verifier(idp, "citizen");
      assertThat(first).startsWith(SM3 + "1000$");
      assertThat(rehashed(idp)).isOne();
      refused(idp, "citizen");
      refused(idp, "nobody-at-all");
      logIn(idp, "citizen");
      assertThat(verifier(idp, "citizen")).as("once").isEqualTo(first);
      assertThat(verifier(idp, "seal-applicant")).as("who did not come").startsWith(ARGON2);
      idp.stop();

      idp.with("--xinfu.crypto-profile=intl").start();
      logIn(idp, "citizen");
      assertThat(verifier(idp, "citizen")).startsWith(ARGON2);
      assertThat(rehashed(idp)).isEqualTo(2);
      logIn(idp, "seal-applicant");
    }
  }

  private static void logIn(RunningIdp idp, String account) {
    String to = Browser.location(new Browser(idp.origin).logIn(account, idp.password(account)));
    assertThat(to).endsWith("/account");
  }

  private static void refused(RunningIdp idp, String account) {
    String to = Browser.location(new Browser(idp.origin).logIn(account, "no such password"));
    assertThat(to).endsWith("problem=refused");
  }

  private static String verifier(RunningIdp idp, String account) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT password_hash FROM account WHERE login_name = ?")
        .param(account)
        .query(String.class)
        .single();
  }

  private static long rehashed(RunningIdp idp) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM audit WHERE act = 'password-rehashed'")
        .query(Long.class)
        .single();
  }
}
