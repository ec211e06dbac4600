package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Printable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.VaultException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that makes one new file of another, or says in one line why it does not. */
abstract class MakingCommand implements Callable<Integer> {
  private final Console console;
  private final String refused;

  @Parameters(index = "0", paramLabel = "IN", description = "the document")
  @Nullable Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "a new file")
  @Nullable Path out;

  @Spec @Nullable CommandSpec spec;

  /**
   * A command of this console.
   *
   * @param refused what is said, in both languages, when nothing is made
   */
  MakingCommand(Console console, String refused) {
    this.console = console;
    this.refused = refused;
  }

  /** What the options say. */
  interface Asked<T> {
    T get() throws IOException;
  }

  /**
   * Makes the file.
   *
   * @return what is said of it
   * @throws NotSigned when it cannot be made
   */
  abstract String make(Path from, Path to) throws IOException;

  /** Another file that is read. */
  @Nullable Path also() {
    return null;
  }

  final Console console() {
    return console;
  }

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(in);
    Path to = Objects.requireNonNull(out);
    Optional<String> unread = Judgement.whyUnreadable(from, also());
    if (unread.isPresent()) {
      return refuse(ExitStatus.UNREADABLE, from + ": " + unread.get());
    }
    try {
      NewFile.requirePlace(to);
      console.out().println(Printable.of(to + ": " + make(from, to)));
      console.out().flush();
      return ExitStatus.VALID;
    } catch (FileAlreadyExistsException taken) {
      return refuse(ExitStatus.CANNOT_CREATE, "" + taken.getMessage());
    } catch (VaultException away) {
      return refuse(ExitStatus.UNAVAILABLE, "" + away.getMessage());
    } catch (NotSigned no) {
      return refuse(ExitStatus.INVALID, refused + ": " + no.getMessage());
    }
  }

  private int refuse(int status, String why) {
    console.err().println("xinfu: " + Printable.of(why));
    return status;
  }

  /** What the options say; what they cannot mean is wrong usage. */
  final <T> T asked(Asked<T> options) throws IOException {
    try {
      return options.get();
    } catch (IllegalArgumentException wrong) {
      throw usage("" + wrong.getMessage());
    }
  }

  final CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** What was made; a document that cannot be signed as asked is one that was not. */
  static <T> T made(Asked<Verdict<T>> step) throws IOException {
    try {
      return step.get().orThrow(reason -> new NotSigned(said(reason)));
    } catch (IllegalArgumentException impossible) {
      throw new NotSigned(impossible);
    }
  }

  /** A reason's code and sentence. */
  static String said(Reason reason) {
    return reason.code()
        + ", "
        + reason.sentence(Locale.SIMPLIFIED_CHINESE)
        + " "
        + reason.sentence(Locale.ENGLISH);
  }
}
