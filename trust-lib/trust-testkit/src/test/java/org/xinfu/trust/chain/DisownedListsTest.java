package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.chain.CrlScopeTest.LEAF;
import static org.xinfu.trust.chain.CrlScopeTest.NAME;
import static org.xinfu.trust.chain.CrlScopeTest.OTHER;
import static org.xinfu.trust.chain.CrlScopeTest.ROOT;
import static org.xinfu.trust.chain.CrlScopeTest.ROOT_KEY;
import static org.xinfu.trust.chain.CrlScopeTest.indirect;
import static org.xinfu.trust.chain.CrlScopeTest.leaf;
import static org.xinfu.trust.chain.CrlScopeTest.list;
import static org.xinfu.trust.chain.CrlScopeTest.number;
import static org.xinfu.trust.chain.CrlScopeTest.outdated;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.CrlScopeTest.ListForge;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Lists by a CRL issuer that is revoked itself: RFC 5280 §6.3.3 f validates its path, revocation
 * with it (§6.1.3 a 3), so that they say nothing. Whoever has the key that its CA disowned would
 * refute anybody's signature with it.
 */
class DisownedListsTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = NOW.minusSeconds(600);
  private static final Instant BEFORE = NOW.minusSeconds(9000);
  private static final Instant LOST = NOW.minusSeconds(8000);
  private static final String LISTS = "CN=lists,C=CN";
  private static final Certificate POINTING = leaf(LISTS).make();
  private static final Certificate MAKER = maker(30, OTHER);

  @ParameterizedTest
  @EnumSource
  void aRevokedCrlIssuerRevokesNobody(Mode mode) {
    Bytes naming = naming(OTHER, 60);
    assertThat(judged(mode, List.of(MAKER), naming).conclusion()).isEqualTo(Conclusion.INVALID);
    Bytes disowning = outdated(1).entry(30, LOST).sign();
    for (List<Bytes> lists : List.of(List.of(naming, disowning), List.of(disowning, naming))) {
      Report open = judged(mode, List.of(MAKER), lists.toArray(Bytes[]::new));
      assertThat(open.conclusion()).as("%s", open).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(open.reason()).contains(Reason.REVOCATION_UNKNOWN);
    }
    // The issuer itself, later, knows nothing of it.
    Report denied = judged(mode, List.of(MAKER), naming, list(2, 30).entry(30, LOST).sign());
    assertThat(denied.checks()).allMatch(c -> c.outcome() == Outcome.PASS);
    // It names another, or the maker after the list is proven to have existed.
    Bytes another = outdated(1).entry(31, LOST).sign();
    assertThat(judged(mode, List.of(MAKER), naming, another).conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsProvenToBeOlderThanTheLossCounts(Mode mode) {
    Bytes disowning = outdated(1).entry(30, NOW.minusSeconds(30)).sign();
    for (long later : List.of(-1, 0)) {
      Evidence told =
          new Evidence(List.of(MAKER), List.of(naming(OTHER, 60), disowning), List.of())
              .existing(NOW.minusSeconds(30).plusSeconds(later));
      assertThat(judged(mode, told, POINTING).conclusion())
          .isEqualTo(later < 0 ? Conclusion.INVALID : Conclusion.INDETERMINATE);
    }
  }

  /** One key with two certificates, of which one was revoked, speaks by the other. */
  @ParameterizedTest
  @EnumSource
  void itsOtherCertificateStillCounts(Mode mode) {
    Bytes disowning = outdated(1).entry(30, LOST).sign();
    Certificate other = maker(33, OTHER);
    for (List<Certificate> both : List.of(List.of(MAKER, other), List.of(other, MAKER))) {
      assertThat(judged(mode, both, naming(OTHER, 60), disowning).conclusion())
          .isEqualTo(Conclusion.INVALID);
    }
  }

  /** The CA over it was lost: who has that key certifies CRL issuers. */
  @ParameterizedTest
  @EnumSource
  void itsIssuerWasRevoked(Mode mode) {
    Signer key = SoftKeyVault.seeded("disowned").key(SignatureAlgorithm.SM2_SM3, "ca");
    Certificate ca =
        new CertificateForge("CN=over,C=CN", key, ROOT_KEY, NAME).serial(40).ca().make();
    Certificate maker =
        new CertificateForge(LISTS, OTHER, key, "CN=over,C=CN").usage(KeyUsage.cRLSign).make();
    List<Certificate> path = List.of(ca, maker);
    Bytes naming = naming(OTHER, 60);
    assertThat(judged(mode, path, naming).conclusion()).isEqualTo(Conclusion.INVALID);
    Bytes disowning = outdated(1).entry(40, LOST).sign();
    assertThat(judged(mode, path, naming, disowning).conclusion())
        .isEqualTo(Conclusion.INDETERMINATE);
  }

  /** The policy says that the key is nobody's any more; what it brings itself it has looked at. */
  @ParameterizedTest
  @EnumSource
  void thePolicyDistrustsIt(Mode mode) {
    TrustTerm term = new TrustTerm(MAKER.keySha256(), Optional.empty(), Optional.of(LOST), true);
    TrustPolicy policy =
        TrustPolicy.interop(List.of(ROOT), List.of(), NOW).withMode(mode).withTerms(List.of(term));
    Bytes naming = naming(OTHER, 60);
    Evidence told = new Evidence(List.of(MAKER), List.of(naming), List.of());
    assertThat(judged(policy, told, POINTING, ROOT).reason()).contains(Reason.REVOCATION_UNKNOWN);
    Evidence older = told.existing(LOST.minusSeconds(1));
    assertThat(judged(policy, older, POINTING, ROOT).reason()).contains(Reason.CERTIFICATE_REVOKED);
    TrustPolicy ours = policy.withCrls(List.of(naming));
    assertThat(judged(ours, told, POINTING, ROOT).reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  /** Two CRL issuers that revoke each other, and themselves: it ends, and is a doubt. */
  @Test
  void makersThatRevokeEachOther() {
    Signer key = SoftKeyVault.seeded("disowned").key(SignatureAlgorithm.SM2_SM3, "second");
    Certificate first = pointed(30, OTHER);
    Certificate second = pointed(31, key);
    Bytes one = lists(OTHER).entryOf(NAME, 1).entry(31, LOST).entry(30, LOST).sign();
    Bytes two = lists(key).entryOf(NAME, 30).entry(31, LOST).sign();
    Report report = judged(Mode.INTEROP, List.of(first, second), naming(OTHER, 60), one, two);
    assertThat(report.conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  /** The certificate of the path has no cRLSign, and another of that key and name has it. */
  @ParameterizedTest
  @EnumSource
  void aListOfTheIssuersKeyIsByWhoeverMayMakeLists(Mode mode) {
    Certificate certifies =
        CertificateForge.root(NAME, ROOT_KEY)
            .with(Extension.basicConstraints, true, new BasicConstraints(true))
            .usage(KeyUsage.keyCertSign)
            .make();
    for (List<Certificate> known : List.of(List.of(ROOT), List.<Certificate>of())) {
      TrustPolicy policy = TrustPolicy.interop(List.of(certifies, ROOT), List.of(), NOW);
      Evidence evidence = new Evidence(known, List.of(list(1, 60).sign()), List.of());
      Report report = judged(policy.withMode(mode), evidence, LEAF, certifies);
      assertThat(report.checks()).allMatch(c -> c.outcome() == Outcome.PASS);
    }
  }

  private static Certificate maker(long serial, Signer key) {
    return new CertificateForge(LISTS, key, ROOT_KEY, NAME)
        .serial(serial)
        .usage(KeyUsage.cRLSign)
        .make();
  }

  /** One whose own status {@link #LISTS} tells. */
  private static Certificate pointed(long serial, Signer key) {
    return new CertificateForge(LISTS, key, ROOT_KEY, NAME)
        .serial(serial)
        .usage(KeyUsage.cRLSign)
        .with(CustodyTest.point(CrlScopeTest.HERE, LISTS))
        .make();
  }

  private static ListForge lists(Signer key) {
    return new ListForge(LISTS, key, number(1), 60).scope(indirect());
  }

  private static Bytes naming(Signer key, long age) {
    return new ListForge(LISTS, key, number(1), age)
        .scope(indirect())
        .entryOf(NAME, 999)
        .revoke(BEFORE, RevocationCause.SUPERSEDED)
        .sign();
  }

  private static Report judged(Mode mode, List<Certificate> known, Bytes... lists) {
    return judged(mode, new Evidence(known, List.of(lists), List.of()), POINTING);
  }

  private static Report judged(Mode mode, Evidence evidence, Certificate certificate) {
    TrustPolicy policy = TrustPolicy.interop(List.of(ROOT), List.of(), NOW).withMode(mode);
    return judged(policy, evidence, certificate, ROOT);
  }

  private static Report judged(
      TrustPolicy policy, Evidence evidence, Certificate certificate, Certificate issuer) {
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, SIGNED, TimeSource.TIMESTAMP, Lenience.ETSI);
    Report.Builder checks = new Report.Builder();
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(certificate, issuer);
    return checks.report();
  }
}
