package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.Mutators;
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
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** OCSP, RFC 6960: who may answer, for whom, when, and what the answer means. */
class OcspTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = NOW.minusSeconds(7200);
  private static final TestPki PKI = TestPki.seeded("ocsp");
  private static final Signer CA = PKI.signerCa();
  private static final Certificate ISSUER = CA.chain().get(0);
  private static final Signer LEAF_SIGNER = PKI.sealSigner("样例");
  private static final Certificate LEAF = LEAF_SIGNER.chain().get(0);
  private static final Signer RESPONDER =
      PKI.issue(PKI.spec("CN=样例应答,C=CN", Purpose.OCSP_RESPONDER, TestPki.END), CA);

  @ParameterizedTest
  @EnumSource(
      value = Hash.class,
      names = {"SHA1", "SHA256", "SM3", "SHA512"})
  void theIssuerAndItsDelegateMayAnswer(Hash hash) {
    for (Signer responder : List.of(CA, RESPONDER)) {
      assertThat(strict(good(responder, hash)).outcome()).isEqualTo(Outcome.PASS);
    }
  }

  @Test
  void nobodyElseMay() {
    Signer plain = PKI.sealSigner("样例无权");
    Signer foreign =
        PKI.issue(PKI.spec("CN=外应答", Purpose.OCSP_RESPONDER, TestPki.END), PKI.makerRoot());
    Signer above =
        PKI.issue(PKI.spec("CN=根应答", Purpose.OCSP_RESPONDER, TestPki.END), PKI.signerRoot());
    Signer ended =
        PKI.issue(PKI.spec("CN=过期应答", Purpose.OCSP_RESPONDER, NOW.minusSeconds(86_400)), CA);
    for (Signer stranger : List.of(plain, foreign, above, ended, PKI.signerRoot())) {
      assertUnknown(good(stranger, Hash.SHA1));
      // Nor may a stranger revoke.
      assertUnknown(answer(stranger, LEAF, Hash.SHA1, Optional.of(entry(SIGNED))));
    }
  }

  @Test
  void nobodyVouchesForHimself() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "vouching");
    Certificate own = responder("CN=vouching", key, CA).make();
    Signer itself = key.withChain(List.of(own));
    Bytes response = answer(itself, own, Hash.SHA1, Optional.empty());
    assertThat(check(policy(List.of(response)), own).outcome()).isEqualTo(Outcome.UNKNOWN);
    Bytes byIssuer = answer(CA, own, Hash.SHA1, Optional.empty());
    assertThat(check(policy(List.of(byIssuer)), own).outcome()).isEqualTo(Outcome.PASS);
  }

  /**
   * Each of these would be believed but for the one thing that is wrong with it: they need nobody
   * to vouch for them.
   */
  @Test
  void whatIsExemptFromVouchingIsStillNoResponder() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "exempt");
    assertThat(strict(by(key, exempt(responder("CN=exempt", key, CA)))).outcome())
        .isEqualTo(Outcome.PASS);
    // It names the issuer, who did not sign it.
    ExtendedKeyUsage answering = new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning);
    for (Signer forger : List.of(key, PKI.makerRoot())) {
      CertificateForge forged =
          new CertificateForge("CN=forged", key, forger, ISSUER.subject())
              .with(Extension.extendedKeyUsage, false, answering);
      assertUnknown(by(key, exempt(forged)));
    }
    ExtendedKeyUsage server = new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
    CertificateForge other =
        new CertificateForge("CN=other", key, CA, ISSUER.subject())
            .with(Extension.extendedKeyUsage, false, server);
    assertUnknown(by(key, exempt(other)));
    assertUnknown(by(key, exempt(new CertificateForge("CN=none", key, CA, ISSUER.subject()))));
    CertificateForge encrypting =
        responder("CN=encrypting", key, CA).usage(KeyUsage.keyEncipherment);
    assertUnknown(by(key, exempt(encrypting)));
  }

  /** Nor by another certificate of his, for the same key. */
  @Test
  void nobodyWhoIsExemptVouchesForHimself() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "exempt vouching");
    Certificate own = exempt(responder("CN=own", key, CA));
    Certificate second = exempt(responder("CN=second", key, CA).serial(78));
    for (Certificate speaking : List.of(own, second)) {
      Bytes response = answer(key.withChain(List.of(speaking)), own, Hash.SHA1, Optional.empty());
      assertThat(check(policy(List.of(response)), own).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
    Signer another = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "another");
    Certificate others = exempt(responder("CN=another", another, CA).serial(79));
    Bytes fine = answer(another.withChain(List.of(others)), own, Hash.SHA1, Optional.empty());
    assertThat(check(policy(List.of(fine)), own).outcome()).isEqualTo(Outcome.PASS);
  }

  private static Bytes by(Signer key, Certificate responder) {
    return good(key.withChain(List.of(responder)), Hash.SHA1);
  }

  private static Certificate exempt(CertificateForge forge) {
    return forge.with(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE).make();
  }

  /** §4.2.2.2.1: without ocsp-nocheck somebody else has to say that the responder is good. */
  @Test
  void aResponderThatMayBeRevokedIsAskedAbout() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "checked");
    Certificate checked = responder("CN=checked", key, CA).make();
    Signer responder = key.withChain(List.of(checked));
    Bytes answer = good(responder, Hash.SHA256);
    assertUnknown(answer);
    Bytes itself = answer(responder, checked, Hash.SHA1, Optional.empty());
    assertThat(check(policy(List.of(answer, itself)), LEAF).outcome()).isEqualTo(Outcome.UNKNOWN);
    Bytes vouching = answer(CA, checked, Hash.SHA1, Optional.empty());
    assertThat(check(policy(List.of(answer, vouching)), LEAF).outcome()).isEqualTo(Outcome.PASS);
    TrustPolicy listed = policy(List.of(answer)).withCrls(List.of(PKI.crl(CA)));
    assertThat(check(listed, LEAF).outcome()).isEqualTo(Outcome.PASS);
    TrustPolicy lenient = policy(List.of(answer)).withMode(TrustPolicy.Mode.INTEROP);
    assertThat(check(lenient, LEAF).outcome()).isEqualTo(Outcome.PASS);
    // A list that names the responder silences it, nocheck or not.
    for (Signer each : List.of(responder, RESPONDER)) {
      RevokedEntry revoked =
          new RevokedEntry(
              each.chain().get(0).serial(),
              SIGNED,
              RevocationCause.KEY_COMPROMISE,
              Optional.empty());
      Bytes elsewhere = answer(CA, each.chain().get(0), Hash.SHA1, Optional.of(revoked));
      assertThat(check(policy(List.of(good(each, Hash.SHA1), elsewhere)), LEAF).outcome())
          .isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void aResponderIsMadeForItAndMaySign() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "delegate");
    ExtendedKeyUsage server = new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
    CertificateForge other =
        new CertificateForge("CN=other", key, CA, ISSUER.subject())
            .with(Extension.extendedKeyUsage, false, server);
    assertUnknown(good(key.withChain(List.of(other.make())), Hash.SHA1));
    CertificateForge encrypting =
        responder("CN=encrypting", key, CA).usage(KeyUsage.keyEncipherment);
    assertUnknown(good(key.withChain(List.of(encrypting.make())), Hash.SHA1));
    CertificateForge fine =
        responder("CN=fine", key, CA)
            .usage(KeyUsage.digitalSignature)
            .with(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
    assertThat(strict(good(key.withChain(List.of(fine.make())), Hash.SHA1)).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void anAnswerAboutAnotherCertificateSaysNothing() {
    Certificate other = PKI.sealSigner("样例别人").chain().get(0);
    assertUnknown(answer(CA, other, Hash.SHA1, Optional.empty()));
    // The same serial under another issuer.
    Certificate root = PKI.signerRoot().chain().get(0);
    OcspMaker.Status wrong =
        new OcspMaker.Status(LEAF, root, Hash.SHA1, Optional.of(entry(SIGNED)));
    assertUnknown(OcspMaker.respond(CA, List.of(wrong), issue(NOW.minusSeconds(60))));
    // The same serial under the same key by another name.
    Certificate alias = CertificateForge.root("CN=alias", CA).ca().make();
    Certificate named =
        new CertificateForge("CN=named", CA, CA, "CN=alias").serial(LEAF.serial()).make();
    OcspMaker.Status byAlias = new OcspMaker.Status(named, alias, Hash.SHA1, Optional.empty());
    assertUnknown(OcspMaker.respond(CA, List.of(byAlias), issue(NOW.minusSeconds(60))));
  }

  @Test
  void anAlteredAnswerSaysNothing() {
    Bytes good = good(RESPONDER, Hash.SHA1);
    for (int i = 0; i < good.length(); i += 7) {
      Check check = strict(Mutators.flip(good, i, 1 << (i % 8)));
      // A certificate in it may be altered, when it is at hand elsewhere; the answer may not.
      assertThat(check.outcome()).describedAs("octet %d", i).isNotEqualTo(Outcome.FAIL);
    }
    Bytes signed = answer(CA, LEAF, Hash.SHA1, Optional.of(entry(SIGNED)));
    int status = good.toHex().indexOf("8000") / 2;
    assertThat(status).isPositive();
    assertUnknown(Mutators.flip(signed, signed.length() - 1, 1).slice(0, signed.length() - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "-60, 60, PASS",
    "0, 60, PASS",
    "60, 120, UNKNOWN",
    "-9000, -60, UNKNOWN",
    "-86000, , PASS",
    "-87000, , UNKNOWN"
  })
  void anAnswerServesItsTime(long made, Long next, Outcome expected) {
    Optional<Instant> until = Optional.ofNullable(next).map(NOW::plusSeconds);
    OcspMaker.Issue issue = new OcspMaker.Issue(NOW.plusSeconds(made), until, Optional.empty());
    OcspMaker.Status status = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.empty());
    Bytes response = OcspMaker.respond(CA, List.of(status), issue);
    assertThat(check(policy(List.of(response)), LEAF, TimeSource.NONE).outcome())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aRevocationIsHeard(RevocationCause cause) {
    RevokedEntry entry =
        new RevokedEntry(LEAF.serial(), SIGNED.minusSeconds(1), cause, Optional.empty());
    Check check = strict(answer(RESPONDER, LEAF, Hash.SHA256, Optional.of(entry)));
    assertThat(check.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(check.reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
    assertThat(check.detail()).contains(cause.name());
  }

  @Test
  void aListAndAnAnswerAreWeighedTogether() {
    Bytes good = good(CA, Hash.SHA1);
    Bytes naming = PKI.crl(CA, entry(SIGNED.minusSeconds(1)));
    TrustPolicy both = policy(List.of(good)).withCrls(List.of(naming));
    assertThat(check(both, LEAF).reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void theBasicResponseAloneIsReadToo() {
    Bytes whole = good(RESPONDER, Hash.SHA1);
    Bytes basic = Der.read(whole).children().get(1).children().get(0).children().get(1).content();
    assertThat(strict(basic).outcome()).isEqualTo(Outcome.PASS);
    assertUnknown(Bytes.hex("30030a0106"));
  }

  @Test
  void theNonceComesBack() {
    Bytes nonce = Bytes.hex("00112233445566778899aabbccddeeff");
    OcspMaker.Status status = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.empty());
    OcspMaker.Issue issue = new OcspMaker.Issue(NOW, Optional.empty(), Optional.of(nonce));
    Bytes response = OcspMaker.respond(CA, List.of(status), issue);
    Bytes wrapped = Bytes.hex("0410").concat(nonce);
    assertThat(OcspResponse.parse(response).flatMap(OcspResponse::nonce)).contains(wrapped);
    assertThat(OcspResponse.parse(good(CA, Hash.SHA1)).flatMap(OcspResponse::nonce)).isEmpty();
    assertThat(OcspMaker.request(LEAF, ISSUER, nonce).toHex()).contains(nonce.toHex());
  }

  @Test
  void afterTheExpiryGoodMeansNothing() {
    Instant after = TestPki.END.plus(Duration.ofDays(2));
    OcspMaker.Status status = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.empty());
    Bytes late = OcspMaker.respond(CA, List.of(status), issue(after));
    assertThat(check(policy(List.of(late)).withAt(after), LEAF).outcome())
        .isEqualTo(Outcome.UNKNOWN);
  }

  /** §4.4.4: "good" about an expired certificate means something as far back as the archive. */
  @ParameterizedTest
  @CsvSource({"-86400, PASS", "0, PASS", "1, UNKNOWN", "86400, UNKNOWN"})
  void afterTheExpiryGoodMeansSomethingWithAnArchive(long cutoff, Outcome expected) {
    Instant after = TestPki.END.plus(Duration.ofDays(2));
    OcspMaker.Status status = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.empty());
    OcspMaker.Issue issue = issue(after).archivedSince(LEAF.notAfter().plusSeconds(cutoff));
    Bytes late = OcspMaker.respond(CA, List.of(status), issue);
    assertThat(check(policy(List.of(late)).withAt(after), LEAF).outcome()).isEqualTo(expected);
  }

  @Test
  void anArchiveBeginsBeforeTheAnswer() {
    OcspMaker.Issue issue = issue(NOW);
    assertThatIllegalArgumentException().isThrownBy(() -> issue.archivedSince(NOW.plusSeconds(1)));
    assertThat(issue.archivedSince(NOW).archiveCutoff()).contains(NOW);
  }

  /** RFC 9654 §2.1. */
  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "32, true", "128, true", "129, false"})
  void aNonceHasOneToAHundredAndTwentyEightOctets(int length, boolean allowed) {
    Bytes nonce = Bytes.of(new byte[length]);
    if (allowed) {
      Bytes request = OcspMaker.request(LEAF, ISSUER, nonce);
      assertThat(request.length()).isGreaterThan(length);
      OcspMaker.Issue issue = new OcspMaker.Issue(NOW, Optional.empty(), Optional.of(nonce));
      OcspMaker.Status status = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.empty());
      Bytes response = OcspMaker.respond(CA, List.of(status), issue);
      OcspAnswer asked = new OcspAnswer(LEAF, ISSUER, nonce, TrustPolicy.Mode.STRICT);
      assertThat(asked.refusal(response)).isEmpty();
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> OcspMaker.request(LEAF, ISSUER, nonce));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new OcspMaker.Issue(NOW, Optional.empty(), Optional.of(nonce)));
    }
  }

  /** An answer that is not made yet was not known, however old what it tells of. */
  @ParameterizedTest
  @CsvSource({"-1, PASS", "0, PASS", "1, UNKNOWN"})
  void anAnswerProducedAfterTheMomentOfValidationIsNotHeard(long later, Outcome expected)
      throws IOException {
    Bytes answer = produced(NOW.plusSeconds(later));
    assertThat(OcspResponse.parse(answer).orElseThrow().producedAt())
        .isEqualTo(NOW.plusSeconds(later));
    assertThat(strict(answer).outcome()).isEqualTo(expected);
  }

  /** Nor what is said of tomorrow, in an answer of today. */
  @ParameterizedTest
  @CsvSource({"-1, PASS", "0, PASS", "1, UNKNOWN", "86400, UNKNOWN"})
  void anAnswerAboutTomorrowIsNotHeardToday(long later, Outcome expected) throws IOException {
    OcspMaker.Status good = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.empty());
    Bytes answer = OcspMaker.respond(CA, List.of(good), issue(NOW.plusSeconds(later)));
    Bytes today = produced(answer, NOW.minusSeconds(1));
    assertThat(OcspResponse.parse(today).orElseThrow().producedAt()).isBefore(NOW);
    assertThat(check(policy(List.of(today)), LEAF, TimeSource.NONE).outcome()).isEqualTo(expected);
    // Nor does it revoke today.
    RevokedEntry entry = entry(SIGNED.minusSeconds(1));
    OcspMaker.Status named = new OcspMaker.Status(LEAF, ISSUER, Hash.SHA1, Optional.of(entry));
    Bytes revoking = OcspMaker.respond(CA, List.of(named), issue(NOW.plusSeconds(later)));
    Check check =
        check(policy(List.of(produced(revoking, NOW.minusSeconds(1)), good(CA, Hash.SHA1))), LEAF);
    assertThat(check.outcome()).isEqualTo(later > 0 ? Outcome.PASS : Outcome.FAIL);
  }

  /** §4.2.2.2.1: only the issuer, or whom it certified for it, vouches for a responder. */
  @Test
  void aStrangerNeitherVouchesForAResponderNorSilencesIt() throws IOException {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "vouched");
    Certificate own = responder("CN=vouched", key, CA).make();
    Bytes answer = good(key.withChain(List.of(own)), Hash.SHA256);
    RevokedEntry revoked =
        new RevokedEntry(own.serial(), SIGNED, RevocationCause.KEY_COMPROMISE, Optional.empty());
    Bytes vouching = answer(CA, own, Hash.SHA1, Optional.empty());
    for (Signer stranger : List.of(PKI.makerRoot(), PKI.sealSigner("样例路人"), PKI.signerRoot())) {
      Bytes vouched = answer(stranger, own, Hash.SHA1, Optional.empty());
      assertThat(check(policy(List.of(answer, vouched)), LEAF).reason())
          .isEqualTo(Reason.REVOCATION_UNKNOWN);
      Bytes named = answer(stranger, own, Hash.SHA1, Optional.of(revoked));
      assertThat(check(policy(List.of(answer, vouching, named)), LEAF).outcome())
          .isEqualTo(Outcome.PASS);
    }
    // Somebody else's good name is not this one's.
    Bytes others = answer(CA, RESPONDER.chain().get(0), Hash.SHA1, Optional.empty());
    assertThat(check(policy(List.of(answer, others)), LEAF).outcome()).isEqualTo(Outcome.UNKNOWN);
    // The issuer silences it, in an answer as in a list.
    Bytes naming = answer(CA, own, Hash.SHA1, Optional.of(revoked));
    assertThat(check(policy(List.of(answer, vouching, naming)), LEAF).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(check(interop(List.of(answer, naming)), LEAF).outcome()).isEqualTo(Outcome.WARN);
    TrustPolicy listed = interop(List.of(answer)).withCrls(List.of(PKI.crl(CA, revoked)));
    assertThat(check(listed.withCrls(List.of(outdated(revoked))), LEAF).reason())
        .isEqualTo(Reason.REVOCATION_UNKNOWN);
    // What is dated tomorrow does neither.
    Bytes tomorrow = produced(naming, NOW.plusSeconds(1));
    assertThat(check(policy(List.of(answer, vouching, tomorrow)), LEAF).outcome())
        .isEqualTo(Outcome.PASS);
    Bytes late = produced(vouching, NOW.plusSeconds(1));
    assertThat(check(policy(List.of(answer, late)), LEAF).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  /** An old good word for a responder is no word about today. */
  @Test
  void whoVouchesDoesSoForNow() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "once vouched");
    Certificate own = responder("CN=once vouched", key, CA).make();
    Bytes answer = good(key.withChain(List.of(own)), Hash.SHA256);
    OcspMaker.Status status = new OcspMaker.Status(own, ISSUER, Hash.SHA1, Optional.empty());
    Bytes old = OcspMaker.respond(CA, List.of(status), issue(NOW.minus(Duration.ofDays(30))));
    Check check = check(policy(List.of(answer, old)), LEAF);
    assertThat(check.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(check.reason()).isEqualTo(Reason.NO_PROOF_OF_EXISTENCE);
  }

  /** That a responder itself is not vouched for does not make what it revokes good. */
  @Test
  void aRevocationByAResponderThatNobodyVouchesForIsHeard() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "unvouched");
    Certificate own = responder("CN=unvouched", key, CA).make();
    Bytes naming =
        answer(
            key.withChain(List.of(own)),
            LEAF,
            Hash.SHA256,
            Optional.of(entry(SIGNED.minusSeconds(1))));
    for (TrustPolicy policy : List.of(policy(List.of(naming)), interop(List.of(naming)))) {
      assertThat(check(policy, LEAF).reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
    }
  }

  /** Nor that it was revoked itself, later perhaps; but whoever has its key may have said it. */
  @Test
  void aRevocationByAResponderThatIsRevokedIsADoubt() {
    Bytes naming = answer(RESPONDER, LEAF, Hash.SHA256, Optional.of(entry(SIGNED.minusSeconds(1))));
    RevokedEntry ended =
        new RevokedEntry(
            RESPONDER.chain().get(0).serial(),
            SIGNED,
            RevocationCause.CESSATION_OF_OPERATION,
            Optional.empty());
    Bytes other = answer(CA, RESPONDER.chain().get(0), Hash.SHA1, Optional.of(ended));
    List<Bytes> both = List.of(naming, other);
    for (TrustPolicy policy : List.of(policy(both), interop(both))) {
      assertThat(check(policy, LEAF).outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(check(policy, LEAF).reason()).isEqualTo(Reason.REVOCATION_UNKNOWN);
    }
  }

  private static TrustPolicy interop(List<Bytes> ocsps) {
    return policy(ocsps).withMode(TrustPolicy.Mode.INTEROP);
  }

  /** A list that was in force before the signature, so that it says nothing about the leaf. */
  private static Bytes outdated(RevokedEntry entry) {
    Instant made = SIGNED.minus(Duration.ofDays(9));
    RevokedEntry earlier = new RevokedEntry(entry.serial(), made, entry.cause(), Optional.empty());
    return CrlMaker.issue(
        CA,
        List.of(earlier),
        new CrlMaker.Issue(made, made.plus(Duration.ofDays(1)), java.math.BigInteger.ONE));
  }

  /** A good answer of a minute ago, said to be produced at {@code at}. */
  private static Bytes produced(Instant at) throws IOException {
    return produced(good(CA, Hash.SHA1), at);
  }

  /** The same answer by the CA, said to be produced at {@code at}. */
  private static Bytes produced(Bytes answer, Instant at) throws IOException {
    ResponseData old = basic(answer).getTbsResponseData();
    ResponseData content =
        new ResponseData(
            old.getResponderID(),
            new ASN1GeneralizedTime(Date.from(at)),
            old.getResponses(),
            (Extensions) null);
    SignerContent signer = new SignerContent(CA);
    signer.getOutputStream().write(content.getEncoded("DER"));
    return Bytes.of(
        new BasicOCSPResponse(
                content,
                signer.getAlgorithmIdentifier(),
                new DERBitString(signer.getSignature()),
                null)
            .getEncoded("DER"));
  }

  private static BasicOCSPResponse basic(Bytes response) {
    return BasicOCSPResponse.getInstance(
        OCSPResponse.getInstance(response.toArray()).getResponseBytes().getResponse().getOctets());
  }

  /** What was fetched is a stranger's: of many certificates in it a hundred are tried. */
  @ParameterizedTest
  @CsvSource({"0, true", "127, true", "128, false", "150, false"})
  void theResponderOfAFetchedAnswerIsLookedForAmongAFew(int before, boolean found)
      throws IOException {
    BasicOCSPResponse good = basic(good(RESPONDER, Hash.SHA1));
    ASN1EncodableVector certificates = new ASN1EncodableVector();
    for (int i = 0; i < before; i++) {
      certificates.add(LEAF.holder().toASN1Structure());
    }
    certificates.add(RESPONDER.chain().get(0).holder().toASN1Structure());
    Bytes answer =
        Bytes.of(
            new BasicOCSPResponse(
                    good.getTbsResponseData(),
                    good.getSignatureAlgorithm(),
                    good.getSignature(),
                    new DERSequence(certificates))
                .getEncoded("DER"));
    OcspAnswer asked = new OcspAnswer(LEAF, ISSUER, Bytes.hex("00"), TrustPolicy.Mode.INTEROP);
    assertThat(asked.refusal(answer))
        .isEqualTo(
            found
                ? Optional.empty()
                : Optional.of("an OCSP response by somebody whom the issuer did not certify"));
  }

  private static CertificateForge responder(String name, Signer key, Signer ca) {
    return new CertificateForge(name, key, ca, ca.chain().get(0).subject())
        .with(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
  }

  private static RevokedEntry entry(Instant at) {
    return new RevokedEntry(LEAF.serial(), at, RevocationCause.SUPERSEDED, Optional.empty());
  }

  private static Bytes good(Signer responder, Hash hash) {
    return answer(responder, LEAF, hash, Optional.empty());
  }

  private static Bytes answer(
      Signer responder, Certificate about, Hash hash, Optional<RevokedEntry> revoked) {
    OcspMaker.Status status = new OcspMaker.Status(about, ISSUER, hash, revoked);
    return OcspMaker.respond(responder, List.of(status), issue(NOW.minusSeconds(60)));
  }

  private static OcspMaker.Issue issue(Instant at) {
    return new OcspMaker.Issue(at, Optional.of(at.plusSeconds(3600)), Optional.empty());
  }

  private static TrustPolicy policy(List<Bytes> ocsps) {
    return PKI.policy()
        .withMode(TrustPolicy.Mode.STRICT)
        .withCrls(List.of())
        .withOcsps(new ArrayList<>(ocsps));
  }

  private static void assertUnknown(Bytes response) {
    assertThat(strict(response).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  private static Check strict(Bytes response) {
    return check(policy(List.of(response)), LEAF);
  }

  private static Check check(TrustPolicy policy, Certificate certificate) {
    return check(policy, certificate, TimeSource.TIMESTAMP);
  }

  private static Check check(TrustPolicy policy, Certificate certificate, TimeSource source) {
    ChainQuery query = new ChainQuery(policy, Role.SIGNER, SIGNED, source, Lenience.ETSI);
    Evidence evidence = new Evidence(List.of(), policy.crls(), policy.ocsps());
    Report.Builder checks = new Report.Builder();
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(certificate, ISSUER);
    return checks.report().check("certificate-revocation").orElseThrow();
  }
}
