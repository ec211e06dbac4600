package org.xinfu.kit.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.home.CommandLine;
import org.xinfu.kit.pg.DirectoryLock;
import org.xinfu.kit.pg.StoreUnavailable;

/**
 * {@code ./xinfu backup} and {@code ./xinfu restore}; in every service's jar, so that an operator
 * needs nothing else.
 */
public final class BackupTool {
  private static final String USAGE =
      """
      xinfu backup [--home DIR] [--to DIR]
      xinfu restore FROM [--home DIR] [--known HEADS] [--accept-fork]\
      """;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final PrintStream out;

  private BackupTool(Clock clock, PrintStream out) {
    this.clock = clock;
    this.out = out;
  }

  public static void main(String[] arguments) {
    CommandLine.main(arguments, (words, out, err) -> run(words, out, err, Clock.systemUTC()));
  }

  /**
   * Runs one command to its end.
   *
   * @param arguments {@code backup} or {@code restore}, and what follows it
   * @return 0; 1 when a log forks or was altered; else as in sysexits.h, after one line on {@code
   *     err} that begins with a stable code
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err, Clock clock) {
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    try {
      BackupTool tool = new BackupTool(clock, out);
      Options options = Options.of(arguments);
      return command.equals("backup") ? tool.backup(options) : tool.restore(options);
    } catch (NotDone e) {
      return refused(command, e.refusal(), e.getMessage(), err);
    } catch (StoreUnavailable e) {
      return refused(command, BackupRefusal.UNAVAILABLE, told(e), err);
    } catch (IOException | UncheckedIOException e) {
      return refused(command, BackupRefusal.IO_ERROR, told(e), err);
    }
  }

  private static int refused(
      String command, BackupRefusal refusal, @Nullable String detail, PrintStream err) {
    err.println("xinfu " + command + ": " + refusal.code() + ": " + refusal.text() + ": " + detail);
    if (refusal == BackupRefusal.USAGE) {
      err.println(USAGE);
    }
    return refusal.status();
  }

  private static String told(Exception e) {
    return e.getCause() == null ? e.toString() : e + ": " + e.getCause();
  }

  private int backup(Options options) throws IOException {
    Installation installation = options.installation();
    Path to = options.to == null ? installation.home().resolve("backups") : options.to;
    try (DirectoryLock one = alone(installation)) {
      if (!one.held() || Files.exists(installation.pending())) {
        throw BackupRefusal.CUT_OFF.because(installation.pending().toString());
      }
      Instant now = clock.instant();
      new MakeBackup(installation, new Talk("backup", out)).into(to, name(now), now);
      return 0;
    }
  }

  private int restore(Options options) throws IOException {
    if (options.from == null) {
      throw BackupRefusal.USAGE.because("FROM is missing");
    }
    Installation installation = options.installation();
    try (DirectoryLock one = alone(installation)) {
      Instant now = clock.instant();
      RestoreBackup.Wish wish =
          new RestoreBackup.Wish(
              options.from, "restore-" + name(now), now, options.known, options.acceptFork);
      Talk talk = new Talk("restore", out);
      return one.held() ? new RestoreBackup(installation, talk, wish).run() : 1;
    }
  }

  private static DirectoryLock alone(Installation installation) throws IOException {
    if (!Files.isDirectory(installation.home())) {
      throw BackupRefusal.NO_INSTALLATION.because(installation.home().toString());
    }
    Path run = Files.createDirectories(installation.run());
    try {
      return DirectoryLock.on(run, Duration.ZERO);
    } catch (StoreUnavailable held) {
      throw BackupRefusal.UNDER_WAY.because(run.toString());
    }
  }

  /** Sorts by time; two of one second are told apart. */
  private static String name(Instant now) {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    return STAMP.format(now) + "-" + HexFormat.of().formatHex(random);
  }

  private static final class Options {
    private Path home = Path.of(".xinfu");
    private @Nullable Path to;
    private @Nullable Path from;
    private @Nullable Path known;
    private boolean acceptFork;

    static Options of(List<String> arguments) {
      boolean restore = !arguments.isEmpty() && arguments.getFirst().equals("restore");
      if (!restore && (arguments.isEmpty() || !arguments.getFirst().equals("backup"))) {
        throw BackupRefusal.USAGE.because("backup or restore");
      }
      Options options = new Options();
      List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
      while (!rest.isEmpty()) {
        options.take(rest.removeFirst(), rest, restore);
      }
      return options;
    }

    private void take(String word, List<String> rest, boolean restore) {
      if (word.equals("--home")) {
        home = value(word, rest);
      } else if (word.equals("--to") && !restore) {
        to = value(word, rest);
      } else if (word.equals("--known") && restore) {
        known = value(word, rest);
      } else if (word.equals("--accept-fork") && restore) {
        acceptFork = true;
      } else if (restore && from == null && !word.startsWith("-")) {
        from = Path.of(word);
      } else {
        throw BackupRefusal.USAGE.because(word);
      }
    }

    private static Path value(String name, List<String> rest) {
      if (rest.isEmpty()) {
        throw BackupRefusal.USAGE.because(name + " has no value");
      }
      return Path.of(rest.removeFirst());
    }

    Installation installation() {
      return new Installation(home);
    }
  }
}
