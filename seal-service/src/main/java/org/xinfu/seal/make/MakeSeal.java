package org.xinfu.seal.make;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.Applications;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.SealState;
import org.xinfu.seal.domain.Seals;
import org.xinfu.seal.domain.Step;
import org.xinfu.seal.domain.StepTaken;

/** The making operator makes an approved seal. */
@Service
public class MakeSeal {
  private final Applications applications;
  private final Seals seals;
  private final SealWorkshop workshop;
  private final Audit audit;
  private final Clock clock;

  MakeSeal(
      Applications applications, Seals seals, SealWorkshop workshop, Audit audit, Clock clock) {
    this.applications = applications;
    this.seals = seals;
    this.workshop = workshop;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The application after the making; the seal is in the register, not yet usable.
   *
   * @throws Refused with a {@link SealRefusal}
   * @throws org.xinfu.trust.key.VaultException when the device fails; nothing is made then, and
   *     asking again finds the same keys
   */
  @Transactional
  public Application make(UUID id, Person person) {
    Application before =
        applications.lock(id).orElseThrow(() -> new Refused(SealRefusal.APPLICATION_UNKNOWN));
    before
        .refusal(Step.MAKE, person)
        .ifPresent(
            refusal -> {
              throw new Refused(refusal);
            });
    Instant now = clock.instant();
    Application after = before.after(new StepTaken(Step.MAKE, person, now, ""));
    String esId = after.esId().orElseThrow(() -> new Refused(SealRefusal.STEP_NOT_POSSIBLE));
    try {
      applications.stepTaken(after);
    } catch (DuplicateKeyException secondStepOfOnePerson) {
      throw new Refused(SealRefusal.SAME_PERSON);
    }
    Seal seal =
        new Seal(
            esId, id, after.request(), SealState.MADE, now, workshop.make(esId, after.request()));
    seals.add(seal);
    seals.changeState(esId, new Seals.StateChange(SealState.MADE, now, person.id(), ""));
    audit.record(
        "seal-made",
        esId,
        "done",
        Map.of("application", id.toString(), "sm3", seal.version().sm3()));
    return after;
  }
}
