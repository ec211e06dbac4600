package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.SignatureReport;

/** Which moment /M is, and what is said of one without a zone (ISO 32000-2 §7.9.4). */
class StatedTimeTest {
  @ParameterizedTest
  @CsvSource({
    "20261101020000Z, 2026-11-01T02:00:00Z, false",
    "20261101100000+08'00', 2026-11-01T02:00:00Z, false",
    "20261101100000+0800, 2026-11-01T02:00:00Z, false",
    "20261031210000-05'00, 2026-11-01T02:00:00Z, false",
    "20261101020000, 2026-11-01T02:00:00Z, true",
    "202611010200, 2026-11-01T02:00:00Z, true",
    "20261101, 2026-11-01T00:00:00Z, true",
    // Outside of the certificate's time as UTC; the nearest moment that another zone has.
    "20251231190000, 2026-01-01T00:00:00Z, true",
    "20290101090000, 2029-01-01T00:00:00Z, true",
  })
  void aTimeIsReadAsItsZoneSays(String written, Instant read, boolean open) {
    SignatureReport report =
        new PdfVerifier()
            .verify(
                DocumentSource.of(PdfForge.signed(PdfForge.CADES + "/M(D:" + written + ")")),
                PdfFixtures.POLICY)
            .signatures()
            .get(0);
    assertThat(report.signedAt()).isEqualTo(read);
    assertThat(
            report.report().check("stated-time").map(Check::outcome).filter(Outcome.WARN::equals))
        .as(written)
        .matches(warned -> warned.isPresent() == open);
    assertThat(TestPki.BEGIN).isEqualTo("2026-01-01T00:00:00Z");
  }
}
