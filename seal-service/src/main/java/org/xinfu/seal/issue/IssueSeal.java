package org.xinfu.seal.issue;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.Applications;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.SealState;
import org.xinfu.seal.domain.Seals;
import org.xinfu.seal.domain.Step;
import org.xinfu.seal.domain.StepTaken;

/** Hands a made seal to its unit (发放): from now on it may be used. */
@Service
public class IssueSeal {
  private final Applications applications;
  private final Seals seals;
  private final Audit audit;
  private final Clock clock;

  IssueSeal(Applications applications, Seals seals, Audit audit, Clock clock) {
    this.applications = applications;
    this.seals = seals;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The finished application.
   *
   * @throws Refused with a {@link SealRefusal}
   */
  @Transactional
  public Application issue(UUID id, Person person) {
    Application before =
        applications.lock(id).orElseThrow(() -> new Refused(SealRefusal.APPLICATION_UNKNOWN));
    before
        .refusal(Step.ISSUE, person)
        .ifPresent(
            refusal -> {
              throw new Refused(refusal);
            });
    Instant now = clock.instant();
    Application after = before.after(new StepTaken(Step.ISSUE, person, now, ""));
    applications.stepTaken(after);
    String esId = after.esId().orElseThrow(() -> new Refused(SealRefusal.SEAL_UNKNOWN));
    seals.changeState(esId, new Seals.StateChange(SealState.ACTIVE, now, person.id(), ""));
    audit.record("seal-issued", esId, "done", Map.of("application", id.toString()));
    return after;
  }
}
