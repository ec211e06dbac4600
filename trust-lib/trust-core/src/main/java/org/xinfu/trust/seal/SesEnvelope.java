package org.xinfu.trust.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERSequence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.EcSignature;

/**
 * What SESeal and SES_Signature have in common.
 *
 * @param signed the octets that the value is over, as received
 * @param algorithm object identifier as written
 * @param value the signature value as received
 */
record SesEnvelope(Bytes signed, Certificate certificate, String algorithm, Bytes value) {
  /** What became of the value. */
  enum Value {
    HOLDS,
    WRONG,
    NOT_COMPUTED
  }

  /** Version 4 and 5: certificate, algorithm and value stand beside the signed part. */
  static SesEnvelope read(List<Der> parts, String field) {
    return new SesEnvelope(
        parts.get(0).expect(Der.SEQUENCE, field).encoded(),
        SesFields.certificate(parts.get(1), field + " cert"),
        SesFields.oid(parts.get(2), field + " algorithm"),
        SesFields.bits(parts.get(3), field + " signature"));
  }

  /** A seal of version 1: signed is SEQUENCE { esealInfo, cert, algorithm } of received octets. */
  static SesEnvelope readSeal2014(List<Der> parts) {
    List<Der> info = parts.get(1).expect(Der.SEQUENCE, "signInfo").children();
    SesFields.count(info, 3, 3, "signInfo");
    Bytes triple =
        parts
            .get(0)
            .expect(Der.SEQUENCE, "esealInfo")
            .encoded()
            .concat(info.get(0).encoded())
            .concat(info.get(1).encoded());
    return new SesEnvelope(
        sequence(triple),
        SesFields.certificate(info.get(0), "SESeal cert"),
        SesFields.oid(info.get(1), "SESeal algorithm"),
        SesFields.bits(info.get(2), "SESeal signature"));
  }

  /** A signature of version 1: certificate and algorithm are the last of the signed parts. */
  static SesEnvelope readSignature2014(List<Der> parts, List<Der> signed) {
    return new SesEnvelope(
        parts.get(0).encoded(),
        SesFields.certificate(signed.get(5), "SES_Signature cert"),
        SesFields.oid(signed.get(6), "SES_Signature algorithm"),
        SesFields.bits(parts.get(1), "SES_Signature signature"));
  }

  /** The header of a SEQUENCE before {@code content}. */
  static Bytes sequence(Bytes content) {
    int length = content.length();
    if (length == 0) {
      return Der.encode(new DERSequence());
    }
    String hex = Integer.toHexString(length);
    String even = hex.length() % 2 == 0 ? hex : "0" + hex;
    String head = length < 0x80 ? even : Integer.toHexString(0x80 | even.length() / 2) + even;
    return Bytes.hex("30" + head).concat(content);
  }

  List<Deviation> deviations() {
    List<Deviation> found = new ArrayList<>();
    if (raw()) {
      found.add(new Deviation("the signature value is raw r and s, not DER"));
    }
    if (SesSuite.oddlySpelled(algorithm)) {
      found.add(new Deviation("SM2 is written " + algorithm));
    }
    return found;
  }

  SesSuite suite() {
    return SesSuite.of(algorithm, certificate);
  }

  /** Whether the value is r‖s instead of DER. */
  private boolean raw() {
    return SesSuite.isSm2(algorithm)
        && value.length() == 64
        && EcSignature.parseDer(value).isEmpty();
  }

  /** Whether the certificate's key made the value over the received octets of the signed part. */
  Value judged() {
    Optional<Bytes> octets =
        raw() ? EcSignature.parseRaw(value, 32).map(EcSignature::der) : Optional.of(value);
    // A wrong name of the suite does not hide whether the key made the value.
    return suite()
        .key()
        .or(certificate::publicKey)
        .map(key -> value(octets.map(o -> key.verify(signed, o)).orElse(false)))
        .orElse(Value.NOT_COMPUTED);
  }

  boolean holds() {
    return judged() == Value.HOLDS;
  }

  private static Value value(boolean holds) {
    return holds ? Value.HOLDS : Value.WRONG;
  }
}
