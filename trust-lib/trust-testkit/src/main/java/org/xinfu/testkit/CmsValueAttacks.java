package org.xinfu.testkit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERTaggedObject;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** Attacks on signature values, on time-stamps and on the frame of a message. */
abstract class CmsValueAttacks extends CmsCases {
  void values() {
    Reason wrong = Reason.SIGNATURE_VALUE_WRONG;
    attack(
        "Value",
        "one bit altered",
        forged(ec, f -> f.value = v -> Mutators.flip(v, v.length() - 1, 1)),
        wrong);
    attack(
        "Value",
        "r and s are 0",
        forged(ec, f -> f.value = v -> pair(BigInteger.ZERO, BigInteger.ZERO)),
        wrong);
    attack(
        "Value",
        "SM2: r and s are 0",
        forged(sm2, f -> f.value = v -> pair(BigInteger.ZERO, BigInteger.ZERO)),
        wrong);
    attack(
        "Value",
        "an octet after the value",
        forged(ec, f -> f.value = v -> v.concat(Bytes.hex("00"))),
        wrong);
    attack(
        "Value",
        "the value's length in long form",
        forged(ec, f -> f.value = v -> Bytes.hex("3081").concat(v.slice(1, v.length()))),
        wrong);
    attack("Value", "ECDSA with r and s raw", forged(ec, f -> f.value = CmsCases::raw), wrong);
    attack("Value", "empty", forged(ec, f -> f.value = v -> Bytes.empty()), wrong);
    attack(
        "Value",
        "RSA: all ones",
        forged(rsa, f -> f.value = v -> Bytes.hex("ff".repeat(256))),
        wrong);
    attack(
        "Value",
        "RSA: the number 1",
        forged(rsa, f -> f.value = v -> Bytes.hex("00".repeat(255) + "01")),
        wrong);
    attack(
        "Value", "RSA: cut by one octet", forged(rsa, f -> f.value = v -> v.slice(0, 255)), wrong);
    attack(
        "Value",
        "SM2 with another user id",
        forged(
            sm2,
            f ->
                f.sign =
                    m -> pki.vault().signAs(sm2.publicKey(), Bytes.utf8("ALICE123@YAHOO.COM"), m)),
        wrong);
    attack(
        "Value", "another message's value", forged(ec, f -> f.sign = m -> ec.sign(OTHER)), wrong);
  }

  private static Bytes pair(BigInteger r, BigInteger s) {
    return new EcSignature(r, s).der();
  }

  void stamps() {
    Bytes b = CmsSigner.cadesAttached(CONTENT, ec, SIGNED);
    Bytes another = CmsSigner.cadesAttached(OTHER, ec, SIGNED);
    TimestampMaker maker = new TimestampMaker(tsa, "1.2.3.4", () -> BigInteger.ONE);
    Bytes foreign =
        maker.token(
            new TimestampMaker.Order(
                ContentDigest.SHA256, ContentDigest.SHA256.of(another), Optional.empty()),
            STAMPED);
    TimestampSource replay =
        (digest, imprint) -> new Verdict.Valid<>(foreign, new Report(List.of()));
    attack(
        "Time",
        "another signature's time-stamp",
        get(CadesExtender.timestamp(b, replay)),
        Reason.TIMESTAMP_WRONG);
    attack(
        "Time",
        "another signature's time-stamp in an OCTET STRING",
        framed(b, t -> foreign),
        Reason.TIMESTAMP_WRONG);
    attack(
        "Time",
        "a time-stamp in an OCTET STRING twice",
        framed(b, CmsCases::frame),
        Reason.TIMESTAMP_WRONG);
    attack(
        "Time",
        "dummy octets for a time-stamp",
        forged(ec, f -> f.unsignedAttribute(TIMESTAMP, Bytes.hex("3003020101"))),
        Reason.TIMESTAMP_WRONG);
    attack(
        "Time",
        "a time-stamp that is no token",
        forged(ec, f -> f.unsignedAttribute(TIMESTAMP, b)),
        Reason.TIMESTAMP_WRONG);
    undecided(
        "Time",
        "stamped by nobody known",
        get(CadesExtender.timestamp(b, source(TestPki.seeded("rogue").timestamper("外"), STAMPED))),
        Reason.NO_TRUST_ANCHOR);
    attack(
        "Time",
        "stamped by a certificate that is not for it",
        get(CadesExtender.timestamp(b, source(ec, STAMPED))),
        Reason.KEY_USAGE_WRONG);
    attack(
        "Time",
        "stamped in the future",
        get(CadesExtender.timestamp(b, source(tsa, TestPki.NOW.plusSeconds(600)))),
        Reason.SIGNED_IN_FUTURE);
    attack(
        "Time",
        "stamped after the certificate's end",
        get(
            CadesExtender.timestamp(
                CmsSigner.cadesAttached(CONTENT, brief(), SIGNED), source(tsa, STAMPED))),
        Reason.CERTIFICATE_EXPIRED);
    undecided(
        "Time",
        "expired since, the time only claimed",
        CmsSigner.cadesAttached(CONTENT, brief(), SIGNED),
        Reason.NO_PROOF_OF_EXISTENCE);
    Bytes archived = get(CadesExtender.archive(b, SignedContent.of(CONTENT), source(tsa, STAMPED)));
    Bytes later =
        CadesExtender.values(
            archived, new Evidence(List.of(), List.of(pki.crl(pki.documentRoot())), List.of()));
    vectors()
        .both(
            test("Time", "evidence added after the archive time-stamp", later),
            Conclusion.VALID,
            Optional.empty());
    attack(
        "Time",
        "an archive time-stamp over another content",
        get(CadesExtender.archive(detached(), SignedContent.of(OTHER), source(tsa, STAMPED))),
        Reason.TIMESTAMP_WRONG);
  }

