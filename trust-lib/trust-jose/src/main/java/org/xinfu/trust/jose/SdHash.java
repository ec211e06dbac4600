package org.xinfu.trust.jose;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** Digests that {@code _sd_alg} may name, RFC 9901 §4.1.1; SM3 under the private name sm3. */
enum SdHash {
  SHA_256("sha-256"),
  SHA_384("sha-384"),
  SHA_512("sha-512"),
  SM3("sm3");

  private final String word;

  SdHash(String word) {
    this.word = word;
  }

  /** SHA-256 when nothing is said; empty for a name that we do not know. */
  static Optional<SdHash> named(@Nullable Object sdAlg) {
    return sdAlg == null
        ? Optional.of(SHA_256)
        : Arrays.stream(values()).filter(h -> h.word.equals(sdAlg)).findFirst();
  }

  String word() {
    return word;
  }

  /** base64url of the digest of the ASCII text. */
  String of(String text) {
    Bytes octets = Bytes.utf8(text);
    return Base64Url.encode(
        switch (this) {
          case SHA_256 -> Digests.sha256(octets);
          case SHA_384 -> Digests.sha384(octets);
          case SM3 -> Digests.sm3(octets);
          case SHA_512 -> sha512(octets);
        });
  }

  private static Bytes sha512(Bytes octets) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-512").digest(octets.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
