package org.xinfu.trust.key;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.xinfu.trust.Bytes;

/**
 * SM2 digital signature arithmetic, GB/T 32918.2, on sm2p256v1 (GB/T 32918.5) with the default user
 * id of GM/T 0009 §10. Signing lives in the vaults; here are Z, e and verification.
 */
public final class Sm2 {
  /** User id {@code 1234567812345678}, GM/T 0009 §10. */
  public static final Bytes DEFAULT_ID = Bytes.utf8("1234567812345678");

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("sm2p256v1");
  private static final BigInteger N = CURVE.getN();

  private Sm2() {}

  /**
   * e = SM3(Z ‖ M), GB/T 32918.2 §6.1, what a device signs.
   *
   * @param point the public key, 04‖x‖y, 65 octets
   */
  public static Bytes e(Bytes point, Bytes userId, Bytes message) {
    SM3Digest digest = new SM3Digest();
    update(digest, z(point, userId));
    update(digest, message);
    return finish(digest);
  }

  /** As {@link #e(Bytes, Bytes, Bytes)} for a message that is read once to its end. */
  static Bytes e(Bytes point, Bytes userId, InputStream message) throws IOException {
    DigestStream digest = DigestStream.sm3();
    z(point, userId).stream().transferTo(digest);
    message.transferTo(digest);
    return digest.digest();
  }

  /** Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ xG ‖ yG ‖ xA ‖ yA), GB/T 32918.2 §5.5; 32 octets. */
  public static Bytes z(Bytes point, Bytes userId) {
    int bits = userId.length() * 8;
    if (bits > 0xffff) {
      throw new IllegalArgumentException("user id longer than 8191 octets");
    }
    SM3Digest digest = new SM3Digest();
    digest.update((byte) (bits >>> 8));
    digest.update((byte) bits);
    update(digest, userId);
    update(digest, Bytes.of(CURVE.getCurve().getA().getEncoded()));
    update(digest, Bytes.of(CURVE.getCurve().getB().getEncoded()));
    update(digest, Bytes.of(CURVE.getG().getAffineXCoord().getEncoded()));
    update(digest, Bytes.of(CURVE.getG().getAffineYCoord().getEncoded()));
    update(digest, point.slice(1, 65));
    return finish(digest);
  }

  /**
   * Decodes and validates a public key: uncompressed, on the curve, not infinity (GB/T 32918.1
   * §6.2).
   */
  public static Optional<ECPoint> point(Bytes encoded) {
    if (encoded.length() != 65 || encoded.at(0) != 4) {
      return Optional.empty();
    }
    try {
      ECPoint point = CURVE.getCurve().decodePoint(encoded.toArray());
      return point.isInfinity() || !point.isValid() ? Optional.empty() : Optional.of(point);
    } catch (IllegalArgumentException offCurve) {
      return Optional.empty();
    }
  }

  /** GB/T 32918.2 §7.1: ranges, t ≠ 0, then R = (e + x1) mod n = r. */
  public static boolean verify(ECPoint key, Bytes e, BigInteger r, BigInteger s) {
    if (outOfRange(r) || outOfRange(s)) {
      return false;
    }
    BigInteger t = r.add(s).mod(N);
    if (t.signum() == 0) {
      return false;
    }
    ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), s, key, t).normalize();
    if (sum.isInfinity()) {
      return false;
    }
    BigInteger hash = new BigInteger(1, e.toArray());
    return hash.add(sum.getAffineXCoord().toBigInteger()).mod(N).equals(r);
  }

  private static boolean outOfRange(BigInteger value) {
    return value.signum() <= 0 || value.compareTo(N) >= 0;
  }

  private static void update(SM3Digest digest, Bytes bytes) {
    byte[] octets = bytes.toArray();
    digest.update(octets, 0, octets.length);
  }

  private static Bytes finish(SM3Digest digest) {
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return Bytes.of(out);
  }
}
