package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
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
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Delta, indirect and partial lists, other signers and rollback: RFC 5280 §5.2 and §6.3.3. */
class CrlScopeTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = NOW.minusSeconds(7200);
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("crl scope");
  static final Signer ROOT_KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "root");
  private static final Signer KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "leaf");
  static final Signer OTHER = VAULT.key(SignatureAlgorithm.SM2_SM3, "other");
  static final String NAME = "CN=ca,C=CN";
  static final Certificate ROOT = CertificateForge.root(NAME, ROOT_KEY).ca().make();
  static final String HERE = "http://localhost/1.crl";
  static final Certificate LEAF = leaf().make();

  @Test
  void aDeltaContinuesItsBase() {
    Bytes base = list(10, 3600).sign();
    Bytes delta = list(12, 60).delta(10).sign();
    assertThat(outcome(base)).isEqualTo(Outcome.PASS);
    assertThat(outcome(delta)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(delta, outdated(10).sign())).isEqualTo(Outcome.PASS);
    assertThat(outcome(delta, outdated(11).sign())).isEqualTo(Outcome.PASS);
    // A base older than the delta wants, newer than it, or without a number.
    assertThat(outcome(delta, outdated(9).sign())).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(delta, outdated(13).sign())).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(delta, outdated(-1).sign())).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aDeltaRevokesAndReleases() {
    Instant before = SIGNED.minusSeconds(60);
    Bytes named = list(12, 60).delta(10).revoke(before, RevocationCause.SUPERSEDED).sign();
    assertThat(outcome(named)).isEqualTo(Outcome.FAIL);
    assertThat(outcome(named, list(10, 3600).sign())).isEqualTo(Outcome.FAIL);
    Bytes held = list(10, 3600).revoke(before, RevocationCause.CERTIFICATE_HOLD).sign();
    assertThat(outcome(held)).isEqualTo(Outcome.FAIL);
    assertThat(outcome(held, list(12, 60).delta(10).sign())).isEqualTo(Outcome.FAIL);
    assertThat(outcome(held, list(12, 60).delta(10).release().sign())).isEqualTo(Outcome.PASS);
    // For good is for good.
    Bytes stolen = list(10, 3600).revoke(before, RevocationCause.KEY_COMPROMISE).sign();
    assertThat(outcome(stolen, list(12, 60).delta(10).release().sign())).isEqualTo(Outcome.FAIL);
  }

  @Test
  void deltasAreMadeToo() {
    Signer ca = ROOT_KEY.withChain(List.of(ROOT));
    CrlMaker.Issue issue = new CrlMaker.Issue(NOW.minusSeconds(9), NOW.plusSeconds(60), number(12));
    Bytes delta = CrlMaker.delta(ca, List.of(), issue, number(10));
    assertThat(outcome(delta)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(delta, outdated(10).sign())).isEqualTo(Outcome.PASS);
  }

  @Test
  void partsAreMadeToo() {
    Signer ca = ROOT_KEY.withChain(List.of(ROOT));
    CrlMaker.Issue issue = new CrlMaker.Issue(NOW.minusSeconds(9), NOW.plusSeconds(60), number(12));
    Certificate sub = new CertificateForge("CN=sub", KEY, ROOT_KEY, NAME).ca().make();
    for (CrlMaker.Kind kind : CrlMaker.Kind.values()) {
      Bytes list =
          CrlMaker.partial(ca, List.of(), issue, new CrlMaker.Scope(Optional.empty(), kind));
      assertThat(outcome(list))
          .isEqualTo(kind == CrlMaker.Kind.AUTHORITIES ? Outcome.UNKNOWN : Outcome.PASS);
      assertThat(check(sub, List.of(), list).outcome())
          .isEqualTo(kind == CrlMaker.Kind.USERS ? Outcome.UNKNOWN : Outcome.PASS);
    }
    CrlMaker.Scope here = new CrlMaker.Scope(Optional.of(URI.create(HERE)), CrlMaker.Kind.ALL);
    assertThat(outcome(CrlMaker.partial(ca, List.of(), issue, here))).isEqualTo(Outcome.PASS);
    CrlMaker.Scope there =
        new CrlMaker.Scope(Optional.of(URI.create("http://localhost/2.crl")), CrlMaker.Kind.ALL);
    assertThat(outcome(CrlMaker.partial(ca, List.of(), issue, there))).isEqualTo(Outcome.UNKNOWN);
    RevokedEntry entry = entry(LEAF.serial());
    assertThat(outcome(CrlMaker.partial(ca, List.of(entry), issue, there))).isEqualTo(Outcome.FAIL);
  }

  @Test
  void indirectListsAreMadeToo() {
    Certificate crlIssuer = crlIssuer("CN=lists,C=CN").make();
    Signer maker = OTHER.withChain(List.of(crlIssuer, ROOT));
    Certificate pointing = leaf("CN=lists,C=CN").make();
    Certificate stranger = CertificateForge.root("CN=others", OTHER).ca().make();
    CrlMaker.Issue issue = new CrlMaker.Issue(NOW.minusSeconds(9), NOW.plusSeconds(60), number(12));
    CrlMaker.Scope scope = new CrlMaker.Scope(Optional.of(URI.create(HERE)), CrlMaker.Kind.ALL);
    RevokedEntry own = entry(pointing.serial());
    RevokedEntry other = entry(number(1));
    List<Certificate> with = List.of(crlIssuer);
    assertThat(check(pointing, with, CrlMaker.indirect(maker, List.of(), issue, scope)).outcome())
        .isEqualTo(Outcome.PASS);
    CrlMaker.Revoked ours = new CrlMaker.Revoked(ROOT, List.of(other, own));
    CrlMaker.Revoked theirs = new CrlMaker.Revoked(stranger, List.of(other, own));
    for (List<CrlMaker.Revoked> named :
        List.of(List.of(ours), List.of(theirs, ours), List.of(ours, theirs))) {
      Bytes list = CrlMaker.indirect(maker, named, issue, scope);
      assertThat(check(pointing, with, list).outcome()).isEqualTo(Outcome.FAIL);
    }
    Bytes foreign = CrlMaker.indirect(maker, List.of(theirs), issue, scope);
    assertThat(check(pointing, with, foreign).outcome()).isEqualTo(Outcome.PASS);
    assertThatIllegalArgumentException().isThrownBy(() -> new CrlMaker.Revoked(ROOT, List.of()));
  }

  /** Its other certificate, for the same key, may sign lists: still nobody vouches for himself. */
  @Test
  void aKeyMakesNoListAboutItself() {
    Certificate pointing = leaf("CN=lists,C=CN").make();
    Certificate itself =
        new CertificateForge("CN=lists,C=CN", KEY, ROOT_KEY, NAME).usage(KeyUsage.cRLSign).make();
    Bytes list = new ListForge("CN=lists,C=CN", KEY, number(1), 60).scope(indirect()).sign();
    assertThat(check(pointing, List.of(itself), list).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  private static RevokedEntry entry(BigInteger serial) {
    return new RevokedEntry(
        serial, SIGNED.minusSeconds(60), RevocationCause.SUPERSEDED, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, false, PASS",
    "false, true, false, UNKNOWN",
    "false, false, true, UNKNOWN",
    "false, false, false, PASS"
  })
  void silenceCountsForTheKindInScope(boolean users, boolean cas, boolean others, Outcome leaf) {
    Bytes list =
        list(1, 60)
            .scope(new IssuingDistributionPoint(null, users, cas, null, false, others))
            .sign();
    assertThat(outcome(list)).isEqualTo(leaf);
    Certificate sub = new CertificateForge("CN=sub", KEY, ROOT_KEY, NAME).ca().make();
    Outcome ca = others || users ? Outcome.UNKNOWN : Outcome.PASS;
    assertThat(check(sub, List.of(), list).outcome()).isEqualTo(ca);
  }

  @Test
  void aNameInScopeRevokesWhateverTheScope() {
    Bytes list =
        list(1, 60)
            .scope(new IssuingDistributionPoint(null, false, true, null, false, false))
            .revoke(SIGNED.minusSeconds(9), RevocationCause.SUPERSEDED)
            .sign();
    assertThat(outcome(list)).isEqualTo(Outcome.FAIL);
  }

  @Test
  void theDistributionPointsHaveANameInCommon() {
    Bytes here = list(1, 60).scope(point(HERE)).sign();
    Bytes elsewhere = list(1, 60).scope(point("http://localhost/2.crl")).sign();
    assertThat(outcome(here)).isEqualTo(Outcome.PASS);
    assertThat(outcome(elsewhere)).isEqualTo(Outcome.UNKNOWN);
    Certificate silent = new CertificateForge("CN=leaf", KEY, ROOT_KEY, NAME).make();
    assertThat(check(silent, List.of(), here).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void partsByReasonCountTogether() {
    int rest =
        ReasonFlags.affiliationChanged
            | ReasonFlags.superseded
            | ReasonFlags.cessationOfOperation
            | ReasonFlags.certificateHold
            | ReasonFlags.privilegeWithdrawn
            | ReasonFlags.aACompromise;
    Bytes keys = list(1, 60).reasons(ReasonFlags.keyCompromise | ReasonFlags.cACompromise).sign();
    Bytes others = list(1, 60).reasons(rest).sign();
    assertThat(outcome(keys)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(others)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(keys, others)).isEqualTo(Outcome.PASS);
  }

  @Test
  void anOlderNumberWithALaterDateProvesNothing() {
    Bytes newer = outdated(20).sign();
    Bytes dugOut = list(19, 60).sign();
    assertThat(outcome(dugOut)).isEqualTo(Outcome.PASS);
    assertThat(outcome(dugOut, newer)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(list(21, 60).sign(), newer)).isEqualTo(Outcome.PASS);
  }

  @Test
  void anIndirectListIsByWhomTheCertificateNames() {
    Certificate crlIssuer = crlIssuer("CN=lists,C=CN").make();
    Certificate pointing = leaf("CN=lists,C=CN").make();
    ListForge list = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).scope(indirect());
    List<Certificate> with = List.of(crlIssuer);
    assertThat(check(pointing, with, list.sign()).outcome()).isEqualTo(Outcome.PASS);
    assertThat(check(pointing, List.of(), list.sign()).outcome()).isEqualTo(Outcome.UNKNOWN);
    // The certificate does not name it, or the list is not indirect.
    assertThat(check(LEAF, with, list.sign()).outcome()).isEqualTo(Outcome.UNKNOWN);
    Bytes direct = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).sign();
    assertThat(check(pointing, with, direct).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  /**
   * §6.3.3 b 1: at a point whose list another makes, the issuer's own list of that name is not it.
   */
  @Test
  void aPointOfAnotherIsNotTheIssuersOwn() {
    Certificate pointing = leaf("CN=lists,C=CN").make();
    assertThat(check(LEAF, List.of(), list(1, 60).scope(point(HERE)).sign()).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(check(pointing, List.of(), list(1, 60).scope(point(HERE)).sign()).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    // What is complete for all of the issuer's certificates is it.
    assertThat(check(pointing, List.of(), list(1, 60).sign()).outcome()).isEqualTo(Outcome.PASS);
    IssuingDistributionPoint all =
        new IssuingDistributionPoint(
            new DistributionPointName(new GeneralNames(directory(NAME))), false, false);
    assertThat(check(pointing, List.of(), list(1, 60).scope(all).sign()).outcome())
        .isEqualTo(Outcome.PASS);
  }

  /** §4.2.1.13: a relative name continues that of the CRL issuer, not of the certificate's. */
  @Test
  void aRelativePointContinuesTheCrlIssuersName() {
    DistributionPointName relative =
        new DistributionPointName(
            DistributionPointName.NAME_RELATIVE_TO_CRL_ISSUER,
            new DERSet(CertificateMaker.name("OU=1").getRDNs()[0].getFirst()));
    Certificate pointing = leaf(relative, "CN=lists,C=CN").make();
    List<Certificate> with = List.of(crlIssuer("CN=lists,C=CN").make());
    assertThat(check(pointing, with, named("OU=1,CN=lists,C=CN")).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(check(pointing, with, named("OU=1," + NAME)).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(check(pointing, with, named("OU=2,CN=lists,C=CN")).outcome())
        .isEqualTo(Outcome.UNKNOWN);
  }

  private static Bytes named(String point) {
    DistributionPointName name = new DistributionPointName(new GeneralNames(directory(point)));
    return new ListForge("CN=lists,C=CN", OTHER, number(1), 60)
        .scope(new IssuingDistributionPoint(name, false, false, null, true, false))
        .sign();
  }

  private static GeneralName directory(String name) {
    return new GeneralName(CertificateMaker.name(name));
  }

  @Test
  void entriesOfAnIndirectListBelongToTheIssuerNamedLast() {
    Certificate pointing = leaf("CN=lists,C=CN").make();
    List<Certificate> with = List.of(crlIssuer("CN=lists,C=CN").make());
    Instant before = SIGNED.minusSeconds(60);
    // No issuer named: the list's own, who has the same serial.
    ListForge own = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).scope(indirect());
    Bytes namesake = own.revoke(before, RevocationCause.SUPERSEDED).sign();
    assertThat(check(pointing, with, namesake).outcome()).isEqualTo(Outcome.PASS);
    ListForge ours = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).scope(indirect());
    Bytes inherited = ours.entryOf(NAME, 1).revoke(before, RevocationCause.SUPERSEDED).sign();
    assertThat(check(pointing, with, inherited).outcome()).isEqualTo(Outcome.FAIL);
    ListForge theirs = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).scope(indirect());
    Bytes foreign =
        theirs
            .entryOf(NAME, 1)
            .entryOf("CN=others", 2)
            .revoke(before, RevocationCause.SUPERSEDED)
            .sign();
    assertThat(check(pointing, with, foreign).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aCrlIssuerMaySignListsAndLeadsToTheAnchor() {
    Certificate pointing = leaf("CN=lists,C=CN").make();
    Bytes list = new ListForge("CN=lists,C=CN", OTHER, number(1), 60).scope(indirect()).sign();
    Certificate silent = new CertificateForge("CN=lists,C=CN", OTHER, ROOT_KEY, NAME).make();
    assertThat(check(pointing, List.of(silent), list).outcome()).isEqualTo(Outcome.UNKNOWN);
    Certificate stranger =
        CertificateForge.root("CN=lists,C=CN", OTHER).usage(KeyUsage.cRLSign).make();
    assertThat(check(pointing, List.of(stranger), list).outcome()).isEqualTo(Outcome.UNKNOWN);
    Certificate revoked = crlIssuer("CN=lists,C=CN").serial(78).make();
    // Its scope leaves the leaf out, so that it speaks of nobody but whom it names.
    IssuingDistributionPoint cas =
        new IssuingDistributionPoint(null, false, true, null, false, false);
    Bytes naming = list(1, 60).scope(cas).entry(78, NOW.minusSeconds(90)).sign();
    assertThat(check(pointing, List.of(revoked), list, naming).outcome())
        .isEqualTo(Outcome.UNKNOWN);
  }

  /** The CA has a new key under its old name, and the new one signs the lists. */
  @Test
  void theOtherKeyOfTheIssuerMaySignItsLists() {
    Bytes list = new ListForge(NAME, OTHER, number(1), 60).sign();
    assertThat(outcome(list)).isEqualTo(Outcome.UNKNOWN);
    Certificate rollover = new CertificateForge(NAME, OTHER, ROOT_KEY, NAME).ca().make();
    assertThat(check(LEAF, List.of(rollover), list).outcome()).isEqualTo(Outcome.PASS);
    Certificate selfMade = CertificateForge.root(NAME, OTHER).ca().make();
    assertThat(check(LEAF, List.of(selfMade), list).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void anAnchorThatAnotherAnchorRevokedIsRevoked() {
    TestPki pki = TestPki.seeded("anchors");
    RevokedEntry entry =
        new RevokedEntry(
            pki.signerCa().chain().get(0).serial(),
            TestPki.BEGIN,
            RevocationCause.CA_COMPROMISE,
            Optional.empty());
    Certificate leaf = pki.sealSigner("样例").chain().get(0);
    TrustPolicy policy =
        pki.policy().withCrls(List.of(pki.crl(pki.signerRoot(), entry), pki.crl(pki.signerCa())));
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, SIGNED, TimeSource.CLAIMED, Lenience.SEAL);
    assertThat(ChainValidator.validate(leaf, Evidence.none(), query).report().reason())
        .contains(Reason.CERTIFICATE_REVOKED);
  }

  private static CertificateForge leaf() {
    return leaf(null);
  }

  static CertificateForge leaf(@Nullable String crlIssuer) {
    DistributionPointName name =
        new DistributionPointName(
            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, HERE)));
    return leaf(name, crlIssuer);
  }

  private static CertificateForge leaf(DistributionPointName name, @Nullable String crlIssuer) {
    GeneralNames by = crlIssuer == null ? null : new GeneralNames(directory(crlIssuer));
    DistributionPoint point = new DistributionPoint(name, null, by);
    return new CertificateForge("CN=leaf", KEY, ROOT_KEY, NAME)
        .with(
            Extension.cRLDistributionPoints,
            false,
            new CRLDistPoint(new DistributionPoint[] {point}));
  }

  static CertificateForge crlIssuer(String name) {
    return new CertificateForge(name, OTHER, ROOT_KEY, NAME).usage(KeyUsage.cRLSign);
  }

  static IssuingDistributionPoint indirect() {
    return new IssuingDistributionPoint(null, false, false, null, true, false);
  }

  static IssuingDistributionPoint point(String url) {
    GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, url);
    return new IssuingDistributionPoint(
        new DistributionPointName(new GeneralNames(name)), false, false, null, false, false);
  }

  static ListForge list(long number, long age) {
    return new ListForge(NAME, ROOT_KEY, number(number), age);
  }

  /** Made two hours ago and good for one; negative: without a number. */
  static ListForge outdated(long number) {
    ListForge list = new ListForge(NAME, ROOT_KEY, number(number), 7200);
    list.builder.setNextUpdate(Date.from(NOW.minusSeconds(3600)));
    return list;
  }

  static BigInteger number(long number) {
    return BigInteger.valueOf(number);
  }

  static Outcome outcome(Bytes... lists) {
    return check(LEAF, List.of(), lists).outcome();
  }

  static Check check(Certificate leaf, List<Certificate> others, Bytes... lists) {
    TrustPolicy policy =
        TrustPolicy.interop(List.of(ROOT), List.of(), NOW).withMode(TrustPolicy.Mode.STRICT);
    // A moment after every list: only what is fresh counts.
    Instant at = NOW.minusSeconds(1);
    ChainQuery query = new ChainQuery(policy, Role.SIGNER, at, TimeSource.TIMESTAMP, Lenience.SEAL);
    Evidence evidence = new Evidence(others, List.of(lists), List.of());
    Report.Builder checks = new Report.Builder();
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(leaf, ROOT);
    return checks.report().check("certificate-revocation").orElseThrow();
  }

  /** Lists with what {@link CrlMaker} does not write: reasons, numbers left out, releases. */
  static final class ListForge {
    private final X509v2CRLBuilder builder;
    private final Signer signer;

    ListForge(String issuer, Signer signer, BigInteger number, long age) {
      this.signer = signer;
      builder =
          new X509v2CRLBuilder(CertificateMaker.name(issuer), Date.from(NOW.minusSeconds(age)));
      builder.setNextUpdate(Date.from(NOW.plusSeconds(60)));
      if (number.signum() >= 0) {
        add(Extension.cRLNumber, false, new CRLNumber(number));
      }
    }

    ListForge delta(long base) {
      return add(Extension.deltaCRLIndicator, true, new CRLNumber(number(base)));
    }

    ListForge scope(IssuingDistributionPoint scope) {
      return add(Extension.issuingDistributionPoint, true, scope);
    }

    ListForge reasons(int flags) {
      return scope(
          new IssuingDistributionPoint(null, false, false, new ReasonFlags(flags), false, false));
    }

    ListForge revoke(Instant at, RevocationCause cause) {
      builder.addCRLEntry(LEAF.serial(), Date.from(at), cause.number());
      return this;
    }

    ListForge release() {
      builder.addCRLEntry(LEAF.serial(), Date.from(NOW.minusSeconds(60)), 8);
      return this;
    }

    ListForge entry(long serial, Instant at) {
      builder.addCRLEntry(number(serial), Date.from(at), 0);
      return this;
    }

    ListForge entryOf(String issuer, long serial) {
      try {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
            Extension.certificateIssuer,
            true,
            new GeneralNames(new GeneralName(CertificateMaker.name(issuer))));
        builder.addCRLEntry(number(serial), Date.from(NOW), extensions.generate());
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private ListForge add(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
      try {
        builder.addExtension(oid, critical, value);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Bytes sign() {
      try {
        return Bytes.of(builder.build(new SignerContent(signer)).getEncoded());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
