package org.xinfu.trust.crypt;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import org.xinfu.trust.Bytes;

/**
 * An SM2 private key in memory, d in 1..n-2 (GB/T 32918.1 §6.1). For encryption keys that a key
 * management centre delivers (GM/T 0034) and for ephemeral keys; signing keys stay in their device.
 */
public final class Sm2PrivateKey implements AutoCloseable {
  private static final BigInteger LAST = Sm2Curve.N.subtract(BigInteger.TWO);
  private final Secret d;
  private final Bytes point;

  private Sm2PrivateKey(Secret d, Bytes point) {
    this.d = d;
    this.point = point;
  }

  /** A new key. */
  public static Sm2PrivateKey generate(SecureRandom random) {
    while (true) {
      try (Secret drawn = Secret.random(32, random)) {
        Optional<Sm2PrivateKey> key = of(drawn);
        if (key.isPresent()) {
          return key.get();
        }
      }
    }
  }

  /** The key with this d, 32 octets big-endian; empty when it is out of range. */
  public static Optional<Sm2PrivateKey> of(Secret d) {
    if (d.length() != 32) {
      return Optional.empty();
    }
    BigInteger number = d.use(octets -> new BigInteger(1, octets));
    if (number.signum() == 0 || number.compareTo(LAST) > 0) {
      return Optional.empty();
    }
    Bytes point = Bytes.of(Sm2Curve.timesG(number).getEncoded(false));
    return Optional.of(new Sm2PrivateKey(d.use(Secret::copyOf), point));
  }

  /** The public key, 04‖x‖y. */
  public Bytes point() {
    return point;
  }

  /** d·{@code other}. */
  ECPoint times(ECPoint other) {
    return other.multiply(number()).normalize();
  }

  BigInteger number() {
    return d.use(octets -> new BigInteger(1, octets));
  }

  /** d itself, for wrapping it. */
  Secret secret() {
    return d;
  }

  @Override
  public void close() {
    d.close();
  }

  @Override
  public String toString() {
    return "Sm2PrivateKey[" + point.slice(1, 9).toHex() + "…]";
  }
}
