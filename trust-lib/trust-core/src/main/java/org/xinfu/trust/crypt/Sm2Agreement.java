package org.xinfu.trust.crypt;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Sm2;

/**
 * SM2 key agreement with key confirmation, GB/T 32918.3 §6. Each side has a long-term and an
 * ephemeral key; the responder sends its confirmation first, the initiator answers with its own.
 */
public final class Sm2Agreement {
  // w of §6.1: ⌈⌈log2 n⌉ / 2⌉ − 1.
  private static final BigInteger HALF = BigInteger.ONE.shiftLeft(127);
  private static final int LONGEST = 1024;

  private Sm2Agreement() {}

  /** One's own side. */
  public record Own(Sm2PrivateKey key, Bytes userId, Sm2PrivateKey ephemeral) {}

  /** What the other side has sent: two points 04‖x‖y and its user id. */
  public record Peer(Bytes point, Bytes userId, Bytes ephemeral) {}

  /**
   * What both have in common, if the other is who he claims: use {@link #key()} only after {@link
   * #confirmedBy}.
   */
  public static final class Agreed implements AutoCloseable {
    private final Secret key;
    private final Bytes confirmation;
    private final Bytes expected;

    private Agreed(Secret key, byte[] confirmation, byte[] expected) {
      this.key = key;
      this.confirmation = Bytes.of(confirmation);
      this.expected = Bytes.of(expected);
    }

    /** The common key. */
    public Secret key() {
      return key;
    }

    /** What to send to the other side, 32 octets. */
    public Bytes confirmation() {
      return confirmation;
    }

    /** Whether the other side has the same key. */
    public boolean confirmedBy(Bytes received) {
      return MessageDigest.isEqual(expected.toArray(), received.toArray());
    }

    @Override
    public void close() {
      key.close();
    }
  }

  /**
   * The side that sent its ephemeral point first (A).
   *
   * @param length of the common key in octets, 1..1024
   * @return empty when a point of the other side is not on the curve or the sum vanishes
   */
  public static Optional<Agreed> asInitiator(Own own, Peer peer, int length) {
    return agree(own, peer, length, true);
  }

  /** The side that answers (B). */
  public static Optional<Agreed> asResponder(Own own, Peer peer, int length) {
    return agree(own, peer, length, false);
  }

  private static Optional<Agreed> agree(Own own, Peer peer, int length, boolean initiator) {
    if (length < 1 || length > LONGEST) {
      throw new IllegalArgumentException("a key of " + length + " octets");
    }
    Optional<ECPoint> theirs = Sm2.point(peer.point());
    Optional<ECPoint> fresh = Sm2.point(peer.ephemeral());
    if (theirs.isEmpty() || fresh.isEmpty()) {
      return Optional.empty();
    }
    // t = (d + x̄·r) mod n; U = t·(P + x̄·R); the cofactor is 1.
    BigInteger t =
        own.key()
            .number()
            .add(folded(own.ephemeral().point()).multiply(own.ephemeral().number()))
            .mod(Sm2Curve.N);
    ECPoint shared =
        theirs.get().add(fresh.get().multiply(folded(peer.ephemeral()))).multiply(t).normalize();
    if (shared.isInfinity()) {
      return Optional.empty();
    }
    byte[] ownZ = Sm2.z(own.key().point(), own.userId()).toArray();
    byte[] peerZ = Sm2.z(peer.point(), peer.userId()).toArray();
    byte[] za = initiator ? ownZ : peerZ;
    byte[] zb = initiator ? peerZ : ownZ;
    Bytes ra = initiator ? own.ephemeral().point() : peer.ephemeral();
    Bytes rb = initiator ? peer.ephemeral() : own.ephemeral().point();
    byte[] x = Sm2Curve.x(shared);
    byte[] y = Sm2Curve.y(shared);
    byte[] key = Sm2Curve.kdf(join(x, y, za, zb), length);
    byte[] inner = Sm2Curve.sm3(x, za, zb, coordinates(ra), coordinates(rb));
    byte[] responders = Sm2Curve.sm3(new byte[] {2}, y, inner);
    byte[] initiators = Sm2Curve.sm3(new byte[] {3}, y, inner);
    return Optional.of(
        initiator
            ? new Agreed(Secret.owning(key), initiators, responders)
            : new Agreed(Secret.owning(key), responders, initiators));
  }

  /** x̄ = 2^w + (x & (2^w − 1)). */
  private static BigInteger folded(Bytes point) {
    BigInteger x = new BigInteger(1, point.slice(1, 33).toArray());
    return HALF.add(x.and(HALF.subtract(BigInteger.ONE)));
  }

  private static byte[] coordinates(Bytes point) {
    return point.slice(1, 65).toArray();
  }

  private static byte[] join(byte[]... parts) {
    byte[] out = new byte[128];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, out, 32 * i, 32);
    }
    return out;
  }
}
