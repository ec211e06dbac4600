package org.xinfu.trust.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xinfu.trust.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Composition root of the command line: streams, clock and commands. */
@Command(
    name = "xinfu",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Verifies and makes electronic seals and signatures.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  /** Held here, since the JDK forgets the level of a logger that nobody holds. */
  private static final Logger LIBRARIES = Logger.getLogger("org.apache");

  private static final String UNWRITABLE =
      "xinfu: no file name in the character set of this locale; set LC_ALL=C.UTF-8"
          + " 当前语言环境的字符集无法表示该文件名，请设置 LC_ALL=C.UTF-8";

  private Main() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    // What PDFBox finds odd is in the report, or is nothing to the reader of a terminal.
    LIBRARIES.setLevel(Level.OFF);
    // The streams of the JVM follow the platform's charset; reports are UTF-8 everywhere.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int status = run(new Console(out, err, Clock.systemUTC()), arguments);
    out.flush();
    System.exit(status);
  }

  /** Runs a command; returns the exit status. */
  static int run(Console console, String... arguments) {
    CommandLine commands = new CommandLine(new Main());
    commands.addSubcommand(new VerifyCommand(console));
    commands.addSubcommand(new InspectCommand(console));
    commands.addSubcommand(
        new CommandLine(new TrustCommand()).addSubcommand(new TrustUpdateCommand(console)));
    commands.addSubcommand(new SignCommand(console));
    commands.addSubcommand(new PrepareCommand(console));
    commands.addSubcommand(new EmbedCommand(console));
    commands.addSubcommand(new RenewCommand(console));
    // A stranger's file may be called @x, and a shell hands it on by *: it is no list of options.
    commands.setExpandAtFiles(false);
    commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    commands.setParameterExceptionHandler(
        (failure, args) -> {
          String.valueOf(failure.getMessage())
              .lines()
              .forEach(line -> console.err().println(Printable.of(line)));
          if (Arrays.stream(args).anyMatch(Main::unwritable)) {
            console.err().println(UNWRITABLE);
          }
          failure.getCommandLine().usage(console.err());
          return ExitStatus.USAGE;
        });
    commands.setExecutionExceptionHandler(
        (failure, command, result) -> {
          console.err().println("xinfu: " + Printable.of(said(failure)));
          // A directory that vanishes while it is walked fails unchecked.
          boolean unread =
              failure instanceof IOException || failure instanceof UncheckedIOException;
          return unread ? ExitStatus.UNREADABLE : ExitStatus.SOFTWARE;
        });
    return commands.execute(arguments);
  }

  /**
   * Whether the JVM has no way to write it as a file's name; under LANG=C it writes ASCII alone.
   */
  private static boolean unwritable(String argument) {
    try {
      Path unused = Path.of(argument);
      return false;
    } catch (InvalidPathException unwritable) {
      return true;
    }
  }

  /** What went wrong with a file, for people. */
  static String said(Exception failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      IOException cause = unchecked.getCause();
      return cause == null ? failure.toString() : said(cause);
    }
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file 文件不存在";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + ": not permitted 没有权限";
    }
    String message = failure.getMessage();
    return failure instanceof IOException && message != null ? message : failure.toString();
  }

  /** The version of the build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {org.xinfu.trust.ReportJson.engine()};
    }
  }
}
