package org.xinfu.kit.backup;

import java.io.PrintStream;

/** What the operator reads: one line for each step, in English and Chinese. */
record Talk(String command, PrintStream out) {
  void say(String text) {
    out.println("xinfu " + command + ": " + text);
    out.flush();
  }
}
