package org.xinfu.licence.domain;

/** What a licence counts for on a day (GB/T 36903, status). */
public enum LicenceStatus {
  ACTIVE,
  /** Its last day is past; computed, never stored. */
  EXPIRED,
  /** A later version of the same licence took its place. */
  SUPERSEDED,
  REVOKED
}
