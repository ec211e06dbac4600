package org.xinfu.trust.key;

/**
 * How often one content may be hashed for signatures that share no digest: each is over all of it
 * under its own key (SM2) or behind its own header (JWS), and of several keys that may have made
 * one each is tried. For one document, one thread.
 */
public final class ContentReadings {
  private static final long LEAST = 64L << 20;
  private static final int READINGS = 8;

  /** What a content of unknown length counts as, such as a stream: it is large. */
  public static final long LARGE = LEAST / READINGS;

  private final long cost;
  private long left;

  /**
   * At least 64 MiB together, and eight readings of any content.
   *
   * @param octets how long the content is
   */
  public ContentReadings(long octets) {
    cost = octets;
    left = Math.max(LEAST, READINGS * octets);
  }

  /** Whether it may be hashed once more. */
  public boolean maySpend() {
    left -= Math.min(cost, left + 1);
    return left >= 0;
  }
}
