package org.xinfu.idp.legacy;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why an account of another system is not taken over. */
enum LegacyRefusal implements Refusal {
  /** An earlier line has the same id. */
  LEGACY_LINE_REPEATED(409),
  /** The account was taken over before, from a line that said something else. */
  LEGACY_LINE_CHANGED(409),
  /** The login name is another account's. */
  LEGACY_LOGIN_TAKEN(409),
  /** The number or mailbox is another account's. */
  LEGACY_CONTACT_TAKEN(409),
  /** Neither a password nor a verified number or mailbox: nobody could ever log in. */
  LEGACY_UNREACHABLE(400);

  private final int status;

  LegacyRefusal(int status) {
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
