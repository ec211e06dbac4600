package org.xinfu.idp.domain.mandate;

/** What a mandate is worth at a moment; only {@code ACTIVE} lets anybody act. */
public enum Standing {
  /** Its person has not agreed yet. */
  OFFERED,
  /** Agreed, and begins later. */
  WAITING,
  ACTIVE,
  EXPIRED,
  /** Taken back, or given back, here or further up. */
  REVOKED,
  /** The registry says that the entity or its representative changed. */
  SUSPENDED
}
