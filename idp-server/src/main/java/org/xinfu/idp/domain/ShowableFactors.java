package org.xinfu.idp.domain;

import java.util.Set;

/** The port to what an account could show, beside or instead of what it has shown. */
public interface ShowableFactors {
  /** The factors that its holder has and that are taken here. */
  Set<Factor> of(String accountId);
}
