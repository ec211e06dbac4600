package org.xinfu.kit.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs initdb and pg_ctl. PostgreSQL refuses to run as root; root runs it in a user namespace of
 * its own, where the files stay root's and the process has no power. Where namespaces are refused
 * (in a chroot, in most containers) it runs as nobody, since initdb wants a user that has a name,
 * and may read and write files and nothing else.
 *
 * @param apart the command that keeps a program from being root; empty for anybody else
 */
record PostgresPrograms(Path home, Path log, List<String> apart) {
  static final List<String> NAMESPACE = List.of("unshare", "-U", "--");
  static final List<String> AS_NOBODY =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--bounding-set=-all,+dac_override",
          "--inh-caps=-all,+dac_override",
          "--ambient-caps=-all,+dac_override",
          "--");

  PostgresPrograms(Path home, Path log) {
    this(home, log, isRoot() ? allowed() : List.of());
  }

  /** Runs one program to its end; the tail of the server's log is in the error. */
  void run(Duration limit, String program, List<String> arguments) {
    List<String> command = new ArrayList<>(apart);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(k -> k.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    // A server started by pg_ctl inherits the output, so it must be a file and never a pipe.
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw failure(program + " did not end within " + limit.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw failure(program + " ended with " + process.exitValue());
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot run " + program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while running " + program, e);
    }
  }

  /** Gives files that root laid down to the user under whom the server runs. */
  void own(Path files) {
    if (!apart.equals(AS_NOBODY)) {
      return;
    }
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.toList()) {
        Files.setAttribute(file, "unix:uid", 65534);
        Files.setAttribute(file, "unix:gid", 65534);
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot give " + files + " to nobody", e);
    }
  }

  /** An error that shows the end of the server's log. */
  StoreUnavailable failure(String what) {
    return new StoreUnavailable(what + "; the end of " + log + ":\n" + tail());
  }

  private String tail() {
    try {
      String text = Files.readString(log, StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - 2000));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** What this machine lets root do; asked by doing it. */
  private static List<String> allowed() {
    List<String> nothing = new ArrayList<>(NAMESPACE);
    nothing.add("true");
    try {
      Process process =
          new ProcessBuilder(nothing)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0 ? NAMESPACE : AS_NOBODY;
    } catch (IOException e) {
      throw new StoreUnavailable("cannot run unshare, of Debian's util-linux", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while asking what root may do", e);
    }
  }

  static boolean isRoot() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
