package org.xinfu.kit.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xinfu.kit.pg.EmbeddedPostgres;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * A backup of which every octet is as it was written.
 *
 * @param digest SHA-256 of the manifest, in hex: names the backup
 */
record CheckedBackup(Path directory, Manifest manifest, String digest) {
  static final String MANIFEST = "manifest.json";

  /** In the form of {@code sha256sum}. */
  static final String SUM = "manifest.json.sha256";

  static final String PREFIX = "xinfu-backup-";
  private static final long LONGEST = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[a-z]+-(database|files|blobs)\\.zip");

  /**
   * Reads all of it.
   *
   * @param from the backup, or a directory of backups, of which the latest is meant
   * @throws NotDone when anything is missing, altered, too much or not ours
   */
  static CheckedBackup in(Path from) throws IOException {
    Path directory = latest(from.toAbsolutePath().normalize());
    Path file = directory.resolve(MANIFEST);
    if (Files.size(file) > LONGEST) {
      throw BackupRefusal.FOREIGN.because("the manifest is too long");
    }
    Bytes octets = Bytes.of(Files.readAllBytes(file));
    String text = new String(octets.toArray(), StandardCharsets.UTF_8);
    Manifest manifest = Manifest.parse(text);
    String digest = Digests.sha256(octets).toHex();
    Path sum = directory.resolve(SUM);
    if (!Files.exists(sum) || !Files.readString(sum).equals(sum(digest))) {
      throw BackupRefusal.DAMAGED.because("the manifest and its sum do not agree");
    }
    CheckedBackup backup = new CheckedBackup(directory, manifest, digest);
    backup.checkShape();
    backup.checkFiles();
    return backup;
  }

  static String sum(String digest) {
    return digest + "  " + MANIFEST + "\n";
  }

  /** The file of this name, if the backup has it. */
  boolean has(String name) {
    return manifest.files().stream().anyMatch(f -> f.name().equals(name));
  }

  /** What a manifest says of a file. */
  static Manifest.File describe(Path file) throws IOException {
    try (InputStream once = Files.newInputStream(file);
        InputStream again = Files.newInputStream(file)) {
      return new Manifest.File(
          file.getFileName().toString(),
          Files.size(file),
          Digests.sha256(once).toHex(),
          Digests.sm3(again).toHex());
    }
  }

  private static Path latest(Path from) throws IOException {
    if (Files.exists(from.resolve(MANIFEST))) {
      return from;
    }
    if (!Files.isDirectory(from)) {
      throw BackupRefusal.NOT_FOUND.because(from.toString());
    }
    try (Stream<Path> backups = Files.list(from)) {
      return backups
          .filter(p -> p.getFileName().toString().startsWith(PREFIX))
          .filter(p -> Files.exists(p.resolve(MANIFEST)))
          .max(Path::compareTo)
          .orElseThrow(() -> BackupRefusal.NOT_FOUND.because(from.toString()));
    }
  }

  private void checkShape() {
    Set<String> services = new HashSet<>();
    for (Manifest.Log log : manifest.logs()) {
      if (!Installation.SERVICES.contains(log.service()) || !services.add(log.service())) {
        throw BackupRefusal.FOREIGN.because("a database " + log.service());
      }
      if (!has(log.service() + "-database.zip")) {
        throw BackupRefusal.DAMAGED.because("no database of " + log.service());
      }
      if (major(log.postgres()) != major(EmbeddedPostgres.release())) {
        throw BackupRefusal.TOO_NEW.because(
            "PostgreSQL " + log.postgres() + "; this is " + EmbeddedPostgres.release());
      }
    }
  }

  private static int major(String release) {
    return Integer.parseInt(release.replaceFirst("\\D.*", ""));
  }

  private void checkFiles() throws IOException {
    Set<String> expected =
        manifest.files().stream().map(Manifest.File::name).collect(Collectors.toSet());
    if (expected.stream().anyMatch(name -> !NAME.matcher(name).matches())) {
      throw BackupRefusal.FOREIGN.because("a file of another name: " + expected);
    }
    expected.addAll(Set.of(MANIFEST, SUM));
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> found = files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
      if (!found.equals(expected)) {
        throw BackupRefusal.DAMAGED.because("files are " + found + ", not " + expected);
      }
    }
    for (Manifest.File file : manifest.files()) {
      Path path = directory.resolve(file.name());
      if (Files.size(path) != file.bytes()) {
        throw BackupRefusal.DAMAGED.because(file.name() + " is not as long as it was");
      }
      if (!describe(path).equals(file)) {
        throw BackupRefusal.DAMAGED.because(file.name() + " was altered");
      }
    }
  }
}
