package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.OldKeys;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.Signer;

/**
 * Whoever signs writes signing-time as he likes. Path, algorithm and digests are judged at the time
 * that a time-stamp proves, and without one now (ETSI EN 319 102-1 §5.5.4, §5.6.2.4).
 */
class CmsProvenTimeTest {
  private static final TestPki PKI = TestPki.seeded("cms proven time");
  private static final OldKeys OLD = OldKeys.of(PKI);
  private static final Instant CLAIMED = OldKeys.BEGIN.plus(Duration.ofDays(90));
  private static final Bytes CONTENT = CmsForge.CONTENT;

  /** Claimed while the certificate was good, stamped a second after its end; exact to a second. */
  @Test
  void aBackDatedClaimDoesNotKeepAnEndedCertificate() {
    Instant end = TestPki.NOW.plusSeconds(1800);
    Signer ended = PKI.issue(PKI.spec("CN=样例到期", Purpose.DOCUMENT_SIGNER, end), PKI.documentRoot());
    Bytes basic = CmsSigner.cadesAttached(CONTENT, ended, TestPki.NOW);
    TrustPolicy policy = OLD.policy().withAt(end.plusSeconds(600));
    assertOpen(verify(basic, policy), Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport inTime = verify(stamped(basic, end.minusSeconds(1)), policy);
    assertThat(inTime.conclusion()).as("%s", inTime).isEqualTo(Conclusion.VALID);
    assertThat(inTime.signatures().get(0).signedAt()).isEqualTo(end.minusSeconds(1));
    assertOpen(verify(stamped(basic, end), policy), Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport late = verify(stamped(basic, end.plusSeconds(1)), policy);
    assertThat(late.conclusion()).as("%s", late).isEqualTo(Conclusion.INVALID);
    assertThat(late.reason()).contains(Reason.CERTIFICATE_EXPIRED);
  }

  /** Claimed while 1024 bits of RSA counted. */
  @Test
  void aBackDatedClaimDoesNotKeepAnAlgorithm() {
    Bytes basic = CmsSigner.cadesAttached(CONTENT, OLD.signer(), CLAIMED);
    assertOpen(verify(basic, OLD.policy()), Reason.ALGORITHM_NOT_ALLOWED);
    DocumentReport late = verify(stamped(basic, OldKeys.GIVEN_UP.minusSeconds(1)), OLD.policy());
    assertOpen(late, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(late.signatures().get(0).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    DocumentReport inTime = verify(stamped(basic, OldKeys.GIVEN_UP.minusSeconds(2)), OLD.policy());
    assertThat(inTime.conclusion()).as("%s", inTime).isEqualTo(Conclusion.VALID);
    assertThat(check(inTime, "signature-algorithm").map(Check::outcome)).contains(Outcome.WARN);
    DocumentReport good = verify(stamped(basic, OldKeys.WEAK.minusSeconds(2)), OLD.policy());
    assertThat(check(good, "signature-algorithm").map(Check::outcome)).contains(Outcome.PASS);
  }

  /** Of two time-stamps the earlier, whichever came first. */
  @Test
  void theEarlierStampCounts() {
    Bytes basic = CmsSigner.cadesAttached(CONTENT, OLD.signer(), CLAIMED);
    Instant before = OldKeys.GIVEN_UP.minusSeconds(2);
    for (Bytes both :
        List.of(
            stamped(stamped(basic, before), OldKeys.GIVEN_UP),
            stamped(stamped(basic, OldKeys.GIVEN_UP), before))) {
      DocumentReport report = verify(both, OLD.policy());
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures().get(0).signedAt()).isEqualTo(before);
    }
  }

  /**
   * A list knows of a signer what came before it: made before the signature surely was there it
   * does not.
   */
  @Test
  void aListOlderThanTheSignatureKnowsNothingOfIt() {
    Bytes stamped =
        stamped(CmsSigner.cadesAttached(CONTENT, OLD.other(), TestPki.NOW), TestPki.NOW);
    for (long made : new long[] {0, 1}) {
      Instant at = TestPki.NOW.plusSeconds(made);
      Bytes list =
          CrlMaker.issue(
              PKI.documentRoot(),
              List.of(),
              new CrlMaker.Issue(at, at.plusSeconds(600), BigInteger.ONE));
      TrustPolicy policy =
          OLD.policy()
              .withMode(TrustPolicy.Mode.STRICT)
              .withCrls(List.of(list))
              .withAt(TestPki.NOW.plusSeconds(3600));
      DocumentReport report = verify(stamped, policy);
      assertThat(check(report, "certificate-revocation").map(Check::outcome))
          .contains(made < 1 ? Outcome.UNKNOWN : Outcome.PASS);
    }
  }

  /** SHA-1 that names the certificate is told since it was weak. */
  @Test
  void aBackDatedClaimDoesNotKeepADigest() {
    Bytes basic = namedBySha1();
    assertThat(told(basic)).contains(Outcome.WARN);
    assertThat(told(stamped(basic, OldKeys.WEAK.minusSeconds(1)))).contains(Outcome.WARN);
    assertThat(told(stamped(basic, OldKeys.WEAK.minusSeconds(2)))).isEmpty();
  }

  /** EN 319 102-1 §5.5.4: what was stamped was there, and was not signed later. */
  @ParameterizedTest
  @CsvSource({
    "-864000, PASS, PASS",
    "300, PASS, PASS",
    "301, WARN, UNKNOWN",
    "86400, WARN, UNKNOWN",
    "86401, UNKNOWN, UNKNOWN"
  })
  void aSignatureIsNotOlderThanItsClaim(long later, Outcome interop, Outcome strict) {
    Instant claimed = TestPki.NOW.plusSeconds(later);
    Bytes basic = CmsSigner.cadesAttached(CONTENT, OLD.other(), claimed);
    TrustPolicy policy = PKI.policy().withAt(TestPki.NOW.plus(Duration.ofDays(2)));
    String id = "signing-time-order";
    Reason reason = Reason.SIGNING_TIME_CONTRADICTED;
    Bytes stamped = stamped(basic, TestPki.NOW);
    assertOrder(stamped, policy, new Check(id, CLAUSE, interop, reason, ""));
    TrustPolicy strictly = policy.withMode(TrustPolicy.Mode.STRICT);
    assertOrder(stamped, strictly, new Check(id, CLAUSE, strict, reason, ""));
    // So it is without a time-stamp: it was there when it was judged.
    TrustPolicy at = PKI.policy();
    assertOrder(basic, at, new Check(id, CLAUSE, interop, Reason.SIGNED_IN_FUTURE, ""));
    assertOrder(
        basic,
        at.withMode(TrustPolicy.Mode.STRICT),
        new Check(id, CLAUSE, strict, Reason.SIGNED_IN_FUTURE, ""));
  }

  private static final String CLAUSE = "ETSI EN 319 102-1 5.5.4";

  private static void assertOrder(Bytes cms, TrustPolicy policy, Check expected) {
    DocumentReport report = verify(cms, policy);
    Check found = check(report, expected.id()).orElseThrow();
    assertThat(found.outcome()).as("%s", report).isEqualTo(expected.outcome());
    assertThat(found.clause()).isEqualTo(expected.clause());
    if (expected.outcome() == Outcome.PASS) {
      assertThat(found.reason()).isNull();
    } else {
      assertThat(found.reason()).isEqualTo(expected.reason());
    }
    assertThat(report.conclusion())
        .as("%s", report)
        .isEqualTo(
            expected.outcome() == Outcome.UNKNOWN ? Conclusion.INDETERMINATE : Conclusion.VALID);
  }

  private static Optional<Outcome> told(Bytes cms) {
    DocumentReport report = verify(cms, OLD.policy());
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    return check(report, "signing-certificate-digest").map(Check::outcome);
  }

  private static Bytes namedBySha1() {
    CmsForge forge = new CmsForge(OLD.other());
    Bytes named = ContentDigest.SHA1.of(OLD.other().chain().get(0).der());
    forge.without(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    forge.attribute(CMSAttributes.signingTime, new DERUTCTime(Date.from(CLAIMED)));
    forge.attribute(
        PKCSObjectIdentifiers.id_aa_signingCertificate,
        new org.bouncycastle.asn1.ess.SigningCertificate(new ESSCertID(named.toArray())));
    return forge.make();
  }

  private static void assertOpen(DocumentReport report, Reason reason) {
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(reason);
  }

  private static Optional<Check> check(DocumentReport report, String id) {
    return report.signatures().get(0).report().check(id);
  }

  private static DocumentReport verify(Bytes cms, TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(cms), DocumentSource.of(CONTENT), policy);
  }

  private static Bytes stamped(Bytes cms, Instant at) {
    return CadesExtender.timestamp(cms, OLD.stamping(at))
        .orThrow(r -> new IllegalStateException(r.code()));
  }
}
