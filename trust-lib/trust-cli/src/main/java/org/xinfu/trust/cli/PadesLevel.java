package org.xinfu.trust.cli;

import java.util.Optional;

/** How long a signature can be judged, ETSI EN 319 142-1 §6. */
enum PadesLevel {
  B_B("B-B"),
  B_T("B-T"),
  B_LT("B-LT"),
  B_LTA("B-LTA");

  static final String WORDS = "B-B, B-T, B-LT or B-LTA";
  private final String word;

  PadesLevel(String word) {
    this.word = word;
  }

  static Optional<PadesLevel> ofWord(String word) {
    for (PadesLevel level : values()) {
      if (level.word.equalsIgnoreCase(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** Whether it wants a time-stamp. */
  boolean stamped() {
    return this != B_B;
  }

  /** Whether the document carries the evidence. */
  boolean kept() {
    return this == B_LT || this == B_LTA;
  }
}
