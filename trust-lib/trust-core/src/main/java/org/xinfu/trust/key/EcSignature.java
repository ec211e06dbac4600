package org.xinfu.trust.key;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;

/**
 * The pair (r, s) of SM2 and ECDSA and its two encodings: DER {@code SEQUENCE { r, s }} (GM/T 0009
 * §7.3, RFC 3279) and the raw 32+32 octets of devices and national seals.
 */
public record EcSignature(BigInteger r, BigInteger s) {
  /** Strict DER: minimal integers, nothing after the sequence; empty otherwise. */
  public static Optional<EcSignature> parseDer(Bytes encoded) {
    return Decoding.maybe(
        () -> {
          if (encoded.length() > 256
              || !(ASN1Primitive.fromByteArray(encoded.toArray()) instanceof ASN1Sequence pair)
              || pair.size() != 2
              || !(pair.getObjectAt(0) instanceof ASN1Integer r)
              || !(pair.getObjectAt(1) instanceof ASN1Integer s)) {
            return Optional.empty();
          }
          EcSignature signature = new EcSignature(r.getValue(), s.getValue());
          return signature.der().equals(encoded) ? Optional.of(signature) : Optional.empty();
        });
  }

  /** r ‖ s, each {@code width} octets. */
  public static Optional<EcSignature> parseRaw(Bytes encoded, int width) {
    if (encoded.length() != 2 * width) {
      return Optional.empty();
    }
    BigInteger r = new BigInteger(1, encoded.slice(0, width).toArray());
    BigInteger s = new BigInteger(1, encoded.slice(width, 2 * width).toArray());
    return Optional.of(new EcSignature(r, s));
  }

  /** DER {@code SEQUENCE { r INTEGER, s INTEGER }}. */
  public Bytes der() {
    return Der.encode(new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)}));
  }

  /** r ‖ s, each left-padded to {@code width} octets. */
  public Bytes raw(int width) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * width);
    out.writeBytes(fixed(r, width));
    out.writeBytes(fixed(s, width));
    return Bytes.of(out.toByteArray());
  }

  private static byte[] fixed(BigInteger value, int width) {
    byte[] octets = value.toByteArray();
    if (octets.length > width) {
      return Arrays.copyOfRange(octets, octets.length - width, octets.length);
    }
    byte[] padded = new byte[width];
    System.arraycopy(octets, 0, padded, width - octets.length, octets.length);
    return padded;
  }
}
