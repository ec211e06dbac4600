package org.xinfu.kit.idempotency;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why a keyed request is not carried out. */
public enum IdempotencyRefusal implements Refusal {
  /** The key was used for another body. */
  IDEMPOTENCY_MISMATCH(422),
  /** The first request with this key has not ended. */
  IDEMPOTENCY_IN_FLIGHT(409),
  /** Not 1..255 visible ASCII characters. */
  IDEMPOTENCY_KEY_MALFORMED(400);

  private final int status;

  IdempotencyRefusal(int status) {
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
