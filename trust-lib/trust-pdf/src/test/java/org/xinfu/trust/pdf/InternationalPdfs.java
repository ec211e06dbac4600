package org.xinfu.trust.pdf;

import java.util.List;
import org.xinfu.testkit.TestPki;

/** The published PDFs signed with P-256 in place of SM2, for judges that know no SM2. */
public final class InternationalPdfs {
  private InternationalPdfs() {}

  /** Under which all of them are signed. */
  public static TestPki pki() {
    return PdfFixtures.PKI;
  }

  /** Files of vectors as they are published. */
  public static List<String> vectors() {
    return PdfForge.signedBy(
        PdfFixtures.ECDSA,
        () ->
            List.of(
                PdfVectors.write(),
                PdfAttackVectors.write(),
                PdfHabitVectors.write(),
                PdfLongTermVectors.international()));
  }
}
