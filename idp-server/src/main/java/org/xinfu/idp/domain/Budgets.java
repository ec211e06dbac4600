package org.xinfu.idp.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The port to counted allowances that all replicas share. */
public interface Budgets {
  /** Takes one from each, or from none when any is used up; false then. */
  boolean take(List<Line> lines, Instant now);

  /**
   * One allowance.
   *
   * @param key what is counted; only its hash is kept
   * @param limit how many within one window
   * @param window windows follow each other from the epoch
   */
  record Line(String key, int limit, Duration window) {}
}
