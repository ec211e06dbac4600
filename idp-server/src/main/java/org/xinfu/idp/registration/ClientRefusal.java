package org.xinfu.idp.registration;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why a registration is not changed, beyond what is wrong in its fields. */
public enum ClientRefusal implements Refusal {
  /** No such client. */
  CLIENT_UNKNOWN(404),
  /** Somebody changed it meanwhile. */
  CLIENT_CHANGED(412),
  /** Without If-Match a change might undo another's. */
  IF_MATCH_REQUIRED(428),
  /** A CAS service belongs to one client alone. */
  CAS_SERVICE_TAKEN(409),
  /** A client in trial never becomes a real one, nor the other way round. */
  CLIENT_SANDBOX_FIXED(409),
  /** In another sector everybody would be a stranger to it. */
  CLIENT_SECTOR_FIXED(409),
  /** It does not sign its calls with HMAC-SM3. */
  CLIENT_HAS_NO_TICKET_KEY(409),
  /** It authenticates with a key or not at all. */
  CLIENT_HAS_NO_SECRET(409);

  private final int status;

  ClientRefusal(int status) {
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
