package org.xinfu.kit.web;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** What every service may answer; services add their own. */
public enum CommonRefusal implements Refusal {
  REQUEST_MALFORMED(400),
  REQUEST_INVALID(400),
  NOT_AUTHENTICATED(401),
  NOT_PERMITTED(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  CONFLICT(409),
  PAYLOAD_TOO_LARGE(413),
  MEDIA_TYPE_NOT_SUPPORTED(415);

  private final int status;

  CommonRefusal(int status) {
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

  /** The refusal that says this status best. */
  static CommonRefusal ofStatus(int status) {
    for (CommonRefusal refusal : values()) {
      if (refusal.status == status && refusal != REQUEST_INVALID) {
        return refusal;
      }
    }
    return REQUEST_MALFORMED;
  }
}
