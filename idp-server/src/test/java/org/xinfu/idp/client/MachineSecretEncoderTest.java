package org.xinfu.idp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class MachineSecretEncoderTest {
  private static final String SECRET = "k7Wq0zS3mB8tXv1Yc4Rf6Hn9Lp2Jd5Ga-EuTiOoAsZb";

  private final MachineSecretEncoder encoder = new MachineSecretEncoder();

  @Test
  void only_the_secret_itself_matches() {
    String stored = encoder.encode(SECRET);
    assertThat(stored).startsWith("{sha256}").doesNotContain(SECRET);
    assertThat(encoder.matches(SECRET, stored)).isTrue();
    for (String other : new String[] {SECRET + "a", SECRET.substring(1), "", stored}) {
      assertThat(encoder.matches(other, stored)).as(other).isFalse();
    }
    assertThat(encoder.matches(null, stored)).isFalse();
    assertThat(encoder.matches(SECRET, null)).isFalse();
    assertThat(encoder.matches(SECRET, SECRET)).as("in plain").isFalse();
    assertThat(encoder.matches(SECRET, stored.substring("{sha256}".length()))).isFalse();
  }

  /** A fast digest protects random bits alone. */
  @Test
  void what_people_choose_is_not_taken() {
    assertThatThrownBy(() -> encoder.encode(SECRET.substring(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> encoder.encode(null)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A password's hash takes tens of milliseconds, ten thousand of them minutes. */
  @Test
  void a_check_costs_microseconds() {
    String stored = encoder.encode(SECRET);
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < 10_000; i++) {
      assertThat(encoder.matches(SECRET, stored)).isTrue();
    }
    long nanoseconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    assertThat(nanoseconds / 10_000).isLessThan(200_000);
    assertThat(encoder.upgradeEncoding(stored)).as("to a slow one").isFalse();
  }
}
