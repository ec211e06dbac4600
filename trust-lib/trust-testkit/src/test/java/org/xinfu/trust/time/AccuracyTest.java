package org.xinfu.trust.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.chain.TrustTerm;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.key.Signer;

/**
 * RFC 3161 §2.4.2: a token is made between genTime less and genTime plus its accuracy. What came
 * within it neither refutes a signature nor is surely later.
 */
class AccuracyTest {
  private static final TestPki PKI = TestPki.seeded("accuracy");
  private static final Signer TSA = PKI.timestamper("样例时间戳");
  private static final Signer SIGNER = PKI.documentSigner("样例签名者");
  private static final Certificate LEAF = SIGNER.chain().get(0);
  private static final Instant GEN_TIME = TestPki.NOW.minus(Duration.ofDays(9));
  private static final Bytes CONTENT = Bytes.utf8("what was there");
  private static final Bytes BASIC = CmsSigner.cadesAttached(CONTENT, SIGNER, GEN_TIME);

  /**
   * Stamped with an accuracy of five seconds; the signer's certificate is revoked so much later.
   */
  @ParameterizedTest
  @CsvSource({
    "0, INVALID, certificate-revoked",
    "1, INDETERMINATE, no-proof-of-existence",
    "5, INDETERMINATE, no-proof-of-existence",
    "6, VALID,"
  })
  void aRevocationWithinIt(long later, Conclusion verdict, String reason) {
    Bytes stamped = stamped(accuracy(5));
    for (Mode mode : Mode.values()) {
      DocumentReport report =
          verify(stamped, revoked(later, RevocationCause.SUPERSEDED).withMode(mode));
      assertThat(report.conclusion()).as("%s", report).isEqualTo(verdict);
      assertThat(report.reason().map(Reason::code)).isEqualTo(Optional.ofNullable(reason));
      assertThat(report.signatures().get(0).signedAt()).isEqualTo(GEN_TIME);
    }
  }

  /** Whoever has the key claims any time: as if there were no time-stamp. */
  @ParameterizedTest
  @EnumSource
  void aKeyLostWithinIt(Mode mode) {
    Bytes stamped = stamped(accuracy(5));
    TrustPolicy lost = revoked(5, RevocationCause.KEY_COMPROMISE).withMode(mode);
    assertThat(verify(stamped, lost).reason()).contains(Reason.CERTIFICATE_REVOKED);
    TrustPolicy later = revoked(6, RevocationCause.KEY_COMPROMISE).withMode(mode);
    assertThat(verify(stamped, later).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void withoutOneTheTokenIsExact() {
    Bytes stamped = stamped(null);
    TrustPolicy policy = revoked(1, RevocationCause.KEY_COMPROMISE);
    assertThat(verify(stamped, policy).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** The parts add up. */
  @Test
  void aPartOfASecondCounts() {
    Accuracy part = new Accuracy(null, new ASN1Integer(999), new ASN1Integer(999));
    TrustPolicy policy = revoked(1, RevocationCause.SUPERSEDED);
    assertThat(verify(stamped(part), policy).conclusion()).isEqualTo(Conclusion.VALID);
    Accuracy more = new Accuracy(new ASN1Integer(1), null, new ASN1Integer(1));
    assertThat(verify(stamped(more), policy).reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  /** As certificate, as anchor under a trust list, and as list that must be made since. */
  @ParameterizedTest
  @CsvSource({"4, false", "5, true"})
  void anEndWithinIt(long end, boolean proven) {
    Instant signed = LEAF.notAfter().minusSeconds(end);
    TrustPolicy after = PKI.policy().withAt(LEAF.notAfter().plusSeconds(60));
    assertThat(judged(after, signed).isEmpty()).isEqualTo(proven);
    TrustTerm term =
        new TrustTerm(
            LEAF.keySha256(), Optional.empty(), Optional.of(GEN_TIME.plusSeconds(end + 1)), false);
    TrustPolicy distrusted = PKI.policy().withTerms(List.of(term));
    assertThat(judged(distrusted, GEN_TIME).isEmpty()).isEqualTo(proven);
  }

  /** A clock that is behind refutes nothing, as that of a certificate made for one signature. */
  @ParameterizedTest
  @CsvSource({"5, true", "6, false"})
  void aBeginningWithinIt(long later, boolean proven) {
    Instant signed = LEAF.notBefore().minusSeconds(later);
    TrustPolicy policy = PKI.policy().withAt(LEAF.notBefore().plusSeconds(60)).withCrls(List.of());
    assertThat(judged(policy, signed))
        .isEqualTo(proven ? Optional.empty() : Optional.of(Reason.CERTIFICATE_NOT_YET_VALID));
  }

  /** Nothing is earlier than it says, and no number stands for an age. */
  @Test
  void numbersThatAreNoAccuracy() {
    for (BigInteger seconds :
        List.of(
            BigInteger.valueOf(-1),
            BigInteger.ONE.negate().shiftLeft(40),
            BigInteger.ONE.shiftLeft(200))) {
      Accuracy odd = new Accuracy(new ASN1Integer(seconds), null, null);
      DocumentReport report = verify(stamped(odd), PKI.policy());
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
      assertThat(report.reason()).contains(Reason.TIMESTAMP_WRONG);
    }
    // A lifetime proves nothing, and refutes nothing.
    DocumentReport vague = verify(stamped(accuracy(2_000_000_000)), PKI.policy());
    assertThat(vague.conclusion()).as("%s", vague).isEqualTo(Conclusion.VALID);
    DocumentReport open =
        verify(stamped(accuracy(2_000_000_000)), revoked(60, RevocationCause.SUPERSEDED));
    assertThat(open.reason()).as("%s", open).contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  private static Optional<Reason> judged(TrustPolicy policy, Instant signed) {
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, signed, TimeSource.TIMESTAMP, Lenience.ETSI)
            .within(Duration.ofSeconds(5));
    Verdict<List<Certificate>> path =
        ChainValidator.validate(LEAF, Evidence.of(SIGNER.chain()), query);
    return path instanceof Verdict.Valid ? Optional.empty() : path.report().reason();
  }

  private static TrustPolicy revoked(long later, RevocationCause cause) {
    RevokedEntry entry =
        new RevokedEntry(LEAF.serial(), GEN_TIME.plusSeconds(later), cause, Optional.empty());
    return PKI.policy().withCrls(List.of(PKI.crl(PKI.documentRoot(), entry)));
  }

  private static DocumentReport verify(Bytes message, TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(message), policy);
  }

  private static Accuracy accuracy(long seconds) {
    return new Accuracy(new ASN1Integer(seconds), null, null);
  }

  private static Bytes stamped(@Nullable Accuracy accuracy) {
    return CadesExtender.timestamp(
            BASIC,
            (digest, imprint) ->
                AccuracyVectors.token(
                    TSA, AccuracyVectors.info(digest, imprint, GEN_TIME, accuracy)))
        .orThrow(r -> new IllegalStateException(r.code()));
  }
}
