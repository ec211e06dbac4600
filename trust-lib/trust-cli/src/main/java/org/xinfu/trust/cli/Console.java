package org.xinfu.trust.cli;

import java.io.PrintStream;
import java.time.InstantSource;

/** Where a command writes and what time it is. */
record Console(PrintStream out, PrintStream err, InstantSource clock) {}
