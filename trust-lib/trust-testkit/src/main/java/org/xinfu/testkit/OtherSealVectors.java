package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealedContent;

/**
 * Makes {@code specs/vectors/seal/seal-versions.json} and {@code signature-versions.json}: seals
 * and signatures of GM/T 0031-2014 and 2025, and lists of signers by other digests.
 */
public final class OtherSealVectors extends SignatureCases {
  private static final Bytes TIME = Bytes.utf8("2026-11-01T01:00:00.000Z");
  private final TestPki pki = TestPki.seeded("other seal vectors");
  private final Signer maker = pki.maker("样例制章者");
  private final Signer signer = pki.sealSigner("样例章");
  private final Signer stranger = pki.sealSigner("样例外人");
  private final Bytes seal = OtherSeals.seal2014(TestSeals.spec(signer), 1, maker);
  private final Bytes seal2025 = OtherSeals.seal2025(TestSeals.spec(signer), maker);
  private final Vectors seals =
      new Vectors("seal-versions", "SESEAL", pki.policy(), SealVectors.FLAGS);
  private final Vectors signatures =
      new Vectors("signature-versions", "SES_SIGNATURE", pki.policy(), SealVectors.FLAGS);

  private OtherSealVectors() {}

  @Override
  Vectors vectors() {
    return signatures;
  }

  /** The seals' file; the same at every call. */
  public static String writeSeals() {
    OtherSealVectors all = new OtherSealVectors();
    all.seals();
    return all.seals.write();
  }

  /** The signatures' file; the same at every call. */
  public static String writeSignatures() {
    OtherSealVectors all = new OtherSealVectors();
    all.of2014();
    all.times2014();
    all.rsa();
    all.of2025();
    all.lists();
    all.tokens2014();
    return all.signatures.write();
  }

  private void seals() {
    seal("2025, four parts", "Genuine", seal2025, VALID, null);
    seal(
        "2025 with a dummy time-stamp",
        "Time",
        OtherSeals.stamped(seal2025, Bytes.hex("01020304")),
        INDETERMINATE,
        Reason.TIME_NOT_PROVEN);
    seal("2014", "Genuine", seal, VALID, null);
    seal("2014, version 11 as in its text", "Genuine", old(11), VALID, null);
    oddSeal("2014, version 2", old(2));
    oddSeal("2014, version 3", old(3));
    oddSeal(
        "2014 with GeneralizedTime",
        OtherSeals.resealed2014(
            seal,
            s -> SesForge.at(s, o -> new DERGeneralizedTime("20260201000000Z"), 2, 3),
            maker));
    seal(
        "2014, signed over eSealInfo alone",
        "Forged",
        SesForge.edit(seal, s -> SesForge.at(s, o -> own(s.getObjectAt(0)), 1, 2)),
        INVALID,
        Reason.SEAL_SIGNATURE_WRONG);
    DEROctetString other =
        new DEROctetString(TestSeals.certificate(pki.maker("二")).der().toArray());
    seal(
        "2014, another maker's certificate put in",
        "Altered",
        SesForge.edit(seal, s -> SesForge.at(s, o -> other, 1, 0)),
        INVALID,
        Reason.SEAL_SIGNATURE_WRONG);
    int picture = SealVectors.index(seal, TestSeals.PNG);
    seal(
        "2014, one bit of the picture",
        "Altered",
        Mutators.flip(seal, picture + 9, 1),
        INVALID,
        Reason.SEAL_SIGNATURE_WRONG);
    seal(
        "2014 with the list type of 2020",
        "Encoding",
        OtherSeals.resealed2014(seal, s -> SesForge.at(s, o -> fields(o), 2), maker),
        INVALID,
        Reason.MALFORMED);
    Bytes later = later();
    laterSeal("of a later version", later, Reason.SEAL_VERSION_UNSUPPORTED);
    seal(
        "of a later version, altered",
        "Altered",
        SesForge.edit(later, s -> SesForge.at(s, o -> new DERIA5String("5101"), 0, 1)),
        INVALID,
        Reason.SEAL_SIGNATURE_WRONG);
    seal(
        "2025, turned into a later version",
        "Altered",
        SesForge.edit(seal2025, s -> SesForge.at(s, o -> new ASN1Integer(6), 0, 0, 1)),
        INVALID,
        Reason.SEAL_SIGNATURE_WRONG);
  }

