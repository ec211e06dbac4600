package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

class SealAndVerifyTest {
  @Test
  void wholeProtectedIsValidUnderBothModes() {
    Bytes sealed = Sample.sealed(Protection.WHOLE);
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      DocumentReport report = Sample.verify(sealed, Sample.policy().withMode(mode));
      assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
      assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
      assertThat(report.uncovered()).isEmpty();
    }
  }

  @Test
  void theReportNamesSignatureAndSeal() {
    DocumentReport report = Sample.verify(Sample.sealed(Protection.CONTINUE));
    assertThat(report.format()).isEqualTo(DocumentFormat.OFD);
    SignatureReport signature = report.signatures().get(0);
    assertThat(signature.id()).isEqualTo("s001");
    assertThat(signature.format()).isEqualTo("SES_V4");
    assertThat(signature.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(signature.seal()).isNotNull();
    assertThat(signature.seal().esId()).isEqualTo("51010000000001");
    assertThat(signature.changesAfter()).isEmpty();
  }

  @Test
  void aSecondSealMayFollowAnOpenOne() {
    Bytes once = Sample.sealed(Protection.CONTINUE);
    Bytes twice = Sample.sealed(once, Protection.WHOLE);
    DocumentReport report = Sample.verify(twice);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures()).hasSize(2);
    assertThat(report.signatures().get(0).changesAfter())
        .extracting(SignatureReport.Change::path, SignatureReport.Change::allowed)
        .contains(org.assertj.core.groups.Tuple.tuple("Doc_0/Signs/Sign_1/Signature.xml", true));
    assertThat(report.signatures().get(1).changesAfter()).isEmpty();
  }

  @Test
  void noSealMayFollowAWholeProtectedOne() {
    Verdict<Bytes> second =
        OfdSealer.seal(
            DocumentSource.of(Sample.sealed(Protection.WHOLE)),
            Sample.request(Protection.CONTINUE),
            Sample.SIGNER);
    assertThat(second).isInstanceOf(Verdict.Invalid.class);
    assertThat(second.report().reason()).contains(Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void sealingTwiceGivesTheSameOctets() {
    assertThat(Sample.sealed(Protection.WHOLE)).isEqualTo(Sample.sealed(Protection.WHOLE));
  }

  @Test
  void everyFileOfTheDocumentIsCopiedAsItIs() {
    Map<String, Bytes> before = Sample.plain();
    Map<String, Bytes> after = Sample.files(Sample.sealed(Protection.WHOLE));
    before.remove("OFD.xml");
    assertThat(after).containsAllEntriesOf(before);
    assertThat(after.get("OFD.xml").toUtf8())
        .isEqualTo(
            Sample.plain()
                .get("OFD.xml")
                .toUtf8()
                .replace(
                    "</ofd:DocBody>",
                    "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"));
  }

  @Test
  void aStampOutsideItsPageIsRefused() {
    for (OfdSealRequest.Stamp stamp :
        List.of(
            new OfdSealRequest.Stamp(3, 10, 10),
            new OfdSealRequest.Stamp(0, 10, 10),
            new OfdSealRequest.Stamp(1, 210, 10),
            new OfdSealRequest.Stamp(1, 10, -40))) {
      OfdSealRequest request = Sample.request(Protection.WHOLE);
      Verdict<Bytes> sealed =
          OfdSealer.seal(
              DocumentSource.of(Sample.zip(Sample.plain())),
              new OfdSealRequest(
                  request.seal(),
                  List.of(stamp),
                  request.protection(),
                  request.time(),
                  request.provider()),
              Sample.SIGNER);
      assertThat(sealed.report().reason()).contains(Reason.STAMP_NOT_ON_PAGE);
    }
  }

  @Test
  void contentIsHandedOutOnlyWhenValid() {
    Bytes sealed = Sample.sealed(Protection.WHOLE);
    VerifiedOfd content =
        OfdVerifier.open(DocumentSource.of(sealed), Sample.policy())
            .orThrow(reason -> new IllegalStateException(reason.code()));
    assertThat(content.customData()).containsEntry("licence", "1.2.156.3005.2");
    Bytes data = Sample.plain().get("Doc_0/Attachs/data.xml");
    assertThat(content.attachments())
        .containsExactly(
            new VerifiedOfd.Attachment("data", "Doc_0/Attachs/data.xml", data.length()));
    assertThat(content.file("Doc_0/Attachs/data.xml")).contains(data);
    assertThat(content.file("Doc_0/Res/logo.png")).isPresent();
    assertThat(content.file("Doc_0/Signs/Signatures.xml")).isEmpty();

    TrustPolicy nobody = TrustPolicy.interop(List.of(), List.of(), Sample.policy().at());
    assertThat(OfdVerifier.open(DocumentSource.of(sealed), nobody))
        .isInstanceOf(Verdict.Indeterminate.class);
    assertThat(
            OfdVerifier.open(DocumentSource.of(Sample.zip(Sample.plain())), nobody)
                .report()
                .reason())
        .contains(Reason.NO_SIGNATURE);
  }

  @Test
  void theServiceLoaderFindsTheVerifier() {
    DocumentReport report =
        Trust.verify(DocumentSource.of(Sample.sealed(Protection.WHOLE)), Sample.policy());
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void anUnsignedDocumentHasNoSignature() {
    DocumentReport report = Sample.verify(Sample.zip(Sample.plain()));
    assertThat(report.conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
  }
}
