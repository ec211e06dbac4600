package org.xinfu.seal.decide;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.Applications;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.Step;
import org.xinfu.seal.domain.StepTaken;

/** Accepts, reviews, approves or rejects: a decision, no key is touched. */
@Service
public class DecideApplication {
  private final Applications applications;
  private final Audit audit;
  private final Clock clock;

  DecideApplication(Applications applications, Audit audit, Clock clock) {
    this.applications = applications;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The step that the application waits for.
   *
   * @throws Refused when there is no such application
   */
  public Optional<Step> awaited(UUID id) {
    return applications
        .find(id)
        .orElseThrow(() -> new Refused(SealRefusal.APPLICATION_UNKNOWN))
        .next();
  }

  /**
   * The application after the step. With the approval it gets its seal code, so that making it
   * twice after a crash finds the same keys.
   *
   * @param step ACCEPT, REVIEW, APPROVE or REJECT
   * @throws Refused with a {@link SealRefusal}
   */
  @Transactional
  public Application decide(UUID id, Step step, Person person, String note) {
    Application before =
        applications.lock(id).orElseThrow(() -> new Refused(SealRefusal.APPLICATION_UNKNOWN));
    before
        .refusal(step, person)
        .ifPresent(
            refusal -> {
              throw new Refused(refusal);
            });
    Application after = before.after(new StepTaken(step, person, clock.instant(), note));
    if (step == Step.APPROVE) {
      String serial = String.format(Locale.ROOT, "%08d", applications.nextSealSerial());
      after = after.withEsId(after.request().division() + serial);
    }
    try {
      applications.stepTaken(after);
    } catch (DuplicateKeyException secondStepOfOnePerson) {
      throw new Refused(SealRefusal.SAME_PERSON);
    }
    audit.record(
        "application-" + step.name().toLowerCase(Locale.ROOT),
        id.toString(),
        "done",
        Map.of("note", note));
    return after;
  }
}
