package org.xinfu.idp.store;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;

/**
 * Keyed hashes (HMAC with SM3) of values that can be guessed: phone numbers, citizen id numbers and
 * six-digit codes. Without the key nothing in the database can be searched back.
 */
public final class BlindIndex {
  private final Secret key;

  /** Takes a key of 32 octets. */
  public BlindIndex(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException("HMAC-SM3 wants 32 octets here");
    }
    this.key = Secret.copyOf(key);
  }

  /**
   * 64 lower-case hexadecimal digits.
   *
   * @param parts joined by a character that none of them has, so that no two lists are alike
   */
  public String of(String purpose, String... parts) {
    return HmacSm3.of(key, Bytes.utf8(purpose + "\u0000" + String.join("\u0000", parts))).toHex();
  }
}
