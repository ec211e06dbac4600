package org.xinfu.seal.tsa;

import java.time.Instant;

/** The port to how often each network was stamped, which all replicas share. */
public interface StampAllowance {
  /**
   * Takes one of the network's stamps; false when none is left of this minute, which begins with
   * the first.
   */
  boolean take(String network, int perMinute, Instant now);
}
