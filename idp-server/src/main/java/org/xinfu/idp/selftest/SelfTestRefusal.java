package org.xinfu.idp.selftest;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why a self-test is not started or shown. */
public enum SelfTestRefusal implements Refusal {
  /** One of this client runs. */
  SELF_TEST_RUNNING(409),
  /** No such run of this client. */
  SELF_TEST_UNKNOWN(404);

  private final int status;

  SelfTestRefusal(int status) {
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
