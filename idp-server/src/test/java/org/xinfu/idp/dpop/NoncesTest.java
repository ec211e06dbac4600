package org.xinfu.idp.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/**
 * Nobody makes a nonce but a replica with the key, and none is good for longer than it was said.
 */
class NoncesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final byte[] key = new byte[32];

  @Test
  void a_nonce_of_any_replica_is_taken_for_five_minutes() {
    String nonce = at(NOW).fresh();
    assertThat(nonce).hasSize(32).matches("[A-Za-z0-9_-]+");
    assertThat(at(NOW).valid(nonce)).isTrue();
    assertThat(at(NOW.plus(LIFE).minusMillis(1)).valid(nonce)).isTrue();
    assertThat(at(NOW.plus(LIFE)).valid(nonce)).as("too old").isFalse();
    assertThat(at(NOW.minus(LIFE).plusMillis(1)).valid(nonce)).as("clocks differ").isTrue();
    assertThat(at(NOW.minus(LIFE)).valid(nonce)).as("of a time to come").isFalse();
  }

  @Test
  void a_nonce_that_was_made_elsewhere_or_altered_is_not_taken() {
    byte[] other = new byte[32];
    other[31] = 1;
    assertThat(at(NOW).valid(new Nonces(other, fixed(NOW)).fresh())).as("another key").isFalse();
    byte[] nonce = Base64.getUrlDecoder().decode(at(NOW).fresh());
    for (int i = 0; i < nonce.length; i++) {
      byte[] altered = nonce.clone();
      altered[i] ^= 1;
      assertThat(at(NOW).valid(text(altered))).as("octet " + i).isFalse();
    }
    byte[] later = ByteBuffer.wrap(nonce.clone()).putLong(NOW.getEpochSecond() + 60).array();
    assertThat(at(NOW).valid(text(later))).as("made younger").isFalse();
  }

  @Test
  void what_is_no_nonce_is_not_taken() {
    String nonce = at(NOW).fresh();
    assertThat(at(NOW).valid(null)).isFalse();
    for (String other : new String[] {"", nonce + "A", nonce.substring(1), "*".repeat(32)}) {
      assertThat(at(NOW).valid(other)).as(other).isFalse();
    }
  }

  private Nonces at(Instant now) {
    return new Nonces(key, fixed(now));
  }

  private static Clock fixed(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private static String text(byte[] nonce) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
  }
}
