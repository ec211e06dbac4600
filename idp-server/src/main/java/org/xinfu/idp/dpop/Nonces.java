package org.xinfu.idp.dpop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Nonces for proofs (RFC 9449 §8): the time and a MAC over it. Nothing is stored, and every replica
 * with the same key knows the others' nonces.
 */
public final class Nonces {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int TIME = 8;
  private static final int TAG = 16;

  private final byte[] key;
  private final Clock clock;

  /**
   * With the installation's key.
   *
   * @param key 32 octets, the same on every replica
   */
  public Nonces(byte[] key, Clock clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  /** A nonce of now, 32 characters of base64url. */
  String fresh() {
    byte[] time = ByteBuffer.allocate(TIME).putLong(clock.instant().getEpochSecond()).array();
    byte[] nonce = Arrays.copyOf(time, TIME + TAG);
    System.arraycopy(tag(time), 0, nonce, TIME, TAG);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
  }

  /** Whether one of the replicas made it within the last five minutes. */
  boolean valid(@Nullable String nonce) {
    if (nonce == null || nonce.length() != 32) {
      return false;
    }
    byte[] octets;
    try {
      octets = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
    byte[] time = Arrays.copyOf(octets, TIME);
    byte[] tag = Arrays.copyOfRange(octets, TIME, TIME + TAG);
    if (!MessageDigest.isEqual(tag, tag(time))) {
      return false;
    }
    Instant made = Instant.ofEpochSecond(ByteBuffer.wrap(time).getLong());
    Instant now = clock.instant();
    // Replicas' clocks differ a little; what was made ahead of ours is not old.
    return made.plus(LIFE).isAfter(now) && made.minus(LIFE).isBefore(now);
  }

  private byte[] tag(byte[] time) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update("xinfu dpop nonce".getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(mac.doFinal(time), TAG);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
