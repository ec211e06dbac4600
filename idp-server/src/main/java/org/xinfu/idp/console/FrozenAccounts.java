package org.xinfu.idp.console;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The port to accounts that were frozen since their holders are dead by the register. */
public interface FrozenAccounts {
  /**
   * The oldest first.
   *
   * @param after id of the last one before the page; from the first on when it is frozen no more
   */
  List<Frozen> list(String after, int most);

  /** Those of these accounts that are frozen, and whether each is suspended too. */
  Map<String, Boolean> among(Collection<String> accountIds);

  /**
   * The register was wrong: the account opens again, unless it is suspended too. False when it is
   * not frozen.
   */
  boolean thaw(String accountId);

  /** One account, by what it is called here. */
  record Frozen(String accountId, String loginName, Instant at, String why) {}
}
