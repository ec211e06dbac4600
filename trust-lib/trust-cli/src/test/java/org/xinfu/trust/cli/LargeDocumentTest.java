package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.ChildJvm;

/** Documents larger than the heap; {@code xinfu.soak} makes them 1 GB, with 256 MB of heap. */
class LargeDocumentTest {
  private static final boolean SOAK = System.getProperty("xinfu.soak") != null;
  private static final String MEGABYTES = SOAK ? "1024" : "128";

  /** Less than the document in both forms. */
  private static final String HEAP = SOAK ? "256m" : "96m";

  @TempDir Path folder;

  @Test
  void aLargeDetachedContentIsReadOnceAndNeverHeld() {
    ChildJvm.Result result = ChildJvm.run(LargeMain.class, "64m", 10, "cms", MEGABYTES);
    assertThat(result.output().lines().toList())
        .containsExactly("VALID in 1 pass", "VALID in 1 pass");
    assertThat(result.status()).isZero();
  }

  /** Making reads a content once to hash and once to copy it; verifying reads a message once. */
  @Test
  void aLargeAttachedContentIsNeverHeld() {
    ChildJvm.Result result =
        ChildJvm.run(LargeMain.class, HEAP, 20, "attached", MEGABYTES, folder.toString());
    assertThat(result.output().lines().toList())
        .containsExactly(
            "CMS, read 2 times, VALID, read 1 times",
            "GB/T 35275, read 2 times, VALID, read 1 times",
            "BER, read 1 times, VALID, read 1 times",
            "altered, read 1 times, INVALID, read 1 times");
    assertThat(result.status()).isZero();
  }

  /**
   * Read once: the SM3 and CRC of its files and the SHA-256 of the document go by together. What is
   * altered past the middle is found on the way, and the SHA-256 goes on from there.
   */
  @Test
  void aLargeOfdIsSealedAndVerifiedAsAStream() {
    ChildJvm.Result result =
        ChildJvm.run(LargeMain.class, HEAP, 20, "ofd", MEGABYTES, folder.toString());
    assertThat(result.output().lines().toList())
        .containsExactly(
            "sealed " + MEGABYTES + " MB, read 2 times",
            "VALID, read 1 times",
            "opened, read 1 times",
            "INVALID, read 1 times");
    assertThat(result.status()).isZero();
  }
}
