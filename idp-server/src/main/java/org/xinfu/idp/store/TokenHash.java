package org.xinfu.idp.store;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * SHA-256 of a bearer value. Every value hashed here is random with at least 128 bits or signed, so
 * an unsalted digest cannot be searched back, and a thief of the database holds nothing that opens
 * a door.
 */
final class TokenHash {
  private TokenHash() {}

  /** 64 lower-case hexadecimal digits. */
  static String of(String token) {
    return Digests.sha256(Bytes.utf8(token)).toHex();
  }
}
