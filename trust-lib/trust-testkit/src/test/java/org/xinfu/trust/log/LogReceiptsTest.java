package org.xinfu.trust.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.TrustTerm;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;

/** What was logged before a key was lost stays; what only a lost log says does not. */
class LogReceiptsTest {
  private static final TestPki PKI = TestPki.seeded("log proofs");
  private static final Signer LOG = PKI.documentSigner("样例日志");
  private static final Signer WITNESS = PKI.documentSigner("样例见证");
  private static final Signer SIGNER = PKI.sealSigner("样例签章者");
  private static final String ORIGIN = "log.example.cn";
  private static final Bytes SALT = Hash.SHA256.of(Bytes.utf8("salt"));
  private static final Instant LOST = TestPki.NOW.minus(Duration.ofDays(20));
  private static final Instant BEFORE = LOST.minus(Duration.ofDays(2));
  private static final Bytes CMS =
      CmsSigner.cadesAttached(Bytes.utf8("样例"), SIGNER, BEFORE.minusSeconds(60));

  @Test
  void aReceiptProvesTheTime() {
    DocumentReport report = verify(policy(receipt(BEFORE, Optional.empty())));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).timeSource()).isEqualTo(TimeSource.LOG);
    assertThat(report.signatures().get(0).signedAt()).isEqualTo(BEFORE);
  }

  /** What a log had was there, and was not signed two days later. */
  @Test
  void aSignatureIsNotOlderThanItsClaim() {
    DocumentReport early = verify(policy(receipt(BEFORE.minusSeconds(359), Optional.empty())));
    assertThat(early.conclusion()).as("%s", early).isEqualTo(Conclusion.VALID);
    Report told = early.signatures().get(0).report();
    assertThat(told.check("signing-time-order").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    Instant longBefore = BEFORE.minus(Duration.ofDays(2));
    DocumentReport report = verify(policy(receipt(longBefore, Optional.empty())));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.SIGNING_TIME_CONTRADICTED);
  }

  @Test
  void aLostSubCaLeavesWhatWasLoggedBefore() {
    TrustTerm lost = lost(PKI.signerCa());
    Bytes in = receipt(BEFORE, Optional.empty());
    assertThat(verify(policy(in).withTerms(List.of(lost))).conclusion())
        .isEqualTo(Conclusion.VALID);
    Bytes late = receipt(LOST, Optional.empty());
    assertDistrusted(policy(late).withTerms(List.of(lost)));
    assertDistrusted(PKI.policy().withTerms(List.of(lost)));
  }

  @Test
  void aLostLogProvesOnlyWhatAWitnessSawBefore() {
    TrustTerm lost = lost(LOG);
    assertDistrusted(policy(receipt(BEFORE, Optional.empty())).withTerms(List.of(lost)));
    Bytes witnessed = receipt(BEFORE, Optional.of(BEFORE.plusSeconds(60)));
    assertThat(verify(policy(witnessed).withTerms(List.of(lost))).conclusion())
        .isEqualTo(Conclusion.VALID);
    Bytes late = receipt(BEFORE, Optional.of(LOST));
    assertDistrusted(policy(late).withTerms(List.of(lost)));
    // A witness that was lost itself witnesses nothing.
    assertDistrusted(policy(witnessed).withTerms(List.of(lost, lost(WITNESS))));
  }

  @Test
  void anUnknownLogIsNotBelieved() {
    TrustPolicy policy = PKI.policy().withReceipts(List.of(receipt(BEFORE, Optional.empty())));
    Report report = verify(policy).signatures().get(0).report();
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.check("log-receipt").orElseThrow().reason())
        .isEqualTo(Reason.NO_TRUST_ANCHOR);
    // A witness alone is no log.
    assertThat(verify(policy.withLogs(List.of(cert(WITNESS)))).conclusion())
        .isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void aReceiptOfTomorrowIsNotBelieved() {
    TrustPolicy policy = policy(receipt(TestPki.NOW.plusSeconds(3600), Optional.empty()));
    Report report = verify(policy).signatures().get(0).report();
    assertThat(report.check("log-receipt").orElseThrow().reason())
        .isEqualTo(Reason.SIGNED_IN_FUTURE);
  }

  @Test
  void aReceiptAboutAnotherSignatureChangesNothing() {
    Bytes other = receiptOf(Bytes.utf8("another value"), BEFORE, Optional.empty());
    DocumentReport report = verify(policy(other));
    assertThat(report.signatures().get(0).timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(report.conclusion()).isEqualTo(verify(PKI.policy()).conclusion());
  }

  private static void assertDistrusted(TrustPolicy policy) {
    DocumentReport report = verify(policy);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ANCHOR_DISTRUSTED);
  }

  private static TrustPolicy policy(Bytes receipt) {
    return PKI.policy().withLogs(List.of(cert(LOG), cert(WITNESS))).withReceipts(List.of(receipt));
  }

  private static DocumentReport verify(TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(CMS), policy);
  }

  private static TrustTerm lost(Signer signer) {
    return new TrustTerm(cert(signer).keySha256(), Optional.empty(), Optional.of(LOST), true);
  }

  private static Bytes receipt(Instant at, Optional<Instant> witnessed) {
    return receiptOf(signatureValue(), at, witnessed);
  }

  private static Bytes receiptOf(Bytes value, Instant at, Optional<Instant> witnessed) {
    MerkleTree tree = new MerkleTree(Checkpoint.HASH);
    tree.append(Bytes.utf8("earlier"));
    long index = tree.append(LogReceipt.entry(SALT, value));
    tree.append(Bytes.utf8("later"));
    Checkpoint head =
        new Checkpoint(
            ORIGIN, new MerkleProof.Head(tree.size(), tree.root(tree.size())), List.of());
    List<SignedNote.Line> lines = new ArrayList<>();
    lines.add(NoteKey.sign(ORIGIN, LOG, head, at));
    witnessed.ifPresent(w -> lines.add(NoteKey.sign("witness.example.cn", WITNESS, head, w)));
    SignedNote note = new SignedNote(head.text(), lines);
    return new LogReceipt(SALT, index, tree.inclusion(index, tree.size()), note, head).write();
  }

  /** The signature value is the last field of the one SignerInfo without unsigned attributes. */
  private static Bytes signatureValue() {
    try {
      var message = org.bouncycastle.asn1.cms.ContentInfo.getInstance(CMS.toArray());
      var data = org.bouncycastle.asn1.cms.SignedData.getInstance(message.getContent());
      var signer =
          org.bouncycastle.asn1.cms.SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
      return Bytes.of(signer.getEncryptedDigest().getOctets());
    } catch (RuntimeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate cert(Signer signer) {
    return signer.chain().get(0);
  }
}
