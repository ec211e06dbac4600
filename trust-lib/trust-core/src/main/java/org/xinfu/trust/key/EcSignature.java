package org.xinfu.trust.key;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;

/**
 * The pair (r, s) of SM2 and ECDSA and its two encodings: DER {@code SEQUENCE { r, s }} (GM/T 0009
 * §7.3, RFC 3279) and the raw 32+32 octets of devices and national seals.
 */
public record EcSignature(BigInteger r, BigInteger s) {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int LONGEST = 256;

  /** Strict DER: minimal lengths and integers, nothing after the sequence; empty otherwise. */
  public static Optional<EcSignature> parseDer(Bytes encoded) {
    if (encoded.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] octets = encoded.toArray();
    int inner = content(octets, 0, SEQUENCE);
    int second = inner < 0 ? -1 : end(octets, inner, INTEGER);
    if (second < 0
        || end(octets, 0, SEQUENCE) != octets.length
        || end(octets, second, INTEGER) != octets.length) {
      return Optional.empty();
    }
    byte[] r = Arrays.copyOfRange(octets, content(octets, inner, INTEGER), second);
    byte[] s = Arrays.copyOfRange(octets, content(octets, second, INTEGER), octets.length);
    return minimal(r) && minimal(s)
        ? Optional.of(new EcSignature(new BigInteger(r), new BigInteger(s)))
        : Optional.empty();
  }

  /**
   * Where the content of the element at {@code at} begins; negative when it is another or its
   * length is not written in the shortest way (X.690 §8.1.3, §10.1).
   */
  private static int content(byte[] octets, int at, int tag) {
    if (at + 2 > octets.length || octets[at] != tag) {
      return -1;
    }
    if (octets[at + 1] >= 0) {
      return at + 2;
    }
    boolean two = (octets[at + 1] & 0xff) == 0x81 && at + 3 <= octets.length && octets[at + 2] < 0;
    return two ? at + 3 : -1;
  }

  /** Where the element at {@code at} ends; negative when it is another or goes on beyond all. */
  private static int end(byte[] octets, int at, int tag) {
    int content = content(octets, at, tag);
    int end = content < 0 ? -1 : content + (octets[content - 1] & 0xff);
    return end > octets.length ? -1 : end;
  }

  /** X.690 §8.3.2. */
  private static boolean minimal(byte[] integer) {
    return integer.length == 1
        || (integer.length > 1 && integer[0] != (integer[1] < 0 ? (byte) 0xff : 0));
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
