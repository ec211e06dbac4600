package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.chain.CrlScopeTest.LEAF;
import static org.xinfu.trust.chain.CrlScopeTest.NAME;
import static org.xinfu.trust.chain.CrlScopeTest.OTHER;
import static org.xinfu.trust.chain.CrlScopeTest.ROOT_KEY;
import static org.xinfu.trust.chain.CrlScopeTest.check;
import static org.xinfu.trust.chain.CrlScopeTest.crlIssuer;
import static org.xinfu.trust.chain.CrlScopeTest.indirect;
import static org.xinfu.trust.chain.CrlScopeTest.leaf;
import static org.xinfu.trust.chain.CrlScopeTest.list;
import static org.xinfu.trust.chain.CrlScopeTest.number;
import static org.xinfu.trust.chain.CrlScopeTest.outcome;
import static org.xinfu.trust.chain.CrlScopeTest.outdated;
import static org.xinfu.trust.chain.CrlScopeTest.point;

import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.CrlScopeTest.ListForge;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Which lists continue each other, and who may name whom: RFC 5280 §5.2.3, §5.2.4, §6.3.3. */
class CrlSeriesTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant EARLY = NOW.minusSeconds(9000);
  private static final Signer STRANGER =
      SoftKeyVault.seeded("crl series").key(SignatureAlgorithm.SM2_SM3, "stranger");
  private static final String ELSEWHERE = "http://localhost/2.crl";

  @Test
  void numbersCountWithinOneSeriesAlone() {
    // A list without a number, beside and under one that has it.
    assertThat(outcome(list(-1, 60).sign(), outdated(20).sign())).isEqualTo(Outcome.PASS);
    assertThat(outcome(list(5, 60).sign(), outdated(-1).sign())).isEqualTo(Outcome.PASS);
    // The point's lists are counted for themselves.
    Bytes ofPoint = outdated(20).scope(point(CrlScopeTest.HERE)).sign();
    assertThat(outcome(list(5, 60).sign(), ofPoint)).isEqualTo(Outcome.PASS);
    assertThat(outcome(list(5, 60).sign(), outdated(20).sign())).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void whatIsNewerByNumberAndDateTakesNothingFromTheOlder() {
    // The newer ones are no longer in force.
    assertThat(outcome(list(20, 60).sign(), outdated(20).sign())).isEqualTo(Outcome.PASS);
    assertThat(outcome(list(19, 7200).sign(), outdated(20).sign())).isEqualTo(Outcome.PASS);
    assertThat(outcome(list(19, 9000).sign(), outdated(20).sign())).isEqualTo(Outcome.PASS);
    assertThat(outcome(list(19, 7199).sign(), outdated(20).sign())).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aDeltaContinuesTheNewestBaseOfItsSeries() {
    Bytes delta = list(12, 60).delta(10).sign();
    Bytes held = outdated(10).revoke(EARLY, RevocationCause.CERTIFICATE_HOLD).sign();
    Bytes heldLater = outdated(11).revoke(EARLY, RevocationCause.CERTIFICATE_HOLD).sign();
    for (List<Bytes> order : List.of(List.of(held, outdated(11).sign()), reversed(held))) {
      assertThat(outcome(delta, order.get(0), order.get(1))).isEqualTo(Outcome.PASS);
    }
    assertThat(outcome(delta, outdated(10).sign(), heldLater)).isEqualTo(Outcome.FAIL);
    assertThat(outcome(delta, heldLater, outdated(10).sign())).isEqualTo(Outcome.FAIL);
    // Issued together they have one number.
    assertThat(outcome(delta, outdated(12).sign())).isEqualTo(Outcome.PASS);
    Bytes ofPoint = outdated(10).scope(point(CrlScopeTest.HERE)).sign();
    assertThat(outcome(delta, ofPoint)).isEqualTo(Outcome.UNKNOWN);
  }

  private static List<Bytes> reversed(Bytes held) {
    return List.of(outdated(11).sign(), held);
  }

  /** What is complete for other certificates says nothing about this one, continued or not. */
  @Test
  void aDeltaOfAnotherScopeSaysNothing() {
    Bytes base = outdated(10).scope(point(ELSEWHERE)).sign();
    Bytes delta = list(12, 60).delta(10).scope(point(ELSEWHERE)).sign();
    assertThat(outcome(delta, base)).isEqualTo(Outcome.UNKNOWN);
    Bytes here = list(12, 60).delta(10).scope(point(CrlScopeTest.HERE)).sign();
    assertThat(outcome(here, outdated(10).scope(point(CrlScopeTest.HERE)).sign()))
        .isEqualTo(Outcome.PASS);
  }

  /** Of two entries the earlier: whoever has the key may make a list that revokes later. */
  @Test
  void theEarlierOfTwoRevocationsCounts() {
    Instant late = TestPki.NOW;
    Bytes first = list(1, 120).revoke(EARLY, RevocationCause.SUPERSEDED).sign();
    Bytes later = list(2, 60).revoke(late, RevocationCause.SUPERSEDED).sign();
    Bytes before = list(1, 120).revoke(late, RevocationCause.SUPERSEDED).sign();
    Bytes after = list(2, 60).revoke(EARLY, RevocationCause.SUPERSEDED).sign();
    for (List<Bytes> two : List.of(List.of(first, later), List.of(before, after))) {
      assertThat(outcome(two.get(0), two.get(1))).isEqualTo(Outcome.FAIL);
      assertThat(outcome(two.get(1), two.get(0))).isEqualTo(Outcome.FAIL);
    }
  }

  /** The key is the issuer's, the name is nobody's. */
  @Test
  void aListIsByWhomItNames() {
    Certificate pointing = leaf("CN=lists,C=CN").make();
    Bytes list = new ListForge("CN=lists,C=CN", ROOT_KEY, number(1), 60).scope(indirect()).sign();
    assertThat(check(pointing, List.of(), list).outcome()).isEqualTo(Outcome.UNKNOWN);
    Certificate named =
        new CertificateForge("CN=lists,C=CN", ROOT_KEY, ROOT_KEY, NAME)
            .usage(KeyUsage.cRLSign)
            .make();
    assertThat(check(pointing, List.of(named), list).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aListIsByWhoseKeyMadeIt() {
    Certificate pointing = leaf("CN=lists,C=CN").make();
    Certificate maker = crlIssuer("CN=lists,C=CN").make();
    Bytes forged = new ListForge("CN=lists,C=CN", STRANGER, number(1), 60).scope(indirect()).sign();
    assertThat(check(pointing, List.of(maker), forged).outcome()).isEqualTo(Outcome.UNKNOWN);
    // The key is right, and its certificate is another's.
    Certificate another = crlIssuer("CN=another,C=CN").make();
    Bytes list = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).scope(indirect()).sign();
    assertThat(check(pointing, List.of(another), list).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(check(pointing, List.of(another, maker), list).outcome()).isEqualTo(Outcome.PASS);
  }

  /** RFC 5280 §6.3.3 f: its own path is validated; a holder of any certificate issues none. */
  @Test
  void whoMakesListsIsCertifiedByACa() {
    Certificate pointing = leaf("CN=lists,C=CN").make();
    Bytes list = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).scope(indirect()).sign();
    CertificateForge holder = new CertificateForge("CN=holder,C=CN", STRANGER, ROOT_KEY, NAME);
    Certificate maker =
        new CertificateForge("CN=lists,C=CN", OTHER, STRANGER, "CN=holder,C=CN")
            .usage(KeyUsage.cRLSign)
            .make();
    // The holder's own status is known, so that nothing else speaks against it.
    holder.with(CustodyTest.point(ELSEWHERE, null)).usage(KeyUsage.digitalSignature);
    Bytes there = list(1, 60).scope(point(ELSEWHERE)).sign();
    List<Certificate> holders = List.of(holder.make(), maker);
    Bytes cas =
        list(1, 60)
            .scope(new IssuingDistributionPoint(null, false, true, null, false, false))
            .sign();
    assertThat(check(pointing, holders, list, there, cas).outcome()).isEqualTo(Outcome.UNKNOWN);
    CertificateForge ca = new CertificateForge("CN=holder,C=CN", STRANGER, ROOT_KEY, NAME).ca();
    assertThat(check(pointing, List.of(ca.make(), maker), list, cas).outcome())
        .isEqualTo(Outcome.PASS);
  }

  /** Whoever makes lists for others revokes those alone that point to him. */
  @Test
  void nobodyRevokesWhatHeIsNotAskedAbout() {
    Certificate maker = crlIssuer("CN=lists,C=CN").make();
    Bytes naming =
        new ListForge("CN=lists,C=CN", OTHER, number(1), 60)
            .scope(indirect())
            .entryOf(NAME, 1)
            .revoke(EARLY, RevocationCause.SUPERSEDED)
            .sign();
    assertThat(check(LEAF, List.of(maker), naming).outcome()).isEqualTo(Outcome.UNKNOWN);
    Certificate pointing = leaf("CN=lists,C=CN").make();
    assertThat(check(pointing, List.of(maker), naming).outcome()).isEqualTo(Outcome.FAIL);
    // Nor does who calls himself so, and is certified by nobody.
    Certificate itself =
        CertificateForge.root("CN=lists,C=CN", OTHER).usage(KeyUsage.cRLSign).make();
    assertThat(check(pointing, List.of(itself), naming).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  /** A sound list has a serial once; of two entries the one that is worse counts. */
  @Test
  void aSerialThatStandsTwice() {
    Instant later = NOW.plusSeconds(3600);
    Bytes late =
        list(1, 60)
            .revoke(later, RevocationCause.SUPERSEDED)
            .revoke(EARLY, RevocationCause.SUPERSEDED)
            .sign();
    assertThat(outcome(late)).isEqualTo(Outcome.FAIL);
    Bytes held =
        list(1, 60)
            .revoke(EARLY, RevocationCause.CERTIFICATE_HOLD)
            .revoke(EARLY, RevocationCause.KEY_COMPROMISE)
            .sign();
    assertThat(outcome(held, list(2, 30).sign())).isEqualTo(Outcome.FAIL);
    Bytes delta = list(3, 20).delta(1).release().revoke(EARLY, RevocationCause.SUPERSEDED).sign();
    assertThat(outcome(list(1, 60).sign(), delta)).isEqualTo(Outcome.FAIL);
  }

  /** RFC 5280 §6.3.3 f: its lists vouch for nobody, and yet it is its own key that says revoked. */
  @Test
  void anAuthorityThatMayNotMakeListsIsHeardWhenItRevokes() {
    Certificate silent =
        CertificateForge.root(NAME, ROOT_KEY)
            .with(Extension.basicConstraints, true, new BasicConstraints(true))
            .usage(KeyUsage.keyCertSign)
            .make();
    assertThat(underRoot(silent, list(1, 60).sign())).isEqualTo(Outcome.UNKNOWN);
    Bytes naming = list(1, 60).revoke(EARLY, RevocationCause.SUPERSEDED).sign();
    assertThat(underRoot(silent, naming)).isEqualTo(Outcome.FAIL);
  }

  private static Outcome underRoot(Certificate root, Bytes list) {
    TrustPolicy policy =
        TrustPolicy.interop(List.of(root), List.of(), NOW).withMode(TrustPolicy.Mode.STRICT);
    ChainQuery query =
        new ChainQuery(
            policy, Role.SIGNER, NOW.minusSeconds(1), TimeSource.TIMESTAMP, Lenience.SEAL);
    Report.Builder checks = new Report.Builder();
    Evidence evidence = new Evidence(List.of(), List.of(list), List.of());
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(LEAF, root);
    return checks.report().check("certificate-revocation").orElseThrow().outcome();
  }
}
