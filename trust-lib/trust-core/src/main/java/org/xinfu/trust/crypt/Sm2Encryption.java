package org.xinfu.trust.crypt;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Sm2;

/** SM2 public-key encryption, GB/T 32918.4, order C1‖C3‖C2. */
public final class Sm2Encryption {
  private Sm2Encryption() {}

  /**
   * Encrypts for the holder of {@code point}.
   *
   * @param point 04‖x‖y
   * @param message 1 octet and more
   * @return empty when {@code point} is no public key
   */
  public static Optional<Sm2Ciphertext> encrypt(Bytes point, Bytes message, SecureRandom random) {
    return Sm2.point(point).map(key -> encrypt(key, message.toArray(), random));
  }

  /** As {@link #encrypt(Bytes, Bytes, SecureRandom)}, for a key that is to travel. */
  public static Optional<Sm2Ciphertext> encrypt(Bytes point, Secret message, SecureRandom random) {
    return Sm2.point(point).map(key -> message.use(m -> encrypt(key, m, random)));
  }

  private static Sm2Ciphertext encrypt(ECPoint key, byte[] message, SecureRandom random) {
    if (message.length == 0) {
      throw new IllegalArgumentException("nothing to encrypt");
    }
    while (true) {
      BigInteger k =
          BigIntegers.createRandomInRange(
              BigInteger.ONE, Sm2Curve.N.subtract(BigInteger.ONE), random);
      ECPoint shared = key.multiply(k).normalize();
      byte[] mask = mask(shared, message.length);
      // §6.1 A5: a mask of zeros would show the message; another k.
      if (!allZero(mask)) {
        byte[] hash = Sm2Curve.sm3(Sm2Curve.x(shared), message, Sm2Curve.y(shared));
        xor(mask, message);
        Bytes c1 = Bytes.of(Sm2Curve.timesG(k).getEncoded(false));
        return new Sm2Ciphertext(c1, Bytes.of(hash), Bytes.of(mask));
      }
    }
  }

  /**
   * Decrypts; empty when this key does not fit or anything was altered, and nothing says which
   * (§7.1 B3–B6).
   */
  public static Optional<Secret> decrypt(Sm2PrivateKey key, Sm2Ciphertext ciphertext) {
    ECPoint shared = key.times(ciphertext.c1());
    byte[] message = mask(shared, ciphertext.masked().length());
    boolean noMask = allZero(message);
    xor(message, ciphertext.masked().toArray());
    byte[] hash = Sm2Curve.sm3(Sm2Curve.x(shared), message, Sm2Curve.y(shared));
    boolean same = MessageDigest.isEqual(hash, ciphertext.hash().toArray());
    if (same && !noMask) {
      return Optional.of(Secret.owning(message));
    }
    Arrays.fill(message, (byte) 0);
    return Optional.empty();
  }

  private static byte[] mask(ECPoint shared, int length) {
    byte[] z = Arrays.copyOf(Sm2Curve.x(shared), 64);
    System.arraycopy(Sm2Curve.y(shared), 0, z, 32, 32);
    byte[] mask = Sm2Curve.kdf(z, length);
    Arrays.fill(z, (byte) 0);
    return mask;
  }

  private static boolean allZero(byte[] mask) {
    int bits = 0;
    for (byte octet : mask) {
      bits |= octet;
    }
    return bits == 0;
  }

  private static void xor(byte[] into, byte[] other) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= other[i];
    }
  }
}
