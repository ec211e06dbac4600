package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.OldKeys;
import org.xinfu.testkit.OtherSeals;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.LogReceipt;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.MerkleTree;
import org.xinfu.trust.log.NoteKey;
import org.xinfu.trust.log.SignedNote;
import org.xinfu.trust.time.TimestampMaker;

/**
 * GM/T 0031-2014 let seals be signed with RSA and SHA-1. What such a seal is worth depends on the
 * time that is proven; whoever makes one today writes any time that he likes (ETSI EN 319 102-1
 * §5.6.2.4).
 */
class SealProvenTimeTest {
  private static final TestPki PKI = TestPki.seeded("seal proven time");
  private static final OldKeys OLD = OldKeys.of(PKI);
  private static final Instant CLAIMED = OldKeys.BEGIN.plus(Duration.ofDays(90));
  private static final Bytes TIME = Bytes.utf8(CLAIMED.toString());
  private static final Signer SIGNER = old("signer", Purpose.SEAL_SIGNER, PKI.signerRoot());
  private static final Signer MAKER = old("maker", Purpose.SEAL_MAKER, PKI.makerRoot());
  private static final OtherSeals.Suite SIGNING = OtherSeals.Suite.rsaSha1(PKI.vault(), SIGNER);
  private static final OtherSeals.Suite MAKING = OtherSeals.Suite.rsaSha1(PKI.vault(), MAKER);
  private static final TrustPolicy POLICY = OLD.policy();
  private static final Bytes SEAL = OtherSeals.seal2014(spec(), 1, MAKER, MAKING);
  private static final Bytes SIGNATURE = OtherSeals.signature2014(content(), TIME, SIGNER, SIGNING);
  private static final DERBitString SHA1 = new DERBitString(sha1(TestSeals.CONTENT).toArray());

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aClaimedTimeKeepsNoAlgorithm(TrustPolicy.Mode mode) {
    TrustPolicy policy = POLICY.withMode(mode);
    assertOpen(judge(SIGNATURE, Optional.empty(), policy), "signature-algorithm");
    assertOpen(judge(SIGNATURE, Optional.empty(), policy), "seal-algorithm");
    assertOpen(judge(SIGNATURE, Optional.of(OldKeys.GIVEN_UP), policy), "signature-algorithm");
    assertOpen(judge(SIGNATURE, Optional.of(OldKeys.GIVEN_UP), policy), "seal-algorithm");
    // A proof of what is to come proves nothing.
    assertOpen(judge(SIGNATURE, Optional.of(TestPki.END), policy), "signature-algorithm");
    Report seal = SealChecks.judgeSeal(SEAL, policy).report();
    assertThat(seal.conclusion()).as("%s", seal).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(seal.check("seal-algorithm").orElseThrow().outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aProvenTimeDoes(TrustPolicy.Mode mode) {
    TrustPolicy policy = POLICY.withMode(mode).withRevocation(TrustPolicy.Revocation.NONE);
    for (String id : List.of("signature-algorithm", "seal-algorithm")) {
      Report late = judge(SIGNATURE, Optional.of(OldKeys.GIVEN_UP.minusSeconds(1)), policy);
      assertThat(late.conclusion()).as("%s", late).isEqualTo(Conclusion.VALID);
      assertThat(late.check(id).orElseThrow().outcome()).isEqualTo(Outcome.WARN);
      Report good = judge(SIGNATURE, Optional.of(OldKeys.WEAK.minusSeconds(1)), policy);
      assertThat(good.check(id).orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    }
    // Who does not name the old suites does not want them, however old.
    TrustPolicy usual = policy.withAlgorithms(PKI.policy().algorithms());
    assertOpen(judge(SIGNATURE, Optional.of(OldKeys.WEAK), usual), "signature-algorithm");
  }

  /** The claim of the seal's maker is no proof either, nor is that of the signature's log. */
  @Test
  void aLogsReceiptProvesTheTime() {
    Instant seen = OldKeys.WEAK.minusSeconds(1);
    Report logged = judge(SIGNATURE, Optional.empty(), logged(value(SIGNATURE), seen));
    assertThat(logged.check("signature-algorithm").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    assertThat(logged.check("seal-algorithm").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    Report late = judge(SIGNATURE, Optional.empty(), logged(value(SIGNATURE), OldKeys.GIVEN_UP));
    assertThat(late.check("signature-algorithm").orElseThrow().outcome())
        .isEqualTo(Outcome.UNKNOWN);
    TrustPolicy ofSeal = logged(sealValue(), seen);
    Report seal = SealChecks.judgeSeal(SEAL, ofSeal).report();
    assertThat(seal.check("seal-algorithm").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    assertOpen(judge(SIGNATURE, Optional.empty(), ofSeal), "signature-algorithm");
  }

  /** The text of 2014 has SHA-1 for content beside RSA; it is worth what the suite is. */
  @Test
  void contentBySha1GoesWithItsSuiteAlone() {
    TrustPolicy policy = POLICY.withRevocation(TrustPolicy.Revocation.NONE);
    Instant proven = OldKeys.WEAK.minusSeconds(1);
    Bytes good = OtherSeals.resigned2014(SIGNATURE, s -> SesForge.at(s, o -> SHA1, 3), SIGNING);
    Report proved = judge(good, Optional.of(proven), policy);
    assertThat(proved.conclusion()).as("%s", proved).isEqualTo(Conclusion.VALID);
    assertOpen(judge(good, Optional.empty(), policy), "signature-algorithm");
    // Beside RSA with SHA-256.
    OtherSeals.Suite sha256 = OtherSeals.Suite.of(SIGNER);
    Bytes usual = OtherSeals.signature2014(content(), TIME, SIGNER);
    Bytes mixed = OtherSeals.resigned2014(usual, s -> SesForge.at(s, o -> SHA1, 3), sha256);
    assertOpen(judge(mixed, Optional.of(proven), policy), "data-hash-algorithm");
  }

  /** GB/T 38540 has SM2 alone, whatever the time. */
  @Test
  void theStandardOf2020NeverHadRsa() {
    Signer signer = PKI.sealSigner("样例章");
    Bytes sm2 = TestSeals.signature(TestSeals.seal(PKI.maker("样例制章者"), signer, SIGNER), signer);
    Bytes rsa =
        SesForge.edit(
            SesForge.valued(sm2, SIGNER, SIGNER::sign),
            s -> SesForge.at(s, o -> PKCSObjectIdentifiers.sha256WithRSAEncryption, 2));
    Report judged = judge(rsa, Optional.of(OldKeys.WEAK), POLICY);
    assertThat(judged.check("signature-value").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    assertThat(judged.check("signature-algorithm").orElseThrow().outcome())
        .isEqualTo(Outcome.UNKNOWN);
  }

  /**
   * A token as timeInfo is inside of what is signed. Whoever has the key signs today what was
   * stamped before the loss, or takes the token of a signature of that time.
   */
  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aTokenOnTheContentIsNoProofOfTheSignature(TrustPolicy.Mode mode) {
    Instant lost = TestSeals.SIGNED;
    Instant before = lost.minusSeconds(86_400);
    Signer maker = PKI.maker("样例制章者二");
    Signer signer = PKI.sealSigner("样例失窃章");
    Bytes seal = OtherSeals.seal2014(TestSeals.spec(signer), 1, maker);
    Bytes signature =
        OtherSeals.signature2014(
            new SealedContent(seal, TestSeals.CONTENT_DIGEST, TestSeals.PATH, before),
            token(before),
            signer);
    TrustPolicy policy = PKI.policy().withMode(mode);
    Report stolen =
        judge(signature, Optional.empty(), revoked(policy, signer, RevocationCause.KEY_COMPROMISE));
    assertThat(stolen.reason()).contains(Reason.CERTIFICATE_REVOKED);
    SealJudgement unhurt = judged(signature, Optional.empty(), policy);
    assertThat(unhurt.report().conclusion()).as("%s", unhurt.report()).isEqualTo(Conclusion.VALID);
    assertThat(unhurt.timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(unhurt.signedAt()).isEqualTo(before);
    assertThat(unhurt.report().check("timestamp").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    TrustPolicy replaced = revoked(policy, signer, RevocationCause.SUPERSEDED);
    Report after = judge(signature, Optional.empty(), replaced);
    if (policy.strict()) {
      assertThat(after.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    } else {
      // GM/T 0031 §6.2.3 d: a claim inside of the validity counts, and is told.
      assertThat(after.check("signer-certificate-revocation").orElseThrow().reason())
          .isEqualTo(Reason.TIME_NOT_PROVEN);
    }
    Report proven = judge(signature, Optional.of(lost.minusSeconds(1)), replaced);
    assertThat(proven.conclusion()).as("%s", proven).isEqualTo(Conclusion.VALID);
    // Signed at the token's time at the earliest: once the certificate was revoked it is too late.
    Bytes late =
        OtherSeals.signature2014(
            new SealedContent(seal, TestSeals.CONTENT_DIGEST, TestSeals.PATH, lost),
            token(lost),
            signer);
    assertThat(judge(late, Optional.empty(), replaced).reason())
        .contains(Reason.CERTIFICATE_REVOKED);
  }

  private static TrustPolicy revoked(TrustPolicy policy, Signer signer, RevocationCause cause) {
    RevokedEntry entry =
        new RevokedEntry(signer.chain().get(0).serial(), TestSeals.SIGNED, cause, Optional.empty());
    return policy.withCrls(
        List.of(
            PKI.crl(PKI.signerCa(), entry),
            PKI.crl(PKI.signerRoot()),
            PKI.crl(PKI.makerRoot()),
            PKI.crl(PKI.documentRoot())));
  }

  private static Bytes token(Instant at) {
    TimestampMaker maker =
        new TimestampMaker(PKI.timestamper("样例时间戳"), "1.2.3.4.1", () -> BigInteger.valueOf(77));
    return maker.token(
        new TimestampMaker.Order(ContentDigest.SM3, TestSeals.CONTENT_DIGEST, Optional.empty()),
        at);
  }

  private static void assertOpen(Report report, String id) {
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.check(id).orElseThrow().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  private static TrustPolicy logged(Bytes value, Instant at) {
    Bytes salt = Hash.SHA256.of(Bytes.utf8("salt"));
    MerkleTree tree = new MerkleTree(Checkpoint.HASH);
    long index = tree.append(LogReceipt.entry(salt, value));
    MerkleProof.Head head = new MerkleProof.Head(tree.size(), tree.root(tree.size()));
    Checkpoint checkpoint = new Checkpoint("log.example.cn", head, List.of());
    Signer log = OLD.other();
    SignedNote note =
        new SignedNote(
            checkpoint.text(), List.of(NoteKey.sign("log.example.cn", log, checkpoint, at)));
    LogReceipt receipt =
        new LogReceipt(salt, index, tree.inclusion(index, tree.size()), note, checkpoint);
    return POLICY.withLogs(List.of(log.chain().get(0))).withReceipts(List.of(receipt.write()));
  }

  private static Bytes value(Bytes signature) {
    return bits(SesForge.sequence(signature).getObjectAt(1));
  }

  private static Bytes sealValue() {
    return bits(ASN1Sequence.getInstance(SesForge.sequence(SEAL).getObjectAt(1)).getObjectAt(2));
  }

  private static Bytes bits(ASN1Encodable value) {
    return Bytes.of(ASN1BitString.getInstance(value).getOctets());
  }

  private static SealedContent content() {
    return new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, TestSeals.PATH, CLAIMED);
  }

  private static Report judge(Bytes signature, Optional<Instant> existed, TrustPolicy policy) {
    return judged(signature, existed, policy).report();
  }

  private static SealJudgement judged(
      Bytes signature, Optional<Instant> existed, TrustPolicy policy) {
    return SealVerifier.verifySignature(
        new SealClaim(
            signature,
            TestSeals.CONTENT_DIGEST,
            TestSeals.PATH,
            Optional.empty(),
            Optional.of(TestSeals.CONTENT),
            new SealProofs(Evidence.none(), existed)),
        policy);
  }

  private static SealSpec spec() {
    SealSpec usual = TestSeals.spec(SIGNER);
    return new SealSpec(
        usual.esId(),
        usual.vendorId(),
        usual.type(),
        usual.name(),
        usual.signers(),
        false,
        OldKeys.BEGIN.plusSeconds(60),
        OldKeys.BEGIN,
        TestSeals.SEAL_END,
        usual.picture());
  }

  private static Signer old(String label, Purpose purpose, Signer issuer) {
    Signer key =
        PKI.vault().shortRsa(SignatureAlgorithm.RSA_PKCS1_SHA256, "1024 bits " + label, 1024);
    return key.withChain(
        List.of(
            CertificateMaker.issue(
                new CertificateSpec(
                    "CN=样例旧" + label + ",O=样例单位,C=CN",
                    key.publicKey(),
                    BigInteger.valueOf(0x2010),
                    OldKeys.BEGIN,
                    TestPki.END,
                    purpose,
                    Optional.empty(),
                    true),
                issuer)));
  }

  private static Bytes sha1(Bytes octets) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-1").digest(octets.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
