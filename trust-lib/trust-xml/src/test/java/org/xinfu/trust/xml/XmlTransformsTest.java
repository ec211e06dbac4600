package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Signer;

/** Which transforms are followed and what they leave; the digests are given, not computed by us. */
class XmlTransformsTest {
  private static final TestPki PKI = TestPki.seeded("xml transforms");
  private static final Signer SIGNER = PKI.documentSigner("样例变换");
  private static final XmlForge FORGE = new XmlForge(SIGNER);
  private static final String EXCLUSIVE = XmlForge.transform(XmlForge.EXCLUSIVE);
  private static final String BASE64 = XmlForge.transform(Dom.DS + "base64");
  private static final String ENVELOPED = XmlForge.transform(XmlForge.ENVELOPED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not(ancestor-or-self::ds:Signature)",
        " not ( ancestor-or-self::ds:Signature )\n",
        "not(ancestor-or-self::dsig.a-1:Signature)",
        "count(ancestor-or-self::ds:Signature|here()/ancestor::ds:Signature[1])"
            + "&gt;count(ancestor-or-self::ds:Signature)"
      })
  void expressionsThatLeaveSignaturesOut(String expression) {
    String transform =
        XmlForge.xpath(expression)
            .replace("<ds:XPath>", "<ds:XPath xmlns:dsig.a-1=\"" + Dom.DS + "\">");
    assertThat(over("<a>x</a>", transform).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not(ancestor-or-self::Signature)",
        "not(ancestor-or-self::x:Signature)",
        "not(ancestor-or-self::ds:Signature) or true()",
        "not(ancestor::ds:Signature)",
        "count(ancestor-or-self::ds:Signature|here()/ancestor::ds:Signature[2])"
            + "&gt;count(ancestor-or-self::ds:Signature)",
        "count(ancestor-or-self::ds:Signature|here()/ancestor::x:Signature[1])"
            + "&gt;count(ancestor-or-self::ds:Signature)"
      })
  void otherExpressionsAreNotFollowed(String expression) {
    DocumentReport report = over("<a xmlns:x='urn:x'>x</a>", XmlForge.xpath(expression));
    assertThat(report.reason()).contains(Reason.TRANSFORM_NOT_ALLOWED);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/descendant::ds:Signature",
        "//ds:Signature",
        "/descendant-or-self::ds:Signature",
        "descendant-or-self::ds:Signature",
        "here()/ancestor::ds:Signature[1]",
        "here()/ancestor::ds:Signature[last()]"
      })
  void filtersThatSubtractSignatures(String expression) {
    String transform = XmlForge.filter2("subtract", expression);
    assertThat(over("<a>x</a>", transform).conclusion()).isEqualTo(Conclusion.VALID);
    String filter = transform.replaceFirst(".*(<f:XPath.*</f:XPath>).*", "$1");
    for (String other :
        List.of(
            XmlForge.filter2("union", expression),
            XmlForge.filter2("intersect", expression),
            transform.replace(" Filter=\"subtract\"", ""),
            transform.replace(filter, filter + filter),
            transform.replace(filter, ""),
            transform.replace("f:XPath", "f:Path"),
            transform.replace("ds:Signature", "x:Signature"))) {
      DocumentReport report = over("<a xmlns:x='urn:x'>x</a>", other);
      assertThat(report.reason()).as(other).contains(Reason.TRANSFORM_NOT_ALLOWED);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    }
  }

  /** Of a signature in another, the nearest is this one, and the farthest is not. */
  @Test
  void theNearestSignatureIsThisOne() {
    String nearest = XmlForge.filter2("subtract", "here()/ancestor::ds:Signature[1]");
    String inner = FORGE.signature("s", FORGE.reference("", nearest));
    String outer = "<ds:Signature xmlns:ds=\"" + Dom.DS + "\"><ds:Object>" + inner;
    DocumentReport report = judged("<a>x" + outer + "</ds:Object></ds:Signature></a>", "s");
    assertThat(outcome(report)).contains(Outcome.PASS);
  }

  /** Signatures around what is referenced are left out, too, and all of them inside it. */
  @Test
  void allSignaturesAreLeftOut() {
    String without = XmlForge.xpath("not(ancestor-or-self::ds:Signature)");
    String other = FORGE.signature("t", FORGE.reference("", ENVELOPED));
    DocumentReport report = over("<a>x" + other + "</a>", without);
    assertThat(outcome(report)).contains(Outcome.PASS);
    assertThat(outcome(over("<a>x" + other + "</a>", ENVELOPED))).contains(Outcome.FAIL);
  }

  /** The reference of the last signature of a document, whose digest is over {@code <a>x</a>}. */
  private static DocumentReport over(String document, String transform) {
    int end = document.lastIndexOf("</");
    String reference =
        FORGE.reference(
            " URI=\"\"",
            transform,
            digest(document.contains("xmlns:x") ? "<a xmlns:x=\"urn:x\">x</a>" : "<a>x</a>"));
    String signature = FORGE.signature("s", reference);
    return judged(document.substring(0, end) + signature + document.substring(end), "s");
  }

  private static Optional<Outcome> outcome(DocumentReport report) {
    return report
        .signatures()
        .get(report.signatures().size() - 1)
        .report()
        .check("reference")
        .map(Check::outcome);
  }

  @Test
  void fiveTransformsAreFollowed() {
    assertThat(over("<a>x</a>", ENVELOPED.repeat(4) + EXCLUSIVE).conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(over("<a>x</a>", ENVELOPED.repeat(5) + EXCLUSIVE).reason())
        .contains(Reason.BUDGET_EXCEEDED);
    DocumentReport strange = over("<a>x</a>", ENVELOPED + "<ds:Other/>");
    assertThat(strange.reason()).contains(Reason.MALFORMED);
    assertThat(strange.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(over("<a>x</a>", ENVELOPED + "<Transform xmlns='' Algorithm='urn:x'/>").reason())
        .contains(Reason.MALFORMED);
  }

  /** Node sets do not come back from octets. */
  @Test
  void nothingIsLeftOutOfOctets() {
    for (String late :
        List.of(
            ENVELOPED,
            XmlForge.xpath("not(ancestor-or-self::ds:Signature)"),
            XmlForge.filter2("subtract", "//ds:Signature"))) {
      assertThat(over("<a>x</a>", EXCLUSIVE + late).reason())
          .contains(Reason.TRANSFORM_NOT_ALLOWED);
    }
  }

  /** Exclusive XML Canonicalization 1.0 §4: prefixes that are kept although nothing uses them. */
  @Test
  void prefixesThatAreNamedAreKept() {
    String list =
        "><e:InclusiveNamespaces xmlns:e=\"" + XmlForge.EXCLUSIVE + "\" PrefixList=\"u\"/>";
    String transform = EXCLUSIVE.replace("/>", list + "</ds:Transform>");
    String kept = "<a xmlns:u=\"urn:u\" Id=\"a\">x</a>";
    String frame = "<R xmlns:u=\"urn:u\"><a Id=\"a\">x</a>";
    String named = FORGE.reference(" URI=\"#a\"", transform, digest(kept));
    assertThat(judged(frame + FORGE.signature("s", named) + "</R>", "s").conclusion())
        .isEqualTo(Conclusion.VALID);
    String plain = FORGE.reference(" URI=\"#a\"", EXCLUSIVE, digest(kept));
    assertThat(judged(frame + FORGE.signature("s", plain) + "</R>", "s").reason())
        .contains(Reason.DIGEST_MISMATCH);
    // The same of SignedInfo itself.
    String own = FORGE.reference(" URI=\"#a\"", EXCLUSIVE, digest("<a Id=\"a\">x</a>"));
    String method = "<ds:CanonicalizationMethod Algorithm=\"" + XmlForge.EXCLUSIVE + "\"";
    String signature =
        FORGE
            .signature("s", own)
            .replace(method + "/>", method + list + "</ds:CanonicalizationMethod>");
    String xml = FORGE.sign(frame + signature + "</R>", "s");
    assertThat(judged(xml).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(xml.replace("xmlns:u=\"urn:u\"><a", "xmlns:u=\"urn:v\"><a")).reason())
        .contains(Reason.SIGNATURE_VALUE_WRONG);
  }

  /** Octets of XML that a transform made are parsed again, under the same limits. */
  @Test
  void octetsAreParsedAgain() {
    String xml = "<b><!-- c -->1</b>";
    String held = "<ds:Object Id=\"o\">" + XmlSigner.base64(Bytes.utf8(xml)) + "</ds:Object>";
    XmlForge maker = new XmlForge(SIGNER).objects(held);
    String omitting = maker.reference(" URI=\"#o\"", BASE64 + EXCLUSIVE, digest("<b>1</b>"));
    assertThat(judged(maker.signature("s", omitting), "s").conclusion())
        .isEqualTo(Conclusion.VALID);
    String keeping =
        maker.reference(
            " URI=\"#o\"", BASE64 + XmlForge.transform(C14n.EXCLUSIVE_COMMENTS.uri()), digest(xml));
    assertThat(judged(maker.signature("s", keeping), "s").conclusion()).isEqualTo(Conclusion.VALID);
    String damaged =
        held.replace(XmlSigner.base64(Bytes.utf8(xml)), XmlSigner.base64(Bytes.utf8("<b>")));
    XmlForge other = new XmlForge(SIGNER).objects(damaged);
    DocumentReport report = judged(other.signature("s", omitting), "s");
    assertThat(report.reason()).contains(Reason.MALFORMED);
  }

  /** The text that base64 decodes is that of the node set: comments are none of it. */
  @Test
  void base64DecodesTheTextOfTheNodeSet() {
    for (String text : List.of("MTAw", " MT\n\tAw\r ", "<![CDATA[MTAw]]>")) {
      XmlForge maker = new XmlForge(SIGNER).objects("<ds:Object Id=\"o\">" + text + "</ds:Object>");
      String reference = maker.reference(" URI=\"#o\"", BASE64, digest("100"));
      assertThat(judged(maker.signature("s", reference), "s").conclusion())
          .as(text)
          .isEqualTo(Conclusion.VALID);
    }
    String octets = FORGE.reference(" URI=\"#o\"", BASE64 + BASE64, digest("1"));
    String twice = XmlSigner.base64(Bytes.utf8(XmlSigner.base64(Bytes.utf8("1"))));
    XmlForge maker = new XmlForge(SIGNER).objects("<ds:Object Id=\"o\">" + twice + "</ds:Object>");
    assertThat(judged(maker.signature("s", octets), "s").conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static String digest(String text) {
    return XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8(text)));
  }

  private static DocumentReport judged(String xml, String id) {
    return judged(FORGE.sign(xml, id));
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), PKI.policy());
  }
}
