package org.xinfu.idp.restore;

import java.time.Instant;
import java.util.List;

/** The port to what was taken away from people and mandates, kept outside the database. */
public interface Journal {
  /** Durable when it returns. */
  void append(Entry entry);

  /** Everything, by time. */
  List<Entry> all();

  /**
   * An act that must not be forgotten.
   *
   * @param id by which the database knows whether it knows the act
   * @param act as in the audit book, such as {@code mandate-revoked}
   * @param subject mandate or account
   */
  record Entry(String id, Instant at, String act, String subject) {}
}
