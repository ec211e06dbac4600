package org.xinfu.seal.domain;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** What the rules of seal administration say no to; sentences in {@code problems}. */
public enum SealRefusal implements Refusal {
  /** One person may take one step of accept, review, approve, make; the applicant none. */
  SAME_PERSON(403),
  STEP_NOT_POSSIBLE(409),
  /** Whoever belongs to a unit applies for that unit. */
  NOT_YOUR_ORGANISATION(403),
  APPLICATION_UNKNOWN(404),
  USCC_INVALID(422),
  SEAL_TEXT_INVALID(422),
  GLYPH_MISSING(422),
  SEAL_UNKNOWN(404),
  SEAL_NOT_ISSUED(409),
  SEAL_SUSPENDED(409),
  SEAL_REVOKED(409),
  SEAL_EXPIRED(409),
  SEAL_STATE_UNCHANGED(409),
  DOCUMENT_NOT_SUPPORTED(422),
  DOCUMENT_NOT_SEALABLE(422),
  SEALING_UNKNOWN(404),
  /** So many time-stamps a minute for each network. */
  STAMPS_LIMITED(429),
  RENEWAL_NOT_CONFIGURED(503);

  private final int status;

  SealRefusal(int status) {
    this.status = status;
  }

  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public int status() {
    return status;
  }
}
