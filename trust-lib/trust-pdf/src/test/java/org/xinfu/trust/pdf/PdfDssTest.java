package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.DssComparison;

/** EU DSS judges the published PDFs, genuine and attacked, signed with P-256. */
class PdfDssTest {
  /** What one accepts alone, our verdict first; divergences.md says why. */
  private static final Map<String, String> ALONE =
      Map.of(
          // It does not open what an empty password opens, and compares nothing in it.
          "AES-128: a content in the clear", "INVALID, TOTAL_PASSED",
          "AES-128: another content", "INVALID, TOTAL_PASSED",
          "RC4: a content in the clear", "INVALID, TOTAL_PASSED",
          "RC4: another content", "INVALID, TOTAL_PASSED",
          // Full names tell fields apart (§12.7.4.2).
          "the same last name under another parent", "VALID, INDETERMINATE");

  @TempDir Path folder;

  @Test
  void whatIsGenuineIsAcceptedByBothAndWhatIsAttackedByNone() {
    Map<String, String> alone = new TreeMap<>();
    int accepted = 0;
    int asked = 0;
    for (String vectors : PdfForge.signedBy(PdfFixtures.ECDSA, PdfDssTest::vectors)) {
      DssComparison compared =
          DssComparison.of(folder.resolve("after" + asked), PdfFixtures.PKI, vectors);
      alone.putAll(compared.alone());
      accepted += compared.accepted();
      asked += compared.asked();
    }
    assertThat(alone).isEqualTo(ALONE);
    assertThat(asked).isGreaterThanOrEqualTo(260);
    assertThat(accepted).isGreaterThanOrEqualTo(40);
  }

  private static List<String> vectors() {
    return List.of(PdfVectors.write(), PdfAttackVectors.write());
  }
}
