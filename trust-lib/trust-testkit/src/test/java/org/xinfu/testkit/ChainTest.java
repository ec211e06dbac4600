package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Each rule of path validation with a path that breaks it. */
class ChainTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = TestSeals.SIGNED;

  private final TestPki pki = TestPki.create();
  private final Signer leaf = pki.sealSigner("样例");

  @Test
  void aGoodPathIsValidUnderEveryRule() {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      for (Lenience lenience : Lenience.values()) {
        ChainQuery query = query(pki.policy().withMode(mode), SIGNED, lenience);
        Verdict<List<Certificate>> verdict = validate(leaf, query);
        assertThat(verdict).isInstanceOf(Verdict.Valid.class);
        assertThat(verdict.report().checks()).allMatch(c -> c.outcome() == Outcome.PASS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SM2_SM3",
        "ECDSA_P256_SHA512",
        "ECDSA_P384_SHA384",
        "ECDSA_P521_SHA256",
        "RSA_PKCS1_SHA256",
        "RSA_PSS_SHA384",
        "ED25519"
      })
  void everySuiteCanIssueAndBeIssued(SignatureAlgorithm suite) {
    Signer root = pki.root("CN=样例根 " + suite + ",C=CN", suite);
    Signer sub = pki.issue(pki.spec("CN=样例中 " + suite, Purpose.SUB_CA, TestPki.END), root);
    TestPki.Spec spec = pki.spec("CN=样例末 " + suite, Purpose.DOCUMENT_SIGNER, TestPki.END);
    Signer end = pki.issue(spec.with(suite), sub);
    TrustPolicy policy =
        TrustPolicy.interop(List.of(cert(root)), List.of(), NOW)
            .withCrls(List.of(pki.crl(root), pki.crl(sub)));
    assertThat(validate(end, query(policy, SIGNED, Lenience.ETSI)))
        .isInstanceOf(Verdict.Valid.class);
    TrustPolicy without = policy.withAlgorithms(Set.of());
    Verdict<List<Certificate>> excluded = validate(end, query(without, SIGNED, Lenience.ETSI));
    assertThat(excluded).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(reason(excluded)).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void aChainBySha1IsIntactAndNotBelieved() {
    SignatureAlgorithm suite = SignatureAlgorithm.ECDSA_P256_SHA1;
    Signer root = pki.root("CN=样例旧根,C=CN", suite);
    TestPki.Spec spec = pki.spec("CN=样例旧末", Purpose.DOCUMENT_SIGNER, TestPki.END);
    Signer end = pki.issue(spec.with(suite), root);
    TrustPolicy policy = TrustPolicy.interop(root.chain(), List.of(), NOW);
    Verdict<List<Certificate>> verdict = validate(end, query(policy, SIGNED, Lenience.ETSI));
    assertThat(verdict).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(reason(verdict)).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void anUnknownRootIsNoAnchor() {
    Signer other = TestPki.seeded("other").sealSigner("外");
    Verdict<List<Certificate>> verdict = validate(other, seal(pki.policy()));
    assertThat(verdict).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(reason(verdict)).contains(Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void anAnchorServesItsOwnPurposeAlone() {
    ChainQuery maker =
        new ChainQuery(pki.policy(), Role.MAKER, SIGNED, TimeSource.CLAIMED, Lenience.SEAL);
    assertThat(reason(validate(leaf, maker))).contains(Reason.SEAL_MAKER_NOT_TRUSTED);
    assertThat(validate(pki.maker("m"), maker)).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void aRootInTheDocumentIsNotBelieved() {
    Signer other = TestPki.seeded("other").sealSigner("外");
    assertThat(other.chain()).hasSize(3);
    assertThat(validate(other, seal(pki.policy()))).isInstanceOf(Verdict.Indeterminate.class);
  }

  @Test
  void aNamesakeOfAnAnchorBreaksTheChain() {
    Certificate genuine = cert(leaf);
    Bytes der = genuine.der();
    Certificate altered = Certificate.parse(Mutators.flip(der, der.length() - 1, 1)).orElseThrow();
    Verdict<List<Certificate>> verdict =
        ChainValidator.validate(altered, leaf.chain(), seal(pki.policy()));
    assertThat(reason(verdict)).contains(Reason.CHAIN_BROKEN);
  }

  @Test
  void noOctetOfACertificateCanChangeUnnoticed() {
    Bytes der = cert(leaf).der();
    for (int i = 0; i < der.length(); i++) {
      Optional<Certificate> altered = Certificate.parse(Mutators.flip(der, i, 1 << (i % 8)));
      if (altered.isPresent()) {
        assertThat(ChainValidator.validate(altered.get(), leaf.chain(), seal(pki.policy())))
            .describedAs("octet %d", i)
            .isNotInstanceOf(Verdict.Valid.class);
      }
    }
  }

  @Test
  void anEndEntityIssuesNothing() {
    Signer below = pki.issue(pki.spec("CN=样例下", Purpose.SEAL_SIGNER, TestPki.END), leaf);
    assertRefused(below, seal(pki.policy()), Reason.KEY_USAGE_WRONG);
    assertThat(validate(below, seal(pki.policy())).report().checks())
        .anyMatch(c -> c.reason() == Reason.NOT_A_CA);
  }

  @Test
  void aSubCaBelowPathLengthZeroIsTooMany() {
    Signer third = pki.issue(pki.spec("CN=样例三级", Purpose.SUB_CA, TestPki.END), pki.signerCa());
    Signer end = pki.issue(pki.spec("CN=样例末", Purpose.SEAL_SIGNER, TestPki.END), third);
    TrustPolicy rootOnly = rootOnly(pki.policy());
    assertRefused(end, seal(rootOnly), Reason.PATH_TOO_LONG);
  }

  @Test
  void aPathBeyondTheBudgetIsRefused() {
    Signer above = pki.root("CN=样例长链根", SignatureAlgorithm.SM2_SM3);
    TrustPolicy policy = TrustPolicy.interop(List.of(cert(above)), List.of(), NOW);
    for (int i = 0; i < 12; i++) {
      above = pki.issue(pki.spec("CN=样例长链" + i, Purpose.SUB_CA, TestPki.END), above);
    }
    assertRefused(above, seal(policy), Reason.PATH_TOO_LONG);
  }

  @Test
  void aCaMaySignNoDocumentEvenAsAnchor() {
    assertRefused(pki.signerCa(), seal(pki.policy()), Reason.KEY_USAGE_WRONG);
  }

  @Test
  void aSignerThatIsItselfAnAnchorIsAllowed() {
    TrustPolicy policy = TrustPolicy.interop(List.of(cert(leaf)), List.of(), NOW);
    assertThat(validate(leaf, seal(policy))).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void aTimestamperIsOneAloneAndNothingElse() {
    ChainQuery stamping =
        new ChainQuery(pki.policy(), Role.TIMESTAMPER, SIGNED, TimeSource.TIMESTAMP, Lenience.ETSI);
    assertThat(validate(pki.timestamper("样例时间戳"), stamping)).isInstanceOf(Verdict.Valid.class);
    assertRefused(pki.documentSigner("样例文档"), stamping, Reason.KEY_USAGE_WRONG);
    assertRefused(pki.timestamper("样例时间戳二"), seal(pki.policy()), Reason.KEY_USAGE_WRONG);
  }

  @Test
  void signedOutsideTheValidityIsInvalidWhateverIsClaimed() {
    for (Lenience lenience : Lenience.values()) {
      Instant late = TestPki.END.plusSeconds(1);
      assertRefused(
          leaf,
          query(pki.policy().withAt(late.plusSeconds(9)), late, lenience),
          Reason.CERTIFICATE_EXPIRED);
      assertRefused(
          leaf,
          query(pki.policy(), TestPki.BEGIN.minusSeconds(1), lenience),
          Reason.CERTIFICATE_NOT_YET_VALID);
    }
  }

  @Test
  void expiredSinceCountsByClaimOnlyForSealsUnderInterop() {
    TrustPolicy later = pki.policy().withAt(TestPki.END.plusSeconds(9));
    assertOnlyClaimed(later, "certificate-validity");
  }

  @Test
  void revokedSinceCountsByClaimOnlyForSealsUnderInterop() {
    assertOnlyClaimed(
        revoking(SIGNED.plusSeconds(1), RevocationCause.SUPERSEDED, Optional.empty()),
        "certificate-revocation");
  }

  @Test
  void revokedBeforeIsInvalidUnderEveryRule() {
    assertBeaten(revoking(SIGNED, RevocationCause.SUPERSEDED, Optional.empty()));
  }

  @Test
  void aStolenKeyBeatsAnyClaimedTime() {
    assertBeaten(revoking(SIGNED.plusSeconds(1), RevocationCause.KEY_COMPROMISE, Optional.empty()));
  }

  @Test
  void anInvalidityDateBeforeBeatsTheClaimedTime() {
    assertBeaten(
        revoking(
            SIGNED.plusSeconds(60),
            RevocationCause.SUPERSEDED,
            Optional.of(SIGNED.minusSeconds(1))));
  }

  @Test
  void aProvenTimeStandsAgainstLaterTheftButNotAgainstEarlier() {
    TrustPolicy after =
        revoking(SIGNED.plusSeconds(1), RevocationCause.KEY_COMPROMISE, Optional.empty());
    assertThat(validate(leaf, proven(after))).isInstanceOf(Verdict.Valid.class);
    TrustPolicy before = revoking(SIGNED, RevocationCause.KEY_COMPROMISE, Optional.empty());
    assertRefused(leaf, proven(before), Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void missingRevocationEvidenceIsAWarningOrDoubtOrNotAsked() {
    TrustPolicy without = pki.policy().withCrls(List.of());
    assertThat(validate(leaf, seal(without)).report().check("certificate-revocation"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.WARN));
    TrustPolicy strict = without.withMode(TrustPolicy.Mode.STRICT);
    assertThat(reason(validate(leaf, seal(strict)))).contains(Reason.REVOCATION_UNKNOWN);
    Report none = validate(leaf, seal(strict.withRevocation(TrustPolicy.Revocation.NONE))).report();
    assertThat(none.check("certificate-revocation"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.NOT_DONE));
  }

  @Test
  void aListThatIsForgedStaleOrFromTheFutureProvesNothing() {
    Bytes good = pki.crl(pki.signerCa());
    Bytes forged = Mutators.flip(good, good.length() - 1, 1);
    for (Bytes crl :
        List.of(
            forged,
            made(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1)),
            made(NOW.plusSeconds(1), NOW.plusSeconds(9)),
            pki.crl(pki.signerRoot()))) {
      TrustPolicy policy = pki.policy().withMode(TrustPolicy.Mode.STRICT).withCrls(List.of(crl));
      assertThat(reason(validate(leaf, seal(policy)))).contains(Reason.REVOCATION_UNKNOWN);
    }
  }

  @Test
  void aStaleListStillProvesARevocation() {
    CrlMaker.Issue issue =
        new CrlMaker.Issue(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1), BigInteger.TWO);
    RevokedEntry entry =
        new RevokedEntry(
            cert(leaf).serial(), TestPki.BEGIN, RevocationCause.UNSPECIFIED, Optional.empty());
    Bytes crl = CrlMaker.issue(pki.signerCa(), List.of(entry), issue);
    assertRefused(leaf, seal(pki.policy().withCrls(List.of(crl))), Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void aRevokedSubCaTakesItsSignersWithIt() {
    RevokedEntry entry =
        new RevokedEntry(
            cert(pki.signerCa()).serial(),
            TestPki.BEGIN,
            RevocationCause.CA_COMPROMISE,
            Optional.empty());
    List<Bytes> crls = List.of(pki.crl(pki.signerCa()), pki.crl(pki.signerRoot(), entry));
    assertRefused(leaf, seal(rootOnly(pki.policy()).withCrls(crls)), Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void withoutAnyTimeAnExpiredSignerStaysInDoubt() {
    TrustPolicy later = pki.policy().withAt(TestPki.END.plusSeconds(9));
    ChainQuery query =
        new ChainQuery(later, Role.SIGNER, later.at(), TimeSource.NONE, Lenience.SEAL);
    assertThat(reason(validate(leaf, query))).contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  private void assertOnlyClaimed(TrustPolicy policy, String check) {
    Report lenient = validate(leaf, query(policy, SIGNED, Lenience.SEAL)).report();
    assertThat(lenient.conclusion().name()).isEqualTo("VALID");
    assertThat(lenient.checks())
        .anyMatch(c -> c.id().equals(check) && c.reason() == Reason.TIME_NOT_PROVEN);
    TrustPolicy strict = policy.withMode(TrustPolicy.Mode.STRICT);
    for (ChainQuery query :
        List.of(
            query(policy, SIGNED, Lenience.ETSI),
            query(strict, SIGNED, Lenience.SEAL),
            query(strict, SIGNED, Lenience.ETSI))) {
      Verdict<List<Certificate>> verdict = validate(leaf, query);
      assertThat(verdict).isInstanceOf(Verdict.Indeterminate.class);
      assertThat(reason(verdict)).contains(Reason.NO_PROOF_OF_EXISTENCE);
    }
  }

  private void assertBeaten(TrustPolicy policy) {
    for (Lenience lenience : Lenience.values()) {
      assertRefused(leaf, query(policy, SIGNED, lenience), Reason.CERTIFICATE_REVOKED);
    }
  }

  private static void assertRefused(Signer signer, ChainQuery query, Reason reason) {
    Verdict<List<Certificate>> verdict = validate(signer, query);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(reason(verdict)).describedAs("%s", verdict.report()).contains(reason);
  }

  private TrustPolicy revoking(Instant at, RevocationCause cause, Optional<Instant> invalid) {
    RevokedEntry entry = new RevokedEntry(cert(leaf).serial(), at, cause, invalid);
    List<Bytes> crls = new ArrayList<>(pki.crls());
    crls.set(1, pki.crl(pki.signerCa(), entry));
    return pki.policy().withCrls(crls);
  }

  private Bytes made(Instant thisUpdate, Instant nextUpdate) {
    CrlMaker.Issue issue = new CrlMaker.Issue(thisUpdate, nextUpdate, BigInteger.ONE);
    return CrlMaker.issue(pki.signerCa(), List.of(), issue);
  }

  private TrustPolicy rootOnly(TrustPolicy policy) {
    return policy.withSigners(List.of(cert(pki.signerRoot())));
  }

  private static Optional<Reason> reason(Verdict<?> verdict) {
    return verdict.report().reason();
  }

  private static Certificate cert(Signer signer) {
    return TestSeals.certificate(signer);
  }

  private static ChainQuery seal(TrustPolicy policy) {
    return query(policy, SIGNED, Lenience.SEAL);
  }

  private static ChainQuery proven(TrustPolicy policy) {
    return new ChainQuery(policy, Role.SIGNER, SIGNED, TimeSource.TIMESTAMP, Lenience.ETSI);
  }

  private static ChainQuery query(TrustPolicy policy, Instant at, Lenience lenience) {
    return new ChainQuery(policy, Role.SIGNER, at, TimeSource.CLAIMED, lenience);
  }

  private static Verdict<List<Certificate>> validate(Signer signer, ChainQuery query) {
    return ChainValidator.validate(cert(signer), signer.chain(), query);
  }
}
