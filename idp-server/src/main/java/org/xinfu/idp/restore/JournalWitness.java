package org.xinfu.idp.restore;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.xinfu.kit.audit.Audit;

/**
 * Writes what is taken away into the journal, last of all before the act commits: an act whose line
 * is not on the disk does not happen. A line whose act was then not committed is possible; a
 * restore takes it seriously, to the safe side.
 */
public final class JournalWitness implements Audit.Witness {
  private static final Set<String> ACTS =
      Set.of(
          "mandate-revoked",
          "mandate-suspended",
          "holder-frozen",
          "holder-thawed",
          "account-suspend",
          "account-resume");

  private final Journal journal;
  private final Restorations restorations;

  public JournalWitness(Journal journal, Restorations restorations) {
    this.journal = journal;
    this.restorations = restorations;
  }

  @Override
  public void seen(Audit.Act act, Instant at) {
    if (!ACTS.contains(act.act()) || act.outcome().equals("unchanged")) {
      return;
    }
    Journal.Entry entry =
        new Journal.Entry(UUID.randomUUID().toString(), at, act.act(), act.subject());
    restorations.know(entry.id());
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      journal.append(entry);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            journal.append(entry);
          }
        });
  }
}
