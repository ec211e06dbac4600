package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;

/** Makes {@code specs/vectors/seal/signature.json}: signatures with seals, genuine and altered. */
public final class SignatureVectors extends SignatureCases {
  private static final Instant NOW = TestPki.NOW;

  private final TestPki pki = TestPki.seeded("signature vectors");
  private final Signer maker = pki.maker("样例制章者");
  private final Signer signer = pki.sealSigner("样例章");
  private final Signer early = pki.sealSigner("样例章-先被吊销");
  private final Signer late = pki.sealSigner("样例章-后被吊销");
  private final Signer stolen = pki.sealSigner("样例章-密钥泄露");
  private final Signer doubted = pki.sealSigner("样例章-早已失效");
  private final Signer stranger = pki.sealSigner("样例外人");
  private final Signer unlisted = pki.root("CN=样例无吊销列表CA,C=CN", SignatureAlgorithm.SM2_SM3);
  private final Bytes seal = TestSeals.seal(maker, signer);
  private final Bytes signature = TestSeals.signature(seal, signer);
  private final Vectors vectors =
      new Vectors("signature", "SES_SIGNATURE", policy(), SealVectors.FLAGS);

  private SignatureVectors() {}

  @Override
  Vectors vectors() {
    return vectors;
  }

  /** The file's text; the same at every call. */
  public static String write() {
    SignatureVectors all = new SignatureVectors();
    all.genuine();
    all.deviations();
    all.content();
    all.forgeries();
    all.encodings();
    all.versions();
    all.trust();
    all.revocations();
    all.times();
    return all.vectors.write();
  }

  private TrustPolicy policy() {
    Instant before = TestSeals.SIGNED.minus(Duration.ofDays(1));
    Instant after = TestSeals.SIGNED.plus(Duration.ofMinutes(10));
    BigInteger serial = TestSeals.certificate(doubted).serial();
    RevokedEntry backDated =
        new RevokedEntry(serial, after, RevocationCause.SUPERSEDED, Optional.of(before));
    Bytes crl =
        pki.crl(
            pki.signerCa(),
            SealVectors.revoked(early, before, RevocationCause.SUPERSEDED),
            SealVectors.revoked(late, after, RevocationCause.CESSATION_OF_OPERATION),
            SealVectors.revoked(stolen, after, RevocationCause.KEY_COMPROMISE),
            backDated);
    TrustPolicy usual = pki.policy();
    return new TrustPolicy(
        usual.name(),
        List.of(
            TestSeals.certificate(pki.signerRoot()),
            TestSeals.certificate(pki.signerCa()),
            TestSeals.certificate(unlisted),
            TestSeals.certificate(pki.documentRoot())),
        usual.makers(),
        List.of(),
        List.of(
            crl, pki.crl(pki.signerRoot()), pki.crl(pki.makerRoot()), pki.crl(pki.documentRoot())),
        usual.algorithms(),
        usual.revocation(),
        usual.at(),
        usual.budgets());
  }

  private void genuine() {
    both("by certificate", "Genuine", signature, null);
    Bytes digests = SealMaker.make(SealVectors.byDigest(TestSeals.spec(signer)), maker);
    both("by digest", "Genuine", TestSeals.signature(digests, signer), null);
    both(
        "a tagged extension",
        "Genuine",
        extended(tagged(SealVectors.extension(false, false))),
        null);
    Map<String, Object> in = in(signature);
    in.put("seal", seal);
    both(new Vectors.Case("the seal beside it is the same", "Genuine", in, NOW), VALID, null);
  }

