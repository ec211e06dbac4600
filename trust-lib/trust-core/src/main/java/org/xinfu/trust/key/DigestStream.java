package org.xinfu.trust.key;

import java.io.OutputStream;
import java.security.MessageDigest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.xinfu.trust.Bytes;

/** Hashes what is written to it and keeps none of it, so that any length costs the same memory. */
public final class DigestStream extends OutputStream {
  private final Function function;

  private DigestStream(Function function) {
    this.function = function;
  }

  /** SM3, GB/T 32905: 32 octets. */
  public static DigestStream sm3() {
    return new DigestStream(new Sm3());
  }

  /** SHA-256, FIPS 180-4: 32 octets. */
  public static DigestStream sha256() {
    return of(Digests.jdk("SHA-256"));
  }

  /** A function of the JDK. */
  public static DigestStream of(MessageDigest digest) {
    return new DigestStream(new Jdk(digest));
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    function.update(octets, offset, length);
  }

  /** The digest of all that was written; the next octet begins another message. */
  public Bytes digest() {
    return function.finish();
  }

  private sealed interface Function {
    void update(byte[] octets, int offset, int length);

    Bytes finish();
  }

  private static final class Sm3 implements Function {
    private final SM3Digest digest = new SM3Digest();

    @Override
    public void update(byte[] octets, int offset, int length) {
      digest.update(octets, offset, length);
    }

    @Override
    public Bytes finish() {
      byte[] out = new byte[digest.getDigestSize()];
      digest.doFinal(out, 0);
      return Bytes.of(out);
    }
  }

  private record Jdk(MessageDigest digest) implements Function {
    @Override
    public void update(byte[] octets, int offset, int length) {
      digest.update(octets, offset, length);
    }

    @Override
    public Bytes finish() {
      return Bytes.of(digest.digest());
    }
  }
}
