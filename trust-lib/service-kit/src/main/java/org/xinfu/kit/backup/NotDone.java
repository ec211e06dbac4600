package org.xinfu.kit.backup;

/** Ends a backup or a restore that is refused; nothing was replaced. */
final class NotDone extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final BackupRefusal refusal;

  NotDone(BackupRefusal refusal, String detail) {
    super(detail);
    this.refusal = refusal;
  }

  BackupRefusal refusal() {
    return refusal;
  }
}
