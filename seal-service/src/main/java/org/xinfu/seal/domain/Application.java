package org.xinfu.seal.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An application for a seal and everything that was done to it.
 *
 * @param esId the seal code, given with the approval
 * @param steps in order; the first is APPLY
 */
public record Application(
    UUID id,
    SealRequest request,
    ApplicationState state,
    Optional<String> esId,
    List<StepTaken> steps) {
  public Application {
    steps = List.copyOf(steps);
  }

  /** A new application. */
  public static Application submitted(UUID id, SealRequest request, Person person, Instant at) {
    return new Application(
        id,
        request,
        ApplicationState.SUBMITTED,
        Optional.empty(),
        List.of(new StepTaken(Step.APPLY, person, at, "")));
  }

  /** Why this person may not take this step now; empty when they may. */
  public Optional<SealRefusal> refusal(Step step, Person person) {
    if (!possible(step)) {
      return Optional.of(SealRefusal.STEP_NOT_POSSIBLE);
    }
    boolean again =
        step.separate()
            && steps.stream()
                .filter(taken -> taken.step().separate())
                .anyMatch(taken -> taken.person().id().equals(person.id()));
    return again ? Optional.of(SealRefusal.SAME_PERSON) : Optional.empty();
  }

  /**
   * The application after this step.
   *
   * @throws IllegalStateException when {@link #refusal} would have said no
   */
  public Application after(StepTaken taken) {
    refusal(taken.step(), taken.person())
        .ifPresent(
            no -> {
              throw new IllegalStateException(no.code());
            });
    List<StepTaken> all = new ArrayList<>(steps);
    all.add(taken);
    return new Application(id, request, taken.step().to(), esId, all);
  }

  /** The same with its seal code. */
  public Application withEsId(String code) {
    return new Application(id, request, state, Optional.of(code), steps);
  }

  /** The step that it waits for. */
  public Optional<Step> next() {
    return Step.after(state);
  }

  /** When it was submitted. */
  public Instant submittedAt() {
    return steps.getFirst().at();
  }

  private boolean possible(Step step) {
    if (step == Step.REJECT) {
      // What is made has keys and certificates: it is revoked, not rejected.
      return next().isPresent() && state != ApplicationState.MADE;
    }
    return next().filter(step::equals).isPresent();
  }
}
