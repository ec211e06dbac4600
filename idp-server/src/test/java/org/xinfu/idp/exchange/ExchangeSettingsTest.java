package org.xinfu.idp.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;

/** Nobody is trusted but who is named, octet for octet, and for what stands beside the name. */
class ExchangeSettingsTest {
  private static final String NAME = "https://county.example";

  @Test
  void an_issuer_is_known_by_its_whole_name_alone() {
    ExchangeSettings settings = settings(Duration.ofMinutes(5), "read=licence:read");
    assertThat(settings.issuer(NAME)).isPresent();
    for (String other :
        List.of("", NAME + "/", NAME + ".evil.example", "https://County.example", "https://c")) {
      assertThat(settings.issuer(other)).as(other).isEmpty();
    }
  }

  @Test
  void a_scope_has_one_translation() {
    assertThat(issuer("read=licence:read", "seal=seal:read").table())
        .containsEntry("read", "licence:read")
        .containsEntry("seal", "seal:read")
        .hasSize(2);
    for (String bad : List.of("read", "read=a=b", "")) {
      assertThatThrownBy(() -> issuer(bad).table())
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void an_exchanged_token_lives_an_hour_at_most() {
    assertThat(settings(Duration.ofHours(1)).life()).isEqualTo(Duration.ofHours(1));
    for (Duration bad :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(1).plusSeconds(1))) {
      assertThatThrownBy(() -> settings(bad))
          .as(bad.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static ExchangeSettings settings(Duration life, String... scopes) {
    return new ExchangeSettings(life, Set.of(), List.of(issuer(scopes)));
  }

  private static ExchangeSettings.Issuer issuer(String... scopes) {
    return new ExchangeSettings.Issuer(
        NAME, URI.create(NAME + "/keys"), List.of(scopes), Ial.IAL2, Aal.AAL2);
  }
}
