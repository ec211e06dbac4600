package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.EntityRegistry.Change;
import org.xinfu.idp.domain.mandate.EntityRegistry.Noted;
import org.xinfu.idp.domain.mandate.EntityRegistry.Unread;
import org.xinfu.idp.domain.mandate.EntityRegistry.What;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.idp.domain.mandate.UnreadChanges;
import org.xinfu.idp.mandate.RegistryWatch;
import org.xinfu.idp.store.ExpirySweep;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Changes of the registry that cannot be read; nothing of it is kept. */
class UnreadChangesTest {
  private static final RunningIdp idp = SharedIdp.get();
  private static final int PAGE = 100;
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final Mandates mandates = idp.bean(Mandates.class);
  private final UnreadChanges unread = idp.bean(UnreadChanges.class);
  private final List<Noted> listed = new ArrayList<>();
  private boolean skips = true;
  private int asked;
  private final LegalEntity entity =
      new LegalEntity(
          UUID.randomUUID().toString(),
          LegalEntity.Kind.ENTERPRISE,
          UnifiedSocialCreditCode.complete(
              "91510000MB00%05d".formatted(ThreadLocalRandom.current().nextInt(100_000))),
          "样例",
          LegalEntity.Status.ACTIVE);

  @BeforeAll
  static void seeded() {
    Companies.seeded(idp);
  }

  @Test
  void the_others_are_followed_and_it_is_when_it_can_be_read() {
    undone(
        () -> {
          assertThat(enrol(mandates.position(), NOW)).isEqualTo(Mandates.Enrolled.DONE);
          long first = mandates.position() + 1;
          listed.add(new Unread(first, Optional.of(entity.code()), "what"));
          listed.add(new Unread(first + 1, Optional.empty(), "code"));
          listed.add(change(first + 2, What.SUSPENDED));
          watch(NOW);
          assertThat(mandates.position()).isEqualTo(first + 2);
          assertThat(status()).isEqualTo(LegalEntity.Status.SUSPENDED);
          assertThat(unread.oldest(10))
              .containsExactly(
                  new UnreadChanges.Kept(first, entity.code().value(), "what", NOW),
                  new UnreadChanges.Kept(first + 1, "", "code", NOW));
          assertThat(SharedIdp.audited(entity.id(), "registry-change-unread", "kept")).isOne();
          assertThat(idp.bean(MeterRegistry.class).get("xinfu.registry.unread").gauge())
              .isNotNull();

          listed.set(0, change(first, What.STRUCK_OFF));
          watch(NOW.plusSeconds(60));
          assertThat(unread.count()).as("a while after").isEqualTo(2);
          watch(NOW.plusSeconds(301));
          assertThat(status()).isEqualTo(LegalEntity.Status.STRUCK_OFF);
          assertThat(unread.oldest(10)).extracting(UnreadChanges.Kept::number).contains(first + 1);
          assertThat(unread.count()).isOne();
        });
  }

  /** It is kept once, however often it is heard of, and never asked for again by its key. */
  @Test
  void one_without_a_number_stops_none_of_the_others() {
    undone(
        () -> {
          assertThat(enrol(mandates.position(), NOW)).isEqualTo(Mandates.Enrolled.DONE);
          long first = mandates.position() + 1;
          Unread unnumbered = Unread.unnumbered("{}", Optional.of(entity.code()));
          listed.add(unnumbered);
          listed.add(change(first, What.SUSPENDED));
          watch(NOW);
          assertThat(mandates.position()).isEqualTo(first);
          assertThat(status()).isEqualTo(LegalEntity.Status.SUSPENDED);
          for (int minutes : new int[] {0, 6}) {
            mandates.pass(unnumbered, NOW.plus(Duration.ofMinutes(minutes)));
            watch(NOW.plus(Duration.ofMinutes(minutes)));
            assertThat(unread.oldest(10))
                .containsExactly(
                    new UnreadChanges.Kept(
                        unnumbered.number(), entity.code().value(), "number", NOW));
          }
          assertThat(unread.next(NOW.plus(Duration.ofDays(1)))).isEmpty();
          assertThat(SharedIdp.audited(entity.id(), "registry-change-unread", "kept")).isOne();
          assertThat(enrol(first, NOW.minusSeconds(1)))
              .as("heard before it")
              .isEqualTo(Mandates.Enrolled.STALE);
        });
  }

