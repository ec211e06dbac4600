package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Revocation;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Which lists are believed, which of them decides, and what an entry means for the signature. */
class RevocationRulesTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = TestSeals.SIGNED;
  private static final TestPki PKI = TestPki.seeded("revocation rules");
  private static final Signer CA = PKI.signerCa();
  private static final Certificate ISSUER = CA.chain().get(0);
  private static final Certificate LEAF = PKI.sealSigner("样例").chain().get(0);

  @Test
  void aPolicyThatDoesNotAskIsSaidSo() {
    Check check = check(query(revoking()).withRevocation(Revocation.NONE), TimeSource.CLAIMED);
    assertThat(check.outcome()).isEqualTo(Outcome.NOT_DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "-3600, 3600, PASS",
    "0, 3600, PASS",
    "-3600, 0, PASS",
    "1, 3600, UNKNOWN",
    "-3600, -1, UNKNOWN"
  })
  void aListIsFreshFromItsFirstToItsLastSecond(long made, long next, Outcome expected) {
    Check check = untimed(list(NOW.plusSeconds(made), NOW.plusSeconds(next)));
    assertThat(check.outcome()).isEqualTo(expected);
    if (expected == Outcome.UNKNOWN) {
      assertThat(check.reason()).isEqualTo(Reason.REVOCATION_UNKNOWN);
    }
  }

  @Test
  void aListThatPromisesNoNextOneIsNeverFresh() {
    X509v2CRLBuilder builder = builder();
    assertThat(untimed(sign(builder)).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(untimed(sign(next(builder()))).outcome()).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.5.29.27", "2.5.29.46", "1.2.3.4", "2.5.29.29"})
  void aListWithACriticalExtensionIsLeftUnread(String oid) throws IOException {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
    ASN1Encodable value = oid.equals("2.5.29.27") ? new ASN1Integer(1) : new DERSequence();
    X509v2CRLBuilder critical = next(builder()).addExtension(id, true, value);
    assertThat(strict(sign(critical)).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  /**
   * RFC 5280 §5.2: it says nothing for sure; that it names the certificate is no reason to go on as
   * if nobody had said a word, whatever else is silent.
   */
  @ParameterizedTest
  @EnumSource
  void whomAListWithACriticalExtensionNamesIsInDoubt(TrustPolicy.Mode mode) throws IOException {
    Bytes good = PKI.crl(CA);
    for (int delta : new int[] {0, 1}) {
      Bytes naming = odd(delta, entry(SIGNED.minusSeconds(1)));
      for (List<Bytes> lists : List.of(List.of(naming), List.of(naming, good))) {
        Check check = check(strictPolicy(lists).withMode(mode), TimeSource.TIMESTAMP);
        assertThat(check.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(check.reason()).isEqualTo(Reason.REVOCATION_UNKNOWN);
      }
      for (Bytes harmless :
          List.of(odd(delta), odd(delta, entry(SIGNED.plusSeconds(1))), odd(delta, others()))) {
        TrustPolicy policy = strictPolicy(List.of(harmless, good)).withMode(mode);
        assertThat(check(policy, TimeSource.TIMESTAMP).outcome()).isEqualTo(Outcome.PASS);
      }
    }
  }

  /** What is understood decides. */
  @Test
  void aRevocationBesideSuchAListStands() throws IOException {
    List<Bytes> lists = List.of(odd(0, entry(SIGNED.minusSeconds(1))), revoking());
    assertOrder(lists, Outcome.FAIL);
  }

  @Test
  void onlyTheCertificatesOwnIssuerIsHeard() {
    assertThat(strict(PKI.crl(PKI.signerRoot())).outcome()).isEqualTo(Outcome.UNKNOWN);
    // Another key under the same name.
    Signer namesake = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "namesake");
    Certificate forged = CertificateForge.root(LEAF.issuer(), namesake).ca().make();
    Bytes byNamesake = PKI.crl(namesake.withChain(List.of(forged)));
    assertThat(strict(byNamesake).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(strict(PKI.crl(CA)).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void anIssuerWithoutTheUsageMakesNoLists() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "no crl sign");
    for (boolean silent : new boolean[] {false, true}) {
      CertificateForge forge =
          CertificateForge.root("CN=list maker", key)
              .with(Extension.basicConstraints, true, new BasicConstraints(true));
      Certificate ca = (silent ? forge : forge.usage(KeyUsage.keyCertSign)).make();
      Signer issuer = key.withChain(List.of(ca));
      Certificate leaf = new CertificateForge("CN=leaf", key, key, "CN=list maker").make();
      TrustPolicy policy =
          PKI.policy().withMode(TrustPolicy.Mode.STRICT).withCrls(List.of(PKI.crl(issuer)));
      Check check = check(policy, TimeSource.CLAIMED, leaf, ca);
      assertThat(check.outcome()).isEqualTo(silent ? Outcome.PASS : Outcome.UNKNOWN);
    }
  }

  @Test
  void bothAlgorithmFieldsOfAListAreTheSame() {
    AlgorithmIdentifier other = new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sha256);
    Bytes altered = SesForge.edit(PKI.crl(CA), s -> SesForge.at(s, o -> other, 1));
    assertThat(strict(altered).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void whatIsNoListIsPassedOver() {
    List<Bytes> lists =
        List.of(
            Bytes.empty(),
            Bytes.utf8("no list"),
            ISSUER.der(),
            Bytes.hex("3000"),
            PKI.crl(CA).slice(0, 100),
            PKI.crl(CA).concat(Bytes.hex("00")));
    for (Bytes each : lists) {
      assertThat(strict(each).outcome()).describedAs("%s", each).isEqualTo(Outcome.UNKNOWN);
    }
    List<Bytes> withGood = new ArrayList<>(lists);
    withGood.add(PKI.crl(CA));
    assertThat(check(strictPolicy(withGood), TimeSource.CLAIMED).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aHoldIsOverWhenTheNewestListSaysSoWhateverTheOrder() {
    Instant before = SIGNED.minusSeconds(9);
    Bytes naming = list(NOW.minusSeconds(7200), NOW.plusSeconds(9), hold(before));
    Bytes released = list(NOW.minusSeconds(3600), NOW.plusSeconds(9));
    assertOrder(List.of(naming, released), Outcome.PASS);
    Bytes later = list(NOW.minusSeconds(60), NOW.plusSeconds(9), hold(before));
    assertOrder(List.of(released, later), Outcome.FAIL);
  }

  /** X.509 §8.5.3.1: nothing but a hold ends, so a newer list that is silent changes nothing. */
  @ParameterizedTest
  @EnumSource(names = "CERTIFICATE_HOLD", mode = EnumSource.Mode.EXCLUDE)
  void aRevocationIsForEver(RevocationCause cause) {
    RevokedEntry entry =
        new RevokedEntry(LEAF.serial(), SIGNED.minusSeconds(9), cause, Optional.empty());
    Bytes naming = list(NOW.minusSeconds(7200), NOW.plusSeconds(9), entry);
    assertOrder(List.of(naming, list(NOW.minusSeconds(60), NOW.plusSeconds(9))), Outcome.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, TIMESTAMP, WARN, REVOCATION_UNKNOWN",
    "0, TIMESTAMP, PASS,",
    "0, LOG, PASS,",
    "60, TIMESTAMP, PASS,",
    "-1, CLAIMED, WARN, REVOCATION_UNKNOWN",
    "0, CLAIMED, WARN, TIME_NOT_PROVEN",
    "60, CLAIMED, WARN, TIME_NOT_PROVEN",
    "60, NONE, WARN, REVOCATION_UNKNOWN"
  })
  void anOutdatedListKnowsOfWhatCameBeforeIt(
      long after, TimeSource source, Outcome outcome, Reason reason) {
    Bytes outdated = list(SIGNED.plusSeconds(after), SIGNED.plusSeconds(120));
    Check check = check(query(outdated), source);
    assertThat(check.outcome()).isEqualTo(outcome);
    assertThat(check.reason()).isEqualTo(reason);
    boolean unknown = reason == Reason.REVOCATION_UNKNOWN;
    assertThat(check(strictPolicy(List.of(outdated)), source).outcome())
        .isEqualTo(unknown ? Outcome.UNKNOWN : outcome);
  }

  @Test
  void theSilenceOfAListAfterTheExpiryMeansNothing() throws IOException {
    Instant after = TestPki.END.plusSeconds(60);
    Instant before = TestPki.END.minusSeconds(60);
    Instant now = TestPki.END.plusSeconds(120);
    Instant next = now.plusSeconds(60);
    assertThat(strictAt(now, list(after, next)).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(strictAt(now, list(before, next)).outcome()).isEqualTo(Outcome.PASS);
    ASN1ObjectIdentifier kept = new ASN1ObjectIdentifier("2.5.29.60");
    for (Instant since : List.of(TestPki.BEGIN, TestPki.END, TestPki.END.plusSeconds(1))) {
      X509v2CRLBuilder builder =
          new X509v2CRLBuilder(ISSUER.name(), Date.from(after))
              .setNextUpdate(Date.from(next))
              .addExtension(kept, false, new ASN1GeneralizedTime(Date.from(since)));
      boolean reaches = !since.isAfter(TestPki.END);
      assertThat(strictAt(now, sign(builder)).outcome())
          .isEqualTo(reaches ? Outcome.PASS : Outcome.UNKNOWN);
    }
    X509v2CRLBuilder damaged =
        new X509v2CRLBuilder(ISSUER.name(), Date.from(after))
            .setNextUpdate(Date.from(next))
            .addExtension(kept, false, CertificateForge.noMoment());
    assertThat(strictAt(now, sign(damaged)).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void ofTwoListsOfTheSameSecondTheOneThatNamesTheCertificateIsHeard() {
    Bytes silent = list(NOW.minusSeconds(60), NOW.plusSeconds(9));
    Bytes naming = list(NOW.minusSeconds(60), NOW.plusSeconds(9), entry(SIGNED.minusSeconds(9)));
    assertOrder(List.of(silent, naming), Outcome.FAIL);
  }

  /** Genuine lists have many thousand entries; one that is not read revokes nobody. */
  @Test
  void aLongListIsReadToItsEnd() {
    RevokedEntry[] entries = new RevokedEntry[6_000];
    for (int i = 0; i < entries.length; i++) {
      BigInteger serial = BigInteger.valueOf(1_000_000L + i);
      entries[i] =
          new RevokedEntry(serial, TestPki.BEGIN, RevocationCause.SUPERSEDED, Optional.empty());
    }
    assertThat(strict(PKI.crl(CA, entries)).outcome()).isEqualTo(Outcome.PASS);
    entries[entries.length - 1] = entry(SIGNED.minusSeconds(9));
    assertThat(strict(PKI.crl(CA, entries)).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void aListFromTheFutureRevokesNothing() {
    Bytes future = list(NOW.plusSeconds(1), NOW.plusSeconds(9), entry(SIGNED.minusSeconds(9)));
    assertThat(check(strictPolicy(List.of(future, PKI.crl(CA))), TimeSource.CLAIMED).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void anotherSerialIsAnotherCertificate() {
    RevokedEntry other =
        new RevokedEntry(
            LEAF.serial().add(BigInteger.ONE),
            SIGNED.minusSeconds(9),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    assertThat(strict(PKI.crl(CA, other)).outcome()).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @EnumSource
  void everyCauseIsReadBack(RevocationCause cause) {
    Instant invalid = SIGNED.minusSeconds(60);
    for (Optional<Instant> since : List.of(Optional.<Instant>empty(), Optional.of(invalid))) {
      RevokedEntry entry = new RevokedEntry(LEAF.serial(), SIGNED, cause, since);
      Crl read = Crl.parse(PKI.crl(CA, entry)).orElseThrow();
      assertThat(read.entries(LEAF)).containsExactly(entry);
      assertThat(read.entries(ISSUER)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterTheSignatureTheCauseDecides(RevocationCause cause) {
    RevokedEntry entry =
        new RevokedEntry(LEAF.serial(), SIGNED.plusSeconds(1), cause, Optional.empty());
    TrustPolicy policy = query(PKI.crl(CA, entry));
    Outcome claimed = cause.keyInOtherHands() ? Outcome.FAIL : Outcome.WARN;
    assertThat(check(policy, TimeSource.CLAIMED).outcome()).isEqualTo(claimed);
    assertThat(check(policy, TimeSource.TIMESTAMP).outcome()).isEqualTo(Outcome.PASS);
    assertThat(check(policy, TimeSource.LOG).outcome()).isEqualTo(Outcome.PASS);
    Outcome untimed = cause.keyInOtherHands() ? Outcome.FAIL : Outcome.UNKNOWN;
    assertThat(check(policy, TimeSource.NONE).outcome()).isEqualTo(untimed);
  }

  /** RFC 5280 §5.3.1: the cause may be told anew, worse and later. */
  @Test
  void aLossOfTheKeyThatIsToldLaterIsHeard() {
    RevokedEntry lost =
        new RevokedEntry(
            LEAF.serial(), SIGNED.plusSeconds(2), RevocationCause.KEY_COMPROMISE, Optional.empty());
    Bytes first = list(NOW.minusSeconds(120), NOW.plusSeconds(9), entry(SIGNED.plusSeconds(1)));
    Bytes second = list(NOW.minusSeconds(60), NOW.plusSeconds(9), lost);
    Bytes both = PKI.crl(CA, entry(SIGNED.plusSeconds(1)), lost);
    for (List<Bytes> lists : List.of(List.of(first, second), List.of(both))) {
      TrustPolicy policy = PKI.policy().withCrls(lists);
      assertThat(check(policy, TimeSource.CLAIMED).outcome()).isEqualTo(Outcome.FAIL);
      assertThat(check(policy, TimeSource.TIMESTAMP).outcome()).isEqualTo(Outcome.PASS);
    }
    TrustPolicy earlier = query(PKI.crl(CA, entry(SIGNED.minusSeconds(1)), lost));
    assertThat(check(earlier, TimeSource.TIMESTAMP).outcome()).isEqualTo(Outcome.FAIL);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void inTheSecondOfTheRevocationItIsTooLate(TimeSource source) {
    assertThat(check(query(PKI.crl(CA, entry(SIGNED))), source).reason())
        .isEqualTo(Reason.CERTIFICATE_REVOKED);
    Check after = check(query(PKI.crl(CA, entry(SIGNED.plusSeconds(1)))), source);
    assertThat(after.outcome()).isNotEqualTo(Outcome.FAIL);
  }

  @Test
  void anInvalidityDateAfterTheRevocationChangesNothing() {
    RevokedEntry entry =
        new RevokedEntry(
            LEAF.serial(),
            SIGNED.minusSeconds(1),
            RevocationCause.SUPERSEDED,
            Optional.of(SIGNED.plusSeconds(60)));
    assertThat(check(query(PKI.crl(CA, entry)), TimeSource.TIMESTAMP).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 11, 255, 256, 70_000})
  void aCauseThatNobodyKnowsIsStillARevocation(int number) throws IOException {
    Bytes list = extended(Extension.reasonCode, new ASN1Enumerated(number));
    Crl read = Crl.parse(list).orElseThrow();
    RevocationCause cause = read.entries(LEAF).get(0).cause();
    assertThat(cause).isEqualTo(RevocationCause.UNSPECIFIED);
  }

  @Test
  void aCriticalEntryExtensionDoesNotHideTheEntry() throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
    X509v2CRLBuilder builder =
        next(builder())
            .addCRLEntry(LEAF.serial(), Date.from(SIGNED.minusSeconds(1)), extensions.generate());
    assertThat(check(query(sign(builder)), TimeSource.CLAIMED).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void aDamagedInvalidityDateCountsAsTheEarliest() throws IOException {
    Bytes list = extended(Extension.invalidityDate, CertificateForge.noMoment());
    assertThat(Crl.parse(list).orElseThrow().entries(LEAF).get(0).invalidSince())
        .hasValueSatisfying(i -> assertThat(i).isBeforeOrEqualTo(Instant.EPOCH));
    assertThat(check(query(list), TimeSource.TIMESTAMP).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void aDamagedCauseNeverMakesAPathValid() throws IOException {
    Bytes list = extended(Extension.reasonCode, new DERSequence());
    ChainQuery query =
        new ChainQuery(query(list), Role.SIGNER, SIGNED, TimeSource.TIMESTAMP, Lenience.SEAL);
    Verdict<List<Certificate>> verdict = ChainValidator.validate(LEAF, CA.chain(), query);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict.report().reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  private static void assertOrder(List<Bytes> lists, Outcome expected) {
    List<Bytes> other = new ArrayList<>(lists);
    Collections.reverse(other);
    for (List<Bytes> order : List.of(lists, other)) {
      assertThat(check(strictPolicy(order), TimeSource.CLAIMED).outcome()).isEqualTo(expected);
    }
  }

  private static Bytes revoking() {
    return PKI.crl(CA, entry(SIGNED.minusSeconds(1)));
  }

  private static RevokedEntry entry(Instant at) {
    return new RevokedEntry(LEAF.serial(), at, RevocationCause.SUPERSEDED, Optional.empty());
  }

  private static RevokedEntry hold(Instant at) {
    return new RevokedEntry(LEAF.serial(), at, RevocationCause.CERTIFICATE_HOLD, Optional.empty());
  }

  private static Check strictAt(Instant now, Bytes list) {
    return check(strictPolicy(List.of(list)).withAt(now), TimeSource.TIMESTAMP);
  }

  private static Bytes list(Instant made, Instant next, RevokedEntry... entries) {
    CrlMaker.Issue issue = new CrlMaker.Issue(made, next, BigInteger.ONE);
    return CrlMaker.issue(CA, List.of(entries), issue);
  }

  /** A list with one entry after the signature that carries this extension. */
  private static Bytes extended(ASN1ObjectIdentifier oid, ASN1Encodable value) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(oid, false, value);
    return sign(
        next(builder())
            .addCRLEntry(LEAF.serial(), Date.from(SIGNED.plusSeconds(60)), extensions.generate()));
  }

  /** A list, or a delta list, with a critical extension that nobody knows. */
  private static Bytes odd(int delta, RevokedEntry... entries) throws IOException {
    X509v2CRLBuilder builder = next(builder());
    builder.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
    if (delta > 0) {
      builder.addExtension(Extension.deltaCRLIndicator, true, new ASN1Integer(delta));
    }
    for (RevokedEntry entry : entries) {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), entry.cause().number());
    }
    return sign(builder);
  }

  private static RevokedEntry others() {
    return new RevokedEntry(
        LEAF.serial().add(BigInteger.ONE),
        SIGNED.minusSeconds(1),
        RevocationCause.SUPERSEDED,
        Optional.empty());
  }

  private static X509v2CRLBuilder builder() {
    return new X509v2CRLBuilder(ISSUER.name(), Date.from(NOW.minusSeconds(60)));
  }

  private static X509v2CRLBuilder next(X509v2CRLBuilder builder) {
    return builder.setNextUpdate(Date.from(NOW.plusSeconds(60)));
  }

  private static Bytes sign(X509v2CRLBuilder builder) {
    try {
      return Bytes.of(builder.build(new SignerContent(CA)).getEncoded());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static TrustPolicy query(Bytes list) {
    return PKI.policy().withCrls(List.of(list));
  }

  private static TrustPolicy strictPolicy(List<Bytes> lists) {
    return PKI.policy().withMode(TrustPolicy.Mode.STRICT).withCrls(lists);
  }

  private static Check strict(Bytes list) {
    return check(strictPolicy(List.of(list)), TimeSource.CLAIMED);
  }

  /** Nobody says when it was signed, so only a fresh list knows. */
  private static Check untimed(Bytes list) {
    return check(strictPolicy(List.of(list)), TimeSource.NONE);
  }

  private static Check check(TrustPolicy policy, TimeSource source) {
    return check(policy, source, LEAF, ISSUER);
  }

  private static Check check(
      TrustPolicy policy, TimeSource source, Certificate leaf, Certificate issuer) {
    ChainQuery query = new ChainQuery(policy, Role.SIGNER, SIGNED, source, Lenience.SEAL);
    Report.Builder checks = new Report.Builder();
    RevocationPool pool =
        new RevocationPool(
            new Evidence(List.of(), policy.crls(), policy.ocsps()), query, new Links());
    new RevocationRules(query, pool, checks).check(leaf, issuer);
    assertThat(checks.report().checks()).hasSize(1);
    return checks.report().check("certificate-revocation").orElseThrow();
  }
}
