package org.xinfu.idp.selftest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run.
 *
 * @param startedBy an account or a client
 * @param finishedAt null while it runs
 */
public record SelfTest(
    String id,
    String clientId,
    String startedBy,
    Instant startedAt,
    @Nullable Instant finishedAt,
    List<Finding> findings) {
  public SelfTest {
    findings = List.copyOf(findings);
  }

  /** How many checks passed. */
  public long passed() {
    return count(Finding.Outcome.PASSED);
  }

  /** How many failed. */
  public long failed() {
    return count(Finding.Outcome.FAILED);
  }

  /** How many could not be made. */
  public long notPossible() {
    return count(Finding.Outcome.NOT_POSSIBLE);
  }

  long count(Finding.Outcome outcome) {
    return findings.stream().filter(one -> one.outcome() == outcome).count();
  }
}
