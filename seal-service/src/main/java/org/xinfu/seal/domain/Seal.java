package org.xinfu.seal.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A seal of the register with its current version.
 *
 * @param esId 14 digits: division and serial
 * @param since when it came into its state
 */
public record Seal(
    String esId,
    UUID application,
    SealRequest request,
    SealState state,
    Instant since,
    SealVersion version) {
  /** Why it may not be used now. */
  public Optional<SealRefusal> useRefusal(Instant now) {
    return state.useRefusal().or(() -> version.expired(now));
  }

  /** The state after suspension, when that changes anything. */
  public Optional<SealState> suspended() {
    return state == SealState.ACTIVE ? Optional.of(SealState.SUSPENDED) : Optional.empty();
  }

  /** The state after resumption, when that changes anything. */
  public Optional<SealState> resumed() {
    return state == SealState.SUSPENDED ? Optional.of(SealState.ACTIVE) : Optional.empty();
  }
}
