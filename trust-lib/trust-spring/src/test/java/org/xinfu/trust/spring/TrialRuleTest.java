package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;

/** A fictitious person is let into a trial alone. */
class TrialRuleTest {
  @Test
  void only_a_trial_takes_tokens_of_one() {
    Jwt trial = jwt(Map.of("sub", "x", "sandbox", true));
    Jwt real = jwt(Map.of("sub", "x"));
    assertThat(TrialRule.of(false).validate(trial).hasErrors()).isTrue();
    assertThat(TrialRule.of(true).validate(trial).hasErrors()).isFalse();
    assertThat(TrialRule.of(false).validate(real).hasErrors()).isFalse();
    assertThat(TrialRule.of(true).validate(real).hasErrors()).isFalse();
  }

  private static Jwt jwt(Map<String, Object> claims) {
    Instant now = Instant.now();
    return new Jwt("t", now, now.plusSeconds(60), Map.of("alg", "ES256"), claims);
  }
}
