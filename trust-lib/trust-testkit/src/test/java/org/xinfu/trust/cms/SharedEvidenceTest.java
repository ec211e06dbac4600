package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;

/**
 * Lists and answers that a message brings are verified once for all of its signers: fifty signers
 * with fifty of each are an honest file, and two hundred with hundreds cost no more than these.
 */
class SharedEvidenceTest {
  private static final TestPki PKI = TestPki.seeded("shared evidence");
  private static final Signer CA = PKI.signerCa();
  private static final Signer SIGNER = PKI.sealSigner("样例");
  private static final Certificate OWN = SIGNER.chain().get(0);
  private static final TrustPolicy POLICY =
      PKI.policy().withCrls(List.of(PKI.crl(PKI.signerRoot()))).withMode(TrustPolicy.Mode.STRICT);
  private static final ASN1ObjectIdentifier OCSP = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.16.2");

  @Test
  void fiftySignersWithFiftyOfEachAreValid() {
    List<ASN1Encodable> values = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      values.add(list(i));
      values.add(answer(i));
    }
    DocumentReport report = verify(50, values);
    assertThat(report.signatures()).hasSize(50);
    assertThat(report.conclusion()).as("%s", report.reason()).isEqualTo(Conclusion.VALID);
  }

  /** What is beyond one signer's budget is left open for each of them. */
  @Test
  void moreThanAnybodyNeedsAreLeftOpen() {
    List<ASN1Encodable> values = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      values.add(answer(i));
    }
    DocumentReport report = verify(3, values);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  /** Shared or not, a revocation is told to every signer. */
  @Test
  void aRevocationIsToldToAll() {
    Instant since = TestPki.NOW.minus(Duration.ofDays(9));
    RevokedEntry entry =
        new RevokedEntry(OWN.serial(), since, RevocationCause.KEY_COMPROMISE, Optional.of(since));
    DocumentReport report = verify(3, List.of(list(0), list(1, entry)));
    assertThat(report.signatures()).hasSize(3);
    assertThat(report.signatures())
        .allMatch(s -> s.report().reason().equals(Optional.of(Reason.CERTIFICATE_REVOKED)));
  }

  private static ASN1Encodable list(int number, RevokedEntry... entries) {
    Instant made = TestPki.NOW.minusSeconds(3600 - number);
    CrlMaker.Issue issue =
        new CrlMaker.Issue(made, made.plus(Duration.ofDays(9)), BigInteger.valueOf(number + 10));
    return sequence(CrlMaker.issue(CA, List.of(entries), issue));
  }

  private static ASN1Encodable answer(int number) {
    Instant made = TestPki.NOW.minusSeconds(3600 - number);
    OcspMaker.Status good =
        new OcspMaker.Status(OWN, CA.chain().get(0), Hash.SHA1, Optional.empty());
    OcspMaker.Issue issue =
        new OcspMaker.Issue(made, Optional.of(made.plus(Duration.ofDays(9))), Optional.empty());
    ASN1Encodable response = sequence(OcspMaker.respond(CA, List.of(good), issue));
    return new DERTaggedObject(false, 1, new DERSequence(new ASN1Encodable[] {OCSP, response}));
  }

  private static ASN1Encodable sequence(Bytes der) {
    return ASN1Sequence.getInstance(der.toArray());
  }

  private static DocumentReport verify(int signers, List<ASN1Encodable> values) {
    CmsForge forge = new CmsForge(SIGNER);
    forge.signers = signers;
    forge.version = new ASN1Integer(5);
    forge.afterCertificates.add(
        new DERTaggedObject(false, 1, new DERSet(values.toArray(ASN1Encodable[]::new))));
    return Trust.verify(
        DocumentSource.of(forge.make()), DocumentSource.of(CmsForge.CONTENT), POLICY);
  }
}
