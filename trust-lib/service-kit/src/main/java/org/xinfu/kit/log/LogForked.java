package org.xinfu.kit.log;

/**
 * The tree in the database does not go on from a head that was signed before: somebody rewrote it.
 * Nothing more is signed until an operator has looked.
 */
public final class LogForked extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private LogForked(String why) {
    super(why);
  }

  /** The tree is another one. */
  static LogForked from(long size) {
    return new LogForked(
        "the log is not that of its signed head of "
            + size
            + " entries: somebody wrote into the database (operations guide, The log over the"
            + " audit book)");
  }

  /** What rests as the last signed head was not signed by the keys of the log. */
  static LogForked unsigned(long size) {
    return new LogForked(
        "the head of "
            + size
            + " entries that rests in log_checkpoint is none that the keys in the token signed:"
            + " somebody wrote it, or the token has other keys than before (operations guide, The"
            + " log over the audit book)");
  }
}
