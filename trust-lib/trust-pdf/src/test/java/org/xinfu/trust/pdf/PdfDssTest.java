package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.DssComparison;

/** EU DSS judges the published PDFs, genuine and attacked, signed with P-256. */
class PdfDssTest {
  /** What one accepts alone, our verdict first; divergences.md says why. */
  private static final Map<String, String> ALONE =
      Map.ofEntries(
          // It does not open what an empty password opens, and compares nothing in it.
          Map.entry("AES-128: a content in the clear", "INVALID, TOTAL_PASSED"),
          Map.entry(
              "AES-128: an identifier without its second half (MuPDF)",
              "INDETERMINATE, TOTAL_PASSED"),
          Map.entry("AES-128: another content", "INVALID, TOTAL_PASSED"),
          Map.entry("AES-128: strings in the clear that say the same", "INVALID, TOTAL_PASSED"),
          Map.entry("RC4: a content in the clear", "INVALID, TOTAL_PASSED"),
          Map.entry(
              "RC4: an identifier without its second half (MuPDF)", "INDETERMINATE, TOTAL_PASSED"),
          Map.entry("RC4: another content", "INVALID, TOTAL_PASSED"),
          // Full names tell fields apart (§12.7.4.2).
          Map.entry("the same last name under another parent", "VALID, INDETERMINATE"),
          // It does not read places that count what stands before the header.
          Map.entry("octets before the header that are counted and signed", "VALID, REFUSED"),
          Map.entry("the same, signed twice", "VALID, REFUSED"),
          // Revocation evidence that is missing offline is a warning here under interop.
          Map.entry("B-B", "VALID, INDETERMINATE"),
          Map.entry("B-T", "VALID, INDETERMINATE"),
          Map.entry("B-T by a document timestamp", "VALID, INDETERMINATE"),
          Map.entry("B-LTA without list 2", "VALID, INDETERMINATE"),
          Map.entry("no list at all", "VALID, INDETERMINATE"),
          Map.entry("related information that names a certificate as list", "VALID, INDETERMINATE"),
          // Beside a signature that holds it passes over a time-stamp that does not.
          Map.entry("the last octet of the archive time-stamp", "INVALID, TOTAL_PASSED"),
          Map.entry("the time-stamp of another document", "INVALID, TOTAL_PASSED"),
          Map.entry("its range ends before the store", "INVALID, TOTAL_PASSED"),
          Map.entry("its range leaves the store out", "INVALID, TOTAL_PASSED"),
          Map.entry("a signature in its place", "INVALID, TOTAL_PASSED"),
          Map.entry("taken from its field", "INVALID, TOTAL_PASSED"),
          Map.entry("another object named in the archived store", "INVALID, TOTAL_PASSED"),
          // The same, where nobody can judge the time-stamp.
          Map.entry("by an authority that nobody knows", "INDETERMINATE, TOTAL_PASSED"),
          Map.entry(
              "an octet of its authority's certificate, which nothing signs",
              "INDETERMINATE, TOTAL_PASSED"),
          // It reports what changed behind a signature, and passes it.
          Map.entry("after the time-stamp", "INVALID, TOTAL_PASSED"),
          Map.entry("between the signature and the store", "INVALID, TOTAL_PASSED"),
          Map.entry("between the store and the time-stamp", "INVALID, TOTAL_PASSED"),
          Map.entry("with the store of a renewal", "INVALID, TOTAL_PASSED"),
          Map.entry("taken from the catalog", "INVALID, TOTAL_PASSED"),
          Map.entry("it is nothing", "INVALID, TOTAL_PASSED"),
          // Nobody signed what was filled in, or what else the store holds.
          Map.entry("filled in after the time-stamp", "INDETERMINATE, TOTAL_PASSED"),
          Map.entry(
              "filled in, and nobody but a time-stamping authority covers it",
              "INDETERMINATE, TOTAL_PASSED"),
          Map.entry("more in it than there is room for", "INDETERMINATE, TOTAL_PASSED"),
          // One list is enough for it, and one that revokes the signer beside it is not read.
          Map.entry(
              "a list that revokes the signer beside one that does not", "INVALID, TOTAL_PASSED"),
          Map.entry(
              "a list that revokes the signer, archived, and a later store without it",
              "INVALID, TOTAL_PASSED"),
          Map.entry(
              "the list that revokes the signer filed under another signature",
              "INVALID, TOTAL_PASSED"));

  /** It compares brackets within brackets anew for each that stands around them. */
  private static final Set<String> ENDLESS =
      Set.of("an entry that stands deeper than PDFium reads");

  @TempDir Path folder;

  @Test
  void whatIsGenuineIsAcceptedByBothAndWhatIsAttackedByNone() {
    Map<String, String> alone = new TreeMap<>();
    int accepted = 0;
    int asked = 0;
    for (String vectors : InternationalPdfs.vectors()) {
      DssComparison compared =
          DssComparison.of(folder.resolve("after" + asked), PdfFixtures.PKI, vectors, ENDLESS);
      alone.putAll(compared.alone());
      accepted += compared.accepted();
      asked += compared.asked();
    }
    assertThat(alone).isEqualTo(ALONE);
    assertThat(asked).isGreaterThanOrEqualTo(340);
    assertThat(accepted).isGreaterThanOrEqualTo(60);
  }
}
