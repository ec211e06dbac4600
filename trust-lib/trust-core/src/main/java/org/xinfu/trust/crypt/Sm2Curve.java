package org.xinfu.trust.crypt;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** sm2p256v1 (GB/T 32918.5) and the key derivation function that parts 3 and 4 share. */
final class Sm2Curve {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("sm2p256v1");
  static final BigInteger N = CURVE.getN();

  private Sm2Curve() {}

  /** k·G, by a comb whose steps do not depend on k. */
  static ECPoint timesG(BigInteger k) {
    return new FixedPointCombMultiplier().multiply(CURVE.getG(), k).normalize();
  }

  /** One coordinate, 32 octets. */
  static byte[] x(ECPoint point) {
    return point.getAffineXCoord().getEncoded();
  }

  static byte[] y(ECPoint point) {
    return point.getAffineYCoord().getEncoded();
  }

  /** SM3 of the parts one after another. */
  static byte[] sm3(byte[]... parts) {
    SM3Digest digest = new SM3Digest();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return out;
  }

  /** KDF(Z, klen) of GB/T 32918.4 §5.4.3: SM3(Z ‖ ct) for ct = 1, 2, …, cut to {@code length}. */
  static byte[] kdf(byte[] z, int length) {
    byte[] out = new byte[length];
    for (int done = 0, ct = 1; done < length; done += 32, ct++) {
      byte[] counter = {(byte) (ct >>> 24), (byte) (ct >>> 16), (byte) (ct >>> 8), (byte) ct};
      byte[] block = sm3(z, counter);
      System.arraycopy(block, 0, out, done, Math.min(32, length - done));
      Arrays.fill(block, (byte) 0);
    }
    return out;
  }
}
