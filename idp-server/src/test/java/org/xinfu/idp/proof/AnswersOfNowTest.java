package org.xinfu.idp.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.idp.simulator.NetIdentitySimulator;
import org.xinfu.idp.simulator.PublicSecuritySimulator;
import org.xinfu.trust.crypt.Secret;

/** Evidence is dated by the authority's answer, which has to be of now. */
class AnswersOfNowTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Clock OURS = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Secret KEY = Secret.copyOf(new byte[32]);

  @ParameterizedTest
  @ValueSource(strings = {"-PT5M1S", "PT5M1S", "-P3650D", "P3650D"})
  void an_answer_of_another_time_is_none(String off) {
    try (PublicSecuritySimulator police = new PublicSecuritySimulator(KEY, theirs(off));
        NetIdentitySimulator net = new NetIdentitySimulator(KEY, theirs(off))) {
      assertThatThrownBy(() -> authority(police).check(wang()))
          .isInstanceOf(IdentityAuthority.Unavailable.class)
          .hasMessageContaining("not of now");
      assertThatThrownBy(() -> service(net).redeem("FACE0003-C-1"))
          .isInstanceOf(NetIdentity.Unavailable.class)
          .hasMessageContaining("not of now");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT5M", "PT0S", "PT5M"})
  void clocks_may_differ_a_little(String off) {
    try (PublicSecuritySimulator police = new PublicSecuritySimulator(KEY, theirs(off));
        NetIdentitySimulator net = new NetIdentitySimulator(KEY, theirs(off))) {
      Instant theirs = theirs(off).instant();
      assertThat(authority(police).check(wang()).at()).isEqualTo(theirs);
      assertThat(service(net).redeem("FACE0003-C-1").at()).isEqualTo(theirs);
    }
  }

  private static Clock theirs(String off) {
    return Clock.offset(OURS, Duration.parse(off));
  }

  private static IdentityAuthority authority(PublicSecuritySimulator police) {
    return new HttpIdentityAuthority(police.address(), () -> KEY, OURS);
  }

  private static NetIdentity service(NetIdentitySimulator net) {
    return new HttpNetIdentity(net.address(), "one", net::key, OURS);
  }

  private static Claims wang() {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197704050033").orElseThrow();
    LocalDate birth = document.birthDate().orElseThrow();
    return new Claims("王五（样例）", document, birth, null, null, null, null, null);
  }
}
