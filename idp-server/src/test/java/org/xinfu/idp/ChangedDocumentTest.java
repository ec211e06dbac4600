package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Totp;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.upstream.UpstreamLinks;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.CitizenIdNumber;

/**
 * Somebody has another document than before: the authority says in whose place it was issued, and
 * nothing else joins the one to the other.
 */
class ChangedDocumentTest {
  private static final Proofs PROOFS = SharedIdp.get().bean(Proofs.class);

  @Test
  void a_renewed_passport_is_proven_and_the_old_one_stays_its_holders() {
    Browser browser = ProofTest.person();
    String account = ProofTest.principal(browser);
    Map<String, String> first = passport("SAMPLE KIM", "1981-01-01", 31);
    Map<String, String> renewed = passport("SAMPLE KIM", "1981-01-01", 32);
    assertThat(ProofTest.prove(browser, first)).isEqualTo("done");
    assertThat(ProofTest.prove(browser, renewed)).isEqualTo("done");
    assertThat(PROOFS.document(account)).map(IdDocument::number).contains("X0000032");
    assertThat(PROOFS.holder(document(31))).contains(account);
    assertThat(SharedIdp.audited(account, "document-changed", "done")).isOne();
    Browser other = ProofTest.person();
    assertThat(ProofTest.prove(other, first))
        .as("the old one is nobody else's")
        .isEqualTo("duplicate");
    assertThat(ProofTest.prove(browser, renewed)).as("again").isEqualTo("done");
    assertThat(SharedIdp.audited(account, "document-changed", "done")).isOne();
  }

  @Test
  void a_document_that_replaces_nothing_of_the_accounts_changes_nothing() {
    Browser browser = ProofTest.person();
    String account = ProofTest.principal(browser);
    assertThat(ProofTest.prove(browser, passport("SAMPLE ODA", "1984-04-04", 37)))
        .isEqualTo("done");
    assertThat(ProofTest.prove(browser, passport("SAMPLE PIA", "1985-05-05", 40)))
        .as("another person's")
        .isEqualTo("not-matched");
    assertThat(PROOFS.document(account)).map(IdDocument::number).contains("X0000037");
    assertThat(PROOFS.holder(document(39))).as("nothing was kept").isEmpty();
  }

  /** Whoever has neither face receipt nor a registered phone is not kept out by strangers. */
  @Test
  void strangers_do_not_keep_an_account_from_its_own_document() {
    Map<String, String> own = passport("SAMPLE QIN", "1986-06-06", 41);
    Browser holder = ProofTest.person();
    assertThat(ProofTest.prove(holder, own)).isEqualTo("done");
    Map<String, String> guess = new HashMap<>(own);
    Browser stranger = ProofTest.person();
    for (int i = 0; i < 9; i++) {
      guess.put("bankCard", "620000000000009" + i);
      assertThat(ProofTest.prove(stranger, guess)).isEqualTo("not-matched");
    }
    assertThat(ProofTest.prove(ProofTest.person(), own)).as("told no more").isEqualTo("limited");
    assertThat(ProofTest.prove(holder, own)).as("its own").isEqualTo("done");
  }

  @Test
  void who_lost_everything_recovers_by_the_new_document() {
    Browser browser = ProofTest.person();
    String account = ProofTest.principal(browser);
    assertThat(ProofTest.prove(browser, passport("SAMPLE NOA", "1983-03-03", 35)))
        .isEqualTo("done");
    Claims claims =
        new Claims(
            "SAMPLE NOA",
            document(36),
            LocalDate.parse("1983-03-03"),
            LocalDate.parse("2039-06-05"),
            null,
            "6200000000000036",
            null,
            null);
    RunningIdp idp = SharedIdp.get();
    Contact by = new Contact(Contact.Kind.EMAIL, UUID.randomUUID() + "@mail.example");
    assertThat(
            idp.bean(ProvePerson.class)
                .again(claims, by, new Origin("192.0.2.99", ""), idp.bean(IdentityLevels.class)))
        .contains(account);
    assertThat(PROOFS.document(account)).map(IdDocument::number).contains("X0000036");
  }

