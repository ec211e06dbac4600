package org.xinfu.licence.domain;

import java.time.Instant;

/** Why and when a licence ended before its time. */
public record Revocation(Ground ground, String text, Instant at) {
  /** Grounds, with the standard's terms. */
  public enum Ground {
    /** On the holder's request or end of the holder: 注销. */
    CANCELLED,
    /** As a penalty: 吊销. */
    PENALTY,
    /** The licence should never have been given: 撤销. */
    WITHDRAWN
  }
}
