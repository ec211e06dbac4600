package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Crowd;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;

/** All signatures of an XML file share one budget, whichever door the file comes in by. */
class XmlBudgetTest {
  private static final TestPki PKI = TestPki.seeded("crowd");
  private static final Crowd SIGNERS =
      Crowd.of(PKI, Purpose.DOCUMENT_SIGNER, SignatureAlgorithm.ECDSA_P256_SHA256);

  @Test
  void signaturesOfAFileShareItsBudget() {
    TrustPolicy policy = SIGNERS.policy(PKI.policy());
    List<XmlForge> forges = SIGNERS.signers().stream().map(XmlForge::new).toList();
    StringBuilder xml = new StringBuilder("<r><a Id=\"a\">1</a>");
    for (int i = 0; i < forges.size(); i++) {
      XmlForge forge = forges.get(i);
      xml.append(
          forge.signature("s" + i, forge.reference("#a", XmlForge.transform(XmlForge.EXCLUSIVE))));
    }
    String signed = xml.append("</r>").toString();
    for (int i = 0; i < forges.size(); i++) {
      signed = forges.get(i).sign(signed, "s" + i);
    }
    DocumentSource source = DocumentSource.of(Bytes.utf8(signed));
    assertOne(Trust.verify(source, policy));
    assertOne(new XmlVerifier().verify(source, policy));
    Verdict<VerifiedXml> opened = new XmlVerifier().open(source, policy);
    assertThat(opened).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(opened.report().checks()).anyMatch(c -> c.reason() == Reason.BUDGET_EXCEEDED);
  }

  private static void assertOne(DocumentReport report) {
    assertThat(report.signatures()).hasSize(10);
    Crowd.assertOneBudget(report.signatures().stream().map(SignatureReport::report).toList());
  }
}
