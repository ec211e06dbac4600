package org.xinfu.seal.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a seal may be used. */
public enum SealState {
  /** Made, not yet handed out. */
  MADE(SealRefusal.SEAL_NOT_ISSUED),
  ACTIVE(null),
  /** 停用: may become active again. */
  SUSPENDED(SealRefusal.SEAL_SUSPENDED),
  /** 撤销: for good. */
  REVOKED(SealRefusal.SEAL_REVOKED);

  private final Optional<SealRefusal> useRefusal;

  SealState(@Nullable SealRefusal useRefusal) {
    this.useRefusal = Optional.ofNullable(useRefusal);
  }

  /** Why a seal in this state is not used. */
  public Optional<SealRefusal> useRefusal() {
    return useRefusal;
  }
}
