package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door says of octets that no module on this class path reads. */
class TrustTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final TrustPolicy POLICY = TrustPolicy.interop(List.of(), List.of(), AT);

  @ParameterizedTest
  @CsvSource({
    "504b0304, OFD",
    "504b030414000000, OFD",
    "255044462d, PDF",
    "255044462d312e37, PDF",
  })
  void aKnownMagicWithoutItsModuleIsUndecided(String head, DocumentFormat format) {
    DocumentReport report = verify(Bytes.hex(head));
    assertThat(report.format()).isEqualTo(format);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.FORMAT_MODULE_MISSING);
    assertThat(report.document().check("format").orElseThrow().detail()).isEqualTo(format.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "50", "504b03", "504b0305", "504b0506", "25504446", "255044462e", "00"})
  void octetsThatNobodyClaimsHaveNoSignature(String head) {
    DocumentReport report = verify(Bytes.hex(head));
    assertThat(report.format()).isEqualTo(DocumentFormat.UNKNOWN);
    assertThat(report.conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
    assertThat(report.reason()).contains(Reason.NO_SIGNATURE);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.document().checks()).isEmpty();
  }

  /** A zip is no OFD for being a zip; that its own signatures are not read is said. */
  @ParameterizedTest
  @CsvSource({
    "word/document.xml,",
    "META-INF/manifest.xml,",
    "META-INF/signatures.xml, ASiC",
    "META-INF/signature001.p7s, ASiC",
    "META-INF/documentsignatures.xml, ODF",
    "_xmlsignatures/sig1.xml, OOXML",
  })
  void anotherContainerHasNoSignatureThatWeRead(String entry, String said) throws IOException {
    DocumentReport report = verify(zip(entry));
    assertThat(report.format()).isEqualTo(DocumentFormat.UNKNOWN);
    assertThat(report.conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
    Optional<Check> check = report.document().check("format");
    assertThat(check.isPresent()).isEqualTo(said != null);
    check.ifPresent(
        told -> {
          assertThat(told.outcome()).isEqualTo(Outcome.NOT_DONE);
          assertThat(told.detail()).contains(said).contains("not judged");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"OFD.xml", "ofd.xml", "Doc_0/Document.xml"})
  void aZipThatNamesAnOfdIsOne(String entry) throws IOException {
    assertThat(verify(zip(entry)).format()).isEqualTo(DocumentFormat.OFD);
    assertThat(verify(zip(entry)).reason()).contains(Reason.FORMAT_MODULE_MISSING);
  }

  private static Bytes zip(String entry) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(octets)) {
      out.putNextEntry(new ZipEntry(entry));
    }
    return Bytes.of(octets.toByteArray());
  }

  @Test
  void theReportCitesDocumentPolicyAndMoment() {
    DocumentReport report = verify(Bytes.utf8("abc"));
    assertThat(report.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(report.policyName()).isEqualTo("interop");
    assertThat(report.policySha256()).isEqualTo(PolicyFingerprint.of(POLICY));
    assertThat(report.at()).isEqualTo(AT);
  }

  private static DocumentReport verify(Bytes document) {
    return Trust.verify(DocumentSource.of(document), POLICY);
  }
}
