package org.xinfu.kit.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when a program of PostgreSQL fails; the programs here are shell scripts. */
class PostgresProgramsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  @TempDir Path home;
  private PostgresPrograms programs;

  @BeforeEach
  void open() {
    programs = new PostgresPrograms(home, home.resolve("postgres.log"));
  }

  @Test
  void givesTheArgumentsAndKeepsTheOutputInTheLog() throws IOException {
    script("echo \"arguments: $@\"; echo trouble >&2");
    programs.run(SOON, "program", List.of("-D", "a b", ""));
    assertThat(log()).contains("arguments: -D a b", "trouble");
  }

  @Test
  void theServersOwnSettingsDoNotComeFromOurEnvironment() throws IOException {
    script("env | sort");
    programs.run(SOON, "program", List.of());
    assertThat(log()).contains("LC_ALL=C").doesNotContain("\nPG");
  }

  /** In a chroot and in most containers there are no namespaces for root. */
  @Test
  void whereNamespacesAreRefusedTheProgramIsNobodysAndReadsRootsFiles() throws IOException {
    Files.writeString(home.resolve("secret"), "read by " + PostgresPrograms.isRoot());
    Files.setPosixFilePermissions(
        home.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    script("echo user $(id -u); cat " + home.resolve("secret"));
    List<String> apart = PostgresPrograms.isRoot() ? PostgresPrograms.AS_NOBODY : List.of();
    new PostgresPrograms(home, home.resolve("postgres.log"), apart).run(SOON, "program", List.of());
    if (PostgresPrograms.isRoot()) {
      assertThat(log()).contains("user 65534", "read by true");
    } else {
      assertThat(log()).contains("read by false").doesNotContain("user 0");
    }
  }

  @Test
  void whereNamespacesAreRefusedADatabaseIsMadeAllTheSame() throws IOException {
    List<String> apart = PostgresPrograms.isRoot() ? PostgresPrograms.AS_NOBODY : List.of();
    Path postgres = PostgresBinaries.unpackedIn(PostgresBinaries.cache());
    new PostgresPrograms(postgres, home.resolve("postgres.log"), apart)
        .run(
            Duration.ofMinutes(1),
            "initdb",
            List.of("-D", home.resolve("data").toString(), "--no-sync"));
    assertThat(home.resolve("data/PG_VERSION")).exists();
  }

  @Test
  void theProgramsAreKeptByTheVersionOfTheInnermostJar() {
    assertThat(PostgresBinaries.version("jar:file:/repository/binaries-amd64-17.11.0.jar!/x.txz"))
        .isEqualTo("17.11.0");
    assertThat(
            PostgresBinaries.version(
                "jar:nested:/opt/seal-service-0.1.0.jar/!BOOT-INF/lib/amd64-17.11.0.jar!/x.txz"))
        .isEqualTo("17.11.0");
    assertThat(PostgresBinaries.version("file:/target/classes/x.txz")).isEqualTo("unknown");
  }

  @Test
  void aFailureShowsTheProgramItsStatusAndTheEndOfTheLog() throws IOException {
    script("echo 'FATAL: could not bind'; exit 3");
    assertThatThrownBy(() -> programs.run(SOON, "program", List.of()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("program ended with 3")
        .hasMessageContaining(home.resolve("postgres.log").toString())
        .hasMessageContaining("FATAL: could not bind");
  }

  @Test
  void onlyTheEndOfALongLogIsShown() throws IOException {
    script("echo EARLY; head -c 9000 /dev/zero | tr '\\0' x; echo LATE; exit 1");
    assertThatThrownBy(() -> programs.run(SOON, "program", List.of()))
        .hasMessageContaining("LATE")
        .message()
        .doesNotContain("EARLY")
        .hasSizeLessThan(2300);
  }

  @Test
  void aProgramThatDoesNotEndIsEnded() throws IOException {
    script("exec sleep 600");
    assertThatThrownBy(() -> programs.run(Duration.ofMillis(300), "program", List.of()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("program did not end within 0 s");
  }

  @Test
  void aMissingProgramIsAFailureOfTheStore() {
    assertThatThrownBy(() -> programs.run(SOON, "absent", List.of()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("absent");
  }

  @Test
  void withoutALogTheMessageSaysSo() {
    assertThat(programs.failure("it stopped"))
        .hasMessageContaining("it stopped")
        .hasMessageContaining("(no log: ");
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsAFailureOfTheStore() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "in the way");
    assertThatThrownBy(() -> EmbeddedPostgres.start(file, home, true))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("cannot make " + file);
  }

  @Test
  void aMachineWithoutBinariesIsNamedAndNothingIsUnpacked() {
    Path cache = home.resolve("cache");
    assertThatThrownBy(() -> PostgresBinaries.unpackedIn(cache, "LoongArch64"))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("no PostgreSQL binaries for this machine")
        .hasMessageContaining("loongarch64");
    assertThat(cache).doesNotExist();
  }

  @Test
  void aCacheThatCannotBeMadeIsAFailureOfTheStore() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "in the way");
    assertThatThrownBy(() -> PostgresBinaries.unpackedIn(file, "amd64"))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("cannot unpack PostgreSQL to " + file);
  }

  private void script(String body) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path program = Files.writeString(bin.resolve("program"), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String log() throws IOException {
    return "\n" + Files.readString(home.resolve("postgres.log"));
  }
}
