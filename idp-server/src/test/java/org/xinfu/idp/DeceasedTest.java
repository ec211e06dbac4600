package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.console.FrozenAccounts;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.restore.Journal;
import org.xinfu.idp.store.BlindIndex;

/**
 * Whoever tries to get into an account by its dead holder's document learns nothing, and closes it
 * until somebody reviews: the first that is heard of a death may be such a try.
 */
class DeceasedTest {
  private static final String DEAD = "510000195006070046";
  private static final String FRESH = "锦里-听雨-青羊七十二";

  private final Browser own = ProofTest.person();
  private final String account = ProofTest.principal(own);

  @AfterEach
  void free() {
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = NULL WHERE id = ?")
        .param(account)
        .update();
  }

  @Test
  void a_recovery_by_a_dead_persons_document_freezes_the_account() {
    dead();
    Map<String, String> form =
        Map.of(
            "type", "CITIZEN_ID",
            "number", DEAD,
            "name", "赵六（样例）",
            "term", "2039-12-31",
            "bankCard", "6200000000000004");
    assertThat(recovery(form)).endsWith("problem=refused");
    isFrozen();
    assertThat(recovery(form)).as("the same again").endsWith("problem=refused");
    isFrozen();
  }

  /** The authority knows of the death by the new document, the account by the old. */
  @Test
  void so_does_one_by_the_document_that_took_the_place_of_the_accounts() {
    Proof proof = SharedIdp.proof(account);
    IdDocument document = IdDocument.parse(IdDocument.Type.PASSPORT, "X0000044").orElseThrow();
    Proofs.Holder holder =
        new Proofs.Holder("SAMPLE SOL", document, LocalDate.of(1948, 8, 8), null, Set.of());
    assertThat(SharedIdp.get().bean(Proofs.class).keep(proof, holder)).isTrue();
    Map<String, String> form =
        Map.of(
            "type", "PASSPORT",
            "number", "X0000045",
            "name", "SAMPLE SOL",
            "birthDate", "1948-08-08",
            "term", "2032-06-05",
            "bankCard", "6200000000000045");
    assertThat(recovery(form)).endsWith("problem=refused");
    isFrozen();
  }

  /** A suspension is somebody else's to lift, and says nothing about the death. */
  @Test
  void a_suspended_account_is_frozen_too_and_stays_so_when_it_is_resumed() {
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    dead();
    assertThat(accounts.setActive(account, false)).isTrue();
    assertThat(froze()).contains(account);
    isFrozen();
    assertThat(froze()).as("once").isEmpty();
    assertThat(accounts.setActive(account, true)).as("no more suspended").isTrue();
    isFrozen();
    assertThat(thawed()).isTrue();
    assertThat(active()).isTrue();
  }

  @Test
  void an_account_whose_holder_lives_after_all_is_suspended_as_it_was_before_and_since() {
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    dead();
    accounts.setActive(account, false);
    froze();
    assertThat(thawed()).isTrue();
    assertThat(active()).as("suspended before").isFalse();
    accounts.setActive(account, true);
    assertThat(active()).isTrue();
    froze();
    accounts.setActive(account, false);
    assertThat(thawed()).isTrue();
    assertThat(active()).as("suspended since").isFalse();
    assertThat(thawed()).as("not frozen").isFalse();
    assertThat(accounts.setActive("nobody", true)).isFalse();
    assertThat(accounts.setActive("nobody", false)).isFalse();
  }

  /** Whoever comes second waits, and sees what the first did. */
  @Test
  void nobody_is_resumed_while_they_are_frozen() {
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    dead();
    accounts.setActive(account, false);
    CompletableFuture<Boolean> resumed =
        SharedIdp.get()
            .bean(TransactionTemplate.class)
            .execute(
                tx -> {
                  froze();
                  CompletableFuture<Boolean> late =
                      CompletableFuture.supplyAsync(() -> accounts.setActive(account, true));
                  RunningIdp.await(Duration.ofSeconds(10), () -> late.isDone() || waits());
                  return late;
                });
    assertThat(resumed.join()).isTrue();
    isFrozen();
  }

  private static boolean waits() {
    return SharedIdp.jdbc()
            .sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
            .query(Long.class)
            .single()
        > 0;
  }

  private Optional<String> froze() {
    IdDocument document = IdDocument.parse(IdDocument.Type.CITIZEN_ID, DEAD).orElseThrow();
    return SharedIdp.get().bean(Proofs.class).freeze(document, Instant.now());
  }

  private boolean thawed() {
    return Boolean.TRUE.equals(
        SharedIdp.get()
            .bean(TransactionTemplate.class)
            .execute(tx -> SharedIdp.get().bean(FrozenAccounts.class).thaw(account)));
  }

  private void dead() {
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
        .param(SharedIdp.get().bean(BlindIndex.class).of("citizen", DEAD))
        .param(account)
        .update();
  }

  private boolean active() {
    return SharedIdp.jdbc()
        .sql("SELECT active FROM account WHERE id = ?")
        .param(account)
        .query(Boolean.class)
        .single();
  }

  /** As a stranger, who holds a telephone and knows all about the dead. */
  private static String recovery(Map<String, String> facts) {
    Browser browser = SharedIdp.browser();
    String phone = SharedIdp.randomPhone();
    SharedIdp.submit(browser, "/recover", Map.of("contact", phone));
    Map<String, String> code = Map.of("code", SharedIdp.lastCode("+86" + phone));
    SharedIdp.submit(browser, "/recover/code", code);
    Map<String, String> form = new HashMap<>(facts);
    form.put("password", FRESH);
    form.put("repeat", FRESH);
    return Browser.location(SharedIdp.submit(browser, "/recover/identity", form));
  }

  private void isFrozen() {
    assertThat(active()).isFalse();
    assertThat(SharedIdp.audited(account, "holder-frozen", "deceased")).isOne();
    assertThat(SharedIdp.audited(account, "account-recovered", "done")).isZero();
    assertThat(SharedIdp.get().bean(Journal.class).all())
        .filteredOn(entry -> entry.subject().equals(account))
        .extracting(Journal.Entry::act)
        .as("what a restore must not forget")
        .containsExactly("holder-frozen");
    assertThat(Browser.location(own.get("/account"))).as("every login ends").endsWith("/login");
  }
}
