package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Signer;

/** Content that is handed in beside the document: signed by it, or said not to be. */
class HandedInTest {
  private static final TestPki PKI = TestPki.seeded("xml handed in");
  private static final Signer SIGNER = PKI.documentSigner("样例分离");
  private static final XmlForge FORGE = new XmlForge(SIGNER);
  private static final Bytes CONTENT = Bytes.utf8("content");
  private static final Bytes FORGED = Bytes.utf8("forged!");
  private static final String ENVELOPED =
      FORGE.sign(
          "<a>x"
              + FORGE.signature(
                  "s",
                  FORGE.reference(
                      "",
                      XmlForge.transform(XmlForge.ENVELOPED)
                          + XmlForge.transform(XmlForge.EXCLUSIVE)))
              + "</a>",
          "s");

  @Test
  void whatNoReferenceNamesIsNotSigned() {
    assertThat(new XmlVerifier().verify(source(ENVELOPED), PKI.policy()).conclusion())
        .isEqualTo(Conclusion.VALID);
    unsigned(judged(ENVELOPED, FORGED));
  }

  /** Nobody judges the references of a Manifest that nothing references. */
  @Test
  void aManifestThatNobodyReferencesBindsNothing() {
    String manifest =
        "<ds:Object><ds:Manifest>" + apart("urn:y", FORGED) + "</ds:Manifest></ds:Object>";
    unsigned(judged(ENVELOPED.replace("</ds:Signature>", manifest + "</ds:Signature>"), FORGED));
    String detached = alone("", apart("urn:x", CONTENT));
    String beside = detached.replace("</ds:Signature>", manifest + "</ds:Signature>");
    assertThat(judged(beside, CONTENT).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(beside, FORGED).reason()).contains(Reason.DIGEST_MISMATCH);
  }

  @Test
  void aManifestThatIsReferencedBindsIt() {
    String manifest =
        "<ds:Object Id=\"o\"><ds:Manifest Id=\"m\">"
            + apart("urn:x", CONTENT)
            + "</ds:Manifest></ds:Object>";
    String exclusive = XmlForge.transform(XmlForge.EXCLUSIVE);
    for (String uri : new String[] {"#m", "#xpointer(id('m'))", "#o"}) {
      String xml = alone(manifest, FORGE.reference(uri, exclusive));
      DocumentReport report = judged(xml, CONTENT);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
      assertThat(judged(xml, FORGED).reason()).contains(Reason.DIGEST_MISMATCH);
    }
  }

  /** Thousands of references to one Object of thousands of Manifests: it is looked into once. */
  @Test
  void aFloodOfManifestsIsWalkedOnce() {
    int many = 12_000;
    String manifests = "<ds:Manifest/>".repeat(many);
    String objects = "<ds:Object Id=\"o\">" + manifests + "</ds:Object>";
    String references = "<ds:Reference URI=\"#o\"/>".repeat(many);
    String flood =
        "<ds:Signature xmlns:ds=\"%s\"><ds:SignedInfo>%s</ds:SignedInfo>%s</ds:Signature>"
            .formatted(Dom.DS, references, objects);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    DocumentReport report = judged(flood, CONTENT);
    assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(report.conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  /** CMS compares them too: what is carried, octet by octet, may be handed in besides. */
  @Test
  void whatTheDocumentCarriesMayBeHandedIn() {
    String object = "<ds:Object Id=\"o\">" + XmlSigner.base64(CONTENT) + "</ds:Object>";
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(CONTENT));
    String base64 = XmlForge.transform(Dom.DS + "base64");
    String xml = alone(object, FORGE.reference(" URI=\"#o\"", base64, digest));
    assertThat(judged(xml, CONTENT).conclusion()).isEqualTo(Conclusion.VALID);
    unsigned(judged(xml, FORGED));
    unsigned(judged(xml, Bytes.utf8("content and more")));
  }

  @Test
  void severalUrisLeaveItOpenEvenWhereTheirContentIsKnown() {
    String two = alone("", apart("urn:x", CONTENT) + apart("urn:y", CONTENT));
    DocumentReport open = judged(two, CONTENT);
    assertThat(open.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(open.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
    XmlVerifier known = new XmlVerifier(Map.of("urn:x", CONTENT, "urn:y", CONTENT));
    unsigned(known.verify(source(two), DocumentSource.of(FORGED), PKI.policy()));
    assertThat(known.verify(source(two), DocumentSource.of(CONTENT), PKI.policy()).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  @Test
  void whereNothingIsSignedThereIsNoSignature() {
    assertThat(judged("<a/>", CONTENT).conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
  }

  private static void unsigned(DocumentReport report) {
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.document().check("content").map(Check::outcome)).contains(Outcome.UNKNOWN);
  }

  private static String apart(String uri, Bytes content) {
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(content));
    return FORGE.reference(" URI=\"" + uri + "\"", "", digest);
  }

  private static String alone(String objects, String references) {
    XmlForge maker = new XmlForge(SIGNER).objects(objects);
    return maker.sign(maker.signature("s", references), "s");
  }

  private static DocumentReport judged(String xml, Bytes content) {
    return new XmlVerifier().verify(source(xml), DocumentSource.of(content), PKI.policy());
  }

  private static DocumentSource source(String xml) {
    return DocumentSource.of(Bytes.utf8(xml));
  }
}
