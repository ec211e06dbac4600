package org.xinfu.trust.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/** Where a command writes, what time it is, and how long it works in silence. */
record Console(PrintStream out, PrintStream err, InstantSource clock, Duration patience) {
  /** A second of silence. */
  Console(PrintStream out, PrintStream err, InstantSource clock) {
    this(out, err, clock, Duration.ofSeconds(1));
  }
}
