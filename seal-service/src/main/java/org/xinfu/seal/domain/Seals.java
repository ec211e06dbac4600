package org.xinfu.seal.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the register of seals. Every call is part of the caller's transaction. */
public interface Seals {
  void add(Seal seal);

  Optional<Seal> find(String esId);

  /** The seal, its state kept from changing until this transaction ends. */
  Optional<Seal> lock(String esId);

  /** Those within {@code reach}, newest first. */
  List<Seal> list(Page page, Reach reach);

  long count(Reach reach);

  /** Every state that the seal came into, oldest first. */
  List<StateChange> history(String esId);

  void changeState(String esId, StateChange change);

  /** A line of the status history. */
  record StateChange(SealState state, Instant at, String person, String note) {}
}
