package org.xinfu.idp.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.xinfu.kit.home.CredentialFile;

/** Credential files that are made at the first start: readable by their owner only. */
public final class SecretFile {
  private static final SecureRandom RANDOM = new SecureRandom();

  private SecretFile() {}

  /** 256 random bits in base64url, 43 characters. */
  public static String random() {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /**
   * The file's text; written with a random secret first when there is none. Of servers that start
   * at once on one directory one writes, and all read the same.
   */
  public static String textOrRandom(Path file) {
    if (!Files.exists(file)) {
      try {
        Path fresh = fresh(file, random() + "\n");
        try {
          Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
          // another was faster
        } finally {
          Files.delete(fresh);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return CredentialFile.text(file);
  }

  /** A key of 32 octets, made once and kept in base64url. */
  static byte[] key(Path file) {
    return Base64.getUrlDecoder().decode(textOrRandom(file));
  }

  /** Writes the whole file or nothing, mode 0600. */
  public static void write(Path file, String text) {
    try {
      Files.move(fresh(file, text), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fresh(Path file, String text) throws IOException {
    Path directory = file.getParent();
    Files.createDirectories(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            ".fresh",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
    return fresh;
  }
}
