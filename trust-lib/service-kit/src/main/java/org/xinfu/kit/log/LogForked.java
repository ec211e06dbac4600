package org.xinfu.kit.log;

/**
 * The tree in the database does not go on from a head that was signed before: somebody rewrote it.
 * Nothing more is signed until an operator has looked.
 */
public final class LogForked extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogForked(long size) {
    super("the log is not that of its signed head of " + size + " entries");
  }
}
