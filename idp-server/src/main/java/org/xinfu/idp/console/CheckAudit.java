package org.xinfu.idp.console;

import java.util.List;
import org.xinfu.kit.log.CheckLog;

/**
 * Checks the audit book: its rows beside the log whose heads the device signed, and the seals from
 * before the log. Whoever changes, adds or takes away a row has to change the tree, and cannot sign
 * its head; whoever takes away the end of everything is shown by a head that was kept elsewhere.
 */
public final class CheckAudit {
  private final CheckLog log;
  private final OldSeals seals;

  public CheckAudit(CheckLog log, OldSeals seals) {
    this.log = log;
    this.seals = seals;
  }

  /**
   * What a check found.
   *
   * @param code {@code done}, or what is wrong
   * @param rows in the last signed head
   * @param waiting rows that no signed head covers yet
   * @param wrong the first rows that are wrong
   * @param root of the last signed head, in hexadecimal
   */
  public record Finding(
      String code, long rows, long waiting, List<CheckLog.Entry> wrong, String root) {
    public Finding {
      wrong = List.copyOf(wrong);
    }
  }

  /**
   * Recomputes the log and every seal.
   *
   * @param kept a head that was kept elsewhere; empty text without one
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  Finding check(String kept) {
    boolean keptIsOurs = kept.isEmpty() || log.signed(kept);
    CheckLog.Found found = log.check(keptIsOurs && !kept.isEmpty() ? List.of(kept) : List.of());
    return new Finding(
        code(found, keptIsOurs), found.size(), found.waiting(), found.wrong(), found.root());
  }

  /** What is worse comes first. */
  private String code(CheckLog.Found found, boolean keptIsOurs) {
    if (!seals.guarded()) {
      return "audit-unguarded";
    }
    return switch (found.state()) {
      case ROWS_ALTERED -> "audit-rows-altered";
      case FORKED -> "audit-log-forked";
      case NOT_SIGNED -> "audit-seal-not-signed";
      case WHOLE -> keptIsOurs ? seals.check() : "audit-kept-not-ours";
    };
  }
}
