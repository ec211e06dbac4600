package org.xinfu.idp.domain.mandate;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The port to the changes of the registry that could not be read, and are kept apart. */
public interface UnreadChanges {
  /** Before its number, what the audit book calls one of an entity that is not known here. */
  String SUBJECT = "registry-change ";

  /** The oldest ones. */
  List<Kept> oldest(int most);

  /** How many there are. */
  long count();

  /** The first one with a number that was not tried since. */
  OptionalLong next(Instant since);

  /** They were asked for again, whatever came. */
  void tried(long first, long last, Instant at);

  /** Gives those up that were heard of before then, on one replica alone. */
  void giveUp(Instant before);

  /**
   * One of them.
   *
   * @param code whose it is; empty when that cannot be read
   * @param fault the member that cannot be read
   * @param since when it was heard of
   */
  record Kept(long number, String code, String fault, Instant since) {}
}
