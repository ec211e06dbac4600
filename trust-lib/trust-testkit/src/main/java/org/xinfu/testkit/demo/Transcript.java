package org.xinfu.testkit.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Says what is done and what was checked, on the terminal and in {@code transcript.txt}. */
final class Transcript {
  private final PrintStream out;
  private final Path file;
  private int steps;

  Transcript(PrintStream out, Path file) {
    this.out = out;
    this.file = file;
  }

  /** A new step begins. */
  void step(String zh, String en) {
    steps++;
    line("[%2d] %s %s".formatted(steps, zh, en));
  }

  /** Something held; {@code detail} is what was seen. */
  void held(String what, String detail) {
    line("     ok  " + what + (detail.isEmpty() ? "" : ": " + detail));
  }

  /**
   * Goes on only when it holds.
   *
   * @throws DemoFailed with what was seen otherwise
   */
  void require(boolean holds, String what, String seen) {
    if (!holds) {
      line("     FAILED  " + what + ": " + seen);
      throw new DemoFailed(what + ": " + seen);
    }
    held(what, seen);
  }

  /** One line. */
  void line(String text) {
    out.println(text);
    try {
      Files.writeString(
          file,
          text + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A step did not hold. */
  static final class DemoFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailed(String message) {
      super(message);
    }
  }
}