  /** EN 319 102-1 §5.5.4: what was there was not signed later. */
  void claims() {
    Bytes later = CmsSigner.cadesAttached(CONTENT, ec, TestPki.NOW.plus(Duration.ofDays(2)));
    undecided(
        "Time",
        "claimed two days after the time-stamp",
        get(CadesExtender.timestamp(later, source(tsa, STAMPED))),
        Reason.SIGNING_TIME_CONTRADICTED);
    undecided("Time", "claimed for the day after tomorrow", later, Reason.SIGNED_IN_FUTURE);
  }

  private Bytes detached() {
    return CmsSigner.cades(digest(ec), ec, SIGNED);
  }

  /** Its certificate ends between the claimed time and the time-stamp. */
  private Signer brief() {
    TestPki.Spec spec =
        pki.spec("CN=样例短期", Purpose.DOCUMENT_SIGNER, SIGNED.plusSeconds(60))
            .with(SignatureAlgorithm.ECDSA_P256_SHA256);
    return pki.issue(spec, pki.documentRoot());
  }

  void structures() {
    Bytes good = forged(ec, SignedDataForge::carry);
    Reason malformed = Reason.MALFORMED;
    attack("Structure", "octets after the end", good.concat(Bytes.hex("0500")), malformed);
    attack("Structure", "cut in the middle", good.slice(0, good.length() / 2), malformed);
    attack("Structure", "cut by one octet", good.slice(0, good.length() - 1), malformed);
    attack("Structure", "version 0", forged(ec, f -> f.version = 0), Reason.SIGNED_ATTRIBUTE_WRONG);
    attack(
        "Structure",
        "signer version 2",
        forged(ec, f -> f.signerVersion = 2),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    attack(
        "Structure",
        "one of two signers is wrong",
        forged(ec, f -> f.carry().others.add(spoiled(f))),
        Reason.SIGNATURE_VALUE_WRONG);
    attack(
        "Structure",
        "a countersignature over another value",
        forged(
            ec,
            f -> f.unsignedAttribute(COUNTERSIGNATURE, SesForge.der(counter(OTHER).signerInfo()))),
        Reason.DIGEST_MISMATCH);
    attack(
        "Structure",
        "a countersignature of another content-type",
        forged(ec, this::countersignedOtherwise),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    Bytes bundle =
        SesForge.der(
            SignedDataForge.sequence(
                SignedDataForge.SIGNED,
                new DERTaggedObject(
                    true,
                    0,
                    SignedDataForge.sequence(
                        new ASN1Integer(1),
                        SignedDataForge.set(List.of()),
                        SignedDataForge.sequence(SignedDataForge.DATA),
                        new DERTaggedObject(
                            false,
                            0,
                            SignedDataForge.set(
                                List.of(ec.chain().get(0).holder().toASN1Structure()))),
                        SignedDataForge.set(List.of())))));
    vectors()
        .both(
            test("Structure", "certificates alone", bundle),
            Conclusion.NO_SIGNATURE,
            Optional.of(Reason.NO_SIGNATURE));
  }

  private SignedDataForge spoiled(SignedDataForge first) {
    SignedDataForge other = other(sm2, first);
    other.value = v -> Mutators.flip(v, v.length() - 1, 1);
    return other;
  }

  private void countersignedOtherwise(SignedDataForge forge) {
    Bytes parent = forge.sign.apply(SesForge.der(SignedDataForge.set(forge.attributes)));
    forge.sign = attributes -> parent;
    SignedDataForge counter = new SignedDataForge(ec, parent);
    counter.instead(SignedDataForge.CONTENT_TYPE, new ASN1ObjectIdentifier("1.2.3.4.5"));
    forge.unsignedAttribute(COUNTERSIGNATURE, SesForge.der(counter.signerInfo()));
  }

  private SignedDataForge counter(Bytes value) {
    return new SignedDataForge(ec, value).without(SignedDataForge.CONTENT_TYPE);
  }
}
