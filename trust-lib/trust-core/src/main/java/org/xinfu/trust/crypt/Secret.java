package org.xinfu.trust.crypt;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Octets that nobody may see: never printed, wiped when closed, useless afterwards. */
public final class Secret implements AutoCloseable {
  private final byte[] octets;
  private boolean wiped;

  private Secret(byte[] octets) {
    this.octets = octets;
  }

  /** Takes a copy; the caller wipes his own array. */
  public static Secret copyOf(byte[] octets) {
    return new Secret(octets.clone());
  }

  /** Takes the array itself, which nobody else may hold. */
  static Secret owning(byte[] octets) {
    return new Secret(octets);
  }

  /** {@code length} octets drawn from {@code random}. */
  public static Secret random(int length, SecureRandom random) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return new Secret(octets);
  }

  /** Number of octets. */
  public int length() {
    return octets.length;
  }

  /**
   * Gives a copy to {@code user} and wipes that copy afterwards.
   *
   * @throws IllegalStateException when this secret was closed
   */
  public <T> T use(Function<byte[], T> user) {
    if (wiped) {
      throw new IllegalStateException("the secret was wiped");
    }
    byte[] copy = octets.clone();
    try {
      return user.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  @Override
  public void close() {
    wiped = true;
    Arrays.fill(octets, (byte) 0);
  }

  /** In a time that does not depend on where they differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(octets, secret.octets);
  }

  @Override
  public int hashCode() {
    // Nothing of the octets may show in a hash table or a log.
    return octets.length;
  }

  @Override
  public String toString() {
    return "Secret[" + octets.length + "]";
  }
}
