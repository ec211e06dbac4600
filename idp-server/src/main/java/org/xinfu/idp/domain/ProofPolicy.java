package org.xinfu.idp.domain;

import java.time.Duration;
import java.util.Set;

/**
 * Which facts make somebody known.
 *
 * @param kinds how many kinds must match for IAL2 and above
 * @param always without these nothing counts
 * @param highest with these as well it is IAL3
 * @param life how long evidence is good, unless the document ends sooner
 */
public record ProofPolicy(int kinds, Set<Fact> always, Set<Fact> highest, Duration life) {
  public ProofPolicy {
    always = Set.copyOf(always);
    highest = Set.copyOf(highest);
    if (kinds < 1 || kinds > Fact.values().length || life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException("a proof policy wants facts and a life");
    }
  }

  /** The level that these matched facts give. */
  public Ial level(Set<Fact> matched) {
    if (matched.size() < kinds || !matched.containsAll(always)) {
      return Ial.IAL1;
    }
    return !highest.isEmpty() && matched.containsAll(highest) ? Ial.IAL3 : Ial.IAL2;
  }
}
