package org.xinfu.idp.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

class InteractionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final RegisteredClient CLIENT =
      RegisteredClient.withId("c")
          .clientId("c")
          .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .redirectUri("https://rp.example/cb")
          .build();

  private static Asked asked(@Nullable String prompt, @Nullable Long maxAge) {
    return new Asked(
        CLIENT,
        "https://rp.example/cb",
        ResponseMode.QUERY,
        Set.of("openid"),
        Prompt.parse(prompt).orElseThrow(),
        maxAge,
        new Parameters(Map.of(), Set.of()));
  }

  private static Waiting waiting() {
    return new Waiting(new LinkedHashMap<>(), null, false, NOW.plusSeconds(600));
  }

  private static Interaction.Login before(int seconds) {
    return new Interaction.Login("someone", NOW.minusSeconds(seconds));
  }

  @Test
  void nothing_is_due_from_somebody_who_is_logged_in() {
    assertThat(Interaction.next(asked(null, null), waiting(), before(3600), NOW))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void a_login_that_was_asked_for_is_due_until_it_happened() {
    Waiting asked = waiting().loginAsked(NOW.minusSeconds(60));
    assertThat(Interaction.next(asked("login", null), asked, before(61), NOW))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(asked(null, null), asked, before(61), NOW))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(asked("login", null), asked, before(60), NOW))
        .isEqualTo(new Interaction.Step.Grant());
    assertThat(Interaction.next(asked(null, 1L), asked, before(30), NOW))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void asking_again_does_not_move_the_moment() {
    Waiting asked = waiting().loginAsked(NOW.minusSeconds(60)).loginAsked(NOW);
    assertThat(Interaction.next(asked("login", null), asked, before(30), NOW))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void max_age_counts_whole_seconds_and_zero_is_always_too_old() {
    assertThat(Interaction.next(asked(null, 60L), waiting(), before(60), NOW))
        .isEqualTo(new Interaction.Step.Grant());
    assertThat(Interaction.next(asked(null, 60L), waiting(), before(61), NOW))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(asked(null, 0L), waiting(), before(0), NOW))
        .isEqualTo(new Interaction.Step.LogIn());
  }

  @Test
  void a_chosen_account_is_not_asked_for_again() {
    Asked choosing = asked("select_account", null);
    assertThat(Interaction.next(choosing, waiting(), before(10), NOW))
        .isEqualTo(new Interaction.Step.ChooseAccount());
    assertThat(Interaction.next(choosing, waiting().accountChosen(), before(10), NOW))
        .isEqualTo(new Interaction.Step.Grant());
    Waiting other = waiting().loginAskedAgain(NOW);
    assertThat(Interaction.next(choosing, other, before(10), NOW))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(choosing, other, before(0), NOW))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void silence_is_never_broken() {
    assertThat(Interaction.next(asked("none", 1L), waiting(), before(10), NOW))
        .isInstanceOf(Interaction.Step.Refuse.class);
    assertThat(Interaction.next(asked("none", null), waiting(), null, NOW))
        .isInstanceOf(Interaction.Step.Refuse.class);
  }
}
