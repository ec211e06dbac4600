package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.jose.JwsSigner;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;

/** Signatures that lie apart from what they sign, and JWS and SD-JWT on the command line. */
class DetachedTest {
  private static final Bytes CONTENT = Bytes.utf8("样例内容");
  @TempDir Path dir;
  private Scene scene;
  private String jws;
  private String content;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
    jws = scene.file("a.jws", Bytes.utf8(JwsSigner.with(Scene.DOCUMENT_SIGNER).detached(CONTENT)));
    content = scene.file("content.txt", CONTENT);
  }

  @Test
  void theContentIsHandedIn() {
    Run run = scene.verify(scene.trust(), "--format", "json", "--content", content, jws);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.json().get("format")).isEqualTo("JWS");
    assertThat(run.json().get("coverage")).isEqualTo("WHOLE");
  }

  @Test
  void withoutOrWithAnotherContentItIsNotValid() {
    Run without = scene.verify(scene.trust(), "--format", "json", jws);
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.json().get("reason")).isEqualTo("content-not-covered");
    String other = scene.file("other.txt", Bytes.utf8("other"));
    Run wrong = scene.verify(scene.trust(), "--format", "json", "--content", other, jws);
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.json().get("reason")).isEqualTo("signature-value-wrong");
  }

  /** What the one reference that leads out of the document stands for, whatever the file's name. */
  @Test
  void theContentOfAnXmlSignatureIsHandedIn() {
    String xml = scene.file("a.xml", xml(Map.of("urn:x", CONTENT)));
    Run valid = scene.verify(scene.trust(), "--format", "json", "--content", content, xml);
    assertThat(valid.status()).as(valid.out()).isZero();
    assertThat(valid.json().get("coverage")).isEqualTo("WHOLE");
    String other = scene.file("other.txt", Bytes.utf8("other"));
    Run wrong = scene.verify(scene.trust(), "--format", "json", "--content", other, xml);
    assertThat(wrong.json().get("reason")).isEqualTo("digest-mismatch");
    Run without = scene.verify(scene.trust(), "--format", "json", xml);
    assertThat(without.json().get("reason")).isEqualTo("signed-content-missing");
    // One file is not two: nothing is guessed.
    String two = scene.file("two.xml", xml(Map.of("urn:x", CONTENT, "urn:y", CONTENT)));
    Run open = scene.verify(scene.trust(), "--format", "json", "--content", content, two);
    assertThat(open.status()).isEqualTo(2);
    assertThat(open.json().get("reason")).isEqualTo("signed-content-missing");
  }

  /** A signature that holds its content says nothing of another. */
  @Test
  void whatIsHandedInToAnEnvelopeIsNotSigned() {
    String xml = scene.file("a.xml", Samples.signedXml());
    Run run = scene.verify(scene.trust(), "--format", "json", "--content", content, xml);
    assertThat(run.status()).as(run.out()).isEqualTo(2);
    assertThat(run.json().get("reason")).isEqualTo("content-not-covered");
  }

  /** No silence: whoever hands in a content thinks that it was compared. */
  @Test
  void whatHoldsItsContentTakesNoOther() {
    Map<String, Bytes> all =
        Map.of("a.pdf", Scene.pdf(Scene.SIGNER), "a.ofd", Scene.OFD, "a.esl", Scene.SEAL);
    all.forEach(
        (name, octets) -> {
          Run run = scene.verify(scene.trust(), "--content", content, scene.file(name, octets));
          assertThat(run.status()).as(name).isEqualTo(ExitStatus.USAGE);
          assertThat(run.err()).contains("this format holds its content");
          DocumentSource source = DocumentSource.of(octets);
          assertThat(Trust.verify(source, Samples.POLICY).conclusion()).isEqualTo(Conclusion.VALID);
          DocumentReport report = Trust.verify(source, DocumentSource.of(CONTENT), Samples.POLICY);
          assertThat(report.conclusion()).as(name).isEqualTo(Conclusion.INDETERMINATE);
          assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
        });
    DocumentReport unsigned =
        Trust.verify(
            DocumentSource.of(Scene.plainOfd()), DocumentSource.of(CONTENT), Samples.POLICY);
    assertThat(unsigned.conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
  }

  /** It is signed, but by whom and over what nobody but its recipients can tell. */
  @Test
  void aSignedEnvelopeIsNotTakenForUnsigned() {
    String file = scene.file("a.p7m", Samples.signedEnvelope());
    Run run = scene.verify(scene.trust(), "--format", "json", file);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.json().get("format")).isEqualTo("GBT35275");
    assertThat(run.json().get("reason")).isEqualTo("signed-content-missing");
  }

  private static Bytes xml(Map<String, Bytes> contents) {
    return XmlSigner.sign(XmlSignRequest.detached(contents, TestSeals.SIGNED), Scene.SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  @Test
  void aMissingContentIs66AndSeveralFilesAreWrongUsage() {
    String none = dir.resolve("none").toString();
    assertThat(scene.verify(scene.trust(), "--content", none, jws).status()).isEqualTo(66);
    assertThat(scene.verify(scene.trust(), "--content", content, jws, jws).status()).isEqualTo(64);
  }

  @Test
  void aTokenFileIsJudgedLikeAnyOther() {
    String token = JwsSigner.with(Scene.SIGNER).compact(CONTENT);
    Run valid = scene.verify(scene.trust(), "--lang", "en", scene.file("t.jwt", Bytes.utf8(token)));
    assertThat(valid.status()).as(valid.out()).isZero();
    assertThat(valid.out()).contains("Format: JWS", "cli-signer");
    String forged = token.substring(0, token.length() - 20) + "A".repeat(20);
    Run invalid = scene.verify(scene.trust(), scene.file("f.jwt", Bytes.utf8(forged)));
    assertThat(invalid.status()).isEqualTo(1);
  }
}
