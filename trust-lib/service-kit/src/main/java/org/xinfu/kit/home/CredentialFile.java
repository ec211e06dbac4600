package org.xinfu.kit.home;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Secrets come from files that only their owner can read; never from arguments or environment. */
public final class CredentialFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private CredentialFile() {}

  /**
   * The secret without its final line break; the caller wipes it.
   *
   * @throws IllegalStateException when the file is missing or others may read or change it
   */
  public static char[] read(Path file) {
    try {
      Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
      open.retainAll(Files.getPosixFilePermissions(file));
      if (!open.isEmpty()) {
        throw new IllegalStateException(
            "credential file is open to others (" + open + "): " + file);
      }
      byte[] octets = Files.readAllBytes(file);
      CharBuffer decoded = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(octets));
      Arrays.fill(octets, (byte) 0);
      int length = decoded.length();
      while (length > 0 && (decoded.get(length - 1) == '\n' || decoded.get(length - 1) == '\r')) {
        length--;
      }
      char[] secret = Arrays.copyOf(decoded.array(), length);
      Arrays.fill(decoded.array(), '\0');
      return secret;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read credential file " + file, e);
    }
  }

  /** For libraries that insist on a string. */
  public static String text(Path file) {
    char[] secret = read(file);
    try {
      return new String(secret);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }
}