  private void deviations() {
    strict("raw r and s", SesForge.valued(signature, signer, m -> SesForge.raw(signer.sign(m))));
    strict("extensions without a tag", extended(SealVectors.extension(false, false)));
    strict("FALSE written out", extended(tagged(SealVectors.extension(false, true))));
    vectors.strictRefuses(
        new Vectors.Case(
            "an unknown critical extension, as national systems write",
            "Deviation",
            in(extended(tagged(SealVectors.extension(true, true)))),
            NOW),
        INVALID,
        Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  private void content() {
    Map<String, Object> other = in(signature);
    other.put("contentDigest", Digests.sm3(Bytes.utf8("other")));
    both(new Vectors.Case("other content", "Altered", other, NOW), INVALID, Reason.DIGEST_MISMATCH);
    Map<String, Object> elsewhere = in(signature);
    elsewhere.put("propertyInfo", "/Doc_0/Signs/Sign_1/Signature.xml");
    both(
        new Vectors.Case("another file", "Altered", elsewhere, NOW),
        INVALID,
        Reason.PROPERTY_INFO_MISMATCH);
    Map<String, Object> swapped = in(signature);
    swapped.put("seal", TestSeals.seal(maker, signer, stranger));
    both(
        new Vectors.Case("another seal beside it", "Altered", swapped, NOW),
        INVALID,
        Reason.SEAL_FILE_DIFFERS);
    Map<String, Object> absent = in(signature);
    absent.put("contentDigest", Bytes.empty());
    both(
        new Vectors.Case("content not at hand", "Trust", absent, NOW),
        INDETERMINATE,
        Reason.CONTENT_NOT_COVERED);
    both(
        "a digest cut short",
        "Forged",
        resigned(o -> new DERBitString(new byte[31]), 3),
        Reason.DIGEST_MISMATCH);
  }

  private void forgeries() {
    both(
        "one bit of the value",
        "Altered",
        Mutators.flip(signature, signature.length() - 1, 1),
        Reason.SIGNATURE_VALUE_WRONG);
    Bytes later =
        SesForge.edit(
            signature, s -> SesForge.at(s, o -> new DERGeneralizedTime("20261101013000Z"), 0, 2));
    both("another time", "Altered", later, Reason.SIGNATURE_VALUE_WRONG);
    int picture = SealVectors.index(signature, TestSeals.PNG);
    both(
        "one bit of the picture",
        "Altered",
        Mutators.flip(signature, picture + 20, 1),
        Reason.SEAL_SIGNATURE_WRONG);
    Bytes ownPicture =
        SesForge.resigned(
            signature,
            s ->
                SesForge.at(
                    s, o -> SesForge.at((ASN1Sequence) o, n -> new ASN1Integer(50), 0, 3, 2), 1),
            signer);
    both("the signer enlarged the seal", "Forged", ownPicture, Reason.SEAL_SIGNATURE_WRONG);
    both(
        "signed by one whom the seal does not name",
        "Forged",
        SesForge.resigned(signature, s -> s, stranger),
        Reason.SIGNER_NOT_IN_SEAL);
    both(
        "the digest of another signer",
        "Forged",
        listed(o -> o, stranger),
        Reason.SIGNER_NOT_IN_SEAL);
    both(
        "the digest said to be SHA-256",
        "Forged",
        listed(
            o -> SesForge.at(o, t -> new DERPrintableString("2.16.840.1.101.3.4.2.1"), 0), signer),
        Reason.SIGNER_NOT_IN_SEAL);
    both(
        "the algorithm says ECDSA",
        "Forged",
        SesForge.edit(
            signature, s -> SesForge.at(s, o -> X9ObjectIdentifiers.ecdsa_with_SHA256, 2)),
        Reason.ALGORITHM_MISMATCH);
    Signer nist = pki.documentSigner("样例P256");
    both(
        "a P-256 key said to be SM2",
        "Forged",
        forged(TestSeals.seal(maker, nist), nist),
        Reason.ALGORITHM_MISMATCH);
    both(
        "another user id than the default",
        "Forged",
        SesForge.valued(
            signature,
            signer,
            m -> pki.vault().signAs(signer.publicKey(), Bytes.utf8("ALICE123@YAHOO.COM"), m)),
        Reason.SIGNATURE_VALUE_WRONG);
  }

  private void encodings() {
    malformed("an octet after the end", signature.concat(Bytes.hex("00")));
    malformed("cut in the middle", Mutators.truncate(signature, signature.length() / 2));
    malformed("empty", Bytes.empty());
    malformed("a seal where a signature belongs", seal);
    malformed(
        "unused bits in the value", Mutators.flip(signature, SealVectors.unusedBits(signature), 1));
    malformed("unused bits in the digest", resigned(o -> new DERBitString(new byte[32], 1), 3));
    strict("time as UTCTime", resigned(o -> new DERUTCTime("261101010000Z"), 2));
    strict("time with an offset", resigned(o -> new DERGeneralizedTime("20261101090000+0800"), 2));
    strict("time of China without a zone", at("20261101090000"));
    malformed(
        "a certificate that is none",
        SesForge.edit(signature, s -> SesForge.at(s, o -> new DEROctetString(new byte[9]), 1)));
  }

  private void versions() {
    version(
        "toSign says 5",
        resigned(o -> new ASN1Integer(5), 0),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
    Bytes five = SesForge.resigned(seal, s -> SesForge.at(s, o -> new ASN1Integer(5), 0, 1), maker);
    version(
        "a seal of version 5 in a signature of version 4",
        resigned(o -> SesForge.sequence(five), 1),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
    Bytes two =
        SesForge.edit(
            signature,
            s -> new DERSequence(new ASN1Encodable[] {s.getObjectAt(0), s.getObjectAt(3)}));
    version("two parts with a seal of version 4", two, INVALID, Reason.SEAL_VERSION_CONTRADICTION);
    Bytes oldSeal = OtherSeals.seal2014(TestSeals.spec(signer), 1, maker);
    version(
        "four parts with a seal of version 1",
        resigned(o -> SesForge.sequence(oldSeal), 1),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
    Bytes stamped =
        SesForge.edit(
            signature,
            s -> SesForge.append(s, new DERTaggedObject(true, 0, new DERBitString(new byte[4]))));
    version("a dummy time-stamp", stamped, INVALID, Reason.TIMESTAMP_WRONG);
  }

  private void trust() {
    TestPki other = TestPki.seeded("another");
    Signer foreigner = other.sealSigner("外来签章者");
    trust(
        "a signer under an unknown root",
        TestSeals.seal(maker, foreigner),
        foreigner,
        Reason.NO_TRUST_ANCHOR);
    trust(
        "a maker under an unknown root",
        TestSeals.seal(other.maker("外来制章者"), signer),
        signer,
        Reason.SEAL_MAKER_NOT_TRUSTED);
    Signer self = pki.root("CN=样例自签,C=CN", SignatureAlgorithm.SM2_SM3);
    trust(
        "a signer who signed its own certificate",
        TestSeals.seal(maker, self),
        self,
        Reason.NO_TRUST_ANCHOR);
    Bytes byCa = TestSeals.seal(maker, pki.signerCa());
    both(
        "signed by the CA itself",
        "Usage",
        TestSeals.signature(byCa, pki.signerCa()),
        Reason.KEY_USAGE_WRONG);
    Signer stamper =
        pki.issue(pki.spec("CN=样例时间戳,C=CN", Purpose.TIMESTAMPER, TestPki.END), pki.signerCa());
    both("signed by a time-stamping authority", "Usage", signed(stamper), Reason.KEY_USAGE_WRONG);
    Signer below = pki.issue(pki.spec("CN=样例下级,C=CN", Purpose.SEAL_SIGNER, TestPki.END), signer);
    trust("issued by a signer", TestSeals.seal(maker, below), below, Reason.NO_TRUST_ANCHOR);
  }

  private void revocations() {
    both("revoked before", "Revocation", signed(early), Reason.CERTIFICATE_REVOKED);
    strict("revoked since", "Revocation", signed(late), Reason.NO_PROOF_OF_EXISTENCE);
    both(
        "the key was stolen, revoked since",
        "Revocation",
        signed(stolen),
        Reason.CERTIFICATE_REVOKED);
    both(
        "revoked since, invalid since before",
        "Revocation",
        signed(doubted),
        Reason.CERTIFICATE_REVOKED);
    Signer unknown =
        pki.issue(pki.spec("CN=样例无吊销,C=CN", Purpose.SEAL_SIGNER, TestPki.END), unlisted);
    strict("no list at all", "Revocation", signed(unknown), Reason.REVOCATION_UNKNOWN);
  }

  private void times() {
    both("signed before the seal began", "Time", at("20260131235959Z"), Reason.SEAL_NOT_YET_VALID);
    Instant after = Instant.parse("2028-03-01T00:00:00Z");
    both(
        new Vectors.Case("signed after the seal ended", "Time", in(at("20280202000000Z")), after),
        INVALID,
        Reason.SEAL_EXPIRED);
    Instant before = TestSeals.SIGNED.minus(Duration.ofHours(1));
    both(
        new Vectors.Case("signed in the future", "Time", in(signature), before),
        INVALID,
        Reason.SIGNED_IN_FUTURE);
    Signer ended = until("样例章-过期", TestSeals.SIGNED.minusSeconds(1));
    both("signed after the certificate ended", "Time", signed(ended), Reason.CERTIFICATE_EXPIRED);
    Signer since = until("样例章-后过期", TestSeals.SIGNED.plusSeconds(1));
    strict("the certificate ended since", "Time", signed(since), Reason.NO_PROOF_OF_EXISTENCE);
    TestPki.Spec late =
        new TestPki.Spec(
            "CN=样例章-未生效,C=CN",
            Purpose.SEAL_SIGNER,
            TestSeals.SIGNED.plusSeconds(1),
            TestPki.END,
            SignatureAlgorithm.SM2_SM3);
    both(
        "signed before the certificate began",
        "Time",
        signed(pki.issue(late, pki.signerCa())),
        Reason.CERTIFICATE_NOT_YET_VALID);
  }

  private Signer until(String name, Instant end) {
    return pki.issue(pki.spec("CN=" + name + ",C=CN", Purpose.SEAL_SIGNER, end), pki.signerCa());
  }

  /** The usual signature with a seal of the signer's own. */
  private Bytes signed(Signer who) {
    return TestSeals.signature(TestSeals.seal(maker, who), who);
  }

  private Bytes at(String generalizedTime) {
    return resigned(o -> new DERGeneralizedTime(generalizedTime), 2);
  }

  /** Signed by {@code who} although the library would refuse. */
  private Bytes forged(Bytes otherSeal, Signer who) {
    return SesForge.resigned(
        signature, s -> SesForge.at(s, o -> SesForge.sequence(otherSeal), 1), who);
  }

  /** Signed with a seal that names {@code named} by a digest entry that {@code change} alters. */
  private Bytes listed(Function<ASN1Sequence, ASN1Sequence> change, Signer named) {
    Bytes digests = SealMaker.make(SealVectors.byDigest(TestSeals.spec(named)), maker);
    Bytes other =
        SesForge.resigned(
            digests, s -> SesForge.at(s, o -> change.apply((ASN1Sequence) o), 2, 3, 0), maker);
    return forged(other, signer);
  }

  private Bytes resigned(Function<ASN1Encodable, ASN1Encodable> change, int part) {
    return SesForge.resigned(signature, s -> SesForge.at(s, change, part), signer);
  }

  private Bytes extended(ASN1Encodable extensions) {
    return SesForge.resigned(signature, s -> SesForge.append(s, extensions), signer);
  }

  private static DERTaggedObject tagged(DERSequence extensions) {
    return new DERTaggedObject(true, 0, extensions);
  }
}
