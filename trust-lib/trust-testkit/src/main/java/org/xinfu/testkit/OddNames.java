package org.xinfu.testkit;

import java.time.Instant;
import java.util.List;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;

/** A stranger's signature whose names would read as somebody else's on a page. */
public final class OddNames {
  /** Behind U+202E the page would read the name of somebody else. */
  private static final String TURNED = "cn=\u202E\u5C40\u5B89\u516C";

  /** What a visitor has to read where {@code signer}, {@code esId} or a check's detail stands. */
  public static final String SHOWN = "cn=\uFFFD\u5C40\u5B89\u516C";

  /** What a visitor has to read for the name of the seal, which ends in a letter without ink. */
  public static final String SHOWN_SEAL = "\u6837\u4F8B[U+3164]";

  /** What a visitor has to read for the signature's own name, which breaks the line. */
  public static final String SHOWN_ID = "1\uFFFDVALID";

  private OddNames() {}

  /** The signature, with one check that passed. */
  public static SignatureReport signature() {
    return new SignatureReport(
        "1\u2028VALID",
        "SES_V4",
        null,
        Integrity.INTACT,
        Coverage.WHOLE,
        null,
        Instant.EPOCH,
        TimeSource.CLAIMED,
        new SignatureReport.SignerFacts(TURNED, "1", "", ""),
        new SignatureReport.SealFacts(
            TURNED,
            "\u6837\u4F8B\u3164",
            1,
            4,
            "",
            Instant.EPOCH,
            Instant.EPOCH,
            new SignatureReport.Picture("PNG", 40, 40, ""),
            null),
        List.of(),
        new Report.Builder().pass("seal", "", TURNED).report());
  }
}
