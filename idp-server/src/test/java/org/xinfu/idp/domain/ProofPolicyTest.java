package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which and how many facts make somebody known is policy. */
class ProofPolicyTest {
  private static final Duration YEAR = Duration.ofDays(365);

  @Test
  void so_many_kinds_must_match_and_those_that_always_must() {
    ProofPolicy three = new ProofPolicy(3, Set.of(Fact.DOCUMENT), Set.of(Fact.FACE), YEAR);
    assertThat(three.level(Set.of(Fact.DOCUMENT, Fact.TERM, Fact.PHONE))).isEqualTo(Ial.IAL2);
    assertThat(three.level(Set.of(Fact.DOCUMENT, Fact.TERM))).isEqualTo(Ial.IAL1);
    assertThat(three.level(Set.of(Fact.TERM, Fact.PHONE, Fact.BANK_CARD, Fact.FACE)))
        .as("without the document")
        .isEqualTo(Ial.IAL1);
    assertThat(three.level(Set.of(Fact.DOCUMENT, Fact.TERM, Fact.FACE))).isEqualTo(Ial.IAL3);
    ProofPolicy two = new ProofPolicy(2, Set.of(Fact.DOCUMENT), Set.of(Fact.FACE), YEAR);
    assertThat(two.level(Set.of(Fact.DOCUMENT, Fact.TERM))).isEqualTo(Ial.IAL2);
    ProofPolicy card =
        new ProofPolicy(2, Set.of(Fact.DOCUMENT, Fact.BANK_CARD), Set.of(Fact.FACE), YEAR);
    assertThat(card.level(Set.of(Fact.DOCUMENT, Fact.TERM, Fact.FACE))).isEqualTo(Ial.IAL1);
    assertThat(card.level(Set.of(Fact.DOCUMENT, Fact.BANK_CARD))).isEqualTo(Ial.IAL2);
  }

  @Test
  void the_highest_level_wants_all_of_its_facts_and_may_be_out_of_reach() {
    ProofPolicy both =
        new ProofPolicy(2, Set.of(Fact.DOCUMENT), Set.of(Fact.FACE, Fact.PHONE), YEAR);
    assertThat(both.level(Set.of(Fact.DOCUMENT, Fact.FACE))).isEqualTo(Ial.IAL2);
    assertThat(both.level(Set.of(Fact.DOCUMENT, Fact.FACE, Fact.PHONE))).isEqualTo(Ial.IAL3);
    ProofPolicy none = new ProofPolicy(1, Set.of(Fact.DOCUMENT), Set.of(), YEAR);
    assertThat(none.level(Set.of(Fact.values()))).as("no fact makes it").isEqualTo(Ial.IAL2);
  }

  @Test
  void a_policy_without_facts_or_life_does_not_start() {
    for (int kinds : new int[] {0, Fact.values().length + 1}) {
      assertThatThrownBy(() -> new ProofPolicy(kinds, Set.of(), Set.of(), YEAR))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new ProofPolicy(1, Set.of(), Set.of(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
