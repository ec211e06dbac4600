package org.xinfu.kit.web;

import org.xinfu.kit.Refusal;
import org.xinfu.trust.Reason;

/**
 * A document that cannot be accepted, with the reason that its verdict gave; 422.
 *
 * @param reason from the verdict
 */
public record ReasonRefusal(Reason reason) implements Refusal {
  @Override
  public String code() {
    return reason.code();
  }

  @Override
  public int status() {
    return 422;
  }
}
