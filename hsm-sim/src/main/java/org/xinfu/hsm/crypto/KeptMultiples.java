package org.xinfu.hsm.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECLookupTable;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Multiples of a curve's base point. It keeps every multiple that an octet of a factor can stand
 * for, so that a product is one addition for each octet and no doubling. Not constant-time: a
 * simulator guards nothing.
 */
final class KeptMultiples implements ECMultiplier {
  private static final int MOST = 255;

  private final X9ECParameters curve;

  /**
   * Row i: 1, 2 … 255 times 256^i times the base point; affine, as plain numbers one beside the
   * other: as objects all over the heap they cost more time to fetch than to add.
   */
  private final ECLookupTable[] multiples;

  private KeptMultiples(X9ECParameters curve) {
    this.curve = curve;
    this.multiples = new ECLookupTable[(curve.getN().bitLength() + 7) / 8];
    ECPoint unit = curve.getG();
    for (int row = 0; row < multiples.length; row++) {
      ECPoint[] digits = new ECPoint[MOST];
      digits[0] = unit;
      for (int i = 1; i < MOST; i++) {
        digits[i] = digits[i - 1].add(unit);
      }
      unit = digits[MOST - 1].add(unit).normalize();
      curve.getCurve().normalizeAll(digits);
      multiples[row] = curve.getCurve().createCacheSafeLookupTable(digits, 0, MOST);
    }
  }

  // Each takes half a megabyte or more and some tens of milliseconds: made when first signed by.

  private static final class P256 {
    static final KeptMultiples BASE = new KeptMultiples(CustomNamedCurves.getByName("P-256"));
  }

  private static final class P384 {
    static final KeptMultiples BASE = new KeptMultiples(CustomNamedCurves.getByName("P-384"));
  }

  private static final class Sm2 {
    static final KeptMultiples BASE = new KeptMultiples(Sm2Key.CURVE);
  }

  static KeptMultiples p256() {
    return P256.BASE;
  }

  static KeptMultiples p384() {
    return P384.BASE;
  }

  static KeptMultiples sm2() {
    return Sm2.BASE;
  }

  /** The order of the base point. */
  BigInteger order() {
    return curve.getN();
  }

  @Override
  public ECPoint multiply(ECPoint point, BigInteger factor) {
    if (!point.equals(curve.getG())) {
      throw new IllegalArgumentException("not the base point");
    }
    return times(factor);
  }

  /** The product, affine; {@code factor} is from 0 to the order. */
  ECPoint times(BigInteger factor) {
    if (factor.signum() < 0 || factor.compareTo(order()) > 0) {
      throw new IllegalArgumentException("a factor outside of the order");
    }
    byte[] octets = factor.toByteArray();
    ECPoint sum = curve.getCurve().getInfinity();
    for (int row = 0; row < multiples.length && row < octets.length; row++) {
      int digit = octets[octets.length - 1 - row] & 0xff;
      if (digit > 0) {
        sum = sum.add(multiples[row].lookupVar(digit - 1));
      }
    }
    return sum.normalize();
  }
}
