package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.key.Signer;

/** What a file is taken for, how much of it is read, and what is said of it as a whole. */
class XmlVerifierTest {
  private static final TestPki PKI = TestPki.seeded("xml verifier");
  private static final TrustPolicy POLICY = PKI.policy();
  private static final Signer SIGNER = PKI.documentSigner("样例文件");
  private static final XmlForge FORGE = new XmlForge(SIGNER);
  private static final String BOTH =
      XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE);
  private static final String SIGNED = whole("<a>x</a>");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a/>",
        "<样例/>",
        "<_a/>",
        "<:a/>",
        "<?xml?>",
        "<!-- -->",
        "<!DOCTYPE a>",
        "\n <a/>",
        "<htmlx/>",
        "<!DOCTYPE htmlx>"
      })
  void itIsXml(String text) {
    for (byte[] octets :
        List.of(
            text.getBytes(StandardCharsets.UTF_8),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
            text.strip().getBytes(StandardCharsets.UTF_16BE),
            text.strip().getBytes(StandardCharsets.UTF_16LE))) {
      assertThat(new XmlVerifier().detect(DocumentSource.of(Bytes.of(octets))))
          .as(Bytes.of(octets).toHex())
          .contains(DocumentFormat.XML);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "a<b/>",
        "<1>",
        "< a>",
        "<?1>",
        "<!ELEMENT>",
        "<html>",
        "<HTML lang='zh'>",
        "<!DOCTYPE html>",
        "<!doctype  HTML>"
      })
  void itIsNone(String text) {
    assertThat(new XmlVerifier().detect(DocumentSource.of(Bytes.utf8(text)))).isEmpty();
  }

  /** Damaged text is somebody's; what says that it is XML or holds a signature is refused. */
  @Test
  void damagedMarkupIsRefusedWhenItClaimsToBeSigned() {
    for (String claim :
        List.of("<?xml?>", "<!DOCTYPE a>", Dom.DS, "SignatureValue", "QualifyingProperties")) {
      DocumentReport report = judged("<a>" + claim);
      assertThat(report.reason()).as(claim).contains(Reason.MALFORMED);
      assertThat(report.format()).isEqualTo(DocumentFormat.XML);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    }
    DocumentReport none = judged("<a>Signature");
    assertThat(none.format()).isEqualTo(DocumentFormat.UNKNOWN);
    assertThat(none.conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
  }

  @Test
  void noMoreOctetsThanBothAllow() {
    int length = Bytes.utf8(SIGNED).length();
    for (int most : new int[] {length, length - 1}) {
      XmlLimits own = new XmlLimits(most, 1000, 100, 10, 5, 1 << 20);
      TrustPolicy budget =
          POLICY.withBudgets(new TrustPolicy.Budgets(most, 10, 1 << 20, 1 << 20, 200, 64, 20, 10));
      for (DocumentReport report :
          List.of(
              new XmlVerifier().verify(source(SIGNED), limited(own)),
              new XmlVerifier().verify(source(SIGNED), budget))) {
        assertThat(report.conclusion())
            .isEqualTo(most == length ? Conclusion.VALID : Conclusion.INDETERMINATE);
        assertThat(report.reason().orElse(Reason.BUDGET_EXCEEDED))
            .isEqualTo(Reason.BUDGET_EXCEEDED);
      }
    }
  }

  @Test
  void tagsDepthAndAttributesAreCounted() {
    int tags = (int) SIGNED.chars().filter(c -> c == '<').count();
    assertThat(limited(SIGNED, tags, 2).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(limited(SIGNED, tags - 1, 2).reason()).contains(Reason.BUDGET_EXCEEDED);
    String two = whole("<a b='1' c='2'>x</a>");
    assertThat(limited(two, 1000, 2).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(limited(two.replace("<a ", "<a d='' "), 1000, 2).reason())
        .contains(Reason.BUDGET_EXCEEDED);
  }

  private static DocumentReport limited(String xml, int tags, int attributes) {
    XmlLimits limits = new XmlLimits(1 << 20, tags, attributes, 10, 5, 1 << 20);
    return new XmlVerifier().verify(source(xml), limited(limits));
  }

  private static TrustPolicy limited(XmlLimits limits) {
    return POLICY.withBudgets(POLICY.budgets().withXml(limits));
  }

  /** What all references of a document write together, nodes looked at included. */
  @Test
  void canonicalOctetsAreCounted() {
    String reference = FORGE.reference(" URI=\"\"", XmlForge.transform(XmlForge.EXCLUSIVE), "AA==");
    String xml = "<a>" + FORGE.signature("s", reference.repeat(5)) + "</a>";
    XmlLimits few = new XmlLimits(1 << 20, 1000, 100, 10, 5, 2L * xml.length());
    DocumentReport report = new XmlVerifier().verify(source(xml), limited(few));
    assertThat(report.signatures().get(0).report().checks().stream().map(c -> c.reason()).toList())
        .contains(Reason.BUDGET_EXCEEDED)
        .contains(Reason.DIGEST_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<ds:SignedInfo/>", "<ds:SignatureValue/>"})
  void partsOfASignatureAreNoneOfTheirOwn(String part) {
    String declared = part.replace("/>", " xmlns:ds=\"" + Dom.DS + "\"/>");
    assertThat(judged("<a>" + declared + "</a>").reason()).contains(Reason.MALFORMED);
    assertThat(judged("<a>" + declared + "</a>").conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(judged(declared).reason()).contains(Reason.MALFORMED);
  }

  /** XML-DSig §4.1: the order and number of the parts. */
  @Test
  void thePartsOfASignatureStandInOrder() {
    String value = SIGNED.replaceFirst("(?s).*(<ds:SignatureValue.*</ds:SignatureValue>).*", "$1");
    String info = SIGNED.replaceFirst("(?s).*(<ds:KeyInfo>.*</ds:KeyInfo>).*", "$1");
    assertThat(judged(SIGNED.replace("</ds:Signature>", "<ds:Object/><ds:Object/></ds:Signature>")))
        .extracting(DocumentReport::conclusion)
        .isEqualTo(Conclusion.VALID);
    for (String altered :
        List.of(
            SIGNED.replace(value + info, info + value),
            SIGNED.replace(info, info + info),
            SIGNED.replace(info, "<ds:Object/>" + info),
            SIGNED.replace(info, info + "<ds:Reference/>"),
            SIGNED.replace(info, info + "<KeyInfo xmlns=\"urn:x\"/>"),
            SIGNED.replace(info, info + "<Object xmlns=\"urn:x\"/>"),
            SIGNED.replace("</ds:SignedInfo>", "<ds:KeyInfo/></ds:SignedInfo>"),
            SIGNED.replace("</ds:SignedInfo>", "<Reference xmlns=\"\"/></ds:SignedInfo>"),
            SIGNED.replace(value, ""),
            SIGNED.replaceFirst("<ds:SignedInfo>.*</ds:SignedInfo>", ""))) {
      assertThat(altered).isNotEqualTo(SIGNED);
      DocumentReport report = judged(altered);
      assertThat(report.reason()).as(altered).contains(Reason.MALFORMED);
      assertThat(report.conclusion()).as(altered).isEqualTo(Conclusion.INVALID);
    }
  }

  /** A DTD is refused in every encoding and behind whatever may stand before it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "<!DOCTYPE a>| INDETERMINATE",
        "<?x <a>?><!DOCTYPE a>| INDETERMINATE",
        "<!-- <a> --><!DOCTYPE a>| INDETERMINATE",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>| INDETERMINATE",
        "<!DOCTYPE a [<!ENTITY b '&c;'>]>| INVALID",
        "<!DOCTYPE a [<!ENTITY b \"%c;\">]>| INVALID",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]>| INVALID",
        "<!DOCTYPE a [<!ENTITY b PUBLIC 'c' 'd'>]>| INVALID",
        "<!DOCTYPE a [<!ENTITY % b 'c'>]>| INVALID"
      })
  void aDtdIsForbidden(String dtd, Conclusion conclusion) {
    for (DocumentReport report :
        List.of(
            judged(dtd + SIGNED),
            judged(("\uFEFF" + dtd + SIGNED).getBytes(StandardCharsets.UTF_16BE)),
            judged(("\uFEFF" + dtd + SIGNED).getBytes(StandardCharsets.UTF_16LE)))) {
      assertThat(report.reason()).contains(Reason.XML_FORBIDDEN);
      assertThat(report.conclusion()).isEqualTo(conclusion);
    }
  }

  /** Text behind the document element, or in a comment, declares nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"<!-- <!DOCTYPE a> --><", "<?x <!DOCTYPE a> ?><", "<a><!DOCTYPE a></a>"})
  void whatOnlyLooksLikeADtdIsNone(String text) {
    assertThat(judged(text + Dom.DS).reason()).contains(Reason.MALFORMED);
  }

  /** Only what intact signatures cover is covered. */
  @Test
  void aSignatureThatWasNotJudgedCoversNothing() {
    XmlForge nameless = new XmlForge(SIGNER).keyInfo("<ds:KeyName>x</ds:KeyName>");
    String xml = nameless.sign("<a>x" + nameless.signature("s", reference()) + "</a>", "s");
    DocumentReport report = judged(xml);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.signatures().get(0).coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.UNKNOWN);
    assertThat(judged(SIGNED).coverage()).isEqualTo(Coverage.WHOLE);
  }

  /** Each alone covers a part, both together all that is shown. */
  @Test
  void signaturesCoverTogetherWhatNoneDoesAlone() {
    String one = "<P Id=\"p\">1</P>";
    String two = "<Q Id=\"q\">2</Q>";
    String xml = "<R>" + one + two + part("s", "p", one) + part("t", "q", two) + "</R>";
    String both = FORGE.sign(FORGE.sign(xml, "s"), "t");
    DocumentReport report = judged(both);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(report.signatures())
        .extracting(s -> s.coverage())
        .containsExactly(Coverage.PARTIAL, Coverage.PARTIAL);
    DocumentReport alone =
        judged(FORGE.sign("<R>" + one + two + part("s", "p", one) + "</R>", "s"));
    assertThat(alone.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(alone.uncovered()).containsExactly("/R", "/R/Q");
    assertThat(alone.signatures().get(0).reason()).contains(Reason.CONTENT_NOT_COVERED);
    List<VerifiedXml.Part> parts = parts(both);
    assertThat(parts).extracting(VerifiedXml.Part::signature).containsExactly("s", "t");
    assertThat(parts).extracting(VerifiedXml.Part::uri).containsExactly("#p", "#q");
    assertThat(parts).extracting(VerifiedXml.Part::element).containsExactly("P", "Q");
    assertThat(parts).extracting(p -> p.octets().toUtf8()).containsExactly(one, two);
  }

  private static String part(String id, String to, String content) {
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8(content)));
    String transforms = XmlForge.transform(XmlForge.EXCLUSIVE);
    return FORGE.signature(id, FORGE.reference(" URI=\"#" + to + "\"", transforms, digest));
  }

  /** Nothing is handed out of what is not wholly signed. */
  @Test
  void whatIsNotValidIsNotOpened() {
    assertThat(parts(SIGNED)).extracting(VerifiedXml.Part::element).containsExactly("a");
    assertThat(opened("<a/>").report().reason()).contains(Reason.NO_SIGNATURE);
    assertThat(opened("<a/>")).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(opened(SIGNED.replace("x", "y"))).isInstanceOf(Verdict.Invalid.class);
    assertThat(opened("<R><b/>" + SIGNED + "</R>")).isNotInstanceOf(Verdict.Valid.class);
  }

  private static List<VerifiedXml.Part> parts(String xml) {
    return opened(xml).orThrow(r -> new IllegalStateException("" + r)).parts();
  }

  private static Verdict<VerifiedXml> opened(String xml) {
    return new XmlVerifier().open(source(xml), POLICY);
  }

  private static String reference() {
    return FORGE.reference("", BOTH);
  }

  private static String whole(String content) {
    int end = content.lastIndexOf("</");
    String signature = FORGE.signature("s", reference());
    return FORGE.sign(content.substring(0, end) + signature + content.substring(end), "s");
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(source(xml), POLICY);
  }

  private static DocumentReport judged(byte[] octets) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.of(octets)), POLICY);
  }

  private static DocumentSource source(String xml) {
    return DocumentSource.of(Bytes.utf8(xml));
  }
}
