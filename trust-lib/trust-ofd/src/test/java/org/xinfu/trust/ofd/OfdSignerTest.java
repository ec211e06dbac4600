package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** Type="Sign": GB/T 35275 over Signature.xml, alone and beside seals. */
class OfdSignerTest {
  private static final Bytes PLAIN = Sample.zip(Sample.plain());

  @ParameterizedTest
  @EnumSource(Protection.class)
  void aSignatureWithoutASealIsValidUnderBothModes(Protection protection) {
    Bytes signed = Sample.signed(PLAIN, protection);
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      DocumentReport report = Sample.verify(signed, Sample.policy().withMode(mode));
      assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
      assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
      SignatureReport signature = report.signatures().get(0);
      assertThat(signature.format()).isEqualTo("GBT35275");
      assertThat(signature.seal()).isNull();
      assertThat(signature.signedAt()).isEqualTo(TestPki.NOW);
    }
  }

  @Test
  void itBringsNoSealAndNoStamp() {
    Map<String, Bytes> files = Sample.files(Sample.signed(PLAIN, Protection.WHOLE));
    assertThat(files.keySet()).noneMatch(p -> p.endsWith(".esl"));
    assertThat(files.get(Forgery.XML).toUtf8()).doesNotContain("Seal", "StampAnnot");
    assertThat(files.get(Forgery.LIST).toUtf8()).contains("Type=\"Sign\"");
  }

  @Test
  void sealsAndSignaturesFollowEachOther() {
    Bytes three =
        Sample.signed(
            Sample.sealed(Sample.signed(PLAIN, Protection.CONTINUE), Protection.CONTINUE),
            Protection.WHOLE);
    DocumentReport report = Sample.verify(three, Sample.policy().withMode(TrustPolicy.Mode.STRICT));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().stream().map(SignatureReport::format))
        .containsExactly("GBT35275", "SES_V4", "GBT35275");
    assertThat(report.signatures()).allMatch(s -> s.coverage() == Coverage.WHOLE);
  }

  @Test
  void nothingFollowsAWholeProtectedOne() {
    for (Bytes closed :
        List.of(Sample.signed(PLAIN, Protection.WHOLE), Sample.sealed(Protection.WHOLE))) {
      assertThat(
              OfdSigner.sign(
                      DocumentSource.of(closed),
                      new OfdSignRequest(Protection.WHOLE, TestPki.NOW, "x"),
                      Sample.SIGNER)
                  .report()
                  .reason())
          .contains(Reason.SIGNATURE_LIST_CHANGED);
    }
    assertThat(
            OfdSealer.seal(
                    DocumentSource.of(Sample.signed(PLAIN, Protection.WHOLE)),
                    Sample.request(Protection.WHOLE),
                    Sample.SIGNER)
                .report()
                .reason())
        .contains(Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void alteredContentIsTold() {
    Bytes signed = Sample.signed(PLAIN, Protection.CONTINUE);
    Bytes page = Sample.with(signed, "Doc_0/Pages/Page_0/Content.xml", t -> t + " ");
    assertThat(Sample.verify(page).reason()).contains(Reason.DIGEST_MISMATCH);
    Bytes xml = Sample.with(signed, Forgery.XML, t -> t.replace("\"xinfu\"", "\"other\""));
    assertThat(Sample.verify(xml).conclusion()).isEqualTo(Conclusion.INVALID);
    Bytes seal = Sample.with(signed, Forgery.LIST, t -> t.replace("\"Sign\"", "\"Seal\""));
    assertThat(Sample.verify(seal).reason()).contains(Reason.SIGNATURE_TYPE_MISMATCH);
  }

  @Test
  void signingTwiceGivesTheSameOctets() {
    assertThat(Sample.signed(PLAIN, Protection.WHOLE))
        .isEqualTo(Sample.signed(PLAIN, Protection.WHOLE));
  }

  @Test
  void whatIsNoPackageIsNotSigned() {
    OfdSignRequest request = new OfdSignRequest(Protection.WHOLE, TestPki.NOW, "x");
    assertThat(
            OfdSigner.sign(DocumentSource.of(Bytes.utf8("text")), request, Sample.SIGNER)
                .report()
                .reason())
        .contains(Reason.MALFORMED);
  }

  @Test
  void anotherSuiteIsAProgrammersError() {
    Signer other = TestPki.seeded("p").root("CN=ofd-p256", SignatureAlgorithm.ECDSA_P256_SHA256);
    OfdSignRequest request = new OfdSignRequest(Protection.WHOLE, TestPki.NOW, "x");
    assertThatThrownBy(() -> OfdSigner.sign(DocumentSource.of(PLAIN), request, other))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
