package org.xinfu.idp.staff;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why a personnel system's call changes nothing. */
enum StaffRefusal implements Refusal {
  /** The token is a person's, or its client is registered for no department, or in trial. */
  STAFF_CLIENT_WITHOUT_DEPARTMENT(403),
  /** Nobody of that login name has ever had a post in the department. */
  STAFF_UNKNOWN(404),
  /** The login name is somebody's whom the department's personnel system does not keep. */
  STAFF_LOGIN_TAKEN(409),
  /** The post that is not over begins on another day. */
  STAFF_FROM_FIXED(409),
  /** They have chosen a password of their own, which no personnel system replaces. */
  STAFF_PASSWORD_CHOSEN(409),
  /** The same login name stands in an earlier row. */
  STAFF_ROW_REPEATED(409);

  private final int status;

  StaffRefusal(int status) {
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
