package org.xinfu.trust.key;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.xinfu.trust.Bytes;

/** SM3 (GB/T 32905, 32 octets) and SHA-2 over octets and streams. */
public final class Digests {
  private Digests() {}

  /** SM3 of {@code message}: 32 octets. */
  public static Bytes sm3(Bytes message) {
    SM3Digest digest = new SM3Digest();
    byte[] input = message.toArray();
    digest.update(input, 0, input.length);
    return finish(digest);
  }

  /** SM3 of a stream, read to its end; the stream is not closed. */
  public static Bytes sm3(InputStream message) throws IOException {
    SM3Digest digest = new SM3Digest();
    byte[] buffer = new byte[64 * 1024];
    for (int n = message.read(buffer); n >= 0; n = message.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return finish(digest);
  }

  /** SHA-256 of {@code message}: 32 octets. */
  public static Bytes sha256(Bytes message) {
    return Bytes.of(jdk("SHA-256").digest(message.toArray()));
  }

  /** SHA-384 of {@code message}: 48 octets. */
  public static Bytes sha384(Bytes message) {
    return Bytes.of(jdk("SHA-384").digest(message.toArray()));
  }

  /** SHA-256 of a stream, read to its end; the stream is not closed. */
  public static Bytes sha256(InputStream message) throws IOException {
    MessageDigest digest = jdk("SHA-256");
    byte[] buffer = new byte[64 * 1024];
    for (int n = message.read(buffer); n >= 0; n = message.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return Bytes.of(digest.digest());
  }

  private static Bytes finish(SM3Digest digest) {
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return Bytes.of(out);
  }

  static MessageDigest jdk(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
