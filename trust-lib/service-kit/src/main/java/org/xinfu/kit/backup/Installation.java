package org.xinfu.kit.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where things lie below the home directory.
 *
 * @param home absolute
 */
record Installation(Path home) {
  /**
   * What refers comes before what it refers to: a licence is stored after its seal was used, and
   * both after somebody logged in, so that databases copied in this order know what they name.
   */
  static final List<String> SERVICES = List.of("vault", "seal", "idp");

  Installation {
    home = home.toAbsolutePath().normalize();
  }

  Path service(String name) {
    return home.resolve(name);
  }

  /** The directory of a service's embedded PostgreSQL. */
  Path database(String name) {
    return service(name).resolve("postgres");
  }

  boolean hasDatabase(String name) {
    return Files.exists(database(name).resolve("data/PG_VERSION"));
  }

  Path credentials() {
    return home.resolve("credentials");
  }

  /** What idp-server took away from people and mandates: never put back over a newer one. */
  Path journal() {
    return home.resolve("idp-journal");
  }

  /** Anchors and lists that seal-service publishes. */
  Path trust() {
    return home.resolve("trust");
  }

  /** Heads of logs that were seen, outside of every database. */
  Path heads() {
    return home.resolve("log-heads.jsonl");
  }

  /** Where a restore prepares; may be deleted. */
  Path staging() {
    return home.resolve("restoring");
  }

  /** While this file is there directories are being exchanged, and no service starts. */
  Path pending() {
    return home.resolve(PENDING);
  }

  /** What restores replaced, by their labels; never deleted. */
  Path replaced(String label) {
    return home.resolve("replaced").resolve(label);
  }

  Path run() {
    return home.resolve("run");
  }

  static final String PENDING = "restore.pending";

  /** Below idp's directory: the name of the restore that its next start has to finish. */
  static final String LABEL = "restore.label";
}
