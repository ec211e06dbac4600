package org.xinfu.seal.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person does to an application, and which right it takes. */
public enum Step {
  APPLY(null, ApplicationState.SUBMITTED, "SEAL_APPLICANT"),
  ACCEPT(ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, "SEAL_ACCEPTOR"),
  REVIEW(ApplicationState.ACCEPTED, ApplicationState.REVIEWED, "SEAL_REVIEWER"),
  APPROVE(ApplicationState.REVIEWED, ApplicationState.APPROVED, "SEAL_APPROVER"),
  MAKE(ApplicationState.APPROVED, ApplicationState.MADE, "SEAL_MAKER"),
  ISSUE(ApplicationState.MADE, ApplicationState.ISSUED, "SEAL_ADMIN"),
  /** By whoever may do the next step. */
  REJECT(null, ApplicationState.REJECTED, "");

  private final Optional<ApplicationState> from;
  private final ApplicationState to;
  private final String role;

  Step(@Nullable ApplicationState from, ApplicationState to, String role) {
    this.from = Optional.ofNullable(from);
    this.to = to;
    this.role = role;
  }

  /** The state that it starts from; empty for APPLY and REJECT. */
  public Optional<ApplicationState> from() {
    return from;
  }

  /** The state that it leads to. */
  public ApplicationState to() {
    return to;
  }

  /** The console role that may do it. */
  public String role() {
    return role;
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
