package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.key.Signer;

/** What is said of one signature: each check by its name, and no more than was found. */
class XmlJudgeTest {
  private static final TestPki PKI = TestPki.seeded("xml judge");
  private static final Signer SIGNER = PKI.documentSigner("样例裁判");
  private static final XmlForge FORGE = new XmlForge(SIGNER);
  private static final String EXCLUSIVE = XmlForge.transform(XmlForge.EXCLUSIVE);
  private static final String BOTH = XmlForge.transform(XmlForge.ENVELOPED) + EXCLUSIVE;
  private static final String WHOLE = FORGE.reference("", BOTH);
  private static final String SIGNED = signed(WHOLE);

  @Test
  void theChecksOfAGenuineSignature() {
    DocumentReport report = judged(SIGNED);
    assertThat(passed(report.document())).containsExactly("xml", "coverage");
    SignatureReport signature = report.signatures().get(0);
    assertThat(passed(signature.report()))
        .startsWith("structure", "reference", "signature-value", "signature-algorithm");
    assertThat(signature.format()).isEqualTo("XMLDSIG");
    assertThat(signature.level()).isNull();
    assertThat(signature.timeSource()).isEqualTo(TimeSource.NONE);
    assertThat(signature.signedAt()).isNull();
    assertThat(signature.id()).isEqualTo("s");
    DocumentReport nameless = judged(SIGNED.replace(" Id=\"s\">", ">"));
    assertThat(nameless.signatures().get(0).id()).isEqualTo("signature-1");
  }

  private static List<String> passed(Report report) {
    return report.checks().stream()
        .filter(c -> c.outcome() == Outcome.PASS)
        .map(Check::id)
        .toList();
  }

  @Test
  void theReasonsOfWhatWasNotOpened() {
    Report altered = opened(SIGNED.replace("x<", "y<"));
    assertThat(altered.reason()).contains(Reason.DIGEST_MISMATCH);
    assertThat(altered.check("signature")).isEmpty();
    Report uncovered = opened("<R><b/>" + part() + "</R>");
    assertThat(uncovered.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(uncovered.check("signature")).isEmpty();
    assertThat(uncovered.check("coverage")).isPresent();
  }

  private static Report opened(String xml) {
    return new XmlVerifier().open(source(xml), PKI.policy()).report();
  }

  /** A signed part and its signature, side by side. */
  private static String part() {
    String xml =
        "<R><p Id=\"p\">x</p>" + FORGE.signature("s", FORGE.reference("#p", EXCLUSIVE)) + "</R>";
    return FORGE.sign(xml, "s").replaceAll("</?R>", "");
  }

  /** What is not covered is said of the document and of the signature that does not cover it. */
  @Test
  void whatIsNotCoveredIsSaidTwice() {
    DocumentReport report = judged("<R><b/>" + part() + "</R>");
    assertThat(report.document().check("coverage").map(Check::outcome)).contains(Outcome.UNKNOWN);
    assertThat(check(report, 0, "coverage")).contains(Outcome.UNKNOWN);
  }

  /** While a reference is open nothing is intact, and nothing is covered. */
  @Test
  void anOpenReferenceLeavesIntegrityOpen() {
    String opaque = FORGE.reference(" URI=\"\"", XmlForge.transform("urn:x"), "AA==");
    DocumentReport report = judged(signed(WHOLE + opaque));
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.UNKNOWN);
    assertThat(report.reason()).contains(Reason.TRANSFORM_NOT_ALLOWED);
    String digest = XmlSigner.base64(XmlDigest.SHA512.of(Bytes.utf8("<a>x</a>")));
    String second =
        FORGE
            .reference(" URI=\"\"", BOTH, digest)
            .replace(XmlDigest.SHA256.uri(), XmlDigest.SHA512.uri());
    for (int most : new int[] {1, 2}) {
      DocumentReport counted =
          new XmlVerifier()
              .verify(
                  source(signed(WHOLE + second)),
                  limited(XmlLimits.standard().withReferences(most)));
      assertThat(counted.signatures().get(0).integrity())
          .isEqualTo(most == 1 ? Integrity.UNKNOWN : Integrity.INTACT);
      assertThat(counted.conclusion())
          .isEqualTo(most == 1 ? Conclusion.INDETERMINATE : Conclusion.VALID);
    }
  }

