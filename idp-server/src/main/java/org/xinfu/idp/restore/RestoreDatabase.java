package org.xinfu.idp.restore;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.IdpAudit;

/**
 * What has to be done after the database was put back to an earlier moment. Refresh tokens that
 * were spent since are live again there, and so are logins, mandates and accounts that were ended:
 * every login and grant ends, and what the journal knows and the database does not is done again.
 */
public final class RestoreDatabase {
  private final Journal journal;
  private final Restorations restorations;
  private final Part part;

  /** Transactions, the book and the time. */
  public record Part(TransactionTemplate transaction, IdpAudit audit, Clock clock) {}

  public RestoreDatabase(Journal journal, Restorations restorations, Part part) {
    this.journal = journal;
    this.restorations = restorations;
    this.part = part;
  }

  /**
   * What came of it.
   *
   * @param done false when the restore of this name was done before
   * @param logins that ended
   * @param acts that were done again
   */
  public record Outcome(boolean done, int logins, int acts) {}

  /** Acts that the journal knows and the database does not. */
  public List<Journal.Entry> forgotten() {
    List<Journal.Entry> all = journal.all();
    Set<String> ids = all.stream().map(Journal.Entry::id).collect(Collectors.toSet());
    Set<String> known = restorations.known(ids);
    return all.stream().filter(entry -> !known.contains(entry.id())).toList();
  }

  /** All of it or nothing, once for each name, on however many replicas. */
  public Outcome run(String label) {
    return Objects.requireNonNull(part.transaction().execute(tx -> restore(label)));
  }

  private Outcome restore(String label) {
    Instant now = part.clock().instant();
    if (!restorations.begin(label, now)) {
      return new Outcome(false, 0, 0);
    }
    int logins = restorations.endEverything(now);
    int acts = 0;
    for (Journal.Entry entry : forgotten()) {
      if (restorations.again(entry)) {
        acts++;
        part.audit().record(null, entry.subject(), entry.act(), "replayed");
      }
      restorations.know(entry.id());
    }
    part.audit().record(null, label, "database-restored", "done");
    return new Outcome(true, logins, acts);
  }
}
