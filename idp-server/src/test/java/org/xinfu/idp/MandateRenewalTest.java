package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.idp.simulator.RegistrySimulator;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** A representative renews their own mandate before it ends: nothing that rests on it is felt. */
class MandateRenewalTest {
  private static final String HERE = "/account/entities";
  private static final String RENEW = "/account/mandates/renew";
  private static final UnifiedSocialCreditCode CODE =
      new UnifiedSocialCreditCode("92510000MA0000001C");

  private static final RunningIdp idp = SharedIdp.get();
  private static final Mandates mandates = idp.bean(Mandates.class);
  private static String root;

  private final Browser boss = SharedIdp.loggedIn(Companies.REPRESENTATIVE).browser;
  private final String person = Companies.account(idp, Companies.REPRESENTATIVE);
  private final String agent = Companies.account(idp, Companies.AGENT);

  @BeforeAll
  static void registered() {
    Companies.seeded(idp);
    idp.bean(RegistrySimulator.class).representative(CODE.value(), "刘十（样例）", "51000019800101011X");
    Browser browser = SharedIdp.loggedIn(Companies.REPRESENTATIVE).browser;
    assertThat(Companies.outcome(browser.submit(HERE, HERE, "code", CODE.value())))
        .isIn("done", "known");
    String entity = mandates.entity(CODE).orElseThrow().id();
    root = mandates.representative(entity).orElseThrow().mandate().id();
  }

  @AfterEach
  void far() {
    ends(root, Instant.now().plus(Duration.ofDays(1000)));
    jdbc().sql("DELETE FROM mandate WHERE parent_id = ?").param(root).update();
  }

  @Test
  void the_page_offers_it_shortly_before_the_end() {
    ends(root, Instant.now().plus(Duration.ofDays(31)));
    assertThat(boss.get(HERE).body()).contains(root).doesNotContain(RENEW);
    assertThat(renew(boss, root)).isEqualTo("renewal-early");
    assertThat(boss.get(HERE + "?outcome=renewal-early&lang=zh-CN").body()).contains("尚未临近到期");
    ends(root, Instant.now().plus(Duration.ofDays(29)));
    assertThat(boss.get(HERE + "?lang=zh-CN").body())
        .contains("action=\"" + RENEW + "\"", "续期 样例面馆（样例）");
    assertThat(boss.get(HERE + "?lang=en").body()).contains(">Renew<");
    assertThat(renew(boss, root)).isEqualTo("done");
    assertThat(boss.get(HERE).body()).contains(root).doesNotContain(RENEW);
    assertThat(renew(boss, root)).as("it does not end soon any more").isEqualTo("renewal-early");
  }

  @Test
  void nothing_ends_but_when_it_says() {
    Instant end = Instant.now().plusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
    ends(root, end);
    Mandate before = chain(root).mandate();
    String below = below(end);
    Browser theirs = SharedIdp.loggedIn(Companies.AGENT).browser;
    assertThat(switchTo(boss, root)).isEqualTo("acting");
    assertThat(switchTo(theirs, below)).isEqualTo("acting");
    long rows = renewals();

    assertThat(renew(boss, root)).isEqualTo("done");

    Mandate after = chain(root).mandate();
    assertThat(after.extent().from()).isEqualTo(before.extent().from());
    assertThat(Duration.between(Instant.now(), after.extent().until()))
        .isBetween(Duration.ofDays(1824), Duration.ofDays(1825));
    assertThat(after.marks()).isEqualTo(before.marks());
    assertThat(RunningIdp.claims(after.evidence()))
        .containsEntry("jti", root)
        .containsEntry("role", "LEGAL_REPRESENTATIVE")
        .containsEntry("exp", (int) after.extent().until().getEpochSecond())
        .containsEntry("source", "样例市场主体登记库");
    assertThat(renewals()).isEqualTo(rows + 1);
    assertThat(kept(end)).as("what was signed before").isEqualTo(before.evidence());
    assertThat(roots()).as("no second one").isOne();
    Chain child = chain(below);
    assertThat(child.mandate().extent().until()).isEqualTo(end);
    assertThat(child.standing(Instant.now())).isEqualTo(Standing.ACTIVE);
    assertThat(acting(boss)).isEqualTo(root);
    assertThat(acting(theirs)).isEqualTo(below);
    assertThat(SharedIdp.audited(root, "mandate-renewed", "done")).isPositive();
    assertThat(booked()).as("until when").contains(after.extent().until().toString());
    assertThat(SharedIdp.audited(person, "mandate-renewal-asked", "done")).isPositive();

    mandates.endLapsed(end.plusSeconds(1));
    assertThat(acting(boss)).as("past the end that it had").isEqualTo(root);
    assertThat(chain(root).standing(end.plusSeconds(1))).isEqualTo(Standing.ACTIVE);
    assertThat(chain(below).standing(end.plusSeconds(1))).isEqualTo(Standing.EXPIRED);
    assertThat(sessions(below)).isZero();
    assertThat(sessions(root)).isPositive();
  }

