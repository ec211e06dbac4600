package org.xinfu.trust;

/** Where the time of a signature comes from, the best first. */
public enum TimeSource {
  TIMESTAMP,
  LOG,
  CLAIMED,
  NONE
}
