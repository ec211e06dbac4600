package org.xinfu.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.SubjectPublicKey;

/**
 * SM2 signature arithmetic laid open (GB/T 32918.2 §6.1), so that every number can be chosen. For
 * making test vectors: nothing here is constant-time or secret.
 */
final class Sm2Lab {
  static final X9ECParameters CURVE = CustomNamedCurves.getByName("sm2p256v1");
  static final BigInteger N = CURVE.getN();
  static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();

  private Sm2Lab() {}

  /** The key pair of a chosen number. */
  record Key(BigInteger d) {
    /** 04‖x‖y. */
    Bytes point() {
      return Sm2Lab.encode(CURVE.getG().multiply(d));
    }

    /** DER SubjectPublicKeyInfo. */
    Bytes info() {
      return SubjectPublicKey.sm2(point());
    }

    /** r = e + x1, s = (1+d)⁻¹(k − r·d) with the nonce {@code k}. */
    EcSignature sign(BigInteger e, BigInteger k) {
      BigInteger r = e.add(x(CURVE.getG().multiply(k))).mod(N);
      BigInteger s = d.add(BigInteger.ONE).modInverse(N).multiply(k.subtract(r.multiply(d))).mod(N);
      if (r.signum() == 0 || s.signum() == 0 || r.add(k).equals(N)) {
        throw new IllegalArgumentException("this nonce gives no signature");
      }
      return new EcSignature(r, s);
    }

    /** Over e = SM3(Z ‖ M). */
    EcSignature sign(Bytes message, Bytes userId, BigInteger k) {
      return sign(number(Sm2.e(point(), userId, message)), k);
    }
  }

  /** The e over which (r, s) is a signature of this point: r − x(s·G + (r+s)·P). */
  static Bytes digestFor(ECPoint key, BigInteger r, BigInteger s) {
    ECPoint sum = CURVE.getG().multiply(s).add(key.multiply(r.add(s).mod(N)));
    return octets(r.subtract(x(sum)).mod(N));
  }

  /** A point with this x, the one with the even y; infinity when no point has it. */
  static ECPoint at(BigInteger x) {
    try {
      return CURVE.getCurve().decodePoint(Bytes.hex("02").concat(octets(x)).toArray());
    } catch (IllegalArgumentException nonResidue) {
      return CURVE.getCurve().getInfinity();
    }
  }

  /** 32 octets, most significant first. */
  static Bytes octets(BigInteger number) {
    byte[] raw = number.toByteArray();
    byte[] out = new byte[32];
    int length = Math.min(32, raw.length);
    System.arraycopy(raw, raw.length - length, out, 32 - length, length);
    return Bytes.of(out);
  }

  static BigInteger number(Bytes octets) {
    return new BigInteger(1, octets.toArray());
  }

  static Bytes encode(ECPoint point) {
    return Bytes.of(point.getEncoded(false));
  }

  private static BigInteger x(ECPoint point) {
    return point.normalize().getAffineXCoord().toBigInteger();
  }

  /** The lines of a resource beside this class, comments left out, each split at blanks. */
  static String[][] lines(String resource) {
    try (var in = Sm2Lab.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      String text = Bytes.of(in.readAllBytes()).toUtf8();
      return Arrays.stream(text.split("\n"))
          .filter(l -> !l.startsWith("#"))
          .map(l -> l.split(" "))
          .toArray(String[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
