package org.xinfu.trust.list;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an anchor of a list is trusted for; it serves for nothing else. */
public enum AnchorPurpose {
  SIGNER,
  MAKER,
  TSA,
  LOG,
  STATUS,
  OIDC;

  /** The word in the list. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<AnchorPurpose> ofWord(String word) {
    return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
  }
}
