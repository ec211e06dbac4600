package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.mandate.EntityRegistry.Change;
import org.xinfu.idp.domain.mandate.EntityRegistry.What;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** What the store lets happen to mandates, act by act; nothing of it is kept. */
class MandateStoreTest {
  private static final RunningIdp idp = SharedIdp.get();
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final Mandates mandates = idp.bean(Mandates.class);
  private final String boss = Companies.account(idp, Companies.REPRESENTATIVE);
  private final String agent = Companies.account(idp, Companies.AGENT);
  private final String other = Companies.account(idp, "citizen");
  private final LegalEntity entity =
      new LegalEntity(
          UUID.randomUUID().toString(),
          LegalEntity.Kind.ENTERPRISE,
          UnifiedSocialCreditCode.complete(
              "91510000MA00%05d".formatted(ThreadLocalRandom.current().nextInt(100_000))),
          "样例",
          LegalEntity.Status.ACTIVE);
  private final Mandate root = mandate(boss, null, EntityRole.LEGAL_REPRESENTATIVE);
  private final Mandate middle = mandate(agent, root.id(), EntityRole.ADMINISTRATOR);
  private final Mandate leaf = mandate(other, middle.id(), EntityRole.AGENT);

  @BeforeAll
  static void seeded() {
    Companies.seeded(idp);
  }

  @Test
  void a_mandate_is_taken_by_its_person_once_and_not_after_it_was_taken_back() {
    undone(
        () -> {
          enrolled();
          assertThat(mandates.accept(middle.id(), boss, NOW)).as("not theirs").isFalse();
          assertThat(mandates.accept(middle.id(), agent, NOW)).isTrue();
          assertThat(mandates.accept(middle.id(), agent, NOW)).as("twice").isFalse();
          assertThat(standing(middle)).isEqualTo(Standing.ACTIVE);
          assertThat(mandates.revoke(leaf.id(), Mandates.Cause.HOLDER, NOW)).isTrue();
          assertThat(mandates.accept(leaf.id(), other, NOW)).as("it is no more").isFalse();
        });
  }

  @Test
  void what_is_taken_back_takes_all_below_it_along_and_nothing_above() {
    undone(
        () -> {
          enrolled();
          assertThat(mandates.revoke(middle.id(), Mandates.Cause.GIVER, NOW)).isTrue();
          assertThat(revoked(root)).isFalse();
          assertThat(revoked(middle)).isTrue();
          assertThat(revoked(leaf)).isTrue();
          assertThat(mandates.revoke(middle.id(), Mandates.Cause.GIVER, NOW)).isFalse();
          assertThat(mandates.add(mandate(other, middle.id(), EntityRole.AGENT), NOW))
              .as("nothing rests on it any more")
              .isFalse();
          assertThat(mandates.representative(entity.id())).isPresent();
          assertThat(mandates.revoke(root.id(), Mandates.Cause.OFFICE, NOW)).isTrue();
          assertThat(mandates.representative(entity.id())).isEmpty();
        });
  }

  @Test
  void another_representative_suspends_the_one_before_with_all_that_came_of_it() {
    undone(
        () -> {
          enrolled();
          Mandate next = mandate(other, null, EntityRole.LEGAL_REPRESENTATIVE);
          assertThat(enrolled(entity, next)).isEqualTo(Mandates.Enrolled.DONE);
          for (Mandate before : new Mandate[] {root, middle, leaf}) {
            assertThat(standing(before)).isEqualTo(Standing.SUSPENDED);
          }
          assertThat(mandates.representative(entity.id()).orElseThrow().mandate().id())
              .isEqualTo(next.id());
          LegalEntity strange =
              new LegalEntity(
                  UUID.randomUUID().toString(),
                  entity.kind(),
                  entity.code(),
                  "样例",
                  LegalEntity.Status.ACTIVE);
          assertThat(enrolled(strange, mandate(agent, null, root.role())))
              .as("the code is another's")
              .isEqualTo(Mandates.Enrolled.KNOWN);
        });
  }

