package org.xinfu.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileCallerTest {
  @TempDir Path directory;

  @Test
  void theLibraryAnswersEveryWrongCall() throws Exception {
    Path program = directory.resolve("hostile");
    Commands built =
        Commands.run(
            "gcc",
            "-std=gnu11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-rdynamic",
            "-o",
            program.toString(),
            "src/test/c/hostile.c",
            "-ldl");
    assertThat(built.output()).isEmpty();
    try (HsmSim device = HsmSim.start(directory.resolve("hsm"), TokenSpec.of("t", "12345678"))) {
      Commands ran = Commands.run(program.toString(), device.library().toString(), "12345678");
      assertThat(ran).isEqualTo(new Commands(0, "held\n"));
    }
  }
}
