package org.xinfu.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.xinfu.hsm.store.AtomicFile;
import org.xinfu.hsm.store.StoreBroken;

/**
 * PINs as files of mode 0600: {@code <token>.pin} of the user, {@code <token>.so-pin} of the
 * security officer. A PIN is written, durably, before the token that it opens is made, and never
 * again.
 */
final class Credentials {
  private static final int OCTETS = 16;

  private final Path directory;
  private final SecureRandom random = new SecureRandom();

  Credentials(Path directory) {
    this.directory = directory;
    AtomicFile.directory(directory);
  }

  TokenSpec token(String label) {
    return new TokenSpec(label, pin(label + ".pin"), pin(label + ".so-pin"));
  }

  private String pin(String name) {
    Path file = directory.resolve(name);
    try {
      if (Files.exists(file)) return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StoreBroken("cannot read " + file, e);
    }
    byte[] drawn = new byte[OCTETS];
    random.nextBytes(drawn);
    String pin = HexFormat.of().formatHex(drawn);
    AtomicFile.write(file, pin.getBytes(UTF_8));
    return pin;
  }
}