  /** There is no number to go on from, though there are whole pages of them. */
  @Test
  void pages_of_nothing_but_those_without_a_number_are_passed() {
    undone(
        () -> {
          assertThat(enrol(mandates.position(), NOW)).isEqualTo(Mandates.Enrolled.DONE);
          long first = mandates.position() + 1;
          for (int i = 0; i < 2 * PAGE + 1; i++) {
            listed.add(Unread.unnumbered("line " + i, Optional.empty()));
          }
          listed.add(change(first, What.SUSPENDED));
          watch(NOW);
          assertThat(mandates.position()).isEqualTo(first);
          assertThat(status()).isEqualTo(LegalEntity.Status.SUSPENDED);
          assertThat(unread.count()).isEqualTo(2 * PAGE + 1);
          listed.add(change(first + 1, What.RESUMED));
          watch(NOW);
          assertThat(status()).as("and again").isEqualTo(LegalEntity.Status.ACTIVE);
          assertThat(unread.count()).as("each is kept once").isEqualTo(2 * PAGE + 1);
        });
  }

  /** A registry of before: nothing is guessed of what comes behind, and whoever watches sees it. */
  @Test
  void a_registry_that_cannot_go_on_behind_them_is_told() {
    undone(
        () -> {
          skips = false;
          for (int i = 0; i < PAGE; i++) {
            listed.add(Unread.unnumbered("line " + i, Optional.empty()));
          }
          long position = mandates.position();
          listed.add(change(position + 1, What.SUSPENDED));
          assertThat(watch(NOW)).isEqualTo(1);
          assertThat(asked).isEqualTo(2);
          assertThat(mandates.position()).isEqualTo(position);
          skips = true;
          assertThat(watch(NOW)).isZero();
          assertThat(mandates.position()).isEqualTo(position + 1);
        });
  }

  @Test
  void a_registry_that_forgets_numbers_fills_no_table() {
    undone(
        () -> {
          for (int i = 0; i < 1002; i++) {
            mandates.pass(Unread.unnumbered("line " + i, Optional.empty()), NOW);
          }
          assertThat(unread.count()).isEqualTo(1000);
        });
  }

  /** What came after it is not undone by it. */
  @Test
  void what_is_read_late_undoes_no_later_word() {
    undone(
        () -> {
          enrol(mandates.position(), NOW);
          long first = mandates.position() + 1;
          for (long number : new long[] {first, first + 1}) {
            mandates.pass(new Unread(number, Optional.empty(), "code"), NOW);
          }
          mandates.follow(change(first + 2, What.RESUMED), NOW);
          mandates.follow(change(first + 3, What.REPRESENTATIVE_CHANGED), NOW);
          assertThat(mandates.followLate(change(first, What.SUSPENDED), NOW)).isTrue();
          assertThat(status()).isEqualTo(LegalEntity.Status.ACTIVE);
          assertThat(mandates.followLate(change(first, What.STRUCK_OFF), NOW)).as("once").isFalse();
          assertThat(mandates.followLate(change(first + 1, What.STRUCK_OFF), NOW)).isTrue();
          assertThat(status()).as("is for good").isEqualTo(LegalEntity.Status.STRUCK_OFF);
        });
  }

  /** It may be of anybody, or of this one. */
  @Test
  void what_was_asked_before_it_is_not_written_after_it() {
    undone(
        () -> {
          long before = mandates.position();
          mandates.pass(new Unread(before + 1, Optional.empty(), "code"), NOW);
          follow(before + 2, Companies.CODE);
          assertThat(enrol(before, NOW)).isEqualTo(Mandates.Enrolled.OVERTAKEN);
          mandates.pass(new Unread(before + 3, Optional.of(entity.code()), "what"), NOW);
          follow(before + 4, Companies.CODE);
          assertThat(enrol(before + 2, NOW)).isEqualTo(Mandates.Enrolled.OVERTAKEN);
          assertThat(enrol(before + 4, NOW.plusSeconds(1))).isEqualTo(Mandates.Enrolled.DONE);
        });
  }

  /** A replica of before V105 follows a change of this entity, one of now another's. */
  @Test
  void two_changes_within_one_question_are_noticed_beside_old_replicas() {
    undone(
        () -> {
          long before = mandates.position();
          SharedIdp.jdbc()
              .sql("UPDATE registry_position SET position = ? WHERE position < ?")
              .params(List.of(before + 1, before + 1))
              .update();
          follow(before + 2, Companies.CODE);
          assertThat(enrol(before, NOW)).isEqualTo(Mandates.Enrolled.OVERTAKEN);
          assertThat(enrol(before + 2, NOW)).isEqualTo(Mandates.Enrolled.DONE);
        });
  }

