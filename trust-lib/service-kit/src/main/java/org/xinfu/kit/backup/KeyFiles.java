package org.xinfu.kit.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xinfu.trust.Bytes;

/**
 * The key files that the services made themselves (256 random bits each): they are no part of a
 * backup, but it knows by check values whether they are the ones it needs.
 */
record KeyFiles(Installation installation) {
  private static final int CHECK = 8;

  /** All of them, by their names below the home directory. */
  List<Manifest.KeyCheck> checks() throws IOException {
    List<Manifest.KeyCheck> checks = new ArrayList<>();
    for (Path file : files(installation.credentials(), "idp-")) {
      checks.add(check(file));
    }
    for (String service : Installation.SERVICES) {
      for (Path file : files(installation.service(service), "")) {
        checks.add(check(file));
      }
    }
    return checks;
  }

  /**
   * That every one of these is there.
   *
   * @throws NotDone when it is not, or is another
   */
  void require(List<Manifest.KeyCheck> wanted) throws IOException {
    for (Manifest.KeyCheck key : wanted) {
      Path file = installation.home().resolve(key.file()).normalize();
      if (!file.startsWith(installation.home()) || !Files.exists(file)) {
        throw BackupRefusal.KEY_MISSING.because(file.toString());
      }
      if (!check(file).check().equals(key.check())) {
        throw BackupRefusal.KEY_DIFFERS.because(file.toString());
      }
    }
  }

  /** Those of one service's directory. */
  List<Path> of(String service) throws IOException {
    return files(installation.service(service), "");
  }

  private Manifest.KeyCheck check(Path file) throws IOException {
    String name = installation.home().relativize(file).toString();
    byte[] key = Files.readAllBytes(file);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] value = mac.doFinal("xinfu backup: check value".getBytes(StandardCharsets.US_ASCII));
      return new Manifest.KeyCheck(name, Bytes.of(value).slice(0, CHECK).toHex());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static List<Path> files(Path directory, String prefix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.getFileName().toString().endsWith(".key"))
          .sorted()
          .toList();
    }
  }
}