  @Test
  void two_verified_accounts_of_one_person_become_one() {
    SecondFactorTest.Person stays = new SecondFactorTest.Person();
    String kept = SharedIdp.accountOf(stays.name);
    Map<String, String> renewed = passport("SAMPLE LEE", "1982-02-02", 34);
    Map<String, String> first = passport("SAMPLE LEE", "1982-02-02", 33);
    assertThat(ProofTest.prove(stays.browser, renewed)).isEqualTo("done");
    Bytes key = Bytes.hex(stays.addTotp());
    // As it was before the authority said what replaces what.
    SharedIdp.jdbc().sql("DELETE FROM former_document WHERE account_id = ?").param(kept).update();
    Browser ends = ProofTest.person();
    String ended = ProofTest.principal(ends);
    assertThat(ProofTest.prove(ends, first)).isEqualTo("done");
    assertThat(ProofTest.prove(ends, renewed)).isEqualTo("duplicate");

    Map<String, String> form = new HashMap<>(renewed);
    form.put("otherLogin", stays.name);
    form.put("otherPassword", ProofTest.PASSWORD);
    assertThat(ProofTest.prove(ends, form)).as("its second factor too").isEqualTo("second");
    form.put("otherCode", Totp.code(key, Totp.step(Instant.now()) + 1));
    held(kept);
    assertThat(ProofTest.prove(ends, form)).as("just recovered").isEqualTo("not-matched");
    free(kept);
    // The step that it used up may be used again.
    SharedIdp.jdbc()
        .sql("UPDATE authenticator SET last_step = 0 WHERE account_id = ?")
        .param(kept)
        .update();
    assertThat(Browser.location(SharedIdp.submit(ends, "/account/proof", form)))
        .endsWith("/login?merged");

    assertThat(PROOFS.holder(document(33))).contains(kept);
    assertThat(PROOFS.holder(document(34))).contains(kept);
    assertThat(PROOFS.document(ended)).isEmpty();
    assertThat(PROOFS.of(ended)).as("what it had proven is over").isEmpty();
    assertThat(SharedIdp.active(ended)).isFalse();
    assertThat(contacts(kept)).isEqualTo(2);
    assertThat(SharedIdp.audited(ended, "accounts-merged", "done")).isOne();
    assertThat(SharedIdp.audited(kept, "accounts-merged", "kept")).isOne();
    assertThat(SharedIdp.audited(ended, "notice-sent", "done")).isOne();
    assertThat(SharedIdp.audited(kept, "notice-sent", "done")).as("of its TOTP too").isEqualTo(2);
    assertThat(Browser.location(ends.get("/account"))).endsWith("/login");
  }

  @Test
  void whoever_holds_a_document_of_somebody_else_is_joined_to_nobody() {
    String one = ProofTest.principal(ProofTest.person());
    String other = ProofTest.principal(ProofTest.person());
    holds(one, 51);
    holds(other, 52);
    assertThat(join(one, other, 52)).as("no chain leads from 51 to 52").isFalse();
    assertThat(join(one, other, 53, 52)).isFalse();
    assertThat(join(one, one, 51)).isFalse();
    assertThat(join(one, "nobody", 51)).isFalse();
    for (String account : List.of(one, other)) {
      SharedIdp.jdbc()
          .sql("UPDATE account SET active = false WHERE id = ?")
          .param(account)
          .update();
      assertThat(join(one, other, 52, 51)).as("suspended").isFalse();
      SharedIdp.jdbc().sql("UPDATE account SET active = true WHERE id = ?").param(account).update();
      held(account);
      assertThat(join(one, other, 52, 51)).as("held").isFalse();
      free(account);
    }
    assertThat(PROOFS.document(one)).map(IdDocument::number).contains("X0000051");
    assertThat(contacts(one)).isEqualTo(1);
    assertThat(join(one, other, 52, 51)).as("the chain").isTrue();
    assertThat(join(other, one, 52, 51)).as("once").isFalse();
  }

  @Test
  void a_suspension_at_the_same_moment_comes_first() throws Exception {
    String one = ProofTest.principal(ProofTest.person());
    String other = ProofTest.principal(ProofTest.person());
    holds(one, 54);
    holds(other, 55);
    try (Connection connection = SharedIdp.get().bean(DataSource.class).getConnection();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      connection.setAutoCommit(false);
      try (PreparedStatement suspend =
          connection.prepareStatement("UPDATE account SET active = false WHERE id = ?")) {
        suspend.setString(1, other);
        suspend.executeUpdate();
      }
      Future<Boolean> joined = threads.submit(() -> join(one, other, 55, 54));
      RunningIdp.await(Duration.ofSeconds(10), () -> joined.isDone() || SharedIdp.waits());
      connection.commit();
      assertThat(joined.get()).isFalse();
    }
    assertThat(SharedIdp.active(one)).isTrue();
    assertThat(PROOFS.document(one)).map(IdDocument::number).contains("X0000054");
  }

  /** What the platform and a certificate say of the person goes with the person. */
  @Test
  void who_was_joined_logs_in_by_the_platform_and_by_certificate_again() {
    String one = ProofTest.principal(ProofTest.person());
    String other = ProofTest.principal(ProofTest.person());
    holds(one, 60);
    holds(other, 61);
    RunningIdp idp = SharedIdp.get();
    UpstreamLinks links = idp.bean(UpstreamLinks.class);
    assertThat(links.link("oidc", one, SharedIdp.entrant(one), Instant.now())).isTrue();
    Authenticators authenticators = idp.bean(Authenticators.class);
    Authenticators.CertificateKey key = new Authenticators.CertificateKey(one, true);
    assertThat(authenticators.addCertificate(one, "UKey", key)).isTrue();
    authenticators.addCode(one, "app");
    assertThat(join(one, other, 61, 60)).isTrue();
    assertThat(links.account("oidc", one)).contains(other);
    assertThat(SharedIdp.audited(one, "authenticator-removed", "joined")).isOne();
    assertThat(authenticators.addCertificate(other, "UKey", key)).as("no longer taken").isTrue();
  }

