package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** What we make, we verify: every suite, every form. */
class XmlSignerTest {
  private static final TestPki PKI = TestPki.seeded("xml signer");
  private static final Bytes INVOICE =
      Bytes.utf8("<发票 xmlns=\"urn:样例\"><!-- note --><金额 币种='CNY'>100</金额></发票>");

  @ParameterizedTest
  @MethodSource("suites")
  void everySuiteInEveryForm(SignatureAlgorithm algorithm) {
    Signer signer = signer(algorithm);
    Map<String, Bytes> files = Map.of("a.txt", Bytes.utf8("a"), "b/c.bin", Bytes.hex("00ff"));
    for (XmlSignRequest request :
        new XmlSignRequest[] {
          XmlSignRequest.enveloped(INVOICE, TestPki.NOW),
          XmlSignRequest.enveloping(INVOICE, TestPki.NOW),
          XmlSignRequest.enveloping(Bytes.hex("00ff10"), TestPki.NOW),
          XmlSignRequest.detached(files, TestPki.NOW)
        }) {
      for (XmlSignRequest each : new XmlSignRequest[] {request, request.plain()}) {
        DocumentReport report = verify(sign(each, signer), files);
        assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
        assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
        assertThat(report.signatures()).hasSize(1);
        assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
        assertThat(report.signatures().get(0).level())
            .isEqualTo(each.at().isPresent() ? "B-B" : null);
      }
    }
  }

  static Set<SignatureAlgorithm> suites() {
    return SignatureAlgorithm.current();
  }

  @Test
  void signingAgainGivesTheSameOctets() {
    XmlSignRequest request = XmlSignRequest.enveloped(INVOICE, TestPki.NOW);
    Signer signer = signer(SignatureAlgorithm.SM2_SM3);
    assertThat(sign(request, signer)).isEqualTo(sign(request, signer));
  }

  @Test
  void aSignatureThatLeavesRoomStandsBesideAnother() {
    Bytes one =
        sign(
            XmlSignRequest.enveloped(INVOICE, TestPki.NOW).leavingRoom(),
            signer(SignatureAlgorithm.SM2_SM3));
    Bytes both =
        sign(
            XmlSignRequest.enveloped(one, TestPki.NOW),
            signer(SignatureAlgorithm.ECDSA_P256_SHA256));
    DocumentReport report = verify(both, Map.of());
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures()).hasSize(2);
  }

  @Test
  void whatWasSignedIsHandedOut() {
    Bytes signed =
        sign(XmlSignRequest.enveloped(INVOICE, TestPki.NOW), signer(SignatureAlgorithm.SM2_SM3));
    VerifiedXml verified =
        new XmlVerifier()
            .open(DocumentSource.of(signed), PKI.policy())
            .orThrow(r -> new IllegalStateException("" + r));
    assertThat(verified.parts()).hasSize(1);
    assertThat(verified.parts().get(0).element()).isEqualTo("{urn:样例}发票");
    assertThat(verified.parts().get(0).octets().toUtf8())
        .isEqualTo("<发票 xmlns=\"urn:样例\"><金额 币种=\"CNY\">100</金额></发票>");
  }

  static Signer signer(SignatureAlgorithm algorithm) {
    TestPki.Spec spec =
        PKI.spec("CN=" + algorithm + ",C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END).with(algorithm);
    return PKI.issue(spec, PKI.documentRoot());
  }

  static Bytes sign(XmlSignRequest request, Signer signer) {
    return XmlSigner.sign(request, signer).orThrow(r -> new IllegalStateException("" + r));
  }

  static DocumentReport verify(Bytes xml, Map<String, Bytes> files) {
    return new XmlVerifier(files).verify(DocumentSource.of(xml), PKI.policy());
  }
}
