package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;

class TotpTest {
  private static final Bytes SECRET = Bytes.utf8("12345678901234567890");

  @Test
  void the_vectors_of_rfc_6238_hold() {
    Map<Long, String> vectors =
        Map.of(
            59L, "287082",
            1111111109L, "081804",
            1111111111L, "050471",
            1234567890L, "005924",
            2000000000L, "279037",
            20000000000L, "353130");
    vectors.forEach(
        (second, code) ->
            assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second))))
                .isEqualTo(code));
  }

  @Test
  void one_step_of_drift_is_taken_and_no_more() {
    Instant now = Instant.parse("2026-03-01T08:00:15Z");
    for (long drift = -2; drift <= 2; drift++) {
      String code = Totp.code(SECRET, Totp.step(now) + drift);
      assertThat(Totp.match(SECRET, code, now).isPresent()).isEqualTo(Math.abs(drift) <= 1);
    }
    assertThat(Totp.match(SECRET, "", now)).isEmpty();
  }

  @Test
  void secrets_are_spelled_as_rfc_4648_has_it() {
    assertThat(Totp.base32(Bytes.utf8("foobar"))).isEqualTo("MZXW6YTBOI");
    assertThat(Totp.base32(Bytes.utf8("fo"))).isEqualTo("MZXQ");
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  }
}
