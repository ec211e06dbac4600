package org.xinfu.trust.key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.xinfu.trust.Bytes;

/** An RSA public key within the bounds in which it is worth computing with. */
record RsaKey(BigInteger modulus, BigInteger exponent) {
  private static final int SHORTEST = 1024;
  private static final int LONGEST = 16_384;
  private static final BigInteger USUAL_EXPONENT = BigInteger.valueOf(65_537);

  /**
   * Of the longest modulus with the usual exponent; the same for short ones with long exponents.
   */
  private static final long MOST_WORK = 17L * LONGEST * LONGEST;

  /** Up to here an RSA key costs no more than one on a curve: 4096 bits, and 64 of the exponent. */
  private static final long USUAL_WORK = MOST_WORK / 4;

  /**
   * Reads RSAPublicKey. An exponent of 1 or an even one would make every value a signature; one of
   * more than 256 bits (TS 119 312), or that is long and belongs to a long modulus, only costs
   * time.
   */
  static Optional<RsaKey> parse(ASN1Sequence encoded) {
    // Not Bouncy Castle's RSAPublicKey: it reads a negative number as a positive one.
    BigInteger n = ASN1Integer.getInstance(encoded.getObjectAt(0)).getValue();
    BigInteger e = ASN1Integer.getInstance(encoded.getObjectAt(1)).getValue();
    boolean sound =
        encoded.size() == 2
            && n.signum() > 0
            && n.testBit(0)
            && n.bitLength() >= SHORTEST
            && n.bitLength() <= LONGEST
            && e.compareTo(BigInteger.valueOf(3)) >= 0
            && e.testBit(0)
            && e.bitLength() <= 256
            && work(n, e) <= MOST_WORK;
    return sound ? Optional.of(new RsaKey(n, e)) : Optional.empty();
  }

  private static long work(BigInteger n, BigInteger e) {
    return (long) n.bitLength() * n.bitLength() * e.bitLength();
  }

  /** What a verification costs, in those of usual keys: 1 to 4. */
  int effort() {
    return (int) Math.max(1, work(modulus, exponent) / USUAL_WORK);
  }

  int bits() {
    return modulus.bitLength();
  }

  /** FIPS 186-5 §5.4: e of a new key is above 2^16. */
  boolean smallExponent() {
    return exponent.compareTo(USUAL_EXPONENT) < 0;
  }

  /**
   * RSASSA-PKCS1-v1_5 by making the padded value anew and comparing all of it (RFC 8017 §8.2.2):
   * nothing is parsed, so nothing can hide behind a lenient parser. A missing NULL is the one other
   * spelling allowed (§9.2 note 1, appendix B.1).
   */
  boolean verifyPkcs1(Hash hash, Bytes message, Bytes signature) {
    return verifyDigest(hash, hash.of(message), signature);
  }

  /** As {@link #verifyPkcs1} for a message of which the digest is known. */
  boolean verifyDigest(Hash hash, Bytes digested, Bytes signature) {
    int width = (bits() + 7) / 8;
    BigInteger value = new BigInteger(1, signature.toArray());
    if (signature.length() != width || value.compareTo(modulus) >= 0) {
      return false;
    }
    byte[] found = fixed(value.modPow(exponent, modulus), width);
    byte[] digest = digested.toArray();
    return MessageDigest.isEqual(found, padded(hash, digest, width, true))
        || MessageDigest.isEqual(found, padded(hash, digest, width, false));
  }

  private static byte[] padded(Hash hash, byte[] digest, int width, boolean withNull) {
    try {
      AlgorithmIdentifier id =
          withNull
              ? new AlgorithmIdentifier(hash.oid(), DERNull.INSTANCE)
              : new AlgorithmIdentifier(hash.oid());
      byte[] info = new DigestInfo(id, digest).getEncoded("DER");
      byte[] filler = new byte[width - info.length - 3];
      Arrays.fill(filler, (byte) 0xff);
      ByteArrayOutputStream out = new ByteArrayOutputStream(width);
      out.write(0);
      out.write(1);
      out.writeBytes(filler);
      out.write(0);
      out.writeBytes(info);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] fixed(BigInteger value, int width) {
    return new EcSignature(BigInteger.ZERO, value).raw(width).slice(width, 2 * width).toArray();
  }
}