  @Test
  void what_was_followed_is_remembered_for_ninety_days() {
    undone(
        () -> {
          long number = mandates.position() + 1;
          mandates.pass(new Unread(number, Optional.empty(), "code"), NOW);
          follow(number + 1, entity.code());
          for (int days : new int[] {89, 91}) {
            SharedIdp.jdbc()
                .sql("UPDATE registry_change SET at = '2000-01-01', followed_at = ? WHERE code = ?")
                .params(
                    List.of(
                        Timestamp.from(Instant.now().minus(Duration.ofDays(days))),
                        entity.code().value()))
                .update();
            idp.bean(ExpirySweep.class).sweep();
            assertThat(remembered()).as(days + " days").isEqualTo(days < 90 ? 1 : 0);
          }
          assertThat(enrol(number + 1, NOW.minus(Duration.ofDays(91))))
              .as("nobody knows any more what has changed since")
              .isEqualTo(Mandates.Enrolled.STALE);
          watch(NOW.plus(Duration.ofDays(89)));
          assertThat(unread.count()).isOne();
          watch(NOW.plus(Duration.ofDays(91)));
          assertThat(unread.count()).isZero();
          String subject = UnreadChanges.SUBJECT + number;
          assertThat(SharedIdp.audited(subject, "registry-change-unread", "given-up")).isOne();
        });
  }

  @Test
  void an_administrator_sees_it_first() {
    long number = -ThreadLocalRandom.current().nextLong(1, 1L << 40);
    SharedIdp.jdbc()
        .sql("INSERT INTO registry_unread VALUES (?, ?, 'what', now(), now())")
        .params(List.of(number, entity.code().value()))
        .update();
    String page = Officials.fresh("SYSTEM_ADMIN").strong().browser().get("/console").body();
    assertThat(page).contains(entity.code().value()).contains(Long.toString(number));
    SharedIdp.jdbc().sql("DELETE FROM registry_unread WHERE number = ?").param(number).update();
    page = Officials.fresh("SYSTEM_ADMIN").strong().browser().get("/console").body();
    assertThat(page).doesNotContain("id=\"unread\"");
  }

  /** Whether it could not go on. */
  private int watch(Instant at) {
    EntityRegistry registry = new Listed();
    MeterRegistry meters = new io.micrometer.core.instrument.simple.SimpleMeterRegistry();
    Clock clock = Clock.fixed(at, java.time.ZoneOffset.UTC);
    RegistryWatch.Part part = new RegistryWatch.Part(clock, meters);
    new RegistryWatch(registry, mandates, unread, part).follow();
    return (int) meters.get("xinfu.registry.stopped").gauge().value();
  }

  /** A registry of nothing but its list. */
  private final class Listed implements EntityRegistry {
    @Override
    public Optional<Extract> look(UnifiedSocialCreditCode code, Person claimed) {
      throw new AssertionError("asked for " + code);
    }

    @Override
    public Optional<Extract> licence(UnifiedSocialCreditCode code, Bytes key, Person claimed) {
      throw new AssertionError("asked for " + code);
    }

    @Override
    public List<Noted> changes(long after, long skip) {
      asked++;
      return listed.stream()
          .filter(one -> !one.numbered() || one.number() > after)
          .skip(skips ? skip : 0)
          .limit(PAGE)
          .toList();
    }
  }

  private Change change(long number, What what) {
    return new Change(number, entity.code(), what, NOW.minusSeconds(60));
  }

  private void follow(long number, UnifiedSocialCreditCode code) {
    mandates.follow(new Change(number, code, What.RESUMED, NOW.minusSeconds(60)), NOW);
  }

  private Mandates.Enrolled enrol(long position, Instant at) {
    Mandate root =
        new Mandate(
            UUID.randomUUID().toString(),
            entity.id(),
            Companies.account(idp, Companies.REPRESENTATIVE),
            null,
            EntityRole.LEGAL_REPRESENTATIVE,
            new Extent(
                java.util.Set.of(Extent.ANY),
                Region.EVERYWHERE,
                NOW,
                NOW.plus(Duration.ofDays(10)),
                3),
            Mandate.Marks.OFFERED,
            "x");
    return mandates.enrol(entity, root.acceptedAt(NOW), new Mandates.Heard(position, at));
  }

  private LegalEntity.Status status() {
    return mandates.entity(entity.code()).orElseThrow().status();
  }

  private long remembered() {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM registry_change WHERE code = ?")
        .param(entity.code().value())
        .query(Long.class)
        .single();
  }

  private static void undone(Runnable work) {
    idp.bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> {
              tx.setRollbackOnly();
              work.run();
            });
  }
}
