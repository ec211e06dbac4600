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
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealSpec;

/** Makes {@code specs/vectors/seal/seal.json}: seals, genuine and altered. */
public final class SealVectors {
  static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "as the standard has it",
          "Deviation", "what real producers write although the standard has it otherwise",
          "Altered", "octets changed after signing",
          "Forged", "signed again by someone who may not",
          "Encoding", "not DER, or not of the standard's shape",
          "Version", "another version, or two versions at once",
          "Time", "outside a validity, or in time only by claim",
          "Revocation", "a certificate was revoked",
          "Trust", "no way to an anchor",
          "Usage", "a certificate that may not do this");

  private static final Instant NOW = TestPki.NOW;

  private final TestPki pki = TestPki.seeded("seal vectors");
  private final Signer maker = pki.maker("样例制章者");
  private final Signer signer = pki.sealSigner("样例章");
  private final Signer late = pki.maker("样例制章者-后被吊销");
  private final Signer early = pki.maker("样例制章者-先被吊销");
  private final Signer stolen = pki.maker("样例制章者-密钥泄露");
  private final Bytes seal = TestSeals.seal(maker, signer);
  private final Vectors vectors = new Vectors("seal", "SESEAL", policy(), FLAGS);

  private SealVectors() {}

  /** The file's text; the same at every call. */
  public static String write() {
    SealVectors all = new SealVectors();
    all.genuine();
    all.deviations();
    all.altered();
    all.encodings();
    all.versions();
    all.makers();
    all.times();
    return all.vectors.write();
  }

  private TrustPolicy policy() {
    Instant before = TestSeals.MADE.minus(Duration.ofDays(1));
    Instant after = TestSeals.MADE.plus(Duration.ofDays(1));
    Bytes crl =
        pki.crl(
            pki.makerRoot(),
            revoked(early, before, RevocationCause.SUPERSEDED),
            revoked(late, after, RevocationCause.CESSATION_OF_OPERATION),
            revoked(stolen, after, RevocationCause.KEY_COMPROMISE));
    return pki.policy().withCrls(List.of(crl, pki.crl(pki.signerCa()), pki.crl(pki.signerRoot())));
  }

  static RevokedEntry revoked(Signer who, Instant at, RevocationCause cause) {
    BigInteger serial = who.chain().get(0).serial();
    return new RevokedEntry(serial, at, cause, Optional.empty());
  }

  private void genuine() {
    both("by certificate", "Genuine", seal, null);
    SealSpec s = TestSeals.spec(signer);
    both("by digest", "Genuine", SealMaker.make(byDigest(s), maker), null);
    both("two signers", "Genuine", TestSeals.seal(maker, signer, pki.sealSigner("样例二")), null);
    Bytes extended = extended(extension(false, false));
    both("a non-critical extension without a tag", "Genuine", extended, null);
  }

  static SealSpec byDigest(SealSpec s) {
    return new SealSpec(
        s.esId(),
        s.vendorId(),
        s.type(),
        s.name(),
        s.signers(),
        true,
        s.createdAt(),
        s.validFrom(),
        s.validTo(),
        s.picture());
  }

  private void deviations() {
    strict("FALSE written out in an extension", extended(extension(false, true)));
    strict(
        "extensions tagged [0]", extended(new DERTaggedObject(true, 0, extension(false, false))));
    strict("raw r and s", SesForge.valued(seal, maker, m -> SesForge.raw(maker.sign(m))));
    vectors.modes(
        new Vectors.Case(
            "an unknown critical extension", "Deviation", in(extended(extension(true, true))), NOW),
        new Vectors.Expected(INDETERMINATE, Optional.of(Reason.CRITICAL_EXTENSION_UNKNOWN)),
        new Vectors.Expected(INVALID, Optional.of(Reason.CRITICAL_EXTENSION_UNKNOWN)));
    strict("the name as IA5String", changed(o -> new DERIA5String("seal"), 2, 1));
    strict("the number as UTF8String", changed(o -> new DERUTF8String("5100"), 1));
    strict("the time as UTCTime", changed(o -> new DERUTCTime("260201000000Z"), 2, 4));
    strict(
        "a time with an offset", changed(o -> new DERGeneralizedTime("20260201080000+0800"), 2, 5));
    strict("a time without a zone", changed(o -> new DERGeneralizedTime("20260201080000"), 2, 5));
    strict(
        "SM2 by the identifier of its key",
        SesForge.edit(
            seal, s -> SesForge.at(s, o -> new ASN1ObjectIdentifier("1.2.156.10197.1.301.1"), 2)));
  }

  private void altered() {
    int picture = index(seal, TestSeals.PNG);
    both(
        "one bit of the picture",
        "Altered",
        Mutators.flip(seal, picture + 20, 1),
        Reason.SEAL_SIGNATURE_WRONG);
    both(
        "one bit of the signature value",
        "Altered",
        Mutators.flip(seal, seal.length() - 1, 1),
        Reason.SEAL_SIGNATURE_WRONG);
    Bytes longer =
        SesForge.edit(
            seal, s -> SesForge.at(s, t -> new DERGeneralizedTime("20990101000000Z"), 0, 2, 6));
    both("a longer validity", "Altered", longer, Reason.SEAL_SIGNATURE_WRONG);
    both(
        "another user id than the default",
        "Forged",
        SesForge.valued(
            seal,
            maker,
            m -> pki.vault().signAs(maker.publicKey(), Bytes.utf8("ALICE123@YAHOO.COM"), m)),
        Reason.SEAL_SIGNATURE_WRONG);
    both(
        "signed as digest of the digest",
        "Forged",
        SesForge.valued(
            seal, maker, m -> maker.sign(Sm2.e(maker.publicKey().point(), Sm2.DEFAULT_ID, m))),
        Reason.SEAL_SIGNATURE_WRONG);
    both(
        "the algorithm says ECDSA",
        "Forged",
        SesForge.edit(seal, s -> SesForge.at(s, o -> X9ObjectIdentifiers.ecdsa_with_SHA256, 2)),
        Reason.ALGORITHM_MISMATCH);
  }

  private void encodings() {
    malformed("an octet after the end", seal.concat(Bytes.hex("00")));
    malformed("cut in the middle", Mutators.truncate(seal, seal.length() / 2));
    malformed("empty", Bytes.empty());
    reencoded(
        "indefinite length",
        Bytes.hex("3080").concat(seal.slice(4, seal.length())).concat(Bytes.hex("0000")));
    reencoded("length not minimal", Bytes.hex("308300").concat(seal.slice(2, seal.length())));
    malformed("unused bits in the signature", Mutators.flip(seal, unusedBits(seal), 1));
    changed("header says EX", o -> new DERIA5String("EX"), 0, 0);
    changed("digest list of certificates", o -> new ASN1Integer(2), 2, 2);
    changed("list type 3", o -> new ASN1Integer(3), 2, 2);
    changed("an empty list", o -> new DERSequence(), 2, 3);
    changed("30 February", o -> new DERGeneralizedTime("20280230000000Z"), 2, 6);
    changed("validity ends before it begins", o -> new DERGeneralizedTime("20200101000000Z"), 2, 6);
    changed("a picture of no width", o -> new ASN1Integer(0), 3, 2);
    changed("no picture", o -> new DEROctetString(new byte[0]), 3, 1);
    changed("an empty number", o -> new DERIA5String(""), 1);
    Bytes digests = SealMaker.make(byDigest(TestSeals.spec(signer)), maker);
    strict(
        "the same digest twice",
        SesForge.resigned(
            digests,
            s ->
                SesForge.at(
                    s,
                    o -> SesForge.append((ASN1Sequence) o, ((ASN1Sequence) o).getObjectAt(0)),
                    2,
                    3),
            maker));
    strict(
        "the same signer twice",
        changed(o -> SesForge.append((ASN1Sequence) o, ((ASN1Sequence) o).getObjectAt(0)), 2, 3));
  }

  /** What nobody signed can be written anew by anybody. */
  private void reencoded(String comment, Bytes octets) {
    Optional<Reason> odd = Optional.of(Reason.ENCODING_NOT_STANDARD);
    vectors.modes(
        new Vectors.Case(comment, "Encoding", in(octets), NOW),
        new Vectors.Expected(INDETERMINATE, odd),
        new Vectors.Expected(INVALID, odd));
  }

  private void versions() {
    version("version 3 in four parts", 3, UnaryOperator.identity());
    UnaryOperator<ASN1Sequence> stamped =
        s -> SesForge.append(s, new DERTaggedObject(true, 0, new DERBitString(new byte[4])));
    version("version 4 with a time-stamp", 4, stamped);
    version("version 4 in two parts", 4, SealVectors::twoParts);
    version("version 5 in two parts", 5, SealVectors::twoParts);
  }

  static ASN1Sequence twoParts(ASN1Sequence four) {
    ASN1Encodable[] parts = four.toArray();
    return new DERSequence(
        new ASN1Encodable[] {
          parts[0], new DERSequence(new ASN1Encodable[] {parts[1], parts[2], parts[3]})
        });
  }

  private void makers() {
    Signer foreign = TestPki.seeded("another").maker("外来制章者");
    Bytes byForeign = TestSeals.seal(foreign, signer);
    both(
        new Vectors.Case("a maker under an unknown root", "Trust", in(byForeign), NOW),
        INDETERMINATE,
        Reason.SEAL_MAKER_NOT_TRUSTED);
    Bytes bySigner = TestSeals.seal(signer, signer);
    both(
        new Vectors.Case(
            "made by a signer, whose root is no anchor for makers", "Trust", in(bySigner), NOW),
        INDETERMINATE,
        Reason.SEAL_MAKER_NOT_TRUSTED);
    both(
        "made by the root, which may only sign certificates",
        "Usage",
        TestSeals.seal(pki.makerRoot(), signer),
        Reason.KEY_USAGE_WRONG);
    Signer stamper =
        pki.issue(pki.spec("CN=样例时间戳,C=CN", Purpose.TIMESTAMPER, TestPki.END), pki.makerRoot());
    both(
        "made by a time-stamping authority",
        "Usage",
        TestSeals.seal(stamper, signer),
        Reason.KEY_USAGE_WRONG);
    both(
        "the maker was revoked before",
        "Revocation",
        TestSeals.seal(early, signer),
        Reason.CERTIFICATE_REVOKED);
    Bytes after = TestSeals.seal(late, signer);
    vectors.strictRefuses(
        new Vectors.Case("the maker was revoked since", "Revocation", in(after), NOW),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
    both(
        "the maker's key was stolen since",
        "Revocation",
        TestSeals.seal(stolen, signer),
        Reason.CERTIFICATE_REVOKED);
  }

  private void times() {
    Instant over = TestSeals.SEAL_END.plusSeconds(1);
    both(
        new Vectors.Case("a second too late", "Time", in(seal), over),
        INVALID,
        Reason.SEAL_EXPIRED);
    Instant under = TestSeals.MADE.minusSeconds(1);
    both(
        new Vectors.Case("a second too early", "Time", in(seal), under),
        INVALID,
        Reason.SEAL_NOT_YET_VALID);
    Instant shortEnd = TestSeals.MADE.plus(Duration.ofDays(30));
    Signer brief =
        pki.issue(pki.spec("CN=样例制章者-短,C=CN", Purpose.SEAL_MAKER, shortEnd), pki.makerRoot());
    vectors.strictRefuses(
        new Vectors.Case(
            "the maker's certificate ended since", "Time", in(TestSeals.seal(brief, signer)), NOW),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
    Signer ended =
        pki.issue(
            pki.spec("CN=样例制章者-过期,C=CN", Purpose.SEAL_MAKER, TestSeals.MADE.minusSeconds(1)),
            pki.makerRoot());
    both(
        "the maker's certificate had ended before",
        "Time",
        TestSeals.seal(ended, signer),
        Reason.CERTIFICATE_EXPIRED);
  }

  static DERSequence extension(boolean critical, boolean writeFlag) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier("1.2.156.10197.6.7.2.2.1");
    DEROctetString value = new DEROctetString(Bytes.utf8("2.1").toArray());
    ASN1Encodable[] parts =
        writeFlag
            ? new ASN1Encodable[] {id, ASN1Boolean.getInstance(critical), value}
            : new ASN1Encodable[] {id, value};
    return new DERSequence(new DERSequence(parts));
  }

  private Bytes extended(ASN1Encodable extensions) {
    return SesForge.resigned(seal, s -> SesForge.append(s, extensions), maker);
  }

  private void changed(String comment, Function<ASN1Encodable, ASN1Encodable> change, int... path) {
    malformed(comment, changed(change, path));
  }

  private Bytes changed(Function<ASN1Encodable, ASN1Encodable> change, int... path) {
    return SesForge.resigned(seal, s -> SesForge.at(s, change, path), maker);
  }

  private void version(String comment, int number, UnaryOperator<ASN1Sequence> shape) {
    Bytes signed = changed(o -> new ASN1Integer(number), 0, 1);
    both(
        new Vectors.Case(comment, "Version", in(SesForge.edit(signed, shape)), NOW),
        INVALID,
        Reason.SEAL_VERSION_CONTRADICTION);
  }

  private void malformed(String comment, Bytes octets) {
    both(comment, "Encoding", octets, Reason.MALFORMED);
  }

  private void strict(String comment, Bytes octets) {
    vectors.strictRefuses(
        new Vectors.Case(comment, "Deviation", in(octets), NOW),
        INVALID,
        Reason.ENCODING_NOT_STANDARD);
  }

  private void both(String comment, String flag, Bytes octets, @Nullable Reason reason) {
    vectors.both(
        new Vectors.Case(comment, flag, in(octets), NOW),
        reason == null ? VALID : INVALID,
        Optional.ofNullable(reason));
  }

  private void both(Vectors.Case test, Conclusion verdict, Reason reason) {
    vectors.both(test, verdict, Optional.of(reason));
  }

  private static Map<String, Object> in(Bytes octets) {
    return Map.of("seal", octets);
  }

  /** Where {@code part} begins in {@code whole}. */
  static int index(Bytes whole, Bytes part) {
    int at = whole.toHex().indexOf(part.toHex());
    if (at < 0 || at % 2 != 0) {
      throw new IllegalArgumentException("not in it");
    }
    return at / 2;
  }

  /** The octet that counts the unused bits of the last BIT STRING of {@code structure}. */
  static int unusedBits(Bytes structure) {
    ASN1Sequence parts = SesForge.sequence(structure);
    DERBitString last = (DERBitString) parts.getObjectAt(parts.size() - 1);
    return structure.length() - last.getOctets().length - 1;
  }
}
