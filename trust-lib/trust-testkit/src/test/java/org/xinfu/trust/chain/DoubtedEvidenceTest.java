package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Evidence with a critical extension that is not known (RFC 5280 §5.2, RFC 6960 §4.4), or by a
 * responder that its CA has disowned. It never makes anything better than if it were absent, and
 * never worse than the same of what is understood and believed.
 */
class DoubtedEvidenceTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = NOW.minusSeconds(7200);
  private static final Instant BEFORE = SIGNED.minusSeconds(1);
  private static final Instant AFTER = SIGNED.plusSeconds(1);
  private static final Instant MADE = NOW.minusSeconds(60);
  private static final TestPki PKI = TestPki.seeded("doubted evidence");
  private static final Signer CA = PKI.signerCa();
  private static final Certificate ISSUER = CA.chain().get(0);
  private static final Certificate LEAF = PKI.sealSigner("样例").chain().get(0);
  private static final Signer RESPONDER =
      PKI.issue(PKI.spec("CN=样例应答,C=CN", Purpose.OCSP_RESPONDER, TestPki.END), CA);
  private static final Certificate ANSWERING = RESPONDER.chain().get(0);
  private static final Bytes SILENT = list(MADE);

  @ParameterizedTest
  @EnumSource
  void aRevocationDoesNotVanishByADoubtAboutTheResponder(Mode mode) throws IOException {
    Bytes naming = answer(Optional.of(superseded(LEAF, BEFORE)));
    Bytes odd = odd(MADE, lost(ANSWERING, BEFORE));
    for (List<Bytes> lists : List.of(List.of(odd), List.of(odd, SILENT))) {
      Report report = stamped(mode, evidence(lists, naming));
      assertThat(report.reason()).as("%s", report).contains(Reason.CERTIFICATE_REVOKED);
    }
  }

  @Test
  void theGoodWordOfADoubtedResponderMeansNothing() throws IOException {
    Evidence evidence =
        evidence(List.of(odd(MADE, lost(ANSWERING, BEFORE))), answer(Optional.empty()));
    assertThat(stamped(Mode.STRICT, evidence).reason()).contains(Reason.REVOCATION_UNKNOWN);
    assertThat(stamped(Mode.INTEROP, evidence).checks())
        .allMatch(c -> c.reason() == Reason.REVOCATION_UNKNOWN);
  }

  /** Whoever has a key that its CA disowned would put its answer into anybody's document. */
  @ParameterizedTest
  @EnumSource
  void aDisownedResponderRevokesNobody(Mode mode) {
    Bytes naming = answer(Optional.of(superseded(LEAF, BEFORE)));
    Bytes disowning = list(MADE, lost(ANSWERING, BEFORE));
    // The issuer itself knows nothing of it.
    Report denied = stamped(mode, evidence(List.of(disowning), naming));
    assertThat(denied.checks()).allMatch(c -> c.outcome() == Outcome.PASS);
    // Nobody says that it is not so: the issuer's list is older than what is told.
    Bytes older = list(BEFORE.minusSeconds(9), lost(ANSWERING, BEFORE.minusSeconds(60)));
    Report open = stamped(mode, evidence(List.of(older), naming));
    assertThat(open.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(open.reason()).contains(Reason.REVOCATION_UNKNOWN);
  }

  /** Nor does one whose key the policy does not trust any more. */
  @ParameterizedTest
  @EnumSource
  void aDistrustedResponderRevokesNobody(Mode mode) {
    Bytes naming = answer(Optional.of(superseded(LEAF, BEFORE)));
    TrustTerm term =
        new TrustTerm(ANSWERING.keySha256(), Optional.empty(), Optional.of(BEFORE), true);
    TrustPolicy policy = policy(mode).withTerms(List.of(term));
    assertThat(stamped(policy, evidence(List.of(), naming)).reason())
        .contains(Reason.REVOCATION_UNKNOWN);
    Evidence older = evidence(List.of(), naming).existing(BEFORE.minusSeconds(1));
    assertThat(stamped(policy, older).reason()).contains(Reason.CERTIFICATE_REVOKED);
    TrustPolicy ours = policy.withOcsps(List.of(naming));
    assertThat(stamped(ours, evidence(List.of(), naming)).reason())
        .contains(Reason.CERTIFICATE_REVOKED);
  }

  /** What is proven to be older than the loss of the key is its owner's word, good or bad. */
  @ParameterizedTest
  @CsvSource({"-1, true", "0, false", "1, false"})
  void whatAResponderSaidBeforeItWasDisownedCounts(long proven, boolean counts) {
    Instant lost = MADE.plusSeconds(30);
    // Out of date, so that it says nothing of the signer.
    CrlMaker.Issue old = new CrlMaker.Issue(BEFORE.minusSeconds(9), BEFORE, BigInteger.ONE);
    Bytes disowning = CrlMaker.issue(CA, List.of(lost(ANSWERING, lost)), old);
    Bytes naming = answer(Optional.of(superseded(LEAF, BEFORE)));
    for (Mode mode : Mode.values()) {
      Evidence told = evidence(List.of(disowning), naming).existing(lost.plusSeconds(proven));
      assertThat(stamped(mode, told).conclusion())
          .isEqualTo(counts ? Conclusion.INVALID : Conclusion.INDETERMINATE);
    }
    Bytes good = answer(Optional.empty());
    Evidence well = evidence(List.of(disowning), good).existing(lost.plusSeconds(proven));
    Report report = stamped(Mode.INTEROP, well);
    assertThat(report.checks())
        .allMatch(c -> c.outcome() == (counts ? Outcome.PASS : Outcome.WARN));
  }

  @ParameterizedTest
  @EnumSource
  void anEarlierDoubtIsToldBesideALaterRevocation(Mode mode) throws IOException {
    Bytes revoking = list(MADE, superseded(LEAF, AFTER));
    Bytes odd = odd(MADE, superseded(LEAF, BEFORE));
    assertThat(stamped(mode, evidence(List.of(revoking))).conclusion()).isEqualTo(Conclusion.VALID);
    for (List<Bytes> lists : List.of(List.of(revoking, odd), List.of(odd, revoking))) {
      Report report = stamped(mode, evidence(lists));
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.REVOCATION_UNKNOWN);
    }
  }

  @Test
  void anEarlierDoubtAboutAnAnchorIsToldToo() throws IOException {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "anchor");
    Certificate anchor =
        new CertificateForge("CN=anchor", key, CA, ISSUER.subject()).serial(7).ca().make();
    List<Bytes> lists =
        List.of(list(MADE, superseded(anchor, AFTER)), odd(MADE, superseded(anchor, BEFORE)));
    TrustPolicy policy = policy(Mode.INTEROP).withSigners(List.of(ISSUER, anchor));
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, SIGNED, TimeSource.TIMESTAMP, Lenience.SEAL);
    Report.Builder checks = new Report.Builder();
    RevocationPool pool = new RevocationPool(evidence(lists), query, new Links());
    new RevocationRules(query, pool, checks).checkAnchor(anchor);
    assertThat(checks.report().reason()).contains(Reason.REVOCATION_UNKNOWN);
  }

  /** Where what is understood would be told (WARN), so is this. */
  @ParameterizedTest
  @CsvSource({
    "SUPERSEDED, 1, SEAL, INTEROP, VALID",
    "SUPERSEDED, 0, SEAL, INTEROP, INDETERMINATE",
    "KEY_COMPROMISE, 1, SEAL, INTEROP, INDETERMINATE",
    "SUPERSEDED, 1, ETSI, INTEROP, INDETERMINATE",
    "SUPERSEDED, 1, SEAL, STRICT, INDETERMINATE"
  })
  void afterAClaimedTimeTheCauseDecides(
      RevocationCause cause, long later, Lenience lenience, Mode mode, Conclusion expected)
      throws IOException {
    Instant since = SIGNED.plusSeconds(later);
    RevokedEntry entry = new RevokedEntry(LEAF.serial(), since, cause, Optional.empty());
    for (List<Bytes> lists :
        List.of(List.of(odd(MADE, entry), SILENT), List.of(odd(MADE, entry)))) {
      ChainQuery query =
          new ChainQuery(policy(mode), Role.SIGNER, SIGNED, TimeSource.CLAIMED, lenience);
      Report report = judged(query, evidence(lists));
      assertThat(report.conclusion()).as("%s", report).isEqualTo(expected);
      assertThat(report.checks()).anyMatch(c -> c.reason() != null);
    }
  }

  /** A hold ends by a later list that is understood, wherever it was told. */
  @ParameterizedTest
  @EnumSource
  void aHoldThatWasReleasedIsNoDoubt(Mode mode) throws IOException {
    RevokedEntry hold =
        new RevokedEntry(LEAF.serial(), BEFORE, RevocationCause.CERTIFICATE_HOLD, Optional.empty());
    Bytes old = odd(MADE.minusSeconds(60), hold);
    Report released = stamped(mode, evidence(List.of(old, SILENT)));
    assertThat(released.checks()).allMatch(c -> c.outcome() == Outcome.PASS);
    for (Instant made : List.of(MADE, MADE.plusSeconds(1))) {
      Report held = stamped(mode, evidence(List.of(odd(made, hold), SILENT)));
      assertThat(held.reason()).contains(Reason.REVOCATION_UNKNOWN);
      assertThat(held.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    }
    // Nor does such a list end one.
    Report still = stamped(mode, evidence(List.of(list(MADE, hold), odd(MADE.plusSeconds(1)))));
    assertThat(still.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** Who stores evidence stores the doubt with it. */
  @Test
  void whatNamesACertificateIsCollected() throws IOException {
    Bytes naming = odd(MADE, superseded(LEAF, BEFORE));
    Bytes others = odd(MADE);
    Evidence known = new Evidence(CA.chain(), List.of(naming, others, SILENT), List.of());
    EvidenceCollector collector =
        new EvidenceCollector(policy(Mode.INTEROP), known, RevocationSource.none());
    collector.add(LEAF, Role.SIGNER);
    assertThat(collector.evidence().crls()).containsExactlyInAnyOrder(naming, SILENT);
  }

  private static RevokedEntry superseded(Certificate certificate, Instant at) {
    return new RevokedEntry(certificate.serial(), at, RevocationCause.SUPERSEDED, Optional.empty());
  }

  private static RevokedEntry lost(Certificate certificate, Instant at) {
    return new RevokedEntry(
        certificate.serial(), at, RevocationCause.KEY_COMPROMISE, Optional.empty());
  }

  private static Bytes list(Instant made, RevokedEntry... entries) {
    CrlMaker.Issue issue = new CrlMaker.Issue(made, NOW.plusSeconds(3600), BigInteger.ONE);
    return CrlMaker.issue(CA, List.of(entries), issue);
  }

  private static Bytes odd(Instant made, RevokedEntry... entries) throws IOException {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(ISSUER.name(), Date.from(made))
            .setNextUpdate(Date.from(NOW.plusSeconds(3600)))
            .addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
    for (RevokedEntry entry : entries) {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), entry.cause().number());
    }
    return Bytes.of(builder.build(new SignerContent(CA)).getEncoded());
  }

  private static Bytes answer(Optional<RevokedEntry> entry) {
    OcspMaker.Status status = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA256, entry);
    Optional<Instant> next = Optional.of(NOW.plusSeconds(3600));
    return OcspMaker.respond(
        RESPONDER, List.of(status), new OcspMaker.Issue(MADE, next, Optional.empty()));
  }

  private static Evidence evidence(List<Bytes> lists, Bytes... answers) {
    return new Evidence(List.of(), lists, List.of(answers));
  }

  private static TrustPolicy policy(Mode mode) {
    return PKI.policy().withMode(mode).withCrls(List.of());
  }

  private static Report stamped(Mode mode, Evidence evidence) {
    return stamped(policy(mode), evidence);
  }

  private static Report stamped(TrustPolicy policy, Evidence evidence) {
    return judged(
        new ChainQuery(policy, Role.SIGNER, SIGNED, TimeSource.TIMESTAMP, Lenience.ETSI), evidence);
  }

  private static Report judged(ChainQuery query, Evidence evidence) {
    Report.Builder checks = new Report.Builder();
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(LEAF, ISSUER);
    return checks.report();
  }
}