  @Test
  void whoever_renews_it_twice_at_once_renews_it_once() throws Exception {
    ends(root, Instant.now().plus(Duration.ofDays(20)));
    long rows = renewals();
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Browser> browsers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        browsers.add(SharedIdp.loggedIn(Companies.REPRESENTATIVE).browser);
      }
      List<Future<String>> tries =
          browsers.stream().map(one -> threads.submit(() -> renew(one, root))).toList();
      for (Future<String> one : tries) {
        outcomes.add(one.get());
      }
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder("done", "renewal-early", "renewal-early", "renewal-early");
    assertThat(renewals()).isEqualTo(rows + 1);
  }

  /** It holds the mandate, then the entity; a renewal that held them the other way would hang. */
  @Test
  void a_login_that_begins_to_act_meanwhile_is_not_in_its_way() throws Exception {
    ends(root, Instant.now().plus(Duration.ofDays(20)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> renewal = new ArrayList<>();
      idp.bean(TransactionTemplate.class)
          .executeWithoutResult(
              tx -> {
                count("SELECT 1 FROM mandate WHERE id = ? FOR SHARE", root);
                renewal.add(threads.submit(() -> renew(boss, root)));
                RunningIdp.await( // seen by another connection: within one it is seen once
                    Duration.ofSeconds(10),
                    () ->
                        CompletableFuture.supplyAsync(MandateRenewalTest::waiting, threads).join());
                String entity = mandates.entity(CODE).orElseThrow().id();
                count("SELECT 1 FROM legal_entity WHERE id = ? FOR SHARE NOWAIT", entity);
              });
      assertThat(renewal.getFirst().get()).isEqualTo("done");
    }
  }

  private static boolean waiting() {
    return count(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE ?",
            "%INSERT INTO mandate_renewal%")
        == 1;
  }

  @Test
  void nobody_else_renews_it_and_no_other_mandate_is_renewed() {
    Instant end = Instant.now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.SECONDS);
    ends(root, end);
    String below = below(end);
    Browser theirs = SharedIdp.loggedIn(Companies.AGENT).browser;
    assertThat(theirs.get(HERE).body()).contains(below).doesNotContain(RENEW);
    for (String id : List.of(below, root, "none")) {
      assertThat(renew(theirs, id)).as(id).isEqualTo("mandate-unknown");
    }
    assertThat(SharedIdp.audited(agent, "mandate-renewal-asked", "mandate-unknown"))
        .isGreaterThanOrEqualTo(3);
    assertThat(boss.post(RENEW, Map.of("mandate", root)).statusCode())
        .as("without the page's form")
        .isEqualTo(403);
    assertThat(chain(root).mandate().extent().until()).isEqualTo(end);
    ends(root, Instant.now().minusSeconds(1));
    assertThat(renew(boss, root)).as("it is over").isEqualTo("mandate-not-active");
  }

  private static String renew(Browser browser, String mandate) {
    return outcome(browser, RENEW, mandate);
  }

  private static String switchTo(Browser browser, String mandate) {
    return outcome(browser, "/account/switch", mandate);
  }

  private static String outcome(Browser browser, String act, String mandate) {
    return Companies.outcome(browser.submit(HERE, act, "mandate", mandate));
  }

  private static @Nullable String acting(Browser browser) {
    Acting acting = SharedIdp.session(browser).getAttribute(Acting.KEPT);
    return acting == null ? null : acting.mandateId();
  }

  /** One of the agent's, as far as the representative's goes. */
  private String below(Instant end) {
    Instant now = Instant.now();
    Mandate given =
        new Mandate(
            UUID.randomUUID().toString(),
            mandates.entity(CODE).orElseThrow().id(),
            agent,
            root,
            EntityRole.AGENT,
            new Extent(Set.of("tax:file"), Region.EVERYWHERE, now, end, 0),
            Mandate.Marks.OFFERED,
            "x");
    assertThat(mandates.add(given, now)).isTrue();
    assertThat(mandates.accept(given.id(), agent, now)).isTrue();
    return given.id();
  }

  private static void ends(String mandate, Instant at) {
    jdbc()
        .sql(
            "UPDATE mandate SET until_at = :at::timestamptz,"
                + " from_at = least(from_at, :at::timestamptz - interval '1 day') WHERE id = :id")
        .param("at", Timestamp.from(at.truncatedTo(ChronoUnit.SECONDS)))
        .param("id", mandate)
        .update();
  }

  private static Chain chain(String mandate) {
    return mandates.chain(mandate).orElseThrow();
  }

  private static long renewals() {
    return count("SELECT count(*) FROM mandate_renewal WHERE mandate_id = ?", root);
  }

  private static long sessions(String mandate) {
    return count("SELECT count(*) FROM acting_session WHERE mandate_id = ?", mandate);
  }

  private static long roots() {
    return count(
        "SELECT count(*) FROM mandate WHERE parent_id IS NULL AND revoked_at IS NULL"
            + " AND suspended_at IS NULL AND entity_id ="
            + " (SELECT entity_id FROM mandate WHERE id = ?)",
        root);
  }

  private static long count(String sql, String parameter) {
    return jdbc().sql(sql).param(parameter).query(Long.class).single();
  }

  private static String kept(Instant end) {
    return jdbc()
        .sql("SELECT evidence FROM mandate_renewal WHERE mandate_id = ? AND until_at = ?")
        .params(List.of(root, Timestamp.from(end)))
        .query(String.class)
        .single();
  }

  private static String booked() {
    return jdbc()
        .sql(
            "SELECT details::text FROM audit WHERE subject = ? AND act = 'mandate-renewed'"
                + " ORDER BY id DESC LIMIT 1")
        .param(root)
        .query(String.class)
        .single();
  }

  private static JdbcClient jdbc() {
    return SharedIdp.jdbc();
  }
}
