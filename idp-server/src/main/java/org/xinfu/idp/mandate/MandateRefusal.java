package org.xinfu.idp.mandate;

import java.util.Locale;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.kit.Refusal;

/** Why a mandate is not given, accepted, renewed or taken back. */
enum MandateRefusal implements Refusal {
  /** No entity of that code is registered here, or nobody represents it now. */
  ENTITY_UNKNOWN(404),
  /** No such mandate, or it is not theirs to know. */
  MANDATE_UNKNOWN(404),
  /** No account of that login name. */
  PERSON_UNKNOWN(404),
  /** Their own identity is not verified. */
  PERSON_NOT_VERIFIED(409),
  /** Our rule: Civil Code art. 17, 18 say who has full capacity, not that an agent must. */
  PERSON_MINOR(409),
  /** The mandate it would rest on does not stand. */
  MANDATE_NOT_ACTIVE(409),
  /** It does not wait to be accepted. */
  MANDATE_NOT_OFFERED(409),
  /** It was taken back before. */
  MANDATE_REVOKED(409),
  /** It does not end soon. */
  RENEWAL_EARLY(409),
  /** The one it would rest on may not be delegated. */
  DELEGATION_NOT_ALLOWED(409),
  DELEGATION_ROLE(409),
  DELEGATION_CIRCLE(409),
  DELEGATION_MATTERS_WIDER(409),
  DELEGATION_REGION_WIDER(409),
  DELEGATION_TIME_WIDER(409),
  DELEGATION_DEPTH_WIDER(409);

  private final int status;

  MandateRefusal(int status) {
    this.status = status;
  }

  static MandateRefusal of(Chain.Fault fault) {
    return fault == Chain.Fault.NOT_ACTIVE
        ? MANDATE_NOT_ACTIVE
        : valueOf("DELEGATION_" + fault.name());
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
