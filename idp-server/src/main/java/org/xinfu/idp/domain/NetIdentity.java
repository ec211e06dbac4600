package org.xinfu.idp.domain;

import java.time.Instant;

/**
 * The port to the national network identity service (国家网络身份认证公共服务): it knows who somebody is and
 * tells a platform no more than a 网号, a pseudonym for that platform alone.
 */
public interface NetIdentity {
  /**
   * Redeems what the person's app gave out for this platform.
   *
   * @throws Unavailable when no answer, or none that can be believed, came
   */
  Answer redeem(String voucher);

  /**
   * What the service says.
   *
   * @param source its name
   * @param reference its own number of this answer
   * @param known false for a voucher that is none, was used, or is too old
   * @param number the 网号; empty when nothing is known
   * @param kind what the person showed
   */
  record Answer(
      String source, String reference, Instant at, boolean known, String number, Kind kind) {
    /** The pseudonym is printed nowhere. */
    @Override
    public String toString() {
      return "Answer[" + reference + "]";
    }
  }

  /** What the person showed to the service. */
  enum Kind {
    /** 网号 alone. */
    NUMBER,
    /** 网证: the credential in their app, with a face check. */
    CREDENTIAL
  }

  /** No answer that can be believed. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason, Throwable cause) {
      super(reason, cause);
    }

    public Unavailable(String reason) {
      super(reason);
    }
  }
}
