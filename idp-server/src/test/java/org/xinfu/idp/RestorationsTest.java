package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.idp.restore.FileJournal;
import org.xinfu.idp.restore.Journal;
import org.xinfu.idp.restore.JournalWitness;
import org.xinfu.idp.restore.Restorations;
import org.xinfu.kit.audit.Audit;

/** Each act that a restored database has forgotten, one by one; nothing of it is kept here. */
class RestorationsTest {
  private static final RunningIdp idp = SharedIdp.get();
  private static final Instant THEN = Instant.now().minus(Duration.ofHours(1));

  private final Restorations restorations = idp.bean(Restorations.class);

  @BeforeAll
  static void seeded() {
    Companies.seeded(idp);
  }

  @Test
  void a_suspended_mandate_stands_no_more_and_a_revoked_one_neither() {
    String mandate = Companies.standing(idp, Companies.AGENT);
    undone(
        () -> {
          assertThat(again("mandate-suspended", mandate, THEN)).isTrue();
          assertThat(standing(mandate)).isEqualTo(Standing.SUSPENDED);
          assertThat(again("mandate-suspended", mandate, THEN)).as("once").isFalse();
          assertThat(again("mandate-revoked", mandate, THEN)).isTrue();
          assertThat(standing(mandate)).isEqualTo(Standing.REVOKED);
          assertThat(again("mandate-suspended", mandate, THEN)).as("revoked already").isFalse();
        });
    assertThat(standing(mandate)).isEqualTo(Standing.ACTIVE);
  }

  @Test
  void accounts_are_suspended_and_resumed_in_their_order() {
    String account = Companies.account(idp, "citizen");
    undone(
        () -> {
          assertThat(again("account-resume", account, THEN)).as("it is active").isFalse();
          assertThat(again("account-suspend", account, THEN)).isTrue();
          assertThat(SharedIdp.active(account)).isFalse();
          assertThat(again("account-suspend", account, THEN)).isFalse();
          assertThat(again("account-resume", account, THEN)).isTrue();
          assertThat(SharedIdp.active(account)).isTrue();
        });
  }

  /** A thaw is of the freeze before it, and of no suspension. */
  @Test
  void a_frozen_account_is_thawed_by_what_came_after_the_freeze_alone() {
    String account = Companies.account(idp, "citizen");
    undone(
        () -> {
          assertThat(again("holder-thawed", account, THEN)).as("not frozen").isFalse();
          assertThat(again("holder-frozen", account, THEN)).isTrue();
          assertThat(SharedIdp.active(account)).isFalse();
          assertThat(frozen(account)).isOne();
          assertThat(again("holder-thawed", account, THEN.minusSeconds(1)))
              .as("of a freeze before")
              .isFalse();
          assertThat(SharedIdp.active(account)).isFalse();
          assertThat(again("holder-thawed", account, THEN.plusSeconds(1))).isTrue();
          assertThat(SharedIdp.active(account)).isTrue();
          assertThat(frozen(account)).isZero();
          assertThat(again("account-suspend", account, THEN)).isTrue();
          assertThat(again("holder-thawed", account, THEN.plusSeconds(2))).isFalse();
          assertThat(SharedIdp.active(account)).as("suspended for something else").isFalse();
        });
  }

  /** As when it happened: neither lifts the other. */
  @Test
  void a_frozen_account_is_frozen_on_when_it_is_resumed_and_suspended_on_when_it_is_thawed() {
    String account = Companies.account(idp, "citizen");
    undone(
        () -> {
          assertThat(again("account-suspend", account, THEN)).isTrue();
          assertThat(again("holder-frozen", account, THEN)).isTrue();
          assertThat(again("holder-frozen", account, THEN)).as("once").isFalse();
          assertThat(again("account-resume", account, THEN)).isTrue();
          assertThat(SharedIdp.active(account)).as("frozen").isFalse();
          assertThat(again("account-resume", account, THEN)).as("not suspended").isFalse();
          assertThat(again("account-suspend", account, THEN)).isTrue();
          assertThat(again("account-suspend", account, THEN)).isFalse();
          assertThat(again("holder-thawed", account, THEN)).isTrue();
          assertThat(frozen(account)).isZero();
          assertThat(SharedIdp.active(account)).as("suspended").isFalse();
          assertThat(again("account-resume", account, THEN)).isTrue();
          assertThat(SharedIdp.active(account)).isTrue();
        });
  }

