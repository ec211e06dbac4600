package org.xinfu.idp.domain;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xinfu.trust.Bytes;

/**
 * Time-based one-time passwords, RFC 6238 with HMAC-SHA-1, six digits and steps of 30 seconds: what
 * every authenticator app knows. SHA-1 is safe here: HMAC does not stand on collisions.
 */
public final class Totp {
  private static final int STEP = 30;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /** The step that a moment lies in. */
  public static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP);
  }

  /** The password of a step. */
  public static String code(Bytes secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.toArray(), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-1", e);
    }
  }

  /** The step that the code is of: this one, or the one before or after it (RFC 6238 §5.2). */
  public static OptionalLong match(Bytes secret, String code, Instant at) {
    OptionalLong found = OptionalLong.empty();
    for (long step = step(at) - 1; step <= step(at) + 1; step++) {
      // All three are computed whatever the first says.
      if (same(code(secret, step), code)) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** RFC 4648 §6 without padding, as apps want secrets typed. */
  public static String base32(Bytes secret) {
    StringBuilder out = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte octet : secret.toArray()) {
      held = (held << 8) | (octet & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out.append(BASE32.charAt((held >> bits) & 31));
      }
    }
    return bits == 0
        ? out.toString()
        : out.append(BASE32.charAt((held << (5 - bits)) & 31)).toString();
  }

  private static boolean same(String a, String b) {
    return java.security.MessageDigest.isEqual(Bytes.utf8(a).toArray(), Bytes.utf8(b).toArray());
  }
}
