package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the token's PIN comes from: a file that nobody else may read, a file descriptor, or a
 * question. Never the command line or the environment, which other processes see.
 */
final class PinOptions implements AutoCloseable {
  private static final int LONGEST = 256;
  private static final Set<PosixFilePermission> STRANGERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  @Option(
      names = "--pin-file",
      paramLabel = "FILE",
      description = "holds the PIN; nobody but its owner may read it")
  @Nullable Path file;

  @Option(
      names = "--pin-fd",
      paramLabel = "N",
      description = "open file descriptor to read the PIN from; with neither, it is asked for")
  @Nullable Integer descriptor;

  private char[] kept = {};

  /**
   * The PIN, a fresh array for each login.
   *
   * @throws IllegalArgumentException when it is not to be had from where it should be
   * @throws IOException when that cannot be read
   */
  Supplier<char[]> pin() throws IOException {
    if (file != null && descriptor != null) {
      throw new IllegalArgumentException("--pin-file and --pin-fd exclude each other");
    }
    Path from = file;
    if (from != null) {
      requirePrivate(from);
      return () -> fresh(from);
    }
    kept = descriptor == null ? asked() : read(Path.of("/dev/fd/" + descriptor));
    return () -> kept.clone();
  }

  private static void requirePrivate(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null
        && view.readAttributes().permissions().stream().anyMatch(STRANGERS::contains)) {
      throw new IllegalArgumentException("others may read " + file + "; chmod 600 it first");
    }
  }

  /** Up to JDK 21 there is no console without a terminal; later ones then read standard input. */
  @SuppressWarnings("SystemConsoleNull") // It is null on the JDK 17 of SDK users.
  private static char[] asked() {
    java.io.Console terminal = System.console();
    char[] answer = terminal == null ? null : terminal.readPassword("PIN: ");
    if (answer == null) {
      throw new IllegalArgumentException(
          "nobody is there to be asked for the PIN: --pin-file or --pin-fd");
    }
    return answer;
  }

  private static char[] fresh(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** UTF-8 up to the first line break; what it passed through is wiped. */
  private static char[] read(Path from) throws IOException {
    byte[] octets = new byte[LONGEST];
    int count;
    try (InputStream in = Files.newInputStream(from)) {
      count = in.readNBytes(octets, 0, LONGEST);
    }
    int end = 0;
    while (end < count && octets[end] != '\n' && octets[end] != '\r') {
      end++;
    }
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets, 0, end));
    Arrays.fill(octets, (byte) 0);
    char[] pin = Arrays.copyOf(decoded.array(), decoded.length());
    Arrays.fill(decoded.array(), '\0');
    if (pin.length == 0) {
      throw new IllegalArgumentException("there is no PIN in " + from);
    }
    return pin;
  }

  @Override
  public void close() {
    Arrays.fill(kept, '\0');
  }
}
