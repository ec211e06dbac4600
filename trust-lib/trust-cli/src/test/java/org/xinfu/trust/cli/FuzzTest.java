package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xinfu.testkit.ChildJvm;

/**
 * No input of up to 1 MiB throws, takes more than two seconds of processor time or more than 256 MB
 * with all that is around it. {@code xinfu.soak} is the number of minutes of the long form, {@code
 * xinfu.seed} repeats a run.
 */
class FuzzTest {
  private static final long MINUTES = Long.getLong("xinfu.soak", 0);
  private static final long SEED =
      Long.getLong("xinfu.seed", MINUTES == 0 ? 42 : System.nanoTime());

  @Test
  void everyParserEndsInAVerdict() {
    String tries = MINUTES == 0 ? "200" : Integer.toString(Integer.MAX_VALUE);
    String seconds = Long.toString(MINUTES == 0 ? 60 : MINUTES * 60);
    ChildJvm.Result result =
        ChildJvm.run(FuzzMain.class, "256m", MINUTES + 5, Long.toString(SEED), tries, seconds);
    System.out.println(result.output().lines().reduce((a, b) -> b).orElse(""));
    assertThat(result.output()).contains("fuzz: ").doesNotContain("FAILED");
    assertThat(result.status()).isZero();
  }

  @Test
  void whatIsBuiltToCostTheMostDoesNot() {
    ChildJvm.Result result = ChildJvm.run(FuzzMain.class, "256m", 5, "grown");
    System.out.println(result.output().lines().reduce((a, b) -> b).orElse(""));
    assertThat(result.output()).contains("grown: ").doesNotContain("FAILED");
    assertThat(result.status()).isZero();
  }
}
