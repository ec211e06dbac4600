package org.xinfu.seal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

class ApplicationTest {
  private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");
  private static final Person APPLICANT = person("applicant");
  private static final List<Step> STORY =
      List.of(Step.ACCEPT, Step.REVIEW, Step.APPROVE, Step.MAKE, Step.ISSUE);

  @Test
  void fivePersonsBringItToItsEnd() {
    Application application = fresh();
    for (Step step : STORY) {
      assertThat(application.next()).contains(step);
      application = application.after(taken(step, person(step.name())));
    }
    assertThat(application.state()).isEqualTo(ApplicationState.ISSUED);
    assertThat(application.next()).isEmpty();
    assertThat(application.steps()).hasSize(6);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"ACCEPT", "REVIEW", "APPROVE", "MAKE"})
  void whoeverDidAnEarlierStepDoesNotDoThis(Step step) {
    Application before = before(step);
    for (StepTaken earlier : before.steps()) {
      assertThat(before.refusal(step, earlier.person())).contains(SealRefusal.SAME_PERSON);
      assertThat(before.refusal(step, new Person(earlier.person().id(), "another name")))
          .contains(SealRefusal.SAME_PERSON);
      assertThatThrownBy(() -> before.after(taken(step, earlier.person())))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(before.refusal(step, person("someone new"))).isEmpty();
  }

  @Test
  void handingOutIsNoDecision() {
    assertThat(before(Step.ISSUE).refusal(Step.ISSUE, APPLICANT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void onlyTheAwaitedStepIsPossible(Step step) {
    Application application = before(Step.REVIEW);
    boolean possible = step == Step.REVIEW || step == Step.REJECT;
    assertThat(application.refusal(step, person("someone new")).isEmpty()).isEqualTo(possible);
  }

  @Test
  void aRejectionEndsIt() {
    Application rejected = before(Step.APPROVE).after(taken(Step.REJECT, person("approver")));
    for (Step step : Step.values()) {
      assertThat(rejected.refusal(step, person("someone new")))
          .contains(SealRefusal.STEP_NOT_POSSIBLE);
    }
  }

  @Test
  void whatIsMadeIsNotRejected() {
    assertThat(before(Step.ISSUE).refusal(Step.REJECT, person("someone new")))
        .contains(SealRefusal.STEP_NOT_POSSIBLE);
  }

  @Test
  void theSealCodesDivisionIsTheUnits() {
    assertThat(fresh().request().division()).isEqualTo("510100");
  }

  private static Application before(Step step) {
    Application application = fresh();
    for (Step done : STORY.subList(0, STORY.indexOf(step))) {
      application = application.after(taken(done, person(done.name())));
    }
    return application;
  }

  private static Application fresh() {
    SealRequest request =
        new SealRequest(
            "信符市民政局",
            UnifiedSocialCreditCode.complete("11510100MB0000001"),
            "信符市民政局",
            "",
            "01",
            42,
            "0".repeat(64),
            "test");
    return Application.submitted(new UUID(1, 1), request, APPLICANT, AT);
  }

  private static StepTaken taken(Step step, Person person) {
    return new StepTaken(step, person, AT, "");
  }

  private static Person person(String id) {
    return new Person(id, id);
  }
}
