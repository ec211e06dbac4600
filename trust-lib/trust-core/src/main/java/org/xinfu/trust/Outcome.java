package org.xinfu.trust;

/** What one {@link Check} found. A check that was not made is {@link #NOT_DONE}, never a pass. */
public enum Outcome {
  PASS,
  WARN,
  FAIL,
  UNKNOWN,
  NOT_DONE
}