  /** A change is followed once, by whichever replica, and nobody goes back behind it. */
  @Test
  void changes_of_the_registry_are_followed_in_their_order() {
    undone(
        () -> {
          enrolled();
          long number = mandates.position() + 10;
          mandates.follow(new Change(number, entity.code(), What.SUSPENDED, NOW), NOW);
          assertThat(status()).isEqualTo(LegalEntity.Status.SUSPENDED);
          for (long known : new long[] {number, number - 1}) {
            mandates.follow(new Change(known, entity.code(), What.RESUMED, NOW), NOW);
            assertThat(status()).as("known").isEqualTo(LegalEntity.Status.SUSPENDED);
          }
          assertThat(mandates.position()).isEqualTo(number);
          mandates.follow(new Change(number + 1, entity.code(), What.RESUMED, NOW), NOW);
          assertThat(status()).isEqualTo(LegalEntity.Status.ACTIVE);
          Instant before = NOW.minus(Duration.ofHours(1));
          Change old = new Change(number + 2, entity.code(), What.REPRESENTATIVE_CHANGED, before);
          mandates.follow(old, NOW);
          assertThat(suspended(root)).as("registered after the change").isFalse();
          Instant after = Instant.now().plusSeconds(1);
          Change fresh = new Change(number + 3, entity.code(), What.REPRESENTATIVE_CHANGED, after);
          mandates.follow(fresh, NOW);
          assertThat(suspended(root)).isTrue();
          assertThat(suspended(leaf)).isTrue();
          assertThat(mandates.representative(entity.id())).isEmpty();
          mandates.follow(new Change(number + 4, entity.code(), What.STRUCK_OFF, after), NOW);
          mandates.follow(new Change(number + 5, entity.code(), What.RESUMED, after), NOW);
          assertThat(status()).as("for good").isEqualTo(LegalEntity.Status.STRUCK_OFF);
        });
  }

  /** Whoever asked the registry before a change and writes its answer down after it. */
  @Test
  void what_the_registry_said_before_a_change_is_not_written_after_it() {
    undone(
        () -> {
          Mandates.Heard before = new Mandates.Heard(mandates.position(), NOW);
          mandates.follow(
              new Change(before.position() + 9, entity.code(), What.STRUCK_OFF, NOW), NOW);
          assertThat(mandates.enrol(entity, root.acceptedAt(NOW), before))
              .isEqualTo(Mandates.Enrolled.OVERTAKEN);
          assertThat(mandates.entity(entity.code())).isEmpty();
          enrolled();
          Instant changed = NOW.plusSeconds(1);
          long number = mandates.position() + 1;
          mandates.follow(
              new Change(number, entity.code(), What.REPRESENTATIVE_CHANGED, changed), NOW);
          assertThat(suspended(root)).as("heard before, written after").isTrue();
        });
  }

  /** Any registry has changes of others at any time. */
  @Test
  void changes_of_other_entities_overtake_nobody() {
    undone(
        () -> {
          Mandates.Heard before = new Mandates.Heard(mandates.position(), NOW);
          mandates.follow(
              new Change(before.position() + 9, Companies.CODE, What.RESUMED, NOW), NOW);
          assertThat(mandates.enrol(entity, root.acceptedAt(NOW), before))
              .isEqualTo(Mandates.Enrolled.DONE);
        });
  }

  /** A copy of before the change, such as a licence's system may have, asked for after it. */
  @Test
  void what_is_of_before_the_entitys_last_change_is_not_written() {
    undone(
        () -> {
          Instant changed = NOW.minus(Duration.ofMinutes(1));
          What what = What.REPRESENTATIVE_CHANGED;
          mandates.follow(new Change(mandates.position() + 1, entity.code(), what, changed), NOW);
          for (Instant old :
              new Instant[] {NOW.minus(Duration.ofDays(1)), changed.minusMillis(1)}) {
            Mandates.Heard stale = new Mandates.Heard(mandates.position(), old);
            assertThat(mandates.enrol(entity, root.acceptedAt(NOW), stale))
                .isEqualTo(Mandates.Enrolled.STALE);
          }
          assertThat(mandates.entity(entity.code())).isEmpty();
          Instant far = NOW.plus(Duration.ofDays(1));
          mandates.follow(new Change(mandates.position() + 1, entity.code(), what, far), NOW);
          enrolled();
        });
  }

