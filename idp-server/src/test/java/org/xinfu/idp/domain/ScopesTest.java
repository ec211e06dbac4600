package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopesTest {
  private static final List<String> ALL =
      List.of(
          "seal:apply",
          "seal:accept",
          "seal:review",
          "seal:approve",
          "seal:make",
          "seal:issue",
          "seal:use",
          "seal:renew",
          "seal:suspend",
          "seal:read",
          "licence:catalogue",
          "licence:issue",
          "licence:deposit",
          "licence:revoke",
          "licence:read",
          "licence:own",
          "idp:persons",
          "idp:window",
          "licence:window",
          "idp:accounts",
          "idp:staff");

  @Test
  void nobody_without_a_role_holds_more_than_identity() {
    assertThat(Scopes.permitted(List.of("openid", "profile", "seal:read", "x"), Set.of()))
        .containsExactly("openid", "profile");
    assertThat(Scopes.permitted(ALL, Set.of())).isEmpty();
  }

  @Test
  void each_step_of_a_seal_belongs_to_one_role_alone() {
    assertThat(Scopes.permitted(ALL, Set.of(Role.SEAL_REVIEWER)))
        .containsExactlyInAnyOrder("seal:review", "seal:read");
    for (String step : List.of("seal:accept", "seal:review", "seal:approve", "seal:make")) {
      long holders =
          Set.of(Role.values()).stream().filter(r -> Scopes.scopesOf(r).contains(step)).count();
      assertThat(holders).as(step).isEqualTo(1);
    }
  }

  @Test
  void only_citizens_hold_their_own_licences_and_no_person_holds_accounts() {
    for (Role role : Role.values()) {
      assertThat(Scopes.scopesOf(role).contains(Scopes.OWN_LICENCES))
          .as(role.name())
          .isEqualTo(role == Role.CITIZEN);
      assertThat(Scopes.scopesOf(role)).doesNotContain(Scopes.ACCOUNTS, Scopes.POSTS);
    }
  }

  @Test
  void every_scope_but_those_of_machines_alone_is_held_by_some_role() {
    Set<String> held = new HashSet<>();
    for (Role role : Role.values()) {
      held.addAll(Scopes.scopesOf(role));
    }
    held.addAll(Set.of(Scopes.ACCOUNTS, Scopes.POSTS));
    assertThat(held).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void no_person_keeps_others_mandates_and_no_machine_is_an_entity() {
    for (Role role : Role.values()) {
      assertThat(Scopes.scopesOf(role)).doesNotContain(Scopes.MANDATES);
    }
    assertThat(Scopes.known(Scopes.MANDATES)).isTrue();
    assertThat(Scopes.forMachines(Scopes.MANDATES)).as("by the operator alone").isFalse();
    assertThat(Scopes.forMachines(Scopes.POSTS)).as("of its own department").isTrue();
    assertThat(Scopes.forPersons(Scopes.POSTS)).isFalse();
    assertThat(Scopes.permitted(List.of(Scopes.MANDATES, Scopes.ENTITY), Set.of()))
        .containsExactly(Scopes.ENTITY);
    assertThat(Scopes.forMachines(Scopes.ENTITY)).isFalse();
    assertThat(Scopes.audiences(List.of(Scopes.ENTITY))).isEmpty();
  }

  @Test
  void audience_follows_the_scopes() {
    assertThat(Scopes.audiences(List.of("openid", "seal:use", "seal:read")))
        .containsExactly("seal-service");
    assertThat(Scopes.audiences(List.of("licence:own", "seal:read")))
        .containsExactly("licence-vault", "seal-service");
    assertThat(Scopes.audiences(List.of("openid", "other:thing"))).isEmpty();
  }
}
