package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void first_failures_are_free_then_the_delay_doubles_up_to_its_cap() {
    assertThat(Backoff.PAIR.after(4)).isEqualTo(Duration.ZERO);
    assertThat(Backoff.PAIR.after(5)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.PAIR.after(8)).isEqualTo(Duration.ofSeconds(8));
    assertThat(Backoff.PAIR.after(60)).isEqualTo(Duration.ofMinutes(15));
    assertThat(Backoff.PAIR.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void a_stranger_far_away_cannot_lock_an_account_for_long() {
    assertThat(Backoff.ACCOUNT.after(1_000_000)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_tight_one_leaves_the_first_attempt_free_and_lasts_no_longer() {
    Backoff tight = Backoff.ADDRESS.tight();
    assertThat(tight.after(0)).isEqualTo(Duration.ZERO);
    assertThat(tight.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(tight.after(1_000_000)).isEqualTo(Backoff.ADDRESS.after(1_000_000));
  }
}