  /** After the life of a mandate the representative proves it again. */
  @Test
  void who_represented_it_until_it_expired_is_enrolled_again() {
    undone(
        () -> {
          Instant began = NOW.minus(Duration.ofDays(10));
          Extent past =
              new Extent(
                  Set.of(Extent.ANY), Region.EVERYWHERE, began, NOW.minus(Duration.ofDays(1)), 3);
          Mandate expired =
              new Mandate(
                  UUID.randomUUID().toString(),
                  entity.id(),
                  boss,
                  null,
                  EntityRole.LEGAL_REPRESENTATIVE,
                  past,
                  Mandate.Marks.OFFERED,
                  "x");
          assertThat(enrolled(entity, expired.acceptedAt(began))).isEqualTo(Mandates.Enrolled.DONE);
          enrolled();
          assertThat(mandates.representative(entity.id()).orElseThrow().mandate().id())
              .isEqualTo(root.id());
          assertThat(enrolled(entity, mandate(boss, null, EntityRole.LEGAL_REPRESENTATIVE)))
              .as("while it stands")
              .isEqualTo(Mandates.Enrolled.KNOWN);
        });
  }

  @Test
  void what_is_renewed_is_the_mandate_as_it_was_but_for_its_end() {
    undone(
        () -> {
          enrolled();
          Mandates.Heard heard = new Mandates.Heard(mandates.position(), NOW);
          Instant end = NOW.plus(Duration.ofDays(500));
          Mandates.Renewal early = new Mandates.Renewal(root.endingAt(end), end(9));
          assertThat(mandates.renew(entity, early, heard)).isEqualTo(Mandates.Enrolled.KNOWN);
          Mandates.Renewal same = new Mandates.Renewal(root.endingAt(end(10)), end(10));
          assertThat(mandates.renew(entity, same, heard))
              .as("it would end no later")
              .isEqualTo(Mandates.Enrolled.KNOWN);
          Mandates.Renewal below = new Mandates.Renewal(middle.endingAt(end), end(10));
          assertThat(mandates.renew(entity, below, heard))
              .as("given, not the registry's")
              .isEqualTo(Mandates.Enrolled.KNOWN);
          Mandates.Renewal good = new Mandates.Renewal(root.endingAt(end), end(10));
          LegalEntity called =
              new LegalEntity(entity.id(), entity.kind(), entity.code(), "改名", entity.status());
          assertThat(mandates.renew(called, good, heard)).isEqualTo(Mandates.Enrolled.DONE);
          assertThat(mandates.renew(entity, good, heard)).isEqualTo(Mandates.Enrolled.KNOWN);
          assertThat(mandates.entity(entity.code())).contains(called);
          assertThat(ends(root)).isEqualTo(end);
          assertThat(ends(middle)).isEqualTo(end(10));
          assertThat(suspended(middle)).isFalse();
          assertThat(mandates.representative(entity.id()).orElseThrow().mandate().id())
              .isEqualTo(root.id());
        });
  }

  @Test
  void what_was_taken_away_or_changed_since_is_not_renewed() {
    undone(
        () -> {
          enrolled();
          Mandates.Heard heard = new Mandates.Heard(mandates.position(), NOW);
          Mandates.Renewal good = new Mandates.Renewal(root.endingAt(end(500)), end(10));
          long number = mandates.position() + 1;
          What what = What.REPRESENTATIVE_CHANGED;
          Instant changed = NOW.plusSeconds(1);
          mandates.follow(new Change(number, entity.code(), what, changed), changed);
          assertThat(mandates.renew(entity, good, heard)).isEqualTo(Mandates.Enrolled.OVERTAKEN);
          Mandates.Heard old = new Mandates.Heard(number, NOW);
          assertThat(mandates.renew(entity, good, old)).isEqualTo(Mandates.Enrolled.STALE);
          Mandates.Heard fresh = new Mandates.Heard(number, changed);
          assertThat(mandates.renew(entity, good, fresh))
              .as("suspended by it")
              .isEqualTo(Mandates.Enrolled.KNOWN);
          assertThat(ends(root)).isEqualTo(end(10));
        });
    undone(
        () -> {
          enrolled();
          Mandates.Heard heard = new Mandates.Heard(mandates.position(), NOW);
          Mandates.Renewal good = new Mandates.Renewal(root.endingAt(end(500)), end(10));
          assertThat(mandates.revoke(root.id(), Mandates.Cause.OFFICE, NOW)).isTrue();
          assertThat(mandates.renew(entity, good, heard)).isEqualTo(Mandates.Enrolled.KNOWN);
          assertThat(ends(root)).isEqualTo(end(10));
        });
  }

