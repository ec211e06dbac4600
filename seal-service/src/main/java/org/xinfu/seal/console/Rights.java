package org.xinfu.seal.console;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.Step;

/** What the person at the console may do, by role and by the rules. */
record Rights(Authentication login) {
  boolean has(String role) {
    return login.getAuthorities().stream().anyMatch(a -> ("ROLE_" + role).equals(a.getAuthority()));
  }

  /** Whether the role for this step is there; the application's own rules come after. */
  boolean mayTake(Step step) {
    return step.roles().stream().anyMatch(this::has);
  }

  boolean mayApply() {
    return mayTake(Step.APPLY);
  }

  /** Custodians alone use a seal. */
  boolean mayUse() {
    return has("SEAL_CUSTODIAN");
  }

  /** Custodians suspend and resume; administrators too. */
  boolean mayKeep() {
    return has("SEAL_CUSTODIAN") || has("SEAL_ADMIN");
  }

  /** The buttons to show: the awaited step and its rejection, when role and rules agree. */
  List<Step> steps(Application application, Person person) {
    Optional<Step> next = application.next().filter(this::mayTake);
    return Stream.concat(next.stream(), next.stream().map(step -> Step.REJECT))
        .filter(step -> application.refusal(step, person).isEmpty())
        .toList();
  }

  /**
   * Whoever may do the awaited step may reject instead; where none is awaited, whoever does any is
   * told so.
   */
  boolean mayReject(Optional<Step> awaited) {
    return awaited
        .map(this::mayTake)
        .orElseGet(
            () ->
                Stream.of(Step.ACCEPT, Step.REVIEW, Step.APPROVE, Step.MAKE)
                    .anyMatch(this::mayTake));
  }

  /**
   * Stops whoever posts without the button.
   *
   * @throws AccessDeniedException which becomes 403
   */
  void require(boolean right) {
    if (!right) {
      throw new AccessDeniedException("without the role");
    }
  }
}
