package org.xinfu.kit.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restore where root gets no namespaces, as in most containers: the database runs as nobody, who
 * has to own what root lays down. Whoever is not root owns everything anyway.
 */
class RestoreByRootTest {
  private static final int NOBODY = 65534;
  @TempDir Path scratch;

  @Test
  void whatRootLaysDownIsTheServersOwn() throws Exception {
    SmallHouse house = SmallHouse.made(scratch.resolve("house"), "idp");
    Path backup = house.backup(scratch.resolve("backups"));
    house.act("idp", "later", 2);
    Path data = house.home.resolve("idp/postgres/data");
    int me = (int) Files.getAttribute(scratch, "unix:uid");
    int server = me == 0 ? NOBODY : me;
    if (me == 0) {
      for (Path file : all(data)) {
        Files.setAttribute(file, "unix:uid", NOBODY);
      }
    }
    String said = restore(house, backup);
    assertThat(said).contains("verdict CONSISTENT, 2 entries");
    for (Path file : all(data)) {
      assertThat(Files.getAttribute(file, "unix:uid")).as(file.toString()).isEqualTo(server);
    }
    assertThat(house.home.resolve("restoring")).doesNotExist();
  }

  /** By a process of its own, on whose path {@code unshare} is refused. */
  private String restore(SmallHouse house, Path backup) throws Exception {
    Path refused = Files.createDirectories(scratch.resolve("bin")).resolve("unshare");
    Files.writeString(refused, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(refused, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder = house.restoring(backup);
    builder
        .environment()
        .merge("PATH", "", (path, none) -> refused.getParent() + File.pathSeparator + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static List<Path> all(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    }
  }
}
