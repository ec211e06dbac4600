package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.proof.HttpIdentityAuthority;
import org.xinfu.idp.proof.StandingSettings;
import org.xinfu.idp.proof.StandingWatch;
import org.xinfu.idp.proof.Standings;
import org.xinfu.idp.restore.Journal;
import org.xinfu.idp.simulator.PublicSecuritySimulator;
import org.xinfu.trust.crypt.Secret;

/** Somebody's death is learnt though nobody asks about them. */
class StandingWatchTest {
  private static final Duration EVERY = Duration.ofDays(30);

  @TempDir static Path home;
  private static RunningIdp idp;

  private final Instant now = Instant.now();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<IdDocument> asked = new ArrayList<>();

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).start();
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  /** What other tests have left is nobody's turn, and their rounds are over. */
  @BeforeEach
  void nobodysTurn() {
    jdbc().sql("UPDATE person SET standing_at = now(), standing_tried = '-infinity'").update();
    jdbc().sql("UPDATE standing_round SET until_at = '-infinity'").update();
  }

  @Test
  void whoever_died_after_being_verified_is_frozen_without_anybody_asking() {
    Person dead = new Person("510000197704050033", "王五（样例）", "03");
    Person living = new Person("510000198502030020", "李四（样例）", "02");
    dead.heard(EVERY.plusDays(1));
    living.heard(EVERY.plusDays(1));
    String before = living.proven();
    try (RunningIdp replica =
        idp.replica()
            .with(
                "--xinfu.person.standing-every=" + EVERY, "--xinfu.person.standing-poll=PT0.2S")) {
      replica.start();
      replica.bean(PublicSecuritySimulator.class).died(dead.number);
      RunningIdp.await(Duration.ofSeconds(30), () -> !dead.active() && living.asked());
      assertThat(replica.context().getBean(MeterRegistry.class).get("xinfu.standing.due").gauge())
          .isNotNull();
    }
    assertThat(dead.audited("holder-frozen", "deceased")).isEqualTo("system");
    assertThat(Browser.location(dead.browser.get("/account"))).endsWith("/login");
    assertThat(idp.bean(Journal.class).all())
        .as("what a restore must not forget")
        .filteredOn(entry -> entry.subject().equals(dead.account))
        .extracting(Journal.Entry::act)
        .containsExactly("holder-frozen");
    assertThat(living.active()).isTrue();
    assertThat(living.browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(living.proven()).as("no proof is renewed").isEqualTo(before);
    assertThat(
            jdbc()
                .sql("SELECT details::text FROM audit WHERE act = 'standings-asked'")
                .query(String.class)
                .list())
        .anyMatch(row -> row.contains("living") || row.contains("deceased"));
  }

  @Test
  void the_oldest_is_asked_about_first_so_many_in_a_minute_and_each_once() {
    Person first = new Person("510000197707070208", "阿苏·木呷（样例）", "47");
    Person second = new Person("510000195902020231", "吕十八（样例）", "49");
    second.heard(EVERY.plusDays(2));
    first.heard(EVERY.plusDays(3));
    StandingSettings one = new StandingSettings(EVERY, 1);
    assertThat(watch(one, now).round()).isOne();
    assertThat(watch(one, now.plusSeconds(59)).round()).as("within the minute").isZero();
    assertThat(watch(one, now.plusSeconds(60)).round()).isOne();
    assertThat(watch(one, now.plusSeconds(120)).round()).isZero();
    assertThat(asked).containsExactly(first.document(), second.document());
    first.proveAgain();
    assertThat(first.asked()).isTrue();
  }

  /** A day on which somebody proves who they are is as good as one on which the server asks. */
  @Test
  void a_proof_by_the_authority_counts_and_a_platforms_word_does_not() {
    Person person = new Person("51000019840303013X", "周十二（样例）", "13");
    person.heard(EVERY.plusDays(1));
    person.proveAgain();
    assertThat(watch(now).round()).isZero();
    person.heard(EVERY.plusDays(1));
    Proofs.Holder holder =
        new Proofs.Holder(
            "周十二（样例）", person.document(), person.document().birthDate().orElseThrow(), null);
    assertThat(idp.bean(Proofs.class).keep(SharedIdp.proof(person.account), holder)).isTrue();
    assertThat(watch(now).round()).isOne();
  }

  @Test
  void two_replicas_do_not_ask_twice() {
    Person person = new Person("51000019860404014X", "吴十三（样例）", "14");
    person.heard(EVERY.plusDays(1));
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    IdentityAuthority slow =
        claims -> {
          asking.countDown();
          RunningIdp.await(Duration.ofSeconds(20), () -> answer.getCount() == 0);
          return authority(claims);
        };
    CompletableFuture<Integer> one =
        CompletableFuture.supplyAsync(() -> watch(slow, settings(), now).round());
    RunningIdp.await(Duration.ofSeconds(20), () -> asking.getCount() == 0);
    assertThat(watch(now.plusSeconds(1)).round()).as("one has the round").isZero();
    assertThat(watch(now.plusSeconds(76)).round()).as("it may be dead: others' turn").isZero();
    answer.countDown();
    assertThat(one.join()).isOne();
    assertThat(asked).hasSize(1);
  }

  @Test
  void whom_a_replica_died_over_is_asked_about_again() {
    Person person = new Person("51000019880505015X", "郑十四（样例）", "15");
    person.heard(EVERY.plusDays(1));
    idp.bean(PublicSecuritySimulator.class).died(person.number);
    IdentityAuthority killed =
        claims -> {
          throw new IllegalArgumentException("killed");
        };
    assertThatThrownBy(() -> watch(killed, settings(), now).round()).hasMessage("killed");
    assertThat(watch(now.plusSeconds(76)).round()).isZero();
    assertThat(person.active()).isTrue();
    assertThat(watch(now.plus(Duration.ofMinutes(61))).round()).isOne();
    assertThat(person.active()).isFalse();
    assertThat(person.audited("holder-frozen", "deceased")).isEqualTo("system");
    asked.clear();
    watch(now.plus(EVERY).plus(EVERY)).round();
    assertThat(asked).as("the dead rest").doesNotContain(person.document());
  }

  @Test
  void an_authority_that_is_away_is_asked_later() {
    Person first = new Person("510000199304150130", "周十一（样例）", "16");
    Person second = new Person("510000197508080147", "周十二（样例）", "21");
    first.heard(EVERY.plusDays(3));
    second.heard(EVERY.plusDays(2));
    PublicSecuritySimulator there =
        new PublicSecuritySimulator(Secret.copyOf(new byte[32]), Clock.systemUTC());
    IdentityAuthority away =
        new HttpIdentityAuthority(
            there.address(), () -> Secret.copyOf(new byte[32]), Clock.systemUTC());
    there.close();
    assertThat(watch(away, settings(), now).round()).isZero();
    assertThat(counted("silent")).as("the round is over").isOne();
    assertThat(first.active() && second.active()).isTrue();
    assertThat(watch(now.plusSeconds(60)).round()).isOne();
    assertThat(asked).as("put back").containsExactly(second.document());
    assertThat(watch(now.plus(Duration.ofMinutes(61))).round()).isOne();
    assertThat(asked).containsExactly(second.document(), first.document());
  }

  @Test
  void whom_the_authority_does_not_know_any_more_stays_as_they_are() {
    Person person = new Person("510000197903030166", "吴十三（样例）", "23");
    person.heard(EVERY.plusDays(1));
    String before = person.proven();
    IdentityAuthority forgot =
        claims -> {
          Claims other =
              new Claims(
                  claims.name(),
                  IdDocument.parse(IdDocument.Type.PASSPORT, "X9999999").orElseThrow(),
                  claims.birthDate(),
                  null,
                  null,
                  null,
                  null,
                  null);
          return authority(other);
        };
    assertThat(watch(forgot, settings(), now).round()).isOne();
    assertThat(person.active()).isTrue();
    assertThat(person.proven()).isEqualTo(before);
    assertThat(person.audited("standing-asked", "unknown")).isEqualTo("system");
    assertThat(counted("unknown")).isOne();
  }

  @Test
  void nothing_is_asked_about_the_sandbox_nor_of_what_does_not_open() {
    Person fictitious = new Person("510000198105050175", "钱十五（样例）", "24");
    fictitious.heard(EVERY.plusDays(1));
    jdbc().sql("INSERT INTO sandbox_subject VALUES (?)").param(fictitious.account).update();
    Person altered = new Person("510000197606060190", "冯十六（样例）", "46");
    altered.heard(EVERY.plusDays(2));
    jdbc()
        .sql("UPDATE person SET document = ''::bytea WHERE account_id = ?")
        .param(altered.account)
        .update();
    assertThat(watch(now).round()).isZero();
    assertThat(asked).isEmpty();
    assertThat(counted("passed")).isOne();
    assertThat(counted("unreadable")).isOne();
  }

  @Test
  void zero_turns_it_off() {
    Person person = new Person("510000195801010229", "何十七（样例）", "48");
    person.heard(EVERY.plusDays(1));
    StandingWatch off = watch(new StandingSettings(Duration.ZERO, 100), now);
    off.watch();
    off.close();
    assertThat(asked).isEmpty();
    try (StandingWatch on = watch(now)) {
      on.watch();
      RunningIdp.await(Duration.ofSeconds(10), person::asked);
    }
    assertThat(asked).containsExactly(person.document());
    assertThatThrownBy(() -> new StandingSettings(EVERY, 0)).hasMessageContaining("per-minute");
  }

  private IdentityAuthority.Answer authority(Claims claims) {
    asked.add(claims.document());
    return idp.bean(IdentityAuthority.class).check(claims);
  }

  private static StandingSettings settings() {
    return new StandingSettings(EVERY, 100);
  }

  private StandingWatch watch(Instant at) {
    return watch(settings(), at);
  }

  private StandingWatch watch(StandingSettings settings, Instant at) {
    return watch(this::authority, settings, at);
  }

  /** As another replica has it, at that time. */
  private StandingWatch watch(IdentityAuthority authority, StandingSettings settings, Instant at) {
    Clock clock = Clock.fixed(at, ZoneOffset.UTC);
    return new StandingWatch(
        authority,
        idp.bean(Proofs.class),
        idp.bean(Standings.class),
        new StandingWatch.Part(settings, document -> false, clock, meters));
  }

  private double counted(String outcome) {
    return meters.get("xinfu.standing.asked").tag("outcome", outcome).counter().count();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }

  /** Somebody whom the simulator knows, verified by it. */
  private static final class Person {
    private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

    final String number;
    final String account;
    final Browser browser = new Browser(idp.origin);
    private final Map<String, String> form;

    Person(String number, String name, String card) {
      this.number = number;
      this.form = MergeTest.citizen(number, name, card);
      String phone = SharedIdp.randomPhone();
      String login = SharedIdp.register(idp, phone, "+86" + phone, PASSWORD);
      browser.logIn(login, PASSWORD);
      account =
          jdbc()
              .sql("SELECT id FROM account WHERE login_name = ?")
              .param(login)
              .query(String.class)
              .single();
      proveAgain();
    }

    void proveAgain() {
      assertThat(ProofTest.prove(browser, form)).isEqualTo("done");
    }

    IdDocument document() {
      return IdDocument.parse(IdDocument.Type.CITIZEN_ID, number).orElseThrow();
    }

    /** The authority last said so long ago that they live. */
    void heard(Duration ago) {
      jdbc()
          .sql(
              """
              UPDATE person SET standing_at = now() - make_interval(secs => ?) WHERE account_id = ?
              """)
          .params(List.of(ago.toSeconds(), account))
          .update();
    }

    /** Whether the authority has said so lately. */
    boolean asked() {
      return jdbc()
          .sql("SELECT standing_at > now() - interval '1 day' FROM person WHERE account_id = ?")
          .param(account)
          .query(Boolean.class)
          .single();
    }

    boolean active() {
      return jdbc()
          .sql("SELECT active FROM account WHERE id = ?")
          .param(account)
          .query(Boolean.class)
          .single();
    }

    /** The level, and all evidence. */
    String proven() {
      return jdbc()
          .sql(
              """
              SELECT string_agg(concat_ws(' ', id, level, at, expires_at, revoked_at), ',')
              FROM proof WHERE account_id = ?
              """)
          .param(account)
          .query(String.class)
          .single();
    }

    /** Who did it, once. */
    String audited(String act, String outcome) {
      return jdbc()
          .sql("SELECT actor FROM audit WHERE subject = ? AND act = ? AND outcome = ?")
          .params(List.of(account, act, outcome))
          .query(String.class)
          .single();
    }
  }
}
