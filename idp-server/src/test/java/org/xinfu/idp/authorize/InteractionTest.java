package org.xinfu.idp.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.Ial;

class InteractionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final Interaction.Here HERE =
      new Interaction.Here(NOW, new AcrNames.Reach(Ial.IAL2, Aal.AAL2));

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
        Wishes.NONE,
        new Parameters(Map.of(), Set.of()));
  }

  private static Waiting waiting() {
    return new Waiting(new LinkedHashMap<>(), null, false, false, NOW.plusSeconds(600));
  }

  private static Interaction.Login before(int seconds) {
    return having(Aal.AAL1, seconds);
  }

  /** Logged in by password, with other factors up to this level at home. */
  private static Interaction.Login having(Aal within, int seconds) {
    return new Interaction.Login(
        "someone",
        Ial.IAL1,
        Assurance.none().with(Factor.PASSWORD, NOW.minusSeconds(seconds)),
        () -> within);
  }

  @Test
  void nothing_is_due_from_somebody_who_is_logged_in() {
    assertThat(Interaction.next(asked(null, null), waiting(), before(3600), HERE))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void a_login_that_was_asked_for_is_due_until_it_happened() {
    Waiting asked = waiting().loginAsked(NOW.minusSeconds(60));
    assertThat(Interaction.next(asked("login", null), asked, before(61), HERE))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(asked(null, null), asked, before(61), HERE))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(asked("login", null), asked, before(60), HERE))
        .isEqualTo(new Interaction.Step.Grant());
    assertThat(Interaction.next(asked(null, 1L), asked, before(30), HERE))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void asking_again_does_not_move_the_moment() {
    Waiting asked = waiting().loginAsked(NOW.minusSeconds(60)).loginAsked(NOW);
    assertThat(Interaction.next(asked("login", null), asked, before(30), HERE))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void max_age_counts_whole_seconds_and_zero_is_always_too_old() {
    assertThat(Interaction.next(asked(null, 60L), waiting(), before(60), HERE))
        .isEqualTo(new Interaction.Step.Grant());
    assertThat(Interaction.next(asked(null, 60L), waiting(), before(61), HERE))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(asked(null, 0L), waiting(), before(0), HERE))
        .isEqualTo(new Interaction.Step.LogIn());
  }

  @Test
  void a_chosen_account_is_not_asked_for_again() {
    Asked choosing = asked("select_account", null);
    assertThat(Interaction.next(choosing, waiting(), before(10), HERE))
        .isEqualTo(new Interaction.Step.ChooseAccount());
    assertThat(Interaction.next(choosing, waiting().accountChosen(), before(10), HERE))
        .isEqualTo(new Interaction.Step.Grant());
    Waiting other = waiting().loginAskedAgain(NOW);
    assertThat(Interaction.next(choosing, other, before(10), HERE))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(choosing, other, before(0), HERE))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void silence_is_never_broken() {
    assertThat(Interaction.next(asked("none", 1L), waiting(), before(10), HERE))
        .isInstanceOf(Interaction.Step.Refuse.class);
    assertThat(Interaction.next(asked("none", null), waiting(), null, HERE))
        .isInstanceOf(Interaction.Step.Refuse.class);
  }

  private static final AcrNames NAMES =
      new AcrNames(
          "urn:a:",
          Map.of(Ial.IAL1, "i1", Ial.IAL2, "i2", Ial.IAL3, "i3"),
          Map.of(Aal.AAL1, "a1", Aal.AAL2, "a2", Aal.AAL3, "a3"),
          new AcrNames.Reach(Ial.IAL3, Aal.AAL2));

  private static Asked essential(@Nullable String prompt, String acr) {
    String claims = "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"" + acr + "\"}}}";
    AcrWish wish =
        AcrWish.of(ClaimsRequest.parse(claims).orElseThrow(), null, RequestPolicy.DEFAULT, NAMES);
    return asked(prompt, null)
        .wishing(new Wishes(Set.of(), wish, AcrWish.NONE, List.of(), List.of()));
  }

  @Test
  void a_level_is_reached_by_the_nearest_way() {
    Asked second = essential(null, "urn:a:i1:a2");
    assertThat(Interaction.next(essential(null, "urn:a:a1"), waiting(), before(9), HERE))
        .isEqualTo(new Interaction.Step.Grant());
    assertThat(Interaction.next(second, waiting(), having(Aal.AAL2, 9), HERE))
        .isEqualTo(new Interaction.Step.StepUp(Aal.AAL2));
    assertThat(Interaction.next(second, waiting(), before(9), HERE))
        .isEqualTo(new Interaction.Step.Enrol(Aal.AAL2));
    assertThat(Interaction.next(essential(null, "urn:a:i2"), waiting(), before(9), HERE))
        .isEqualTo(new Interaction.Step.Verify());
    Interaction.Login both =
        new Interaction.Login(
            "someone",
            Ial.IAL1,
            Assurance.none().with(Factor.PASSWORD, NOW).with(Factor.TOTP, NOW),
            () -> Aal.AAL2);
    assertThat(Interaction.next(second, waiting(), both, HERE))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void what_nobody_can_reach_or_the_person_declines_is_refused() {
    for (String beyond : List.of("urn:a:a3", "urn:a:i3", "urn:a:i2:a3", "urn:other")) {
      assertThat(Interaction.next(essential(null, beyond), waiting(), having(Aal.AAL2, 9), HERE))
          .isEqualTo(unmet());
    }
    Asked second = essential(null, "urn:a:a2");
    assertThat(Interaction.next(second, waiting().moreDeclined(), having(Aal.AAL2, 9), HERE))
        .isEqualTo(unmet());
    assertThat(Interaction.next(essential("none", "urn:a:a2"), waiting(), before(9), HERE))
        .isEqualTo(
            new Interaction.Step.Refuse("interaction_required", "a stronger login is asked for"));
  }

  @Test
  void a_level_that_need_not_be_is_asked_for_and_given_up() {
    assertThat(Interaction.next(wished(null, "urn:a:a2"), waiting(), having(Aal.AAL2, 9), HERE))
        .isEqualTo(new Interaction.Step.StepUp(Aal.AAL2));
    for (Asked asked :
        List.of(
            wished("none", "urn:a:a2"),
            wished(null, "urn:a:a3"),
            wished(null, "urn:other"),
            wished(null, "urn:a:a3 urn:a:a1"))) {
      assertThat(Interaction.next(asked, waiting(), having(Aal.AAL2, 9), HERE))
          .isEqualTo(new Interaction.Step.Grant());
    }
    assertThat(
            Interaction.next(
                wished(null, "urn:a:a2"), waiting().moreDeclined(), having(Aal.AAL2, 9), HERE))
        .isEqualTo(new Interaction.Step.Grant());
  }

  @Test
  void what_the_policy_insists_on_no_request_talks_away() {
    RequestPolicy policy = RequestPolicy.DEFAULT.asking(List.of(), "urn:a:a2", null);
    Wishes wishes =
        new Wishes(Set.of(), AcrWish.NONE, AcrWish.least(policy, NAMES), List.of(), List.of());
    Asked plain = asked(null, null).wishing(wishes);
    assertThat(Interaction.next(plain, waiting(), having(Aal.AAL2, 9), HERE))
        .isEqualTo(new Interaction.Step.StepUp(Aal.AAL2));
    assertThat(Interaction.next(plain, waiting().moreDeclined(), having(Aal.AAL2, 9), HERE))
        .isEqualTo(unmet());
    RequestPolicy misspelt = RequestPolicy.DEFAULT.asking(List.of(), "urn:a:a22", null);
    Asked nothing =
        asked(null, null)
            .wishing(
                new Wishes(
                    Set.of(), AcrWish.NONE, AcrWish.least(misspelt, NAMES), List.of(), List.of()));
    assertThat(Interaction.next(nothing, waiting(), before(9), HERE)).isEqualTo(unmet());
  }

  private static Asked wished(@Nullable String prompt, String acr) {
    AcrWish wish =
        AcrWish.of(ClaimsRequest.parse(null).orElseThrow(), acr, RequestPolicy.DEFAULT, NAMES);
    return asked(prompt, null)
        .wishing(new Wishes(Set.of(), wish, AcrWish.NONE, List.of(), List.of()));
  }

  private static Interaction.Step unmet() {
    return new Interaction.Step.Refuse(
        "unmet_authentication_requirements", "no level asked for is met");
  }

  @Test
  void somebody_else_is_asked_to_log_in_once() {
    Asked other =
        asked(null, null)
            .wishing(
                new Wishes(Set.of("another"), AcrWish.NONE, AcrWish.NONE, List.of(), List.of()));
    assertThat(Interaction.next(other, waiting(), before(9), HERE))
        .isEqualTo(new Interaction.Step.LogIn());
    assertThat(Interaction.next(other, waiting().loginAsked(NOW), before(0), HERE))
        .isInstanceOf(Interaction.Step.Refuse.class);
    Asked two =
        asked(null, null)
            .wishing(
                new Wishes(
                    Set.of("someone", "another"),
                    AcrWish.NONE,
                    AcrWish.NONE,
                    List.of(),
                    List.of()));
    assertThat(Interaction.next(two, waiting(), before(9), HERE))
        .isEqualTo(new Interaction.Step.LogIn());
  }

  @Test
  void levels_have_names_on_both_axes() {
    assertThat(NAMES.supported())
        .contains("urn:a:i1:a1", "urn:a:i3:a2", "urn:a:i3", "urn:a:a2")
        .doesNotContain("urn:a:a3", "urn:a:i1:a3");
    assertThat(NAMES.of(Ial.IAL2, Aal.AAL1)).isEqualTo("urn:a:i2:a1");
    AcrWish wish =
        AcrWish.of(
            ClaimsRequest.parse(null).orElseThrow(),
            "urn:a:a3 urn:a:i2 urn:a:a1",
            RequestPolicy.DEFAULT,
            NAMES);
    assertThat(wish.met(Ial.IAL2, Aal.AAL1)).contains("urn:a:i2");
    assertThat(wish.met(Ial.IAL1, Aal.AAL1)).contains("urn:a:a1");
    assertThat(wish.essential()).isFalse();
  }
}