  @Test
  void what_is_no_act_of_the_journal_changes_nothing() {
    String account = Companies.account(idp, "citizen");
    undone(() -> assertThat(again("account-closed", account, THEN)).isFalse());
    undone(() -> assertThat(again("holder-frozen", "nobody", THEN)).isFalse());
  }

  @Test
  void everything_that_waits_for_a_login_is_begun_anew() {
    List<String> waiting =
        List.of(
            "login_session",
            "oauth2_grant",
            "rp_session",
            "cas_granting_ticket",
            "app_ticket",
            "acting_session",
            "pushed_request",
            "cas_ticket",
            "qr_login",
            "contact_code",
            "ukey_challenge",
            "webauthn_challenge");
    SharedIdp.browser().get("/login/qr");
    SharedIdp.loggedIn("citizen");
    String before = generation();
    undone(
        () -> {
          assertThat(restorations.endEverything(Instant.now())).isPositive();
          for (String table : waiting) {
            assertThat(count("SELECT count(*) FROM " + table)).as(table).isZero();
          }
          assertThat(generation()).as("tokens of machines").isNotEqualTo(before);
        });
  }

  @Test
  void a_restore_is_done_once_for_its_name_and_an_act_known_once_it_was_noted() {
    String label = UUID.randomUUID().toString();
    undone(
        () -> {
          assertThat(restorations.begin(label, THEN)).isTrue();
          assertThat(restorations.begin(label, THEN)).isFalse();
          restorations.know(label + "-2");
        });
    undone(
        () -> {
          restorations.know(label);
          restorations.know(label);
          assertThat(restorations.known(Set.of(label, "other"))).containsExactly(label);
        });
  }

  /**
   * What takes something away from somebody, or gives it back; and nothing that changed nothing.
   */
  @Test
  void the_journal_has_every_act_that_must_not_be_forgotten(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) {
    FileJournal journal = new FileJournal(directory);
    List<String> acts =
        List.of(
            "mandate-revoked",
            "mandate-suspended",
            "holder-frozen",
            "holder-thawed",
            "account-suspend",
            "account-resume");
    JournalWitness witness = new JournalWitness(journal, restorations);
    idp.bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> {
              for (int i = 0; i < acts.size(); i++) {
                // The later first: it is read by time.
                Instant at = THEN.plusSeconds(acts.size() - i);
                witness.seen(new Audit.Act(acts.get(i), "s", "done", Map.of()), at);
                witness.seen(new Audit.Act(acts.get(i), "s", "unchanged", Map.of()), at);
              }
              witness.seen(new Audit.Act("login", "s", "done", Map.of()), THEN);
              assertThat(journal.all()).as("last of all").isEmpty();
            });
    assertThat(journal.all())
        .extracting(Journal.Entry::act)
        .containsExactlyElementsOf(acts.reversed());
    Set<String> ids = Set.copyOf(journal.all().stream().map(Journal.Entry::id).toList());
    assertThat(restorations.known(ids)).as("the database knows them").isEqualTo(ids);
  }

  private boolean again(String act, String subject, Instant at) {
    return restorations.again(new Journal.Entry(UUID.randomUUID().toString(), at, act, subject));
  }

  private static void undone(Runnable work) {
    idp.bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> {
              tx.setRollbackOnly();
              work.run();
            });
  }

  private static Standing standing(String mandate) {
    return idp.bean(Mandates.class).chain(mandate).orElseThrow().standing(Instant.now());
  }

  private static long frozen(String account) {
    return count("SELECT count(*) FROM account_freeze WHERE account_id = '" + account + "'");
  }

  private static String generation() {
    return SharedIdp.jdbc()
        .sql("SELECT generation FROM client WHERE id = 'idp-admin'")
        .query(String.class)
        .single();
  }

  private static long count(String sql) {
    return SharedIdp.jdbc().sql(sql).query(Long.class).single();
  }
}
