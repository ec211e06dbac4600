package org.xinfu.idp.window;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why a clerk does not act for somebody. */
enum WindowRefusal implements Refusal {
  /** The clerk's login is over. */
  WINDOW_CLERK_GONE(403),
  /** The application is not registered for windows. */
  WINDOW_CLIENT_UNREGISTERED(403),
  /** The clerk has not said which account is their own. */
  WINDOW_CLERK_UNLINKED(403),
  /** It is the clerk's own account. */
  WINDOW_OWN_MATTER(403),
  /** More acts than somebody at a counter makes. */
  WINDOW_LIMITED(429),
  /** The readers do not answer. */
  WINDOW_PRESENCE_UNAVAILABLE(503),
  /** The receipt is none of this document and name, or too old. */
  WINDOW_NOT_PRESENT(409),
  /** A receipt is good once. */
  WINDOW_RECEIPT_USED(409),
  /** Whoever is there has no verified account; none is made. */
  WINDOW_PERSON_UNKNOWN(404),
  /** Their account is suspended, frozen or closed. */
  WINDOW_PERSON_NOT_SERVED(409),
  /** For a minor their guardian acts. */
  WINDOW_PERSON_MINOR(409),
  /** No such act of this clerk at this application. */
  WINDOW_ACT_UNKNOWN(404),
  /** It is over, or not confirmed yet. */
  WINDOW_ACT_NOT_ACTIVE(409);

  private final int status;

  WindowRefusal(int status) {
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
