package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.xml.XmlCoverageTest.assertUncovered;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Signer;

/** Texts that are another value to some readers, though no digest differs. */
class WholeTextTest {
  private static final TestPki PKI = TestPki.seeded("xml texts");
  private static final Signer SIGNER = PKI.documentSigner("样例文本");
  private static final XmlForge FORGE = new XmlForge(SIGNER);
  private static final String EXCLUSIVE = XmlForge.transform(XmlForge.EXCLUSIVE);
  private static final String BOTH = XmlForge.transform(XmlForge.ENVELOPED) + EXCLUSIVE;

  /** Readers that take the first piece of a text see another value. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no<!-- -->food",
        "no<![CDATA[food]]>",
        "<![CDATA[no]]>food",
        "<![CDATA[no]]><![CDATA[food]]>",
        "no<!-- --><![CDATA[food]]>",
        "no<!-- --><!-- -->food",
        "<b/>no<!-- -->food",
        "no<![CDATA[]]>food",
        "<!-- no -->food",
        "<!-- no -->\nfood",
        "<!-- no --><?p i?>food"
      })
  void splitText(String text) {
    DocumentReport report = judged(text(text));
    assertThat(report.reason()).as(text).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.uncovered()).containsExactly("/a/c/text()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "food<!-- -->",
        "<!-- no --><b/>food",
        "<!-- no -->",
        "<![CDATA[food]]>",
        "no<![CDATA[<food>]]>",
        "no<![CDATA[a&b]]>",
        "no<b/>food",
        "no<!-- --><b/>food",
        "no<!-- --><b/>",
        "  <!-- -->food",
        "food<!-- -->  ",
        "<![CDATA[<]]>food",
        "no<![CDATA[&b]]>",
        "no<![CDATA[<]]> <![CDATA[<]]>",
        "<![CDATA[ ]]>food",
        "no<?p i?>food"
      })
  void textThatIsWhole(String text) {
    assertThat(judged(text(text)).conclusion()).as(text).isEqualTo(Conclusion.VALID);
  }

  /** Its place is in no digest: moved into a value it splits it as a comment does. */
  @Test
  void aSignatureMovedIntoText() {
    String signature = FORGE.signature("s", FORGE.reference("", BOTH));
    String signed = FORGE.sign("<a><c>no food</c>" + signature + "</a>", "s");
    String moved = signed.substring(signed.indexOf("<ds:Signature "), signed.indexOf("</a>"));
    String bare = signed.replace(moved, "");
    assertUncovered(bare.replace("no food", "no" + moved + " food"), "/a/c/text()");
    for (String place : List.of("<a>", "<c>", "no food")) {
      String beside = bare.replace(place, place + moved);
      assertThat(judged(beside).conclusion()).as(place).isEqualTo(Conclusion.VALID);
    }
    String inner = FORGE.signature("i", FORGE.reference("#c", BOTH));
    String both = "<a><c Id=\"c\">no" + inner + " food</c>" + signature + "</a>";
    // Where another signature is over its place too, nobody can move it.
    assertThat(judged(FORGE.sign(FORGE.sign(both, "i"), "s")).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  private static String text(String text) {
    String signature = FORGE.signature("s", FORGE.reference("", BOTH));
    return FORGE.sign("<a><c>" + text + "</c>" + signature + "</a>", "s");
  }

  /** A value with a prefix that an unsigned frame binds stays one when a signature is in it. */
  @Test
  void aSignatureMovedIntoAQualifiedValue() {
    String part = "<p:Part xmlns:p=\"urn:p\" Id=\"p\"><v>t:Person</v></p:Part>";
    String signature = FORGE.signature("s", FORGE.reference("#p", BOTH));
    String frame = "<Frame xmlns:t=\"urn:t\">" + part + signature + "</Frame>";
    String signed = FORGE.sign(frame, "s");
    String own = signed.substring(signed.indexOf("<ds:Signature "), signed.indexOf("</Frame>"));
    String moved = signed.replace(own, "").replace("t:Person", "t:Person" + own);
    for (String xml : List.of(signed, moved)) {
      assertThat(judged(xml).reason()).contains(Reason.CONTENT_NOT_COVERED);
      assertThat(judged(xml).uncovered()).containsExactly("/Frame/p:Part/v/@xmlns");
    }
  }

  /** A comment in front of a text beside which there is nothing but the signature. */
  @Test
  void aCommentBeforeTextAndSignature() {
    String signature = FORGE.signature("s", FORGE.reference("", BOTH));
    String signed = FORGE.sign("<a>food" + signature + "</a>", "s");
    assertThat(judged(signed).conclusion()).isEqualTo(Conclusion.VALID);
    assertUncovered(signed.replace("<a>", "<a><!--arms-->"), "/a/text()");
    String own = signed.substring(signed.indexOf("<ds:Signature "), signed.indexOf("</a>"));
    String bare = signed.replace(own, "");
    for (String text : List.of("<!--arms-->%sfood", "%s<!--arms-->food")) {
      assertUncovered(bare.replace("food", text.formatted(own)), "/a/text()");
    }
  }

  /** Time, place and role are told of a signature; comments in them are not signed either. */
  @Test
  void whatIsSignedOfTheSignature() {
    String time = "2026-11-01T09:30:00+08:00";
    String role = "<x:SignerRole><x:ClaimedRoles><x:ClaimedRole>clerk</x:ClaimedRole>";
    String named = FORGE.certificate("SigningCertificate", SIGNER.chain().get(0));
    String properties =
        FORGE.properties("s", Xades.V132, named + role + "</x:ClaimedRoles></x:SignerRole>", "#s");
    XmlForge maker = new XmlForge(SIGNER).objects(properties);
    String references = maker.reference("", BOTH) + maker.typed("#s-signed", Xades.TYPE);
    String signed = maker.sign("<a>x" + maker.signature("s", references) + "</a>", "s");
    assertThat(judged(signed).conclusion()).isEqualTo(Conclusion.VALID);
    for (String altered :
        List.of(
            signed.replace(time, "<!--2020-01-01T00:00:00Z-->" + time),
            signed.replace(time, "2026-11-01T09:30:00<!-- -->+08:00"),
            signed.replace("clerk", "cle<!-- -->rk"))) {
      assertThat(judged(altered).reason()).contains(Reason.CONTENT_NOT_COVERED);
    }
  }

  /** Nothing signs how decoded octets are said to be written. */
  @ParameterizedTest
  @ValueSource(strings = {"", " Encoding='base64'", " Encoding='" + Dom.DS + "base64'"})
  void theEncodingOfAnObject(String attribute) {
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8("100")));
    String base64 = XmlForge.transform(Dom.DS + "base64");
    XmlForge maker =
        new XmlForge(SIGNER).objects("<ds:Object Id=\"o\"" + attribute + ">MTAw</ds:Object>");
    String reference = maker.reference(" URI=\"#o\"", base64, digest);
    String signed = maker.sign(maker.signature("s", reference), "s");
    assertThat(judged(signed).conclusion()).isEqualTo(Conclusion.VALID);
    String altered =
        signed.replace("Id=\"o\"" + attribute, "Id=\"o\" Encoding=\"http://www.iana.org/hex\"");
    assertThat(judged(altered).reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), PKI.policy());
  }
}
