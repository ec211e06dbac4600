package org.xinfu.idp.domain.mandate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.mandate.Chain.Fault;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

class ChainTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofDays(100));
  private static final Region SICHUAN = new Region("510000");
  private static final Region CHENGDU = new Region("510100");
  private static final Set<String> MATTERS = Set.of("tax:file", "seal:apply");

  @Test
  void a_mandate_is_passed_on_only_when_it_may_be_and_never_wider() {
    Chain mine = chain(MATTERS, SICHUAN, 1);
    assertThat(mine.standing(NOW)).isEqualTo(Standing.ACTIVE);
    assertThat(fault(mine, agent(Set.of("tax:file"), CHENGDU, END, 0))).isNull();
    assertThat(fault(mine, agent(MATTERS, SICHUAN, END, 0))).isNull();
    assertThat(fault(chain(MATTERS, SICHUAN, 0), agent(MATTERS, CHENGDU, END, 0)))
        .isEqualTo(Fault.NOT_ALLOWED);
    assertThat(fault(mine, agent(Set.of("tax:file", "land:sell"), CHENGDU, END, 0)))
        .isEqualTo(Fault.MATTERS_WIDER);
    assertThat(fault(mine, agent(Set.of(Extent.ANY), CHENGDU, END, 0)))
        .isEqualTo(Fault.MATTERS_WIDER);
    assertThat(fault(mine, agent(MATTERS, new Region("500000"), END, 0)))
        .isEqualTo(Fault.REGION_WIDER);
    assertThat(fault(mine, agent(MATTERS, Region.EVERYWHERE, END, 0)))
        .isEqualTo(Fault.REGION_WIDER);
    assertThat(fault(mine, agent(MATTERS, CHENGDU, END.plusSeconds(1), 0)))
        .isEqualTo(Fault.TIME_WIDER);
    Extent backdated = new Extent(MATTERS, CHENGDU, NOW.minusSeconds(1), END, 0);
    assertThat(fault(mine, new Chain.Wanted("other", EntityRole.AGENT, backdated)))
        .as("it begins no earlier")
        .isEqualTo(Fault.TIME_WIDER);
    assertThat(fault(mine, agent(MATTERS, CHENGDU, END, 1))).isEqualTo(Fault.DEPTH_WIDER);
    assertThat(
            fault(chain(Set.of(Extent.ANY), Region.EVERYWHERE, 1), agent(MATTERS, CHENGDU, END, 0)))
        .isNull();
  }

  @Test
  void roles_are_appointed_downwards_and_nobody_twice_in_a_chain() {
    Chain mine = chain(MATTERS, SICHUAN, 2);
    Extent extent = new Extent(MATTERS, CHENGDU, NOW, END, 1);
    assertThat(fault(mine, new Chain.Wanted("other", EntityRole.ADMINISTRATOR, extent)))
        .as("an administrator appoints no administrator")
        .isEqualTo(Fault.ROLE);
    assertThat(fault(mine, new Chain.Wanted("other", EntityRole.LEGAL_REPRESENTATIVE, extent)))
        .isEqualTo(Fault.ROLE);
    assertThat(fault(mine, new Chain.Wanted("representative", EntityRole.AGENT, extent)))
        .isEqualTo(Fault.CIRCLE);
    Chain root = new Chain(entity(LegalEntity.Status.ACTIVE), List.of(root(NOW, null, null)));
    assertThat(fault(root, new Chain.Wanted("other", EntityRole.ADMINISTRATOR, extent))).isNull();
  }

  @Test
  void what_befalls_the_parent_or_the_entity_befalls_the_mandate() {
    Mandate child = child(MATTERS, SICHUAN, 1, NOW);
    assertThat(standing(child, root(NOW, NOW, null))).isEqualTo(Standing.REVOKED);
    assertThat(standing(child, root(NOW, null, NOW))).isEqualTo(Standing.SUSPENDED);
    for (LegalEntity.Status status :
        List.of(LegalEntity.Status.SUSPENDED, LegalEntity.Status.STRUCK_OFF)) {
      Chain chain = new Chain(entity(status), List.of(child, root(NOW, null, null)));
      assertThat(chain.standing(NOW)).isEqualTo(Standing.SUSPENDED);
      assertThat(fault(chain, agent(MATTERS, CHENGDU, END, 0))).isEqualTo(Fault.NOT_ACTIVE);
    }
    Chain alive =
        new Chain(entity(LegalEntity.Status.ACTIVE), List.of(child, root(NOW, null, null)));
    assertThat(alive.standing(END)).as("it ends before its end").isEqualTo(Standing.EXPIRED);
    assertThat(alive.standing(END.minusMillis(1))).isEqualTo(Standing.ACTIVE);
    assertThat(alive.standing(NOW.minusMillis(1))).isEqualTo(Standing.WAITING);
    assertThat(standing(child(MATTERS, SICHUAN, 1, null), root(NOW, null, null)))
        .isEqualTo(Standing.OFFERED);
  }

  @Test
  void a_chain_that_does_not_reach_its_representative_is_none() {
    Mandate child = child(MATTERS, SICHUAN, 1, NOW);
    LegalEntity entity = entity(LegalEntity.Status.ACTIVE);
    assertThatThrownBy(() -> new Chain(entity, List.of(child)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Chain(entity, List.of(child, child, root(NOW, null, null))))
        .isInstanceOf(IllegalArgumentException.class);
    LegalEntity other =
        new LegalEntity(
            "other", entity.kind(), entity.code(), entity.name(), LegalEntity.Status.ACTIVE);
    assertThatThrownBy(() -> new Chain(other, List.of(root(NOW, null, null))))
        .as("another entity's")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Chain(other, List.of(child, root(NOW, null, null))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_extent_has_matters_a_place_and_an_end() {
    Extent extent = new Extent(MATTERS, CHENGDU, NOW, END, 0);
    for (Set<String> bad : List.of(Set.<String>of(), Set.of("*", "a"), Set.of("a b"), Set.of(""))) {
      assertThatThrownBy(() -> new Extent(bad, CHENGDU, NOW, END, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Extent(MATTERS, CHENGDU, NOW, NOW, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Extent(MATTERS, CHENGDU, NOW, END, 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Region.parse("51010")).isEmpty();
    Extent odd = new Extent(MATTERS, CHENGDU, NOW.plusNanos(999), END.plusMillis(5), 0);
    assertThat(odd).as("what a store would round").isEqualTo(extent);
  }

  private static @Nullable Fault fault(Chain chain, Chain.Wanted wanted) {
    return chain.delegation(wanted, NOW).orElse(null);
  }

  private static Chain.Wanted agent(Set<String> matters, Region region, Instant until, int depth) {
    Extent extent = new Extent(matters, region, NOW, until, depth);
    return new Chain.Wanted("other", EntityRole.AGENT, extent);
  }

  private static Chain chain(Set<String> matters, Region region, int depth) {
    return new Chain(
        entity(LegalEntity.Status.ACTIVE),
        List.of(child(matters, region, depth, NOW), root(NOW, null, null)));
  }

  private static Standing standing(Mandate child, Mandate root) {
    return new Chain(entity(LegalEntity.Status.ACTIVE), List.of(child, root)).standing(NOW);
  }

  private static Mandate child(
      Set<String> matters, Region region, int depth, @Nullable Instant accepted) {
    Extent extent = new Extent(matters, region, NOW, END, depth);
    return new Mandate(
        "child",
        "entity",
        "administrator",
        "root",
        EntityRole.ADMINISTRATOR,
        extent,
        new Mandate.Marks(accepted, null, null),
        "");
  }

  private static Mandate root(
      @Nullable Instant accepted, @Nullable Instant revoked, @Nullable Instant suspended) {
    Extent extent = new Extent(Set.of(Extent.ANY), Region.EVERYWHERE, NOW, END, 3);
    return new Mandate(
        "root",
        "entity",
        "representative",
        null,
        EntityRole.LEGAL_REPRESENTATIVE,
        extent,
        new Mandate.Marks(accepted, revoked, suspended),
        "");
  }

  private static LegalEntity entity(LegalEntity.Status status) {
    return new LegalEntity(
        "entity",
        LegalEntity.Kind.ENTERPRISE,
        UnifiedSocialCreditCode.complete("91510000MA0000001"),
        "样例企业",
        status);
  }
}
