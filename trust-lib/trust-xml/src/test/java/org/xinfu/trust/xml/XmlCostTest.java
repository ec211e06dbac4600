package org.xinfu.trust.xml;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.key.Signer;

/** Files within every limit whose shape makes some step cost the square of their size. */
class XmlCostTest {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final TestPki PKI = TestPki.seeded("xml cost");
  private static final Signer SIGNER = PKI.documentSigner("样例代价");
  private static final String DSIG = " xmlns:ds=\"" + Dom.DS + "\"";
  private static final XmlForge FORGE = new XmlForge(SIGNER);

  /** A path counts the siblings before it, and twenty paths are listed. */
  @Test
  void manyUnsignedSiblingsAreCountedOnce() {
    String signed = FORGE.sign("<P Id=\"p\">x" + FORGE.signature("s", enveloped()) + "</P>", "s");
    DocumentReport report = judged("<R>" + "<a/>".repeat(450_000) + signed + "</R>");
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.uncovered()).hasSize(20);
  }

  @Test
  void manySignaturesAreNotComparedWithEachOther() {
    String one = "<ds:Signature><ds:SignedInfo/></ds:Signature>";
    DocumentReport report = judged("<R" + DSIG + ">" + one.repeat(200_000) + "</R>");
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void referencesToNowhereDoNotSearchTheDocumentEachTime() {
    String reference = FORGE.reference(" URI=\"#nowhere\"", "", "AAAA");
    String signature = FORGE.signature("s", reference.repeat(1_000));
    String many = signature.repeat(20);
    DocumentReport report = judged("<R>" + "<a b='c' d='e'/>".repeat(400_000) + many + "</R>");
    assertThat(report.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
  }

  @Test
  void expressionsThatLeaveSignaturesOutCostWhatTheyWalk() {
    String leave = XmlForge.xpath("not(ancestor-or-self::ds:Signature)").repeat(4);
    String reference =
        FORGE.reference(" URI=\"\"", leave + XmlForge.transform("urn:x"), "AAAA").repeat(400);
    String one = "<ds:Signature/>";
    DocumentReport report =
        judged(
            "<R"
                + DSIG
                + ">"
                + one.repeat(200_000)
                + FORGE.signature("s", reference).repeat(20)
                + "</R>");
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void textBetweenLeftOutSignaturesIsGatheredInOneWalk() {
    String reference =
        FORGE.reference(
            " URI=\"\"",
            XmlForge.xpath("not(ancestor-or-self::ds:Signature)")
                + XmlForge.transform(Dom.DS + "base64"),
            "AAAA");
    String pairs = "<ds:Signature/>A".repeat(200_000);
    String last = FORGE.signature("s", reference);
    DocumentReport report = judged("<R" + DSIG + ">" + last + pairs + "</R>");
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** Every value with a colon asks whether its prefix is in the list. */
  @Test
  void aLongListOfPrefixesIsReadOnce() {
    DocumentReport report = judged(FORGE.sign(listing("q ".repeat(150_000), ""), "s"));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** Exclusive canonicalisation looks up every prefix of the list for every element. */
  @Test
  void moreListedPrefixesThanAnyContentNeedsAreNotLookedUp() {
    String many = IntStream.range(0, 40_000).mapToObj(i -> "q" + i).collect(joining(" "));
    DocumentReport report = judged(listing(many, "AAAA"));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static String listing(String prefixes, String digest) {
    String exclusive =
        XmlForge.transform(XmlForge.EXCLUSIVE)
            .replace(
                "/>",
                "><ec:InclusiveNamespaces xmlns:ec=\"%s\" PrefixList=\"%s\"/></ds:Transform>"
                    .formatted(XmlForge.EXCLUSIVE, prefixes));
    String reference =
        FORGE.reference(" URI=\"#p\"", XmlForge.transform(XmlForge.ENVELOPED) + exclusive, digest);
    return "<P Id=\"p\" xmlns:v=\"urn:v\">"
        + "<a>v:x</a>".repeat(70_000)
        + FORGE.signature("s", reference)
        + "</P>";
  }

  /** Each level is found from every level above it. */
  @Test
  void signaturesInSignaturesAreVisitedOnce() {
    String signed = FORGE.sign("<P Id=\"p\">x" + FORGE.signature("s", enveloped()) + "</P>", "s");
    String open = "<ds:Signature><ds:KeyInfo>".repeat(30);
    String close = "</ds:KeyInfo></ds:Signature>".repeat(30);
    DocumentReport report = judged("<R" + DSIG + ">" + open + close + signed + "</R>");
    assertThat(report.signatures()).hasSize(31);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** Each certificate is parsed, compared and tried with the signature's value. */
  @Test
  void moreCertificatesThanAnyPathNeedsAreNotTried() {
    Bytes der = SIGNER.chain().get(0).der();
    StringBuilder all = new StringBuilder("<ds:X509Data Id=\"all\">");
    for (int i = 0; i < 6_000; i++) {
      byte[] other = der.toArray();
      other[other.length - 1] = (byte) i;
      other[other.length - 2] = (byte) (i >> 8);
      all.append("<ds:X509Certificate>").append(XmlSigner.base64(Bytes.of(other)));
      all.append("</ds:X509Certificate>");
    }
    all.append("</ds:X509Data>");
    XmlForge sharing = new XmlForge(SIGNER).keyInfo("<ds:RetrievalMethod URI=\"#all\"/>");
    String signature =
        sharing
            .signature("s", FORGE.reference(" URI=\"\"", "", "AAAA"))
            .replace("-value\"></", "-value\">" + "AAAA".repeat(16) + "</");
    DocumentReport report = judged("<R" + DSIG + ">" + all + signature.repeat(100) + "</R>");
    assertThat(report.signatures().get(0).reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  /** What is retrieved may be as large as the document, and each signature asks for it. */
  @Test
  void whatIsRetrievedIsNotLookedThrough() {
    String deep = "<q:N xmlns:q=\"urn:q\">" + "<q:N/>".repeat(500_000) + "</q:N>";
    String held = "<ds:X509Data Id=\"x\">" + deep + "</ds:X509Data>";
    XmlForge leading = new XmlForge(SIGNER).keyInfo("<ds:RetrievalMethod URI=\"#x\"/>");
    String signature =
        leading
            .signature("s", FORGE.reference(" URI=\"\"", "", "AAAA"))
            .replace("-value\"></", "-value\">" + "AAAA".repeat(16) + "</");
    DocumentReport report = judged("<R" + DSIG + ">" + held + signature.repeat(100) + "</R>");
    assertThat(report.signatures().get(0).reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static String enveloped() {
    return FORGE.reference(
        "#p", XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE));
  }

  private static DocumentReport judged(String xml) {
    Bytes octets = Bytes.utf8(xml);
    assertThat((long) octets.length()).isLessThan(XmlLimits.standard().octets());
    return assertTimeoutPreemptively(
        BOUND, () -> new XmlVerifier().verify(DocumentSource.of(octets), PKI.policy()));
  }
}
