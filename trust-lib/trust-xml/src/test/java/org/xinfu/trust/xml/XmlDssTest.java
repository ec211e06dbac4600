package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.DssComparison;
import org.xinfu.testkit.TestPki;

/** EU DSS judges the published XML, genuine and attacked, signed with P-256. */
class XmlDssTest {
  /** What one accepts alone, our verdict first; divergences.md says why. */
  private static final Map<String, String> ALONE =
      Map.ofEntries(
          // Properties that are not those of this signature, or were made in the future.
          Map.entry("Target of another signature", "INVALID, TOTAL_PASSED"),
          Map.entry("no Target", "INVALID, TOTAL_PASSED"),
          Map.entry("the second of two signatures names the first", "INVALID, TOTAL_PASSED"),
          Map.entry("signed in the future", "INDETERMINATE, TOTAL_PASSED"),
          // What stands among the unsigned properties and is none.
          Map.entry("unsigned content in the unsigned properties", "INDETERMINATE, TOTAL_PASSED"),
          Map.entry(
              "an unsigned signing time in xades:SignedSignatureProperties",
              "INDETERMINATE, TOTAL_PASSED"),
          Map.entry(
              "an unsigned signing time in xades:UnsignedProperties",
              "INDETERMINATE, TOTAL_PASSED"),
          Map.entry("a claimed role among the unsigned properties", "INDETERMINATE, TOTAL_PASSED"),
          // The kind of file that nothing signs.
          Map.entry("a MimeType of nobody's", "INDETERMINATE, TOTAL_PASSED"),
          Map.entry("another MimeType", "INDETERMINATE, TOTAL_PASSED"),
          // Comments in what is signed of the signature.
          Map.entry("a comment in front of SigningTime", "INDETERMINATE, TOTAL_PASSED"),
          // Spellings and forms that it does not read.
          Map.entry("the issuer named before the signer", "VALID, INDETERMINATE"),
          Map.entry("in UTF-16", "VALID, REFUSED"),
          Map.entry("in UTF-16LE", "VALID, REFUSED"),
          Map.entry("XPath filter 2 subtracts this one", "VALID, INDETERMINATE"),
          Map.entry("XPath says enveloped", "VALID, INDETERMINATE"),
          Map.entry("certificate by RetrievalMethod in the document", "VALID, INDETERMINATE"),
          // Of P-256 here: under interop we read the value in DER, with a warning.
          Map.entry("SM2 value as DER", "VALID, INDETERMINATE"));

  @TempDir Path folder;

  @Test
  void whatIsGenuineIsAcceptedByBothAndWhatIsAttackedByNone() {
    DssComparison compared = DssComparison.of(folder, TestPki.create(), XmlVectors.international());
    assertThat(compared.alone()).as(compared.output()).isEqualTo(ALONE);
    assertThat(compared.asked()).isGreaterThanOrEqualTo(100);
    assertThat(compared.accepted()).isGreaterThanOrEqualTo(40);
  }
}
