package org.xinfu.idp.console;

import java.util.Map;

/**
 * Why an account is closed: each for itself, and lifted by itself. Only whether it is suspended is
 * here to change; a freeze is the security administrator's to review.
 */
public record Standing(boolean frozen, boolean suspended) {
  /**
   * Of one account.
   *
   * @param frozen those that are, and whether each is suspended too
   */
  static Standing of(String accountId, boolean active, Map<String, Boolean> frozen) {
    Boolean suspended = frozen.get(accountId);
    return suspended == null ? new Standing(false, !active) : new Standing(true, suspended);
  }
}
