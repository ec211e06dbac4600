package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AssuranceTest {
  private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");

  @Test
  void one_factor_is_the_first_level() {
    for (Factor one :
        new Factor[] {
          Factor.PASSWORD, Factor.SMS_CODE, Factor.EMAIL_CODE, Factor.TOTP, Factor.RECOVERY_CODE
        }) {
      assertThat(done(one).level()).as(one.name()).isEqualTo(Aal.AAL1);
      assertThat(done(one).amr()).doesNotContain("mfa");
    }
  }

  @Test
  void two_things_held_are_still_one_kind() {
    assertThat(done(Factor.TOTP, Factor.SMS_CODE).level()).isEqualTo(Aal.AAL1);
  }

  @Test
  void a_mailbox_beside_a_password_raises_nothing() {
    assertThat(done(Factor.PASSWORD, Factor.EMAIL_CODE).level()).isEqualTo(Aal.AAL1);
  }

  @Test
  void a_password_and_something_held_is_the_second() {
    Assurance both = done(Factor.PASSWORD, Factor.TOTP);
    assertThat(both.level()).isEqualTo(Aal.AAL2);
    assertThat(both.amr()).containsExactly("mfa", "otp", "pwd");
  }

  @Test
  void a_passkey_alone_is_the_second_and_a_bound_one_the_third() {
    assertThat(done(Factor.PASSKEY).level()).isEqualTo(Aal.AAL2);
    assertThat(done(Factor.BOUND_PASSKEY).level()).isEqualTo(Aal.AAL3);
    assertThat(done(Factor.CERTIFICATE).level()).isEqualTo(Aal.AAL3);
  }

  @Test
  void what_is_too_old_does_not_count() {
    Assurance both = Assurance.none().with(Factor.PASSWORD, T).with(Factor.TOTP, T.plusSeconds(60));
    assertThat(both.since(T.plusSeconds(1)).level()).isEqualTo(Aal.AAL1);
    assertThat(both.at()).isEqualTo(T.plusSeconds(60));
  }

  @Test
  void its_line_reads_back() {
    Assurance both = done(Factor.PASSWORD, Factor.CERTIFICATE);
    assertThat(Assurance.parse(both.text())).isEqualTo(both);
    assertThat(Assurance.parse("")).isEqualTo(Assurance.none());
  }

  private static Assurance done(Factor... factors) {
    Assurance assurance = Assurance.none();
    for (Factor factor : factors) {
      assurance = assurance.with(factor, T);
    }
    return assurance;
  }
}