  /** Both would be sure that nobody holds the old one. */
  @Test
  void a_document_is_not_proven_while_another_takes_its_place() throws Exception {
    String renewed = ProofTest.principal(ProofTest.person());
    String first = ProofTest.principal(ProofTest.person());
    TransactionTemplate transaction = SharedIdp.get().bean(TransactionTemplate.class);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Boolean> second =
          transaction.execute(
              status -> {
                assertThat(keep(renewed, 63, 62)).isTrue();
                Future<Boolean> asked = threads.submit(() -> keep(first, 62));
                RunningIdp.await(Duration.ofSeconds(10), () -> asked.isDone() || SharedIdp.waits());
                return asked;
              });
      assertThat(second.get()).as("it is the other's").isFalse();
    }
    assertThat(PROOFS.document(first)).isEmpty();
  }

  /** Somebody else was numbered before there were proofs. */
  @Test
  void a_number_of_a_third_account_joins_nothing() {
    String one = ProofTest.principal(ProofTest.person());
    String other = ProofTest.principal(ProofTest.person());
    String third = ProofTest.principal(ProofTest.person());
    holds(one, 64);
    holds(other, 65);
    String number = CitizenIdNumber.complete("51000019600303888").value();
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
        .params(List.of(SharedIdp.get().bean(BlindIndex.class).of("citizen", number), third))
        .update();
    IdDocument citizen = IdDocument.parse(IdDocument.Type.CITIZEN_ID, number).orElseThrow();
    Proofs.Holder holder =
        new Proofs.Holder(
            "SAMPLE", citizen, LocalDate.of(1960, 3, 3), null, Set.of(document(64), document(65)));
    assertThat(PROOFS.join(one, SharedIdp.proof(other), holder)).isFalse();
    assertThat(SharedIdp.active(one)).isTrue();
    assertThat(PROOFS.document(one)).map(IdDocument::number).contains("X0000064");
  }

  /** The authority knows of the death by the new document, the account by the old. */
  @Test
  void whoever_is_dead_is_frozen_by_the_document_before_too() {
    String account = ProofTest.principal(ProofTest.person());
    holds(account, 42);
    Browser relative = ProofTest.person();
    assertThat(ProofTest.prove(relative, passport("SAMPLE RAE", "1947-07-07", 43)))
        .isEqualTo("not-matched");
    assertThat(SharedIdp.active(account)).isFalse();
    assertThat(SharedIdp.audited(account, "holder-frozen", "deceased")).isOne();
  }

  /** As an authority has just matched the first of the passports, issued in place of the others. */
  private static boolean join(String from, String into, int number, int... replaced) {
    return PROOFS.join(from, SharedIdp.proof(into), holder(number, replaced));
  }

  private static void holds(String account, int number) {
    assertThat(keep(account, number)).isTrue();
  }

  private static boolean keep(String account, int number, int... replaced) {
    return PROOFS.keep(SharedIdp.proof(account), holder(number, replaced));
  }

  private static Proofs.Holder holder(int number, int... replaced) {
    Set<IdDocument> old = new HashSet<>();
    for (int one : replaced) {
      old.add(document(one));
    }
    return new Proofs.Holder("SAMPLE", document(number), LocalDate.of(1980, 1, 1), null, old);
  }

  private static Map<String, String> passport(String name, String birth, int number) {
    return Map.of(
        "type",
        "PASSPORT",
        "number",
        "X00000" + number,
        "name",
        name,
        "birthDate",
        birth,
        "term",
        number % 2 == 1 ? "2032-06-05" : "2039-06-05",
        "bankCard",
        "62000000000000" + number);
  }

  private static IdDocument document(int number) {
    return IdDocument.parse(IdDocument.Type.PASSPORT, "X00000" + number).orElseThrow();
  }

  private static void held(String account) {
    SharedIdp.jdbc()
        .sql(
            "INSERT INTO account_hold (account_id, until, why)"
                + " VALUES (?, now() + interval '1 day', 'recovered')")
        .param(account)
        .update();
  }

  private static void free(String account) {
    SharedIdp.jdbc().sql("DELETE FROM account_hold WHERE account_id = ?").param(account).update();
  }

  private static long contacts(String account) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM contact WHERE account_id = ? AND released_at IS NULL")
        .param(account)
        .query(Long.class)
        .single();
  }
}
