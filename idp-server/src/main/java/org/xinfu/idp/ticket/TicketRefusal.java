package org.xinfu.idp.ticket;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why an application's call is not answered. */
enum TicketRefusal implements Refusal {
  /** A field is missing, twice there, or beside the form. */
  CALL_MALFORMED(400),
  /** No such application, or the signature is not its own: told to nobody which. */
  APP_SIGNATURE_INVALID(401),
  /** The timestamp is too far from our clock. */
  CALL_TIME_OUTSIDE(401),
  /** A call with this nonce was seen before. */
  CALL_REPLAYED(401),
  /** Unknown, spent, too old, another's, or its login has ended. */
  TICKET_INVALID(400),
  TICKET_TOKEN_INVALID(401);

  private final int status;

  TicketRefusal(int status) {
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
