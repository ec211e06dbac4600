package org.xinfu.seal.register;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.SealState;
import org.xinfu.seal.domain.Seals;

/** Suspends (停用) and resumes a seal; uses in flight finish first. */
@Service
public class ChangeSealState {
  /** What is wanted. */
  public enum Wish {
    SUSPEND,
    RESUME
  }

  private final Seals seals;
  private final Audit audit;
  private final Clock clock;

  ChangeSealState(Seals seals, Audit audit, Clock clock) {
    this.seals = seals;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The seal in its new state.
   *
   * @throws Refused when it is unknown or the wish changes nothing
   */
  @Transactional
  public Seal change(String esId, Wish wish, Person person, String reason) {
    Seal before = seals.lock(esId).orElseThrow(() -> new Refused(SealRefusal.SEAL_UNKNOWN));
    Optional<SealState> wanted = wish == Wish.SUSPEND ? before.suspended() : before.resumed();
    SealState state = wanted.orElseThrow(() -> new Refused(SealRefusal.SEAL_STATE_UNCHANGED));
    seals.changeState(esId, new Seals.StateChange(state, clock.instant(), person.id(), reason));
    String act = wish == Wish.SUSPEND ? "seal-suspended" : "seal-resumed";
    audit.record(act, esId, "done", Map.of("reason", reason));
    return seals.find(esId).orElseThrow();
  }
}
