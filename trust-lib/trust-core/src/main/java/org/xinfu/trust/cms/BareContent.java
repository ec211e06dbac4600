package org.xinfu.trust.cms;

import java.util.List;
import org.xinfu.trust.Bytes;

/**
 * How much content may be hashed for the signers of one message that have no signed attributes:
 * each signs all of it under its own key, so that no digest serves two of them (SM2), and of
 * several namesakes each is tried.
 */
final class BareContent {
  private static final long LEAST = 64L << 20;
  private static final int READINGS = 8;

  private final long cost;
  private long left;

  /** At least 64 MiB, and eight readings of any content. */
  BareContent(List<SignedContent> contents) {
    // What is a stream alone has no length here; it is large.
    cost =
        contents.stream()
            .mapToLong(c -> c.octets().map(Bytes::length).orElse((int) (LEAST / READINGS)))
            .sum();
    left = Math.max(LEAST, READINGS * cost);
  }

  /** Whether one signer more may be tried on it. */
  boolean maySpend() {
    left -= Math.min(cost, left + 1);
    return left >= 0;
  }
}
