package org.xinfu.hsm.token;

import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Ck;

/** What a call with variable output answers: the bytes, or only how long they may be. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Output(long rv, long length, byte @Nullable [] bytes) {
  static Output of(byte[] bytes) {
    return new Output(Ck.CKR_OK, bytes.length, bytes);
  }

  /**
   * Null when there is room for {@code bound} octets, else the answer; the operation then stays
   * active.
   */
  static @Nullable Output refuse(Room room, long bound) {
    if (!room.given()) return new Output(Ck.CKR_OK, bound, null);
    return room.max() < bound ? new Output(Ck.CKR_BUFFER_TOO_SMALL, bound, null) : null;
  }
}
