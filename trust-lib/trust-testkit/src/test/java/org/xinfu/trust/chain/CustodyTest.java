package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Whose word counts that nothing was revoked: ETSI EN 319 102-1 §5.6.2.2. A thief has the key of
 * whoever makes lists or answers, and makes some that tell of nothing. In each case there is no
 * other piece that tells of the certificate, and one thing alone speaks against the maker.
 */
class CustodyTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant LOST = NOW.minus(Duration.ofDays(1));
  private static final Instant BEFORE = LOST.minusSeconds(1);
  private static final Instant SIGNED = LOST.minus(Duration.ofHours(2));
  private static final Instant HELD = NOW.minus(Duration.ofHours(2));
  private static final Instant LATER = NOW.minus(Duration.ofHours(1));
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("custody");
  private static final Signer ROOT_KEY = key("root");
  private static final Signer OTHER_ROOT_KEY = key("other root");
  private static final Signer CA_KEY = key("ca");
  private static final Signer LISTS_KEY = key("lists");
  private static final Signer LEAF_KEY = key("leaf");
  private static final String ROOT_NAME = "CN=root,C=CN";
  private static final String CA_NAME = "CN=ca,C=CN";
  private static final String LISTS_NAME = "CN=lists,C=CN";
  private static final String HERE = "http://localhost/1.crl";
  private static final String THERE = "http://localhost/2.crl";
  private static final Certificate ROOT = CertificateForge.root(ROOT_NAME, ROOT_KEY).ca().make();
  private static final Certificate CA =
      new CertificateForge(CA_NAME, CA_KEY, ROOT_KEY, ROOT_NAME).serial(5).ca().make();

  /** Makes lists for the root, which certified it. */
  private static final Certificate LISTS = lists(ROOT_KEY, ROOT_NAME);

  /** Of the root, and told of by {@link #LISTS}. */
  private static final Certificate LEAF = pointed(ROOT_KEY, ROOT_NAME, LISTS_NAME).make();

  /** Of the CA. */
  private static final Certificate LOWER = pointed(CA_KEY, CA_NAME, null).make();

  private static final Bytes SILENT = indirect();

  @Test
  void whoMakesListsForAnotherIsTrustedUntilATermEnds() {
    TrustPolicy lost = policy(ROOT).withTerms(List.of(term(LISTS, LOST)));
    assertBelieved(lost, brings(LISTS, SILENT).existing(BEFORE), LEAF, ROOT);
    assertUnproven(lost, brings(LISTS, SILENT).existing(LOST), LEAF, ROOT);
    assertUnproven(lost, brings(LISTS, SILENT), LEAF, ROOT);
    // Who ends the trust and hands in the list has seen to it.
    assertBelieved(lost.withCrls(List.of(SILENT)), brings(LISTS), LEAF, ROOT);
    TrustPolicy to = policy(ROOT).withTerms(List.of(term(LISTS, NOW)));
    assertUnproven(to, brings(LISTS, SILENT), LEAF, ROOT);
    TrustPolicy soon = policy(ROOT).withTerms(List.of(term(LISTS, NOW.plusSeconds(1))));
    assertBelieved(soon, brings(LISTS, SILENT), LEAF, ROOT);
    // A term that is to come has not ended, not even for what is proven to be of its time.
    assertBelieved(soon, brings(LISTS, SILENT).existing(NOW.plusSeconds(9)), LEAF, ROOT);
    TrustPolicy another = policy(ROOT).withTerms(List.of(term(CA, LOST)));
    assertBelieved(another, brings(LISTS, SILENT), LEAF, ROOT);
  }

  @Test
  void whoMakesListsForAnotherIsNotRevokedBefore() {
    TrustPolicy policy = policy(ROOT);
    Bytes answer = answer(ROOT_KEY.withChain(List.of(ROOT)), LISTS, ROOT, LOST);
    assertBelieved(policy, brings(LISTS, SILENT, answer).existing(BEFORE), LEAF, ROOT);
    assertUnproven(policy, brings(LISTS, SILENT, answer).existing(LOST), LEAF, ROOT);
    assertUnproven(policy, brings(LISTS, SILENT, answer), LEAF, ROOT);
    Bytes naming = authorities(ROOT, LISTS.serial().longValueExact());
    assertBelieved(policy, brings(LISTS, SILENT, naming).existing(BEFORE), LEAF, ROOT);
    assertUnproven(policy, brings(LISTS, SILENT, naming), LEAF, ROOT);
    // Nobody has to say that it is good.
    assertBelieved(policy, brings(LISTS, SILENT), LEAF, ROOT);
  }

  @Test
  void whoMakesListsForAnotherHasNotExpired() {
    TrustPolicy late = policy(ROOT).withAt(TestPki.END.plus(Duration.ofDays(2)));
    Instant made = TestPki.END.minusSeconds(60);
    Bytes list = indirect(made);
    assertBelieved(late, brings(LISTS, list).existing(TestPki.END), LEAF, ROOT);
    assertUnproven(late, brings(LISTS, list).existing(TestPki.END.plusSeconds(1)), LEAF, ROOT);
    assertUnproven(late, brings(LISTS, list), LEAF, ROOT);
  }

  /** Its issuer was lost, and who has that key certifies whom he likes. */
  @Test
  void whoMakesListsForAnotherHasAnIssuerInForce() {
    Certificate under = lists(CA_KEY, CA_NAME);
    Evidence brought =
        new Evidence(List.of(CA, under), List.of(SILENT, authorities(ROOT, 5)), List.of());
    assertBelieved(policy(ROOT), brought.existing(BEFORE), LEAF, ROOT);
    assertUnproven(policy(ROOT), brought, LEAF, ROOT);
  }

  /** One way that is in force is enough. */
  @Test
  void whoMakesListsForAnotherIsCertifiedBySomebodyInForce() {
    Certificate otherRoot = CertificateForge.root("CN=other root,C=CN", OTHER_ROOT_KEY).ca().make();
    Certificate cross =
        new CertificateForge(CA_NAME, CA_KEY, OTHER_ROOT_KEY, "CN=other root,C=CN")
            .serial(6)
            .ca()
            .make();
    Certificate under = lists(CA_KEY, CA_NAME);
    Bytes lost = authorities(ROOT, 5);
    Bytes good = authorities(OTHER_ROOT_KEY.withChain(List.of(otherRoot)));
    for (List<Certificate> order : List.of(List.of(CA, cross), List.of(cross, CA))) {
      List<Certificate> all = new ArrayList<>(order);
      all.add(under);
      Evidence brought = new Evidence(all, List.of(SILENT, lost, good), List.of());
      assertBelieved(policy(ROOT, otherRoot), brought, LEAF, ROOT);
      assertUnproven(policy(ROOT), brought, LEAF, ROOT);
    }
  }

  @Test
  void anAnchorThatMakesListsIsTrustedUntilItsTermEnds() {
    Certificate anchor = CertificateForge.root(LISTS_NAME, LISTS_KEY).ca().make();
    TrustPolicy both = policy(ROOT, anchor);
    assertBelieved(both, brings(anchor, SILENT), LEAF, ROOT);
    TrustPolicy lost = both.withTerms(List.of(term(anchor, LOST)));
    assertUnproven(lost, brings(anchor, SILENT), LEAF, ROOT);
    assertBelieved(lost, brings(anchor, SILENT).existing(BEFORE), LEAF, ROOT);
  }

  /** The CA's own lists are by a key that it certified: each speaks for the other. */
  @Test
  void whoVouchInACircleSayNothing() {
    Certificate ca = circling().serial(5).ca().make();
    Certificate under = lists(CA_KEY, CA_NAME);
    Evidence circle = new Evidence(List.of(ca, under), List.of(SILENT), List.of());
    assertUnproven(policy(ROOT), circle, ca, ROOT);
    // Asked of the leaf first, of the CA twice.
    Certificate leaf = pointed(CA_KEY, CA_NAME, LISTS_NAME).make();
    assertUnproven(policy(ROOT), circle, leaf, ca, ROOT);
    assertBelieved(policy(ROOT), brings(LISTS, SILENT), ca, ROOT);
  }

  @Test
  void anIssuerIsTrustedUntilItsTermEnds() {
    TrustPolicy lost =
        policy(ROOT).withCrls(List.of(authorities(ROOT))).withTerms(List.of(term(CA, LOST)));
    Bytes own = list(CA_KEY.withChain(List.of(CA)), NOW.minusSeconds(3600));
    assertBelieved(lost, brings(CA, own).existing(BEFORE), LOWER, CA, ROOT);
    assertUnproven(lost, brings(CA, own).existing(LOST), LOWER, CA, ROOT);
    assertUnproven(lost, brings(CA, own), LOWER, CA, ROOT);
    TrustPolicy ours = lost.withCrls(List.of(authorities(ROOT), own));
    assertBelieved(ours, brings(CA), LOWER, CA, ROOT);
    TrustPolicy root = policy(ROOT).withTerms(List.of(term(ROOT, LOST)));
    Evidence both = brings(CA, own, authorities(ROOT));
    assertUnproven(root, both, LOWER, CA, ROOT);
    assertBelieved(root, both.existing(BEFORE), LOWER, CA, ROOT);
  }

  @Test
  void anIssuerThatHasExpiredMadeItsListsBefore() {
    Instant made = TestPki.END.minusSeconds(60);
    TrustPolicy late =
        policy(ROOT)
            .withAt(TestPki.END.plus(Duration.ofDays(2)))
            .withCrls(List.of(authorities(ROOT_KEY.withChain(List.of(ROOT)), made)));
    Bytes own = list(CA_KEY.withChain(List.of(CA)), made);
    assertBelieved(late, brings(CA, own).existing(TestPki.END), LOWER, CA, ROOT);
    assertUnproven(late, brings(CA, own).existing(TestPki.END.plusSeconds(1)), LOWER, CA, ROOT);
  }

  @Test
  void anIssuerLostInThatSecondIsLost() {
    Bytes own = list(CA_KEY.withChain(List.of(CA)), NOW.minusSeconds(3600));
    TrustPolicy policy = policy(ROOT).withCrls(List.of(authorities(ROOT, 5)));
    assertBelieved(policy, brings(CA, own).existing(BEFORE), LOWER, CA, ROOT);
    assertUnproven(policy, brings(CA, own).existing(LOST), LOWER, CA, ROOT);
  }

  /** RFC 6960 §4.2.2.2.1: nobody is asked about it; who certified it answers for it. */
  @Test
  void aResponderIsWorthWhatItsIssuerIs() {
    Certificate exempt = responder().with(NOCHECK).make();
    Bytes good = answer(LISTS_KEY.withChain(List.of(exempt)), LOWER, CA, null);
    TrustPolicy policy = policy(ROOT).withCrls(List.of(authorities(ROOT)));
    assertBelieved(policy, brings(CA, good), LOWER, CA, ROOT);
    TrustPolicy lost = policy(ROOT).withCrls(List.of(authorities(ROOT, 5)));
    assertUnproven(lost, brings(CA, good), LOWER, CA, ROOT);
    assertBelieved(lost, brings(CA, good).existing(BEFORE), LOWER, CA, ROOT);
    TrustPolicy term = policy.withTerms(List.of(term(exempt, LOST)));
    assertUnproven(term, brings(CA, good), LOWER, CA, ROOT);
    assertBelieved(term, brings(CA, good).existing(BEFORE), LOWER, CA, ROOT);
  }

  /** Only a responder can say that nobody is to ask about it. */
  @Test
  void aCaIsExemptFromNothing() {
    Certificate ca =
        new CertificateForge(CA_NAME, CA_KEY, ROOT_KEY, ROOT_NAME).ca().with(NOCHECK).make();
    Bytes own = list(CA_KEY.withChain(List.of(ca)), NOW.minusSeconds(3600));
    assertUnproven(policy(ROOT), brings(ca, own), LOWER, ca, ROOT);
    TrustPolicy known = policy(ROOT).withCrls(List.of(authorities(ROOT)));
    assertBelieved(known, brings(ca, own), LOWER, ca, ROOT);
  }

  /** What vouches for a responder has to be by nobody but its maker too. */
  @Test
  void aResponderIsVouchedForByWhatIsBelieved() {
    Certificate responder = responder().with(point(THERE, null)).make();
    Bytes good = answer(LISTS_KEY.withChain(List.of(responder)), LOWER, CA, null);
    CrlMaker.Scope there = new CrlMaker.Scope(Optional.of(URI.create(THERE)), CrlMaker.Kind.ALL);
    Bytes vouching =
        CrlMaker.partial(CA_KEY.withChain(List.of(CA)), List.of(), issue(SIGNED), there);
    TrustPolicy lost = policy(ROOT).withCrls(List.of(authorities(ROOT, 5)));
    Evidence early = brings(CA, good).existing(BEFORE);
    assertUnproven(lost, early.and(brings(CA, vouching)), LOWER, CA, ROOT);
    assertBelieved(lost, brings(CA, good, vouching).existing(BEFORE), LOWER, CA, ROOT);
  }

  /** Of two anchors one certified the other, and has revoked it since. */
  @Test
  void anAnchorThatAnotherRevokedIsLostToo() {
    Bytes own = list(CA_KEY.withChain(List.of(CA)), NOW.minusSeconds(3600));
    TrustPolicy alone = policy(CA).withCrls(List.of(authorities(ROOT, 5)));
    assertBelieved(alone, brings(CA, own), LOWER, CA);
    TrustPolicy both = policy(CA, ROOT).withCrls(List.of(authorities(ROOT, 5)));
    assertUnproven(both, brings(CA, own), LOWER, CA);
    assertBelieved(both, brings(CA, own).existing(BEFORE), LOWER, CA);
    // A namesake of its issuer did not certify it, and revokes nothing.
    Certificate namesake = CertificateForge.root(ROOT_NAME, OTHER_ROOT_KEY).ca().make();
    Bytes theirs =
        CrlMaker.issue(
            OTHER_ROOT_KEY.withChain(List.of(namesake)), List.of(revoked(5)), issue(SIGNED));
    TrustPolicy strangers = policy(CA, namesake).withCrls(List.of(theirs));
    assertBelieved(strangers, brings(CA, own), LOWER, CA);
  }

  /** X.509 §8.5.3.1: a hold ends, but not by the word of one whose own key was lost. */
  @Test
  void whoeverMakesListsInTheIssuersNameEndsNoHoldOnceLost() {
    Certificate leaf = pointed(ROOT_KEY, ROOT_NAME, null).make();
    Certificate second = secondKey();
    Signer root = ROOT_KEY.withChain(List.of(ROOT));
    Bytes both = CrlMaker.issue(root, List.of(held(leaf), revoked(80)), issue(HELD));
    Bytes alone = CrlMaker.issue(root, List.of(held(leaf)), issue(HELD));
    Bytes later = list(LISTS_KEY.withChain(List.of(second)), LATER);
    TrustPolicy policy = policy(ROOT);
    assertHeld(policy, brings(second, alone), leaf, ROOT);
    assertBelieved(policy, brings(second, alone, later), leaf, ROOT);
    assertHeld(policy, brings(second, both, later), leaf, ROOT);
    TrustPolicy lost = policy.withTerms(List.of(term(second, LOST)));
    assertHeld(lost, brings(second, alone, later), leaf, ROOT);
    // What the genuine key says later ends it, whatever the other one was.
    assertBelieved(policy, brings(second, both, later, list(root, LATER)), leaf, ROOT);
    assertBelieved(lost, brings(second, alone, list(root, LATER)), leaf, ROOT);
  }

  @Test
  void aResponderEndsNoHoldOnceLost() {
    Certificate exempt = responder().with(NOCHECK).make();
    Certificate another =
        new CertificateForge("CN=another responder,C=CN", OTHER_ROOT_KEY, CA_KEY, CA_NAME)
            .serial(81)
            .with(RESPONDS)
            .with(NOCHECK)
            .make();
    Signer ca = CA_KEY.withChain(List.of(CA));
    Bytes alone = CrlMaker.issue(ca, List.of(held(LOWER)), issue(HELD));
    Bytes both = CrlMaker.issue(ca, List.of(held(LOWER), revoked(79)), issue(HELD));
    Bytes good = answer(LISTS_KEY.withChain(List.of(exempt)), LOWER, CA, null);
    TrustPolicy policy = policy(ROOT).withCrls(List.of(authorities(ROOT)));
    assertBelieved(policy, brings(CA, alone, good), LOWER, CA, ROOT);
    assertHeld(policy, brings(CA, both, good), LOWER, CA, ROOT);
    Bytes lost = answer(OTHER_ROOT_KEY.withChain(List.of(another)), exempt, CA, LOST);
    assertHeld(policy, brings(CA, alone, good, lost), LOWER, CA, ROOT);
    assertBelieved(policy, brings(CA, alone, good, lost, list(ca, LATER)), LOWER, CA, ROOT);
    TrustPolicy term = policy.withTerms(List.of(term(exempt, LOST)));
    assertHeld(term, brings(CA, alone, good), LOWER, CA, ROOT);
    assertBelieved(term, brings(CA, alone, good, list(ca, LATER)), LOWER, CA, ROOT);
  }

  /** Nor does a hold of an issuer end so, whose lists then say nothing. */
  @Test
  void aHoldOfAnIssuerIsEndedByWhoMadeIt() {
    Bytes own = list(CA_KEY.withChain(List.of(CA)), LATER);
    Signer root = ROOT_KEY.withChain(List.of(ROOT));
    Certificate second = secondKey();
    Bytes both = CrlMaker.issue(root, List.of(held(CA), revoked(80)), issue(HELD));
    Bytes later = list(LISTS_KEY.withChain(List.of(second)), LATER);
    Evidence evidence = new Evidence(List.of(CA, second), List.of(own, both, later), List.of());
    assertUnproven(policy(ROOT), evidence, LOWER, CA, ROOT);
    Evidence ended = evidence.and(brings(CA, list(root, LATER)));
    assertBelieved(policy(ROOT), ended, LOWER, CA, ROOT);
  }

  /** Silence of what would not tell of it ends no hold. */
  @Test
  void aListOfOtherCertificatesEndsNoHold() {
    Certificate leaf = pointed(ROOT_KEY, ROOT_NAME, null).make();
    Signer root = ROOT_KEY.withChain(List.of(ROOT));
    Bytes alone = CrlMaker.issue(root, List.of(held(leaf)), issue(HELD));
    assertHeld(policy(ROOT), brings(ROOT, alone, authorities(ROOT)), leaf, ROOT);
  }

  /** Strict does not know whether the CA still had its key: neither good nor on hold. */
  @Test
  void aHoldEndedByWhomStrictDoesNotBelieveIsLeftOpen() {
    Signer ca = CA_KEY.withChain(List.of(CA));
    Bytes alone = CrlMaker.issue(ca, List.of(held(LOWER)), issue(HELD));
    Evidence ended = brings(CA, alone, list(ca, LATER));
    assertUnproven(policy(ROOT), ended, LOWER, CA, ROOT);
    assertHeld(policy(ROOT), brings(CA, alone), LOWER, CA, ROOT);
    TrustPolicy interop = policy(ROOT).withMode(TrustPolicy.Mode.INTEROP);
    assertThat(check(interop, ended, List.of(LOWER, CA, ROOT)).outcome()).isEqualTo(Outcome.PASS);
  }

  /** A delta tells with its base alone, and is proven when both are. */
  @Test
  void aDeltaIsProvenWithItsBase() {
    Signer ca = CA_KEY.withChain(List.of(CA));
    Instant old = SIGNED.minus(Duration.ofHours(2));
    Bytes base =
        CrlMaker.issue(
            ca, List.of(), new CrlMaker.Issue(old, old.plusSeconds(3600), BigInteger.ONE));
    CrlMaker.Issue next = new CrlMaker.Issue(SIGNED, NOW.plusSeconds(3600), BigInteger.TWO);
    Bytes delta = CrlMaker.delta(ca, List.of(), next, BigInteger.ONE);
    TrustPolicy lost = policy(ROOT).withCrls(List.of(authorities(ROOT, 5)));
    Evidence early = brings(CA, delta, base).existing(BEFORE);
    assertBelieved(lost, early, LOWER, CA, ROOT);
    assertUnproven(lost, brings(CA, delta).existing(BEFORE).and(brings(CA, base)), LOWER, CA, ROOT);
    assertUnproven(lost, brings(CA, base).existing(BEFORE).and(brings(CA, delta)), LOWER, CA, ROOT);
  }

  /** Nobody certified it but itself, so that its own list says nothing about it. */
  @Test
  void anAnchorDoesNotRevokeItself() {
    Bytes own = list(CA_KEY.withChain(List.of(CA)), NOW.minusSeconds(3600));
    long itself = ROOT.serial().longValueExact();
    TrustPolicy policy = policy(ROOT).withCrls(List.of(authorities(ROOT, itself)));
    assertBelieved(policy, brings(CA, own), LOWER, CA, ROOT);
  }

  /**
   * Made at the proof or later it tells of all that came before, though it promises no next one.
   */
  @Test
  void aListMadeAtTheProofSpeaksForTheTimeBefore() {
    assertThat(proven(endless(BEFORE)).outcome()).isEqualTo(Outcome.PASS);
    assertThat(proven(endless(BEFORE.plusSeconds(1))).outcome()).isEqualTo(Outcome.PASS);
    assertThat(proven(endless(BEFORE.minusSeconds(1))).outcome()).isEqualTo(Outcome.WARN);
  }

  /** What is asked for just now is made after the moment of validation, by other clocks. */
  @ParameterizedTest
  @CsvSource({"true, 300, PASS", "true, 301, UNKNOWN", "false, 0, PASS", "false, 1, UNKNOWN"})
  void whatIsMadeOnAskingMayBeFiveMinutesAhead(boolean online, long ahead, Outcome expected) {
    Bytes list = authorities(ROOT_KEY.withChain(List.of(ROOT)), NOW.plusSeconds(ahead));
    TrustPolicy policy =
        policy(ROOT)
            .withRevocation(
                online ? TrustPolicy.Revocation.ONLINE : TrustPolicy.Revocation.OFFLINE);
    assertThat(check(policy, brings(ROOT, list), List.of(CA, ROOT)).outcome()).isEqualTo(expected);
  }

  private static Check proven(Bytes list) {
    ChainQuery query =
        new ChainQuery(
            policy(ROOT),
            Role.SIGNER,
            SIGNED,
            TimeSource.CLAIMED,
            Lenience.ETSI,
            Optional.of(BEFORE));
    return check(query, brings(ROOT, list), List.of(CA, ROOT));
  }

  private static Bytes endless(Instant made) {
    X509v2CRLBuilder builder = new X509v2CRLBuilder(ROOT.name(), Date.from(made));
    try {
      return Bytes.of(builder.build(new SignerContent(ROOT_KEY)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertBelieved(TrustPolicy policy, Evidence evidence, Certificate... path) {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      Check check = check(policy.withMode(mode), evidence, List.of(path));
      assertThat(check.outcome()).as("%s: %s", mode, check).isEqualTo(Outcome.PASS);
    }
  }

  private static void assertUnproven(TrustPolicy policy, Evidence evidence, Certificate... path) {
    Check strict = check(policy, evidence, List.of(path));
    assertThat(strict.outcome()).as("%s", strict).isEqualTo(Outcome.UNKNOWN);
    assertThat(strict.reason()).isEqualTo(Reason.NO_PROOF_OF_EXISTENCE);
  }

  private static void assertHeld(TrustPolicy policy, Evidence evidence, Certificate... path) {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      Check check = check(policy.withMode(mode), evidence, List.of(path));
      assertThat(check.outcome()).as("%s: %s", mode, check).isEqualTo(Outcome.FAIL);
      assertThat(check.reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
    }
  }

  private static Check check(TrustPolicy policy, Evidence brought, List<Certificate> path) {
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, SIGNED, TimeSource.TIMESTAMP, Lenience.ETSI);
    return check(query, brought, path);
  }

  private static Check check(ChainQuery query, Evidence brought, List<Certificate> path) {
    TrustPolicy policy = query.policy();
    Evidence evidence =
        new Evidence(policy.intermediates(), policy.crls(), policy.ocsps()).and(brought);
    Report.Builder checks = new Report.Builder();
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(path.get(0), path.subList(1, path.size()));
    return checks.report().check("certificate-revocation").orElseThrow();
  }

  private static TrustPolicy policy(Certificate... anchors) {
    return TrustPolicy.interop(List.of(anchors), List.of(), NOW).withMode(TrustPolicy.Mode.STRICT);
  }

  private static TrustTerm term(Certificate certificate, Instant until) {
    return new TrustTerm(certificate.keySha256(), Optional.empty(), Optional.of(until), true);
  }

  /** A certificate with lists and answers: which they are, their first octets tell. */
  private static Evidence brings(Certificate certificate, Bytes... pieces) {
    List<Bytes> lists = new ArrayList<>();
    List<Bytes> answers = new ArrayList<>();
    for (Bytes piece : pieces) {
      (OcspResponse.parse(piece).isPresent() ? answers : lists).add(piece);
    }
    return new Evidence(List.of(certificate), lists, answers);
  }

  private static Bytes indirect() {
    return indirect(NOW.minusSeconds(3600));
  }

  /** Tells of nobody, for all of whose lists {@link #LISTS_NAME} makes. */
  private static Bytes indirect(Instant made) {
    CrlMaker.Scope here = new CrlMaker.Scope(Optional.of(URI.create(HERE)), CrlMaker.Kind.ALL);
    return CrlMaker.indirect(LISTS_KEY.withChain(List.of(LISTS)), List.of(), issue(made), here);
  }

  private static Bytes list(Signer by, Instant made) {
    return CrlMaker.issue(by, List.of(), issue(made));
  }

  /** The root's list of CAs alone, which names these serials as lost. */
  private static Bytes authorities(Certificate root, long... serials) {
    List<RevokedEntry> entries = new ArrayList<>();
    for (long serial : serials) {
      entries.add(revoked(serial));
    }
    return CrlMaker.partial(
        ROOT_KEY.withChain(List.of(root)), entries, issue(NOW.minusSeconds(3600)), CAS);
  }

  private static Bytes authorities(Signer root) {
    return authorities(root, NOW.minusSeconds(3600));
  }

  private static Bytes authorities(Signer root, Instant made) {
    return CrlMaker.partial(root, List.of(), issue(made), CAS);
  }

  private static final CrlMaker.Scope CAS =
      new CrlMaker.Scope(Optional.empty(), CrlMaker.Kind.AUTHORITIES);

  private static CrlMaker.Issue issue(Instant made) {
    return new CrlMaker.Issue(made, made.plus(Duration.ofDays(9)), BigInteger.ONE);
  }

  private static RevokedEntry revoked(long serial) {
    return new RevokedEntry(
        BigInteger.valueOf(serial), LOST, RevocationCause.KEY_COMPROMISE, Optional.empty());
  }

  private static RevokedEntry held(Certificate certificate) {
    return new RevokedEntry(
        certificate.serial(),
        SIGNED.minusSeconds(9),
        RevocationCause.CERTIFICATE_HOLD,
        Optional.empty());
  }

  private static Bytes answer(
      Signer by, Certificate about, Certificate issuer, @Nullable Instant revoked) {
    Optional<RevokedEntry> entry =
        Optional.ofNullable(revoked)
            .map(
                at ->
                    new RevokedEntry(
                        about.serial(), at, RevocationCause.KEY_COMPROMISE, Optional.empty()));
    return OcspMaker.respond(
        by,
        List.of(new OcspMaker.Status(about, issuer, Hash.SHA256, entry)),
        new OcspMaker.Issue(
            NOW.minusSeconds(3600), Optional.of(NOW.plusSeconds(3600)), Optional.empty()));
  }

  private static Certificate lists(Signer issuer, String name) {
    return new CertificateForge(LISTS_NAME, LISTS_KEY, issuer, name)
        .serial(78)
        .usage(KeyUsage.cRLSign)
        .make();
  }

  /** The root's other key, which makes lists in its name. */
  private static Certificate secondKey() {
    return new CertificateForge(ROOT_NAME, LISTS_KEY, ROOT_KEY, ROOT_NAME)
        .serial(80)
        .usage(KeyUsage.cRLSign)
        .make();
  }

  private static CertificateForge responder() {
    return new CertificateForge("CN=responder,C=CN", LISTS_KEY, CA_KEY, CA_NAME)
        .serial(79)
        .with(RESPONDS);
  }

  private static CertificateForge circling() {
    return new CertificateForge(CA_NAME, CA_KEY, ROOT_KEY, ROOT_NAME).with(point(HERE, LISTS_NAME));
  }

  private static CertificateForge pointed(Signer issuer, String name, @Nullable String crlIssuer) {
    return new CertificateForge("CN=leaf,C=CN", LEAF_KEY, issuer, name)
        .with(point(HERE, crlIssuer));
  }

  static Extension point(String url, @Nullable String crlIssuer) {
    GeneralNames by =
        crlIssuer == null
            ? null
            : new GeneralNames(new GeneralName(CertificateMaker.name(crlIssuer)));
    DistributionPointName name =
        new DistributionPointName(
            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    return CertificateForge.extension(
        Extension.cRLDistributionPoints,
        false,
        new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, by)}));
  }

  private static final Extension RESPONDS =
      CertificateForge.extension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));

  private static final Extension NOCHECK =
      CertificateForge.extension(
          OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);

  private static Signer key(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }
}
