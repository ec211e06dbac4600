package org.xinfu.idp.restore;

import java.time.Instant;
import java.util.Set;

/** The port to what a restore changes in the database, all of it in the caller's transaction. */
public interface Restorations {
  /** Notes the act of this entry, so that the database knows that it knows it. */
  void know(String entryId);

  /** Of these entries, those that the database knows. */
  Set<String> known(Set<String> entryIds);

  /** Notes that the restore of this name is done; false when it was done before. */
  boolean begin(String label, Instant at);

  /** Ends every login, grant and ticket, and what waited for one; says how many logins. */
  int endEverything(Instant at);

  /** Does the act of an entry again; false when nothing had to be changed. */
  boolean again(Journal.Entry entry);
}
