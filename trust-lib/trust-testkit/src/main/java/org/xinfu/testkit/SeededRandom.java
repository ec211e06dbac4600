package org.xinfu.testkit;

import java.security.SecureRandom;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** The same octets for the same seed: SHA-256 of seed and counter. For tests alone. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Bytes seed;
  private int counter;

  SeededRandom(Bytes seed) {
    super(null, null);
    this.seed = seed;
  }

  @Override
  public void nextBytes(byte[] out) {
    for (int done = 0; done < out.length; done += 32) {
      Bytes block = Digests.sha256(seed.concat(Bytes.utf8("/" + counter++)));
      System.arraycopy(block.toArray(), 0, out, done, Math.min(32, out.length - done));
    }
  }
}
