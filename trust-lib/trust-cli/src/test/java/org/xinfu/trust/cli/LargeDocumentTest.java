package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.ChildJvm;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealer;

/** What 256 MB of heap are enough for; {@code xinfu.soak} makes the content of a CMS 1 GB. */
class LargeDocumentTest {
  private static final String MEGABYTES = System.getProperty("xinfu.soak") == null ? "128" : "1024";

  @TempDir Path folder;

  @Test
  void aLargeDetachedContentIsReadOnceAndNeverHeld() {
    ChildJvm.Result result = ChildJvm.run(LargeMain.class, "64m", 10, "cms", MEGABYTES);
    assertThat(result.output().lines().toList())
        .containsExactly("VALID in 1 pass", "VALID in 1 pass");
    assertThat(result.status()).isZero();
  }

  /** An OFD is read as a whole: see divergences.md. */
  @Test
  void anOfdOfSixteenMegabytesNeedsNoMore() throws Exception {
    byte[] noise = new byte[16 << 20];
    new Random(1).nextBytes(noise);
    Bytes plain =
        Mutators.replace(Scene.plainOfd(), "Doc_0/Document.xml", LargeDocumentTest::withResource);
    Bytes large = Mutators.add(plain, "Doc_0/Res.xml", resource());
    OfdSealRequest request =
        new OfdSealRequest(
            Scene.SEAL,
            List.of(new OfdSealRequest.Stamp(1, 100, 100)),
            OfdSealRequest.Protection.WHOLE,
            TestSeals.SIGNED,
            "xinfu");
    Bytes sealed =
        OfdSealer.seal(
                DocumentSource.of(Mutators.add(large, "Doc_0/noise.png", Bytes.of(noise))),
                request,
                Scene.SIGNER)
            .orThrow(reason -> new IllegalStateException(reason.code()));
    Path file = Files.write(folder.resolve("large.ofd"), sealed.toArray());
    ChildJvm.Result result = ChildJvm.run(LargeMain.class, "256m", 5, "file", file.toString());
    assertThat(result.output().strip()).isEqualTo("VALID");
  }

  private static Bytes withResource(Bytes document) {
    return Bytes.utf8(
        document
            .toUtf8()
            .replace(
                "</ofd:CommonData>",
                "<ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>"));
  }

  private static Bytes resource() {
    return Bytes.utf8(
        "<ofd:Res xmlns:ofd=\"http://www.ofdspec.org/2016\" BaseLoc=\".\"><ofd:MultiMedias>"
            + "<ofd:MultiMedia ID=\"5\" Type=\"Image\"><ofd:MediaFile>noise.png</ofd:MediaFile>"
            + "</ofd:MultiMedia></ofd:MultiMedias></ofd:Res>");
  }
}