  /** Manifests are followed from SignedInfo, and only where their markup is signed. */
  @Test
  void howFarManifestsAreFollowed() {
    String wrong = FORGE.reference(" URI=\"#c\"", EXCLUSIVE, "AAAA");
    String content = "<ds:Object><c xmlns=\"urn:c\" Id=\"c\">1</c></ds:Object>";
    String manifest = "<ds:Object><ds:Manifest Id=\"m\">" + wrong + "</ds:Manifest></ds:Object>";
    DocumentReport direct = alone(manifest + content, FORGE.reference("#m", EXCLUSIVE));
    assertThat(direct.reason()).contains(Reason.DIGEST_MISMATCH);
    String outer = manifest.replace(wrong, FORGE.reference(" URI=\"#n\"", EXCLUSIVE, "@"));
    String inner = "<ds:Manifest xmlns:ds=\"" + Dom.DS + "\" Id=\"n\">@</ds:Manifest>";
    String canonical = inner.replace("@", "x");
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8(canonical)));
    DocumentReport two =
        alone(
            outer.replace("@", digest) + "<ds:Object>" + canonical + "</ds:Object>" + content,
            FORGE.reference("#m", EXCLUSIVE));
    assertThat(two.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(two.reason()).contains(Reason.CONTENT_NOT_COVERED);
    DocumentReport decoded =
        alone(manifest + content, FORGE.reference("#m", XmlForge.transform(Dom.DS + "base64")));
    assertThat(decoded.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(decoded.reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  /** As office suites have it: the Object is signed, and the Manifest in it says what else is. */
  @Test
  void aManifestInASignedObjectIsFollowed() {
    String content = "<ds:Object><c xmlns=\"urn:c\" Id=\"c\">1</c></ds:Object>";
    String canonical = "<c xmlns=\"urn:c\" Id=\"c\">1</c>";
    String right = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8(canonical)));
    String signed = FORGE.reference("#o", EXCLUSIVE);
    String good = FORGE.reference(" URI=\"#c\"", EXCLUSIVE, right);
    assertThat(alone(listing(good) + content, signed).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport altered = alone(listing(good) + content.replace("1<", "2<"), signed);
    assertThat(altered.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(altered.reason()).contains(Reason.DIGEST_MISMATCH);
    String elsewhere = FORGE.reference(" URI=\"part.xml\"", "", right);
    DocumentReport absent = alone(listing(elsewhere), signed);
    assertThat(absent.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(absent.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
    assertThat(absent.signatures().get(0).integrity()).isEqualTo(Integrity.UNKNOWN);
    // Named twice, by itself and by its Object, it is one.
    String twice = FORGE.reference("#m", EXCLUSIVE) + signed;
    assertThat(alone(listing(good) + content, twice).conclusion()).isEqualTo(Conclusion.VALID);
    // What lies deeper, or is content, is the signer's text and no list of ours.
    String deeper = listing(elsewhere).replace("<ds:Manifest", "<x xmlns=\"urn:x\"><ds:Manifest");
    String text = deeper.replace("</ds:Manifest>", "</ds:Manifest></x>");
    assertThat(alone(text, signed).conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static String listing(String references) {
    return "<ds:Object Id=\"o\"><ds:Manifest Id=\"m\">" + references + "</ds:Manifest></ds:Object>";
  }

  /** References are those of a SignedInfo or a Manifest; elsewhere they are content. */
  @Test
  void aReferenceInContentIsNone() {
    String wrong = FORGE.reference(" URI=\"#nowhere\"", "", "AAAA");
    String held = "<ds:Object Id=\"o\">" + wrong + "</ds:Object>";
    assertThat(alone(held, FORGE.reference("#o", EXCLUSIVE)).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  @Test
  void identifiersAreThoseThatAreDeclared() {
    // One element may say it twice.
    String both = "<a Id=\"a\" ID=\"a\">x" + FORGE.signature("s", FORGE.reference("#a", BOTH));
    assertThat(judged(FORGE.sign(both + "</a>", "s")).conclusion()).isEqualTo(Conclusion.VALID);
    String lang = FORGE.reference(" URI=\"#zh\"", EXCLUSIVE, "AAAA");
    for (String attribute :
        List.of("xml:lang=\"zh\"", "xmlns:w=\"" + WSU + "\" w:Other=\"zh\"", "Key=\"zh\"")) {
      String xml = "<a " + attribute + ">x" + FORGE.signature("s", WHOLE + lang) + "</a>";
      DocumentReport report = judged(FORGE.sign(xml, "s"));
      assertThat(report.reason()).as(attribute).contains(Reason.SIGNED_CONTENT_MISSING);
      assertThat(report.conclusion()).as(attribute).isEqualTo(Conclusion.INDETERMINATE);
    }
    // What the signature's own elements say of others is no identifier that a schema declares.
    XmlForge maker = new XmlForge(SIGNER).objects("<ds:Object MimeType=\"zh\"/>");
    DocumentReport own =
        judged(maker.sign("<a>x" + maker.signature("s", WHOLE + lang) + "</a>", "s"));
    assertThat(own.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
    assertThat(own.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static final String WSU =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

  /** A name with a parenthesis is an XPointer only behind the number sign. */
  @Test
  void aNameOfAFileMayHoldParentheses() {
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8("x")));
    String reference = FORGE.reference(" URI=\"a(1).txt\"", "", digest);
    XmlVerifier verifier = new XmlVerifier(Map.of("a(1).txt", Bytes.utf8("x")));
    String xml = FORGE.sign(FORGE.signature("s", reference), "s");
    assertThat(verifier.verify(source(xml), PKI.policy()).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(xml).reason()).contains(Reason.SIGNED_CONTENT_MISSING);
  }

  /** Where a reference leads without comments, a canonicalisation that keeps them finds none. */
  @Test
  void commentsAreLeftOutWhereTheReferenceLeavesThemOut() {
    String keeping = XmlForge.transform(C14n.EXCLUSIVE_COMMENTS.uri());
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8("<p Id=\"p\">x</p>")));
    String with = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8("<p Id=\"p\">x<!-- c --></p>")));
    assertThat(commented("#p", keeping, digest).conclusion()).isEqualTo(Conclusion.VALID);
    // Digested all the same they are signed, which strict refuses (XmlSpellingsTest).
    assertThat(commented("#p", keeping, with).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(commented("#p", EXCLUSIVE, with).reason()).contains(Reason.DIGEST_MISMATCH);
    String pointer = "#xpointer(id('p'))";
    assertThat(commented(pointer, keeping, with).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(commented(pointer, keeping, digest).reason()).contains(Reason.DIGEST_MISMATCH);
    assertThat(commented(pointer, EXCLUSIVE, digest).conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static DocumentReport commented(String uri, String transform, String digest) {
    String reference = FORGE.reference(" URI=\"" + uri + "\"", transform, digest);
    String xml = "<R><p Id=\"p\">x<!-- c --></p>" + FORGE.signature("s", reference) + "</R>";
    return judged(FORGE.sign(xml, "s"));
  }

  /** EN 319 132-1 §5.2.7: of a countersignature that is not judged nothing more is said. */
  @Test
  void aCountersignatureSpeaksOfTheValueAroundIt() {
    String good = FORGE.reference("#s-value", EXCLUSIVE);
    assertThat(check(countersigned(good), 1, "countersignature")).contains(Outcome.PASS);
    assertThat(check(countersigned(FORGE.reference("#k", EXCLUSIVE)), 1, "countersignature"))
        .contains(Outcome.FAIL);
    String opaque = FORGE.reference(" URI=\"#s-value\"", XmlForge.transform("urn:x"), "AA==");
    DocumentReport open = countersigned(opaque);
    assertThat(check(open, 1, "countersignature")).isEmpty();
    assertThat(open.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    DocumentReport beside = countersigned("<b/>", good);
    assertThat(check(beside, 0, "coverage")).contains(Outcome.UNKNOWN);
    assertThat(check(beside, 1, "coverage")).as("it covers a value").isEmpty();
  }

  /** Where there is no value to sign, signing something else is not signing it. */
  @Test
  void aCountersignatureOfNoValueIsNone() {
    String inner = FORGE.signature("c", WHOLE);
    String outer =
        "<ds:Signature xmlns:ds=\""
            + Dom.DS
            + "\"><ds:Object><CounterSignature>"
            + inner
            + "</CounterSignature></ds:Object></ds:Signature>";
    DocumentReport report = judged(FORGE.sign("<a>x" + outer + "</a>", "c"));
    assertThat(check(report, 1, "countersignature")).contains(Outcome.FAIL);
  }

  private static DocumentReport countersigned(String references) {
    return countersigned("", references);
  }

  private static DocumentReport countersigned(String beside, String references) {
    String unsigned =
        "<x:UnsignedProperties><x:UnsignedSignatureProperties><x:CounterSignature>"
            + FORGE.signature("c", references)
            + "</x:CounterSignature></x:UnsignedSignatureProperties></x:UnsignedProperties>";
    String properties =
        "<ds:Object><x:QualifyingProperties xmlns:x=\""
            + Xades.V132
            + "\" Target=\"#s\">"
            + unsigned
            + "</x:QualifyingProperties></ds:Object>";
    XmlForge maker = new XmlForge(SIGNER).objects(properties);
    String first = maker.signature("s", FORGE.reference("#p", EXCLUSIVE));
    String xml =
        "<R>"
            + beside
            + "<p Id=\"p\">x</p>"
            + first.replaceFirst("<ds:KeyInfo>", "<ds:KeyInfo Id=\"k\">")
            + "</R>";
    return judged(FORGE.sign(FORGE.sign(xml, "s"), "c"));
  }

  /** What is handed out costs as much again as what was judged. */
  @Test
  void whatIsHandedOutIsCountedToo() {
    String plain = signed(FORGE.reference("", XmlForge.transform(XmlForge.ENVELOPED)));
    int enough = 1;
    while (limited(plain, enough).conclusion() != Conclusion.VALID) {
      enough += 8;
    }
    DocumentReport report = limited(plain, enough - 8);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(report.document().check("signed-content").map(Check::outcome))
        .contains(Outcome.UNKNOWN);
  }

  private static DocumentReport limited(String xml, int octets) {
    XmlLimits limits = new XmlLimits(1 << 20, 1000, 100, 10, 5, octets);
    return new XmlVerifier().verify(source(xml), limited(limits));
  }

  private static TrustPolicy limited(XmlLimits limits) {
    return PKI.policy().withBudgets(PKI.policy().budgets().withXml(limits));
  }

  private static String signed(String references) {
    return FORGE.sign("<a>x" + FORGE.signature("s", references) + "</a>", "s");
  }

  private static DocumentReport alone(String objects, String references) {
    XmlForge maker = new XmlForge(SIGNER).objects(objects);
    return judged(maker.sign(maker.signature("s", references), "s"));
  }

  private static Optional<Outcome> check(DocumentReport report, int signature, String id) {
    return report.signatures().get(signature).report().check(id).map(Check::outcome);
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(source(xml), PKI.policy());
  }

  private static DocumentSource source(String xml) {
    return DocumentSource.of(Bytes.utf8(xml));
  }
}
