package org.xinfu.seal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;

/** What strangers' files call themselves and their signers, as visitors of the page read it. */
class VerifyPageTest {
  /** Behind U+202E the page would read the name of somebody else. */
  private static final String TURNED = "cn=\u202E\u5C40\u5B89\u516C";

  private static final String SHOWN = "cn=\uFFFD\u5C40\u5B89\u516C";

  @Test
  void whatTurnsOrHidesWordsIsSeen() {
    VerifyPage.Signature shown = VerifyPage.shown(report(), "", Locale.ENGLISH);
    assertThat(shown.id()).isEqualTo("1\uFFFDVALID");
    assertThat(shown.signer()).isEqualTo(SHOWN);
    assertThat(shown.sealName()).isEqualTo("\u6837\u4F8B[U+3164]");
    assertThat(shown.esId()).isEqualTo(SHOWN);
    assertThat(shown.checks().get(0).detail()).isEqualTo(SHOWN);
  }

  private static SignatureReport report() {
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
