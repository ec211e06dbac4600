package org.xinfu.trust;

/** How a document or one signature was judged, as reports spell it. */
public enum Conclusion {
  VALID,
  INVALID,
  INDETERMINATE,
  NO_SIGNATURE
}
