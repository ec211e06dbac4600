package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Signer;

/** What of a document a reader is shown and what of it is signed, place by place. */
class XmlCoverageTest {
  private static final TestPki PKI = TestPki.seeded("xml coverage");
  private static final Signer SIGNER = PKI.documentSigner("样例覆盖");
  private static final XmlForge FORGE = new XmlForge(SIGNER);
  private static final String EXCLUSIVE = XmlForge.transform(XmlForge.EXCLUSIVE);
  private static final String BOTH = XmlForge.transform(XmlForge.ENVELOPED) + EXCLUSIVE;
  private static final String BASE64 = XmlForge.transform(Dom.DS + "base64");
  private static final String PART = "<p:Part xmlns:p=\"urn:p\" Id=\"p\">1</p:Part>";

  /** Content and signature side by side in a frame that says nothing. */
  private static final String BESIDE =
      FORGE.sign(
          "<Frame>" + PART + FORGE.signature("s", FORGE.reference("#p", EXCLUSIVE)) + "</Frame>",
          "s");

  private static final String WHOLE =
      FORGE.sign("<a>x" + FORGE.signature("s", FORGE.reference("", BOTH)) + "</a>", "s");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Frame xmlns:u=\"urn:u\">",
        "<Frame xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\">"
      })
  void aFrameMayDeclareWhatIsNoContent(String open) {
    DocumentReport report = judged(BESIDE.replace("<Frame>", open));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(document(report)).isEqualTo(Outcome.WARN);
    assertThat(document(judged(WHOLE))).isEqualTo(Outcome.PASS);
  }

  @Test
  void whatStandsInTheFrame() {
    String same = BESIDE.replace("<Frame>", "<p:Part xmlns:p=\"urn:p\">");
    assertUncovered(same.replace("</Frame>", "</p:Part>"), "/p:Part");
    assertUncovered(BESIDE.replace("<Frame>", "<Frame><b/>"), "/Frame", "/Frame/b");
    assertUncovered(BESIDE.replace("</Frame>", "text</Frame>"), "/Frame");
    assertUncovered("<R>" + BESIDE + "</R>", "/R", "/R/Frame");
    String within = BESIDE.replace("<Frame>", "<R><A><c/>").replace("</p:Part>", "</p:Part></A>");
    assertUncovered(within.replace("</Frame>", "</R>"), "/R", "/R/A", "/R/A/c");
    String around = BESIDE.replace("<Frame>", "<R>").replace("</p:Part>", "</p:Part><B><c/>");
    assertUncovered(around.replace("</Frame>", "</B></R>"), "/R", "/R/B", "/R/B/c");
    assertUncovered(BESIDE.replace("<Frame>", "<Frame><b><c/></b>"), "/Frame", "/Frame/b");
    String style = "<?xml-stylesheet href=\"a\"?>";
    assertUncovered(style + BESIDE, "/processing-instruction(xml-stylesheet)");
    assertUncovered(BESIDE + style, "/processing-instruction(xml-stylesheet)");
    assertThat(judged("<?other a?>" + BESIDE + "<!-- a -->").conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  /** XML Schema has no Person: whoever binds its prefix there has altered the file. */
  @Test
  void onlyTypesOfXmlSchemaItselfNeedNoSignedPrefix() {
    String schema = "http://www.w3.org/2001/XMLSchema";
    String xsi = "<v xmlns:xsi=\"" + schema + "-instance\" xsi:type=";
    String saml = xsi.replace("<v", "<v xmlns:xs=\"" + schema + "\"") + "\"xs:string\">x</v>";
    assertThat(judged(framed(saml)).conclusion()).isEqualTo(Conclusion.VALID);
    for (String type : List.of("string", "base64Binary", "anyType", "dateTimeStamp")) {
      String bound = framed(xsi + "\"t:" + type + "\"/>").replace("urn:t\"", schema + "\"");
      assertThat(judged(bound).conclusion()).as(type).isEqualTo(Conclusion.VALID);
    }
    for (String part : List.of(xsi + "\"t:Person\"/>", xsi + "\"t:String\"/>", "<v>t:string</v>")) {
      String genuine = framed(part);
      assertUncovered(genuine, "/Frame/p:Part/v/@xmlns");
      assertUncovered(genuine.replace("urn:t\"", schema + "\""), "/Frame/p:Part/v/@xmlns");
    }
  }

  /** Signed content in a frame that binds a prefix. */
  private static String framed(String content) {
    String part = PART.replace(">1<", ">" + content + "<");
    String signature = FORGE.signature("s", FORGE.reference("#p", EXCLUSIVE));
    return FORGE.sign("<Frame xmlns:t=\"urn:t\">" + part + signature + "</Frame>", "s");
  }

  /** These describe a signature and are no content. */
  @Test
  void whatIsNoContentCoversNothing() {
    String keyInfo = FORGE.signature("s", FORGE.reference("#k", EXCLUSIVE));
    String signed =
        FORGE.sign("<a>" + keyInfo.replace("<ds:KeyInfo>", "<ds:KeyInfo Id=\"k\">") + "</a>", "s");
    assertNothing(signed);
    String qualifying =
        "<ds:Object><x:QualifyingProperties xmlns:x=\""
            + Xades.V132
            + "\" Target=\"#s\">"
            + "<x:SignedProperties Id=\"k\"/></x:QualifyingProperties></ds:Object>";
    assertNothing(alone(qualifying, FORGE.typed("#k", Xades.TYPE)));
    String properties =
        "<ds:Object><ds:SignatureProperties Id=\"k\"><ds:SignatureProperty Target=\"#s\"/>"
            + "</ds:SignatureProperties></ds:Object>";
    assertNothing(alone(properties, FORGE.reference("#k", EXCLUSIVE)));
    assertNothing(
        alone("<ds:Object><ds:Manifest Id=\"k\"/></ds:Object>", FORGE.reference("#k", EXCLUSIVE)));
    DocumentReport object =
        judged(alone("<ds:Object Id=\"k\">x</ds:Object>", FORGE.reference("#k", EXCLUSIVE)));
    assertThat(object.conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static void assertNothing(String xml) {
    DocumentReport report = judged(xml);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.uncovered()).containsExactly("/");
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  /** Content that was handed in is content; the document has none besides. */
  @Test
  void detachedContentIsCovered() {
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8("x")));
    String reference = FORGE.reference(" URI=\"x.txt\"", "", digest);
    String signed = alone("", reference);
    XmlVerifier verifier = new XmlVerifier(Map.of("x.txt", Bytes.utf8("x")));
    DocumentReport report = verifier.verify(source(signed), PKI.policy());
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    List<VerifiedXml.Part> parts =
        verifier
            .open(source(signed), PKI.policy())
            .orThrow(r -> new IllegalStateException("" + r))
            .parts();
    assertThat(parts).extracting(VerifiedXml.Part::element).containsExactly("");
    assertThat(parts).extracting(p -> p.octets().toUtf8()).containsExactly("x");
    XmlVerifier other = new XmlVerifier(Map.of("x.txt", Bytes.utf8("y")));
    assertThat(other.verify(source(signed), PKI.policy()).reason())
        .contains(Reason.DIGEST_MISMATCH);
  }

  /** Base64 decodes the text of all that is inside; names inside are in no digest. */
  @Test
  void ofDecodedContentOnlyTheTextIsSigned() {
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8("100")));
    String reference = FORGE.reference(" URI=\"#o\"", BASE64, digest);
    String plain = alone("<ds:Object Id=\"o\">MTAw</ds:Object>", reference);
    assertThat(judged(plain).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport inside = judged(alone("<ds:Object Id=\"o\">MT<b>Aw</b></ds:Object>", reference));
    assertThat(inside.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(inside.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    String twice = FORGE.reference(" URI=\"#o\"", EXCLUSIVE + BASE64, digest);
    assertThat(judged(alone("<ds:Object Id=\"o\">MTAw</ds:Object>", twice)).conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  /** Own markup is passed over; what a reader could take for content is not. */
  @Test
  void markupOfASignatureHoldsNoContent() {
    String own =
        "<v:T xmlns:v=\"urn:v\"/><k:K xmlns:k=\""
            + Dom.DS11
            + "\"/><x:E xmlns:x=\""
            + Xades.V141
            + "\"/>";
    for (String holder :
        List.of("KeyInfo", "Manifest", "SignatureProperties", "QualifyingProperties")) {
      String inside = holder.equals("KeyInfo") ? own : held(holder, own);
      DocumentReport good = judged(placed(holder, inside));
      assertThat(good.conclusion()).as("%s %s", holder, good).isEqualTo(Conclusion.VALID);
      for (String bad : List.of("<a/>", "<b xmlns=\"\"/>", "<v:T xmlns:v=\"urn:v\"><b/></v:T>")) {
        DocumentReport report =
            judged(placed(holder, holder.equals("KeyInfo") ? bad : held(holder, bad)));
        assertThat(report.reason()).as(holder + bad).contains(Reason.CONTENT_NOT_COVERED);
      }
    }
    assertThat(judged(placed("", "<v:T xmlns:v=\"urn:v\"/>")).reason())
        .contains(Reason.CONTENT_NOT_COVERED);
    assertThat(judged(placed("", "<ds:Reference/>")).reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  private static String held(String holder, String inside) {
    return holder.equals("QualifyingProperties")
        ? "<q:QualifyingProperties xmlns:q=\""
            + Xades.V132
            + "\" Target=\"#s\">"
            + inside
            + "</q:QualifyingProperties>"
        : "<ds:" + holder + ">" + inside + "</ds:" + holder + ">";
  }

  private static String placed(String holder, String inside) {
    return holder.equals("KeyInfo")
        ? WHOLE.replace("</ds:KeyInfo>", inside + "</ds:KeyInfo>")
        : WHOLE.replace("</ds:Signature>", "<ds:Object>" + inside + "</ds:Object></ds:Signature>");
  }

  /** A key in its standard form is no content, whatever the content is made of. */
  @Test
  void keysAreMarkupBesideContentOfTheirNamespace() {
    String key = "<k:K xmlns:k=\"" + Dom.DS11 + "\"/>";
    String signature = FORGE.signature("s", FORGE.reference("", BOTH));
    String xml = FORGE.sign("<a>" + key + signature + "</a>", "s");
    assertThat(judged(xml.replace("</ds:KeyInfo>", key + "</ds:KeyInfo>")).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  /** What its own reference signs may stand there. */
  @Test
  void signedContentInMarkupIsCovered() {
    String held = "<ds:KeyInfo><c Id=\"c\">1</c>";
    String references = FORGE.reference("", BOTH) + FORGE.reference("#c", EXCLUSIVE);
    String xml = FORGE.signature("s", references).replace("<ds:KeyInfo>", held);
    assertThat(judged(FORGE.sign("<a>x" + xml + "</a>", "s")).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  /** Languages and bases that exclusive canonicalisation takes from what nothing signs. */
  @Test
  void whatAnUnsignedObjectLends() {
    String content = "<ds:Object><c xmlns=\"urn:c\" Id=\"c\">1</c></ds:Object>";
    String exclusive = alone(content, FORGE.reference("#c", EXCLUSIVE));
    assertThat(judged(exclusive).conclusion()).isEqualTo(Conclusion.VALID);
    for (String name : List.of("lang", "base", "space")) {
      String attribute = " xml:" + name + "=\"preserve\"";
      for (String altered :
          List.of(
              exclusive.replace("<ds:Object>", "<ds:Object" + attribute + ">"),
              exclusive.replace("<ds:Signature ", "<ds:Signature" + attribute + " "))) {
        assertUncovered(altered, "/ds:Signature/ds:Object/@xml:*");
      }
    }
    for (String harmless : List.of(" xml:id=\"i\"", " lang=\"en\"", " Id=\"i\"")) {
      assertThat(
              judged(exclusive.replace("<ds:Object>", "<ds:Object" + harmless + ">")).conclusion())
          .as(harmless)
          .isEqualTo(Conclusion.VALID);
    }
    // Whoever signs the whole signs its language.
    XmlForge maker =
        new XmlForge(SIGNER)
            .objects(
                content
                    .replace("Object>", "Object xml:lang=\"en\" Id=\"o\">")
                    .replace("/ds:Object xml:lang=\"en\" Id=\"o\"", "/ds:Object"));
    String references = FORGE.reference("#c", EXCLUSIVE) + FORGE.reference("#o", EXCLUSIVE);
    assertThat(judged(maker.sign(maker.signature("s", references), "s")).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  /** A signature within another's markup is judged and looked into like any other. */
  @Test
  void signaturesWithinMarkup() {
    String inner = FORGE.signature("i", FORGE.reference("#p", EXCLUSIVE));
    String signed = FORGE.sign(BESIDE.replace("</ds:KeyInfo>", inner + "</ds:KeyInfo>"), "i");
    DocumentReport report = judged(signed);
    assertThat(report.signatures()).hasSize(2);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    int second = signed.lastIndexOf("<ds:KeyInfo>") + "<ds:KeyInfo>".length();
    int nested = signed.indexOf("<ds:KeyInfo>", signed.indexOf("Id=\"i\""));
    assertThat(second).isPositive();
    String altered =
        signed.substring(0, nested)
            + signed.substring(nested).replaceFirst("<ds:KeyInfo>", "<ds:KeyInfo><Frame/>");
    assertThat(judged(altered).reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  /** Where comments are signed, one put in changes the digest. */
  @Test
  void commentsThatAreSignedSplitNothing() {
    String kept =
        XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(C14n.EXCLUSIVE_COMMENTS.uri());
    for (String uri : List.of("#xpointer(/)", "#xpointer(id('a'))", "#xpointer(id(\"a\"))")) {
      String signature = FORGE.signature("s", FORGE.reference(uri.replace("\"", "&quot;"), kept));
      String xml = FORGE.sign("<a Id=\"a\"><c>no<!-- -->food</c>" + signature + "</a>", "s");
      assertThat(judged(xml).conclusion()).as(uri).isEqualTo(Conclusion.VALID);
      assertThat(judged(xml.replace("<!-- -->", "<!-- not -->")).reason())
          .contains(Reason.DIGEST_MISMATCH);
    }
    String without = XmlForge.transform(XmlForge.ENVELOPED) + EXCLUSIVE;
    String pointer = FORGE.signature("s", FORGE.reference("#xpointer(/)", without));
    String bare = FORGE.sign("<a><c>no<!-- -->food</c>" + pointer + "</a>", "s");
    assertThat(judged(bare).reason()).contains(Reason.CONTENT_NOT_COVERED);
    String object = "<ds:Object Id=\"o\"><c>no<!-- -->food</c></ds:Object>";
    assertThat(judged(alone(object, FORGE.reference("#o", EXCLUSIVE))).reason())
        .contains(Reason.CONTENT_NOT_COVERED);
    for (String uri : List.of("", "#a")) {
      String signature = FORGE.signature("s", FORGE.reference(uri, kept));
      String xml = FORGE.sign("<a Id=\"a\"><c>no<!-- -->food</c>" + signature + "</a>", "s");
      assertThat(judged(xml).reason()).as(uri).contains(Reason.CONTENT_NOT_COVERED);
    }
  }

  private static String alone(String objects, String references) {
    XmlForge maker = new XmlForge(SIGNER).objects(objects);
    return maker.sign(maker.signature("s", references), "s");
  }

  /** Intact, but with a part at each of these paths that nobody signed. */
  static void assertUncovered(String xml, String... paths) {
    DocumentReport report = judged(xml);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.uncovered()).containsExactly(paths);
    assertThat(report.coverage()).isEqualTo(Coverage.PARTIAL);
  }

  private static Outcome document(DocumentReport report) {
    return report.document().check("coverage").map(Check::outcome).orElseThrow();
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(source(xml), PKI.policy());
  }

  private static DocumentSource source(String xml) {
    return DocumentSource.of(Bytes.utf8(xml));
  }
}
