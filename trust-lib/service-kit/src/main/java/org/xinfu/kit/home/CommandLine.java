package org.xinfu.kit.home;

import ch.qos.logback.classic.Level;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the commands of {@code ./xinfu} that live in a service's jar begin and end. */
public final class CommandLine {
  private CommandLine() {}

  /** What a command does, apart from the process it runs in. */
  @FunctionalInterface
  public interface Command {
    /** Runs to its end; the answer is the exit status. */
    int run(List<String> arguments, PrintStream out, PrintStream err);
  }

  /**
   * Runs the command and ends the process. It writes UTF-8 whatever the locale is, and libraries
   * keep silent unless they fail: what is printed is the command's own.
   */
  public static void main(String[] arguments, Command command) {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(Level.ERROR);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(command.run(List.of(arguments), out, err));
  }
}
