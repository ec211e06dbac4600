package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

/** Two accounts become one only for somebody who is shown to be the holder of both. */
class MergeTest {
  private static final Map<String, String> WU = citizen("51000019860404014X", "吴十三（样例）", "14");
  private static final Map<String, String> ZHENG = citizen("51000019880505015X", "郑十四（样例）", "15");

  static Map<String, String> citizen(String number, String name, String card) {
    return Map.of(
        "type",
        "CITIZEN_ID",
        "number",
        number,
        "name",
        name,
        "term",
        "2039-12-31",
        "bankCard",
        "62000000000000" + card);
  }

  /**
   * Who knows a password and what is in somebody's wallet adds no telephone of their own to an
   * account that a password alone does not open.
   */
  @Test
  void the_second_factor_of_the_account_that_stays_is_shown_too() {
    SecondFactorTest.Person victim = new SecondFactorTest.Person();
    String kept = SharedIdp.accountOf(victim.name);
    assertThat(ProofTest.prove(victim.browser, WU)).isEqualTo("done");
    Bytes key = Bytes.hex(victim.addTotp());
    Browser thief = ProofTest.person();
    Map<String, String> form = join(WU, victim.name);
    assertThat(ProofTest.prove(thief, form)).isEqualTo("second");
    assertThat(thief.get("/account/proof?outcome=second").body())
        .contains("name=\"otherCode\"", "第二要素");
    form.put("otherCode", "000000");
    assertThat(ProofTest.prove(thief, form)).isEqualTo("second");
    assertThat(contacts(kept)).isEqualTo(1);
    assertThat(thief.get("/account").statusCode()).as("nothing was closed").isEqualTo(200);
    form.put("otherCode", Totp.code(key, Totp.step(Instant.now()) + 1));
    assertThat(Browser.location(SharedIdp.submit(thief, "/account/proof", form)))
        .endsWith("/login?merged");
    assertThat(contacts(kept)).isEqualTo(2);
  }

  @Test
  void whoever_is_verified_or_a_departments_is_joined_to_nobody() {
    Browser one = ProofTest.person();
    String somebody = ProofTest.principal(one);
    Browser other = ProofTest.person();
    String name = ProofTest.loginName(other);
    assertThat(ProofTest.prove(other, ZHENG)).isEqualTo("done");
    Map<String, String> somebodies =
        Map.of(
            "INSERT INTO net_identity (account_id, number_hash, since) VALUES (?, 'merge', now())",
            "DELETE FROM net_identity WHERE account_id = ?",
            """
            INSERT INTO person (account_id, document_type, document_hash, document, birth_date)
            VALUES (?, 'PASSPORT', 'merge', '', '1980-01-01')
            """,
            "DELETE FROM person WHERE account_id = ?",
            "UPDATE account SET citizen_hash = 'merge' WHERE id = ?",
            "UPDATE account SET citizen_hash = NULL WHERE id = ?",
            "UPDATE account SET kind = 'MEMBER', org = '11510000MB0000019K' WHERE id = ?",
            "UPDATE account SET kind = 'PERSON', org = NULL WHERE id = ?");
    somebodies.forEach(
        (verified, nobody) -> {
          SharedIdp.jdbc().sql(verified).param(somebody).update();
          assertThat(ProofTest.prove(one, join(ZHENG, name))).as(verified).isEqualTo("not-matched");
          assertThat(one.get("/account").statusCode()).isEqualTo(200);
          SharedIdp.jdbc().sql(nobody).param(somebody).update();
        });
    assertThat(SharedIdp.audited(somebody, "accounts-merged", "refused")).isEqualTo(4);
    assertThat(contacts(somebody)).isEqualTo(1);
  }

  /** It closes an account, which an old login does not, nor one just recovered. */
  @Test
  void an_old_login_and_a_recovered_account_join_nothing() {
    Browser one = ProofTest.person();
    String account = ProofTest.principal(one);
    Map<String, String> form = join(ZHENG, "nobody-there");
    SharedIdp.jdbc()
        .sql(
            "INSERT INTO account_hold (account_id, until, why)"
                + " VALUES (?, now() + interval '1 day', 'recovered')")
        .param(account)
        .update();
    assertThat(ProofTest.prove(one, form)).isEqualTo("held");
    SharedIdp.jdbc().sql("DELETE FROM account_hold WHERE account_id = ?").param(account).update();
    SharedIdp.old(one);
    HttpResponse<String> late = SharedIdp.submit(one, "/account/proof", form);
    assertThat(Browser.location(late)).endsWith("/login/step-up?next=/account/proof");
    one.get("/login/step-up?next=/account/proof");
    HttpResponse<String> shown =
        SharedIdp.submit(
            one, "/login/second", Map.of("factor", "PASSWORD", "code", ProofTest.PASSWORD));
    assertThat(Browser.location(shown)).endsWith("/account/proof");
  }

  /** Whoever is suspended while two accounts become one stays as they were. */
  @Test
  void a_suspension_at_the_same_moment_comes_first() throws Exception {
    for (boolean keptOne : List.of(true, false)) {
      String from = ProofTest.principal(ProofTest.person());
      String into = ProofTest.principal(ProofTest.person());
      String suspended = keptOne ? into : from;
      DataSource database = SharedIdp.get().bean(DataSource.class);
      Proofs proofs = SharedIdp.get().bean(Proofs.class);
      try (Connection other = database.getConnection();
          ExecutorService threads = Executors.newSingleThreadExecutor()) {
        other.setAutoCommit(false);
        try (PreparedStatement suspend =
            other.prepareStatement("UPDATE account SET active = false WHERE id = ?")) {
          suspend.setString(1, suspended);
          suspend.executeUpdate();
        }
        Future<Boolean> merged = threads.submit(() -> proofs.merge(from, into, Instant.now()));
        RunningIdp.await(Duration.ofSeconds(10), () -> merged.isDone() || SharedIdp.waits());
        other.commit();
        assertThat(merged.get()).as(keptOne ? "the one that stays" : "the one that ends").isFalse();
      }
      assertThat(contacts(from)).isEqualTo(1);
      assertThat(contacts(into)).isEqualTo(1);
      assertThat(SharedIdp.active(from)).isEqualTo(keptOne);
    }
  }

  @Test
  void an_account_is_joined_to_none_that_ended_nor_to_itself() {
    String from = ProofTest.principal(ProofTest.person());
    String into = ProofTest.principal(ProofTest.person());
    Proofs proofs = SharedIdp.get().bean(Proofs.class);
    SharedIdp.jdbc().sql("UPDATE account SET active = false WHERE id = ?").param(into).update();
    assertThat(proofs.merge(from, into, Instant.now())).isFalse();
    assertThat(proofs.merge(from, from, Instant.now())).isFalse();
    assertThat(proofs.merge(from, "nobody", Instant.now())).isFalse();
    assertThat(SharedIdp.active(from)).isTrue();
    assertThat(contacts(from)).isEqualTo(1);
  }

  private static Map<String, String> join(Map<String, String> claims, String name) {
    Map<String, String> form = new HashMap<>(claims);
    form.put("otherLogin", name);
    form.put("otherPassword", ProofTest.PASSWORD);
    return form;
  }

  private static long contacts(String account) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM contact WHERE account_id = ? AND released_at IS NULL")
        .param(account)
        .query(Long.class)
        .single();
  }
}
