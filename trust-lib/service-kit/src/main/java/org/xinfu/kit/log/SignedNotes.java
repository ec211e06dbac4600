package org.xinfu.kit.log;

import java.util.Optional;

/** Whoever knows the log's keys. */
@FunctionalInterface
interface SignedNotes {
  /** The heads of a note; empty unless it is of this log and all its keys have signed it. */
  Optional<Heads> read(String note);
}
