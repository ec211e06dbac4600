package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.OldKeys;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.chain.TrustTerm;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Who has stolen a CA's key certifies another's key under his own name, for any dates, and puts
 * that certificate into what the other signed and had stamped long ago (key substitution; with
 * ECDSA and RSA he finds a key for any message under the value that was stamped). Where a signed
 * attribute names the certificate by its hash that is impossible. Where none does, the certificate
 * has to be proven older than the loss.
 */
class StolenCaTest {
  private static final TestPki PKI = TestPki.seeded("stolen ca");
  private static final OldKeys OLD = OldKeys.of(PKI);
  private static final Instant STAMPED = TestPki.NOW.minus(Duration.ofDays(10));
  private static final Instant LOST = TestPki.NOW.minus(Duration.ofDays(1));
  private static final Bytes CONTENT = CmsForge.CONTENT;
  private static final Signer CA =
      PKI.issue(
          PKI.spec("CN=样例被盗,C=CN", Purpose.SUB_CA, TestPki.END)
              .with(SignatureAlgorithm.ECDSA_P256_SHA256),
          PKI.documentRoot());
  private static final Signer VICTIM =
      PKI.issue(
          PKI.spec("CN=样例真主,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
              .with(SignatureAlgorithm.ECDSA_P256_SHA256),
          CA);

  /** Of the victim's key, made when the CA's was stolen. */
  private static final Signer THIEF =
      PKI.certify(VICTIM, "CN=样例窃贼,C=CN", Purpose.DOCUMENT_SIGNER, CA);

  @ParameterizedTest
  @EnumSource(
      value = RevocationCause.class,
      names = {"KEY_COMPROMISE", "CA_COMPROMISE"})
  void anotherCertificateForTheSameKeyIsNotProven(RevocationCause cause) {
    DocumentReport report = verify(stamped(unnamed(THIEF)), revoked(cause));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    assertThat(report.signatures().get(0).report().check("certificate-existence"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  @Test
  void theSignerThatIsNamedStays() {
    DocumentReport named =
        verify(stamped(new CmsForge(VICTIM).make()), revoked(RevocationCause.KEY_COMPROMISE));
    assertThat(named.conclusion()).as("%s", named).isEqualTo(Conclusion.VALID);
    // Without the attribute, and nothing lost: only the key was in doubt, and it is not.
    DocumentReport unnamed = verify(stamped(unnamed(VICTIM)), PKI.policy());
    assertThat(unnamed.conclusion()).as("%s", unnamed).isEqualTo(Conclusion.VALID);
    DocumentReport ended =
        verify(stamped(unnamed(VICTIM)), revoked(RevocationCause.CESSATION_OF_OPERATION));
    assertThat(ended.conclusion()).as("%s", ended).isEqualTo(Conclusion.VALID);
  }

  /** An archive time-stamp over the certificates, made before the loss. */
  @Test
  void aCertificateThatIsProvenOlderStays() {
    Bytes stamped = stamped(unnamed(VICTIM));
    Bytes archived =
        CadesExtender.archive(stamped, SignedContent.of(CONTENT), OLD.stamping(STAMPED))
            .orThrow(r -> new IllegalStateException(r.code()));
    TrustPolicy policy = revoked(RevocationCause.KEY_COMPROMISE);
    DocumentReport report = verify(archived, policy);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    Bytes late =
        CadesExtender.archive(stamped, SignedContent.of(CONTENT), OLD.stamping(LOST))
            .orThrow(r -> new IllegalStateException(r.code()));
    assertThat(verify(late, policy).reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  /**
   * A thief who had prepared it: signed and stamped in time under an authority of his own, which he
   * certifies with the stolen key later. Nothing in it differs from what an honest one made.
   */
  @Test
  void anAuthorityBelowTheStolenKeyIsNotProven() {
    Signer upper =
        PKI.issue(
            PKI.spec("CN=样例上级,C=CN", Purpose.ROOT_CA, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            PKI.documentRoot());
    Signer below =
        PKI.issue(
            PKI.spec("CN=样例下级,C=CN", Purpose.SUB_CA, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            upper);
    Signer signer =
        PKI.issue(
            PKI.spec("CN=样例行长,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            below);
    Bytes stamped = stamped(new CmsForge(signer).make());
    TrustPolicy policy = revoked(upper, RevocationCause.KEY_COMPROMISE);
    DocumentReport report = verify(stamped, policy);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    Bytes archived =
        CadesExtender.archive(stamped, SignedContent.of(CONTENT), OLD.stamping(STAMPED))
            .orThrow(r -> new IllegalStateException(r.code()));
    assertThat(verify(archived, policy).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport ended = verify(stamped, revoked(upper, RevocationCause.CESSATION_OF_OPERATION));
    assertThat(ended.conclusion()).as("%s", ended).isEqualTo(Conclusion.VALID);
  }

  /** A trust list says so of a CA too. */
  @Test
  void aTermOfALostKeyIsTheSame() {
    String key = CA.chain().get(0).keySha256();
    TrustTerm term = new TrustTerm(key, Optional.empty(), Optional.of(LOST), true);
    TrustPolicy policy = PKI.policy().withTerms(List.of(term));
    DocumentReport report = verify(stamped(unnamed(THIEF)), policy);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport named = verify(stamped(new CmsForge(VICTIM).make()), policy);
    assertThat(named.conclusion()).as("%s", named).isEqualTo(Conclusion.VALID);
    TrustTerm ended = new TrustTerm(key, Optional.empty(), Optional.of(LOST), false);
    DocumentReport kept = verify(stamped(unnamed(VICTIM)), PKI.policy().withTerms(List.of(ended)));
    assertThat(kept.conclusion()).as("%s", kept).isEqualTo(Conclusion.VALID);
  }

  /** The CA is an anchor too, and the anchor that issued it says that its key was lost. */
  @Test
  void anAnchorThatAnotherOneRevokedIsTheSame() {
    List<Certificate> anchors = new ArrayList<>(PKI.policy().signers());
    anchors.add(CA.chain().get(0));
    TrustPolicy policy = revoked(RevocationCause.KEY_COMPROMISE).withSigners(anchors);
    DocumentReport report = verify(stamped(unnamed(THIEF)), policy);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    assertThat(report.signatures().get(0).report().check("path").map(c -> c.detail()))
        .hasValueSatisfying(path -> assertThat(path).endsWith(CA.chain().get(0).toString()));
    DocumentReport named = verify(stamped(new CmsForge(VICTIM).make()), policy);
    assertThat(named.conclusion()).as("%s", named).isEqualTo(Conclusion.VALID);
    TrustPolicy ceased = revoked(RevocationCause.CESSATION_OF_OPERATION).withSigners(anchors);
    DocumentReport ended = verify(stamped(unnamed(VICTIM)), ceased);
    assertThat(ended.conclusion()).as("%s", ended).isEqualTo(Conclusion.VALID);
  }

  private static Bytes unnamed(Signer signer) {
    return new CmsForge(signer).without(PKCSObjectIdentifiers.id_aa_signingCertificateV2).make();
  }

  private static Bytes stamped(Bytes cms) {
    return CadesExtender.timestamp(cms, OLD.stamping(STAMPED))
        .orThrow(r -> new IllegalStateException(r.code()));
  }

  private static TrustPolicy revoked(RevocationCause cause) {
    return revoked(CA, cause);
  }

  private static TrustPolicy revoked(Signer ca, RevocationCause cause) {
    RevokedEntry entry =
        new RevokedEntry(ca.chain().get(0).serial(), LOST, cause, Optional.empty());
    return PKI.policy().withCrls(List.of(PKI.crl(PKI.documentRoot(), entry)));
  }

  private static DocumentReport verify(Bytes cms, TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(cms), DocumentSource.of(CONTENT), policy);
  }
}
