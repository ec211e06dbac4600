package org.xinfu.seal.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person does to an application, and which right it takes. */
public enum Step {
  APPLY(null, ApplicationState.SUBMITTED),
  ACCEPT(ApplicationState.SUBMITTED, ApplicationState.ACCEPTED),
  REVIEW(ApplicationState.ACCEPTED, ApplicationState.REVIEWED),
  APPROVE(ApplicationState.REVIEWED, ApplicationState.APPROVED),
  MAKE(ApplicationState.APPROVED, ApplicationState.MADE),
  ISSUE(ApplicationState.MADE, ApplicationState.ISSUED),
  /** By whoever may do the next step. */
  REJECT(null, ApplicationState.REJECTED);

  private final Optional<ApplicationState> from;
  private final ApplicationState to;

  Step(@Nullable ApplicationState from, ApplicationState to) {
    this.from = Optional.ofNullable(from);
    this.to = to;
  }

  /** The state that it starts from; empty for APPLY and REJECT. */
  public Optional<ApplicationState> from() {
    return from;
  }

  /** The state that it leads to. */
  public ApplicationState to() {
    return to;
  }

  /** The console roles that may do it: those to which the identity provider grants the scope. */
  public Set<String> roles() {
    return switch (this) {
      case APPLY -> Set.of("SEAL_APPLICANT", "SEAL_ADMIN");
      case ACCEPT -> Set.of("SEAL_ACCEPTOR");
      case REVIEW -> Set.of("SEAL_REVIEWER");
      case APPROVE -> Set.of("SEAL_APPROVER");
      case MAKE -> Set.of("SEAL_MAKER");
      case ISSUE -> Set.of("SEAL_MAKER", "SEAL_ADMIN");
      case REJECT -> Set.of();
    };
  }

  /** The OAuth scope that may do it. */
  public String scope() {
    return "seal:" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether whoever does it may do no other such step of the same application. Handing the made
   * seal out is not a decision.
   */
  public boolean separate() {
    return this != ISSUE;
  }

  /** The step that an application in this state waits for. */
  public static Optional<Step> after(ApplicationState state) {
    return Arrays.stream(values())
        .filter(step -> step.from().filter(state::equals).isPresent())
        .findFirst();
  }
}
