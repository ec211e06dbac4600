package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EU DSS judges the published CMS, genuine and attacked. */
class CmsDssTest {
  /** What DSS accepts and we do not, and the reverse, ours first; divergences.md says why. */
  private static final Map<String, String> GENUINE =
      Map.of(
          // It trusts no Ed25519 today, takes no PEM and no TimeStampResp, wants the digest in
          // digestAlgorithms, and no
          // content-type in a countersignature (RFC 5652 11.4). It takes the first certificate of
          // the
          // signer's name and serial, and hashes attributes in the order of DER alone.
          "countersigned with the content-type of data, as Authenticode has it",
              "VALID, INDETERMINATE",
          "ED25519 attached", "VALID, INDETERMINATE",
          "a response that grants its token", "VALID, REFUSED",
          "a response that grants it with changes", "VALID, REFUSED",
          "in PEM", "VALID, REFUSED",
          "in PEM with another label", "VALID, REFUSED",
          "no digest algorithm listed", "VALID, TOTAL_FAILED",
          "no signing-certificate attribute, a namesake of the same serial beside it",
              "VALID, TOTAL_FAILED",
          "signed attributes out of order, signed as sent", "VALID, TOTAL_FAILED");

  private static final Map<String, String> ATTACKS =
      Map.of(
          // It passes over time-stamps that do not hold.
          "another signature's time-stamp", "INVALID, TOTAL_PASSED",
          "another signature's time-stamp in an OCTET STRING", "INVALID, TOTAL_PASSED",
          "a time-stamp in an OCTET STRING twice", "INVALID, TOTAL_PASSED",
          "an archive time-stamp over another content", "INVALID, TOTAL_PASSED",
          "stamped by a certificate that is not for it", "INVALID, TOTAL_PASSED",
          "stamped by nobody known", "INDETERMINATE, TOTAL_PASSED",
          "stamped in the future", "INVALID, TOTAL_PASSED",
          // Nor does it ask whether a claimed time is possible.
          "claimed for the day after tomorrow", "INDETERMINATE, TOTAL_PASSED",
          "claimed two days after the time-stamp", "INDETERMINATE, TOTAL_PASSED",
          // A time-stamping authority signs documents nowhere but there.
          "a certificate for time-stamping", "INVALID, TOTAL_PASSED");

  @TempDir Path folder;

  @Test
  void whatIsGenuineIsAcceptedByBoth() throws IOException {
    DssComparison compared = compared("cms/genuine.json");
    assertThat(compared.alone()).as(compared.output()).isEqualTo(GENUINE);
    assertThat(compared.accepted()).isGreaterThanOrEqualTo(19);
  }

  @Test
  void whatIsAttackedIsAcceptedByNone() throws IOException {
    DssComparison compared = compared("cms/attacks.json");
    assertThat(compared.alone()).as(compared.output()).isEqualTo(ATTACKS);
    assertThat(compared.asked()).isGreaterThanOrEqualTo(40);
  }

  private DssComparison compared(String vectors) throws IOException {
    return DssComparison.of(folder, TestPki.create(), new VectorFile(vectors).text());
  }
}