  @Test
  void the_widest_is_by_role_and_by_its_end_and_stands_with_all_above_it() {
    undone(
        () -> {
          enrolled();
          Mandate longer = mandate(agent, root.id(), EntityRole.AGENT);
          Mandate shorter = mandate(agent, root.id(), EntityRole.AGENT).endingAt(end(5));
          assertThat(widest(agent)).isEmpty();
          for (Mandate one : List.of(shorter, longer)) {
            assertThat(mandates.add(one, NOW)).isTrue();
            assertThat(mandates.accept(one.id(), agent, NOW)).isTrue();
            assertThat(widest(agent)).contains(one.id());
          }
          assertThat(mandates.accept(middle.id(), agent, NOW)).isTrue();
          assertThat(widest(agent)).as("an administrator").contains(middle.id());
          assertThat(widest(boss)).contains(root.id());
          assertThat(mandates.accept(leaf.id(), other, NOW)).isTrue();
          assertThat(widest(other)).contains(leaf.id());
          assertThat(mandates.revoke(middle.id(), Mandates.Cause.GIVER, NOW)).isTrue();
          assertThat(widest(agent)).contains(longer.id());
          assertThat(widest(other)).isEmpty();
          assertThat(mandates.widest(agent, entity.code(), end(11))).as("over").isEmpty();
        });
  }

  private Optional<String> widest(String person) {
    return mandates.widest(person, entity.code(), NOW).map(chain -> chain.mandate().id());
  }

  private static Instant end(int days) {
    return NOW.plus(Duration.ofDays(days));
  }

  private Instant ends(Mandate mandate) {
    return mandates.chain(mandate.id()).orElseThrow().mandate().extent().until();
  }

  @Test
  void what_rests_on_a_mandate_is_shown_while_that_one_stands() {
    undone(
        () -> {
          enrolled();
          assertThat(under(boss)).containsExactlyInAnyOrder(middle.id(), leaf.id());
          assertThat(under(agent)).as("not accepted").isEmpty();
          long number = mandates.position() + 1;
          mandates.follow(new Change(number, entity.code(), What.SUSPENDED, NOW), NOW);
          assertThat(under(boss)).as("nobody acts for it").isEmpty();
        });
  }

  private List<String> under(String person) {
    return mandates.under(new Mandates.Whose(person, NOW, Mandates.Place.START, 1000)).stream()
        .filter(chain -> chain.entity().id().equals(entity.id()))
        .map(chain -> chain.mandate().id())
        .toList();
  }

  private void enrolled() {
    assertThat(enrolled(entity, root.acceptedAt(NOW))).isEqualTo(Mandates.Enrolled.DONE);
    assertThat(mandates.add(middle, NOW)).isTrue();
    assertThat(mandates.add(leaf, NOW)).isTrue();
  }

  private Mandates.Enrolled enrolled(LegalEntity which, Mandate representative) {
    return mandates.enrol(which, representative, new Mandates.Heard(mandates.position(), NOW));
  }

  private Standing standing(Mandate mandate) {
    return mandates.chain(mandate.id()).orElseThrow().standing(NOW);
  }

  private boolean revoked(Mandate mandate) {
    return mandates.chain(mandate.id()).orElseThrow().mandate().marks().revoked() != null;
  }

  private boolean suspended(Mandate mandate) {
    return mandates.chain(mandate.id()).orElseThrow().mandate().marks().suspended() != null;
  }

  private LegalEntity.Status status() {
    return mandates.entity(entity.code()).orElseThrow().status();
  }

  private Mandate mandate(String person, @Nullable String parent, EntityRole role) {
    Instant end = NOW.plus(Duration.ofDays(10));
    return new Mandate(
        UUID.randomUUID().toString(),
        entity.id(),
        person,
        parent,
        role,
        new Extent(Set.of(Extent.ANY), Region.EVERYWHERE, NOW, end, 3),
        Mandate.Marks.OFFERED,
        "x");
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
