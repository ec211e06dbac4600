package org.xinfu.trust.jose;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.time.Existence;

/**
 * What the unsigned properties of a JAdES signature prove.
 *
 * @param proven the earliest moment at which the signature is proven to have existed
 * @param evidence what they bring for its validation; not believed
 * @param level B-B, B-T, B-LT or B-LTA as far as it was proven; empty when the header lacks what
 *     the first asks for
 */
record JadesProofs(Optional<Existence> proven, Evidence evidence, Optional<String> level) {
  /** When it existed, as that is told. */
  Optional<Instant> at() {
    return proven.map(Existence::at);
  }

  Duration accuracy() {
    return proven.map(Existence::accuracy).orElse(Duration.ZERO);
  }

  static JadesProofs none() {
    return new JadesProofs(Optional.empty(), Evidence.none(), Optional.empty());
  }
}