  private Bytes later() {
    return SesForge.resigned(seal2025, s -> SesForge.at(s, o -> new ASN1Integer(6), 0, 1), maker);
  }

  private void laterSeal(String comment, Bytes octets, Reason reason) {
    seals.modes(
        new Vectors.Case(comment, "Version", Map.of("seal", octets), TestPki.NOW),
        new Vectors.Expected(INDETERMINATE, Optional.of(reason)),
        new Vectors.Expected(INVALID, Optional.of(reason)));
  }

  private ASN1Encodable own(ASN1Encodable info) {
    return new DERBitString(maker.sign(SesForge.der(info)).toArray());
  }

  private static ASN1Encodable fields(ASN1Encodable property) {
    return SesForge.append(SesForge.sequence(SesForge.der(property)), new ASN1Integer(1));
  }

  private void of2014() {
    Bytes signature = signed(TIME);
    both("2014", "Genuine", signature, null);
    Bytes eleven = old(11);
    both(
        "2014, version 11",
        "Genuine",
        OtherSeals.signature2014(content(eleven), TIME, signer),
        null);
    strict("2014, version 2", OtherSeals.signature2014(content(old(2)), TIME, signer));
    signatures.strictRefuses(
        new Vectors.Case(
            "2014, toSign of version 2 with a seal of version 1",
            "Deviation",
            in(resigned(new ASN1Integer(2), 0)),
            TestPki.NOW),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
    version(
        "2014, toSign of version 4",
        resigned(new ASN1Integer(4), 0),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
    DEROctetString other = new DEROctetString(TestSeals.certificate(stranger).der().toArray());
    both(
        "2014, another certificate put in",
        "Altered",
        SesForge.edit(signature, s -> SesForge.at(s, o -> other, 0, 5)),
        Reason.SIGNER_NOT_IN_SEAL);
    both(
        "2014, signed by one whom the seal does not name",
        "Forged",
        OtherSeals.signature2014(content(seal), TIME, stranger),
        Reason.SIGNER_NOT_IN_SEAL);
    both(
        "2014, other content",
        "Forged",
        resigned(new DERBitString(new byte[32]), 3),
        Reason.DIGEST_MISMATCH);
    both(
        "2014, another file",
        "Forged",
        resigned(new DERIA5String("/Doc_0/Signs/Sign_1/Signature.xml"), 4),
        Reason.PROPERTY_INFO_MISMATCH);
    version(
        "2014, two parts with a seal of 2025",
        OtherSeals.signature2014(content(seal2025), TIME, signer),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
    strict(
        "2014, raw r and s",
        SesForge.edit(
            signature,
            s ->
                SesForge.at(
                    s,
                    o ->
                        new DERBitString(
                            SesForge.raw(Bytes.of(((DERBitString) o).getOctets())).toArray()),
                    1)));
  }

  private void times2014() {
    for (String utc :
        List.of("2026-11-01T01:00:00Z", "20261101010000Z", "261101010000Z", "1793494800000")) {
      both("2014, time " + utc, "Genuine", signed(Bytes.utf8(utc)), null);
    }
    both(
        "2014, time as UTCTime",
        "Genuine",
        signed(Bytes.hex("170d3236313130313031303030305a")),
        null);
    for (String local : List.of("2026-11-01 09:00:00", "20261101090000", "2026-11-01 09:00:00.5")) {
      strict("2014, time of China " + local, signed(Bytes.utf8(local)));
    }
    both(
        "2014, a time before the seal began",
        "Time",
        signed(Bytes.utf8("2026-01-31T23:59:59Z")),
        Reason.SEAL_NOT_YET_VALID);
    Optional<Reason> unknown = Optional.of(Reason.TIME_NOT_PROVEN);
    for (Bytes none : List.of(Bytes.utf8("yesterday"), Bytes.empty(), Bytes.hex("3003020101"))) {
      signatures.modes(
          new Vectors.Case("2014, no time: " + none.toHex(), "Time", in(signed(none)), TestPki.NOW),
          new Vectors.Expected(INDETERMINATE, unknown),
          new Vectors.Expected(INVALID, Optional.of(Reason.ENCODING_NOT_STANDARD)));
    }
    version(
        "2014, a time-stamp over nothing that is signed",
        signed(Bytes.hex("3082").concat(Bytes.of(new byte[40]))),
        INDETERMINATE,
        Reason.TIME_NOT_PROVEN);
  }

  /** A token inside of what is signed is older than the signature, and proves nothing about it. */
  private void tokens2014() {
    Instant stamped = TestSeals.SIGNED;
    Bytes token = OtherSeals.contentToken(pki, stamped);
    both("2014, a time-stamp on the content", "Genuine", signed(token), null);
    TestPki.Spec spec =
        pki.spec("CN=样例到期章,O=样例单位,C=CN", Purpose.SEAL_SIGNER, stamped.plusSeconds(1800));
    Signer ended = pki.issue(spec, pki.signerCa());
    Bytes old = OtherSeals.seal2014(TestSeals.spec(ended), 1, maker);
    strict(
        "2014, a time-stamp on the content before the certificate ended",
        "Time",
        OtherSeals.signature2014(content(old), OtherSeals.contentToken(pki, stamped), ended),
        Reason.NO_PROOF_OF_EXISTENCE);
    version(
        "2014, a time-stamp on the content after the certificate ended",
        OtherSeals.signature2014(
            content(old), OtherSeals.contentToken(pki, stamped.plusSeconds(1801)), ended),
        INVALID,
        Reason.CERTIFICATE_EXPIRED);
  }

  private void rsa() {
    Signer rsa = rsa("样例RSA章", Purpose.SEAL_SIGNER, pki.signerCa());
    Signer rsaMaker = rsa("样例RSA制章者", Purpose.SEAL_MAKER, pki.makerRoot());
    Bytes rsaSeal = OtherSeals.seal2014(TestSeals.spec(rsa), 1, rsaMaker);
    both(
        "2014, RSA with SHA-256",
        "Genuine",
        OtherSeals.signature2014(content(rsaSeal), TIME, rsa),
        null);
    OtherSeals.Suite sha1 = OtherSeals.Suite.rsaSha1(pki.vault(), rsa);
    Bytes weak = OtherSeals.signature2014(content(rsaSeal), TIME, rsa, sha1);
    version("2014, RSA with SHA-1", weak, INDETERMINATE, Reason.ALGORITHM_NOT_ALLOWED);
    version(
        "2014, RSA with SHA-1, altered",
        Mutators.flip(weak, weak.length() - 1, 1),
        INVALID,
        Reason.SIGNATURE_VALUE_WRONG);
    OtherSeals.Suite makerSha1 = OtherSeals.Suite.rsaSha1(pki.vault(), rsaMaker);
    Bytes weakSeal = OtherSeals.seal2014(TestSeals.spec(signer), 1, rsaMaker, makerSha1);
    version(
        "2014, a seal made with RSA and SHA-1",
        OtherSeals.signature2014(content(weakSeal), TIME, signer),
        INDETERMINATE,
        Reason.ALGORITHM_NOT_ALLOWED);
    OtherSeals.Suite confused = new OtherSeals.Suite(sha1.oid(), signer::sign);
    version(
        "2014, an SM2 key said to be RSA",
        OtherSeals.signature2014(content(seal), TIME, signer, confused),
        INVALID,
        Reason.ALGORITHM_MISMATCH);
  }

  private Signer rsa(String name, Purpose purpose, Signer issuer) {
    TestPki.Spec spec = pki.spec("CN=" + name + ",C=CN", purpose, TestPki.END);
    return pki.issue(spec.with(SignatureAlgorithm.RSA_PKCS1_SHA256), issuer);
  }

  private void of2025() {
    both("2025", "Genuine", OtherSeals.signature2025(content(seal2025), signer), null);
    version(
        "2025, the seal with a dummy time-stamp",
        OtherSeals.signature2025(
            content(OtherSeals.stamped(seal2025, Bytes.hex("01020304"))), signer),
        INDETERMINATE,
        Reason.TIME_NOT_PROVEN);
    Bytes four = TestSeals.seal(maker, signer);
    version(
        "2025 with a seal of 2020",
        OtherSeals.signature2025(content(four), signer),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
    both(
        "2025, one bit of the value",
        "Altered",
        Mutators.flip(
            OtherSeals.signature2025(content(seal2025), signer),
            OtherSeals.signature2025(content(seal2025), signer).length() - 1,
            1),
        Reason.SIGNATURE_VALUE_WRONG);
  }

  /** Lists of signers by digests other than SM3. */
  private void lists() {
    Bytes certificate = TestSeals.certificate(signer).der();
    Bytes sha256 = Digests.sha256(certificate);
    strict("listed by SHA-256", listed("SHA256", sha256));
    strict("listed by SHA-256, by number", listed("2.16.840.1.101.3.4.2.1", sha256));
    Bytes sha1 = Hash.SHA1.of(certificate);
    for (String name : List.of("SHA1", "SHA-1", "1.3.14.3.2.26")) {
      version("listed by " + name, listed(name, sha1), INDETERMINATE, Reason.ALGORITHM_NOT_ALLOWED);
    }
    both(
        "listed by sm3 in small letters", "Genuine", listed("sm3", Digests.sm3(certificate)), null);
    both("SHA-256 said to be SM3", "Forged", listed("SM3", sha256), Reason.SIGNER_NOT_IN_SEAL);
    both(
        "listed by a digest nobody knows",
        "Forged",
        listed("SM4", Digests.sm3(certificate)),
        Reason.SIGNER_NOT_IN_SEAL);
  }

  private Bytes listed(String type, Bytes digest) {
    ASN1Encodable entry =
        new DERSequence(
            new ASN1Encodable[] {
              new DERPrintableString(type), new DEROctetString(digest.toArray())
            });
    Bytes four = SealMaker.make(SealVectors.byDigest(TestSeals.spec(signer)), maker);
    Bytes changed = SesForge.resigned(four, s -> SesForge.at(s, o -> entry, 2, 3, 0), maker);
    Bytes usual = TestSeals.signature(TestSeals.seal(maker, signer), signer);
    return SesForge.resigned(
        usual, s -> SesForge.at(s, o -> SesForge.sequence(changed), 1), signer);
  }

  private Bytes old(int version) {
    return OtherSeals.seal2014(TestSeals.spec(signer), version, maker);
  }

  private static SealedContent content(Bytes seal) {
    return new SealedContent(seal, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
  }

  private Bytes signed(Bytes timeInfo) {
    return OtherSeals.signature2014(content(seal), timeInfo, signer);
  }

  private Bytes resigned(ASN1Encodable other, int part) {
    return OtherSeals.resigned2014(signed(TIME), s -> SesForge.at(s, o -> other, part), signer);
  }

  private void seal(
      String comment, String flag, Bytes octets, Conclusion verdict, @Nullable Reason reason) {
    seals.both(
        new Vectors.Case(comment, flag, Map.of("seal", octets), TestPki.NOW),
        verdict,
        Optional.ofNullable(reason));
  }

  private void oddSeal(String comment, Bytes octets) {
    seals.strictRefuses(
        new Vectors.Case(comment, "Deviation", Map.of("seal", octets), TestPki.NOW),
        INVALID,
        Reason.ENCODING_NOT_STANDARD);
  }
}
