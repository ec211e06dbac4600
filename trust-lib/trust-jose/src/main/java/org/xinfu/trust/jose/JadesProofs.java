package org.xinfu.trust.jose;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.chain.Evidence;

/**
 * What the unsigned properties of a JAdES signature prove.
 *
 * @param at the earliest moment at which the signature is proven to have existed
 * @param evidence what they bring for its validation; not believed
 * @param level B-B, B-T, B-LT or B-LTA as far as it was proven; empty when the header lacks what
 *     the first asks for
 */
record JadesProofs(Optional<Instant> at, Evidence evidence, Optional<String> level) {
  static JadesProofs none() {
    return new JadesProofs(Optional.empty(), Evidence.none(), Optional.empty());
  }
}
