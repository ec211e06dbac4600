package org.xinfu.trust.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** Digests by the JDK's names, SM3 among them; what each is worth is for the caller to say. */
final class OtherDigests {
  private OtherDigests() {}

  static Bytes of(String algorithm, Bytes octets) {
    if (algorithm.equals("SM3")) {
      return Digests.sm3(octets);
    }
    try {
      return Bytes.of(MessageDigest.getInstance(algorithm).digest(octets.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("every JDK has MD5, SHA-1 and SHA-2", e);
    }
  }
}
