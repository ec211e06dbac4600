package org.xinfu.trust.crypt;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.math.ec.ECPoint;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Sm2;

/**
 * An SM2 ciphertext and its two encodings: raw C1‖C3‖C2 (GB/T 32918.4 §6.1) and DER {@code
 * SM2Cipher} (GM/T 0009 §7.2). The old order C1‖C2‖C3 of the 2010 draft is not read: the two cannot
 * be told apart.
 *
 * @param point C1, 04‖x‖y, on the curve
 * @param hash C3, 32 octets
 * @param masked C2, as long as the plaintext, 1 octet and more
 */
public record Sm2Ciphertext(Bytes point, Bytes hash, Bytes masked) {
  private static final int POINT = 65;
  private static final int HASH = 32;

  public Sm2Ciphertext {
    if (Sm2.point(point).isEmpty() || hash.length() != HASH || masked.length() == 0) {
      throw new IllegalArgumentException("not an SM2 ciphertext");
    }
  }

  /** C1‖C3‖C2, with or without the leading 04; empty when C1 is not on the curve. */
  public static Optional<Sm2Ciphertext> parseRaw(Bytes raw) {
    if (raw.length() > POINT + HASH && raw.at(0) == 4) {
      Optional<Sm2Ciphertext> whole = split(raw);
      if (whole.isPresent()) {
        return whole;
      }
    }
    // Devices leave 04 out (GM/T 0018); such an x may itself begin with 04.
    return raw.length() > POINT - 1 + HASH ? split(Bytes.hex("04").concat(raw)) : Optional.empty();
  }

  private static Optional<Sm2Ciphertext> split(Bytes raw) {
    return of(
        raw.slice(0, POINT), raw.slice(POINT, POINT + HASH), raw.slice(POINT + HASH, raw.length()));
  }

  /** {@code SEQUENCE { x INTEGER, y INTEGER, hash OCTET STRING, cipher OCTET STRING }}, DER. */
  public static Optional<Sm2Ciphertext> parseDer(Bytes encoded) {
    return Decoding.maybe(
        () -> {
          if (!(ASN1Primitive.fromByteArray(encoded.toArray()) instanceof ASN1Sequence fields)
              || fields.size() != 4
              || !(fields.getObjectAt(0) instanceof ASN1Integer x)
              || !(fields.getObjectAt(1) instanceof ASN1Integer y)
              || !(fields.getObjectAt(2) instanceof ASN1OctetString hash)
              || !(fields.getObjectAt(3) instanceof ASN1OctetString masked)
              || outOfRange(x)
              || outOfRange(y)) {
            return Optional.empty();
          }
          Bytes point = Bytes.hex("04").concat(octets(x)).concat(octets(y));
          return of(point, Bytes.of(hash.getOctets()), Bytes.of(masked.getOctets()))
              .filter(c -> c.der().equals(encoded));
        });
  }

  private static Optional<Sm2Ciphertext> of(Bytes point, Bytes hash, Bytes masked) {
    return Sm2.point(point).isEmpty() || hash.length() != HASH || masked.length() == 0
        ? Optional.empty()
        : Optional.of(new Sm2Ciphertext(point, hash, masked));
  }

  /** C1‖C3‖C2 with the leading 04. */
  public Bytes raw() {
    return point.concat(hash).concat(masked);
  }

  /** DER {@code SM2Cipher}. */
  public Bytes der() {
    ASN1Encodable[] fields = {
      new ASN1Integer(new BigInteger(1, point.slice(1, 33).toArray())),
      new ASN1Integer(new BigInteger(1, point.slice(33, 65).toArray())),
      new DEROctetString(hash.toArray()),
      new DEROctetString(masked.toArray())
    };
    return Der.encode(new DERSequence(fields));
  }

  ECPoint c1() {
    return Sm2.point(point).orElseThrow();
  }

  private static boolean outOfRange(ASN1Integer coordinate) {
    return coordinate.getValue().signum() < 0 || coordinate.getValue().bitLength() > 256;
  }

  private static Bytes octets(ASN1Integer coordinate) {
    byte[] value = coordinate.getValue().toByteArray();
    byte[] out = new byte[32];
    int length = Math.min(32, value.length);
    System.arraycopy(value, value.length - length, out, 32 - length, length);
    return Bytes.of(out);
  }
}
