package org.xinfu.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ordered {@link Check}s; what an auditor reads. Same input, policy and time give the same list.
 */
public record Report(List<Check> checks) {
  public Report {
    checks = List.copyOf(checks);
  }

  /** The check named {@code id}, the first when there are several. */
  public Optional<Check> check(String id) {
    return checks.stream().filter(c -> c.id().equals(id)).findFirst();
  }

  /** VALID, INVALID or INDETERMINATE: any FAIL beats any UNKNOWN, which beats the rest. */
  public Conclusion conclusion() {
    if (checks.stream().anyMatch(c -> c.outcome() == Outcome.FAIL)) {
      return Conclusion.INVALID;
    }
    return checks.stream().anyMatch(c -> c.outcome() == Outcome.UNKNOWN)
        ? Conclusion.INDETERMINATE
        : Conclusion.VALID;
  }

  /** The most specific reason of the deciding checks; empty when the conclusion is VALID. */
  public Optional<Reason> reason() {
    Outcome deciding =
        switch (conclusion()) {
          case INVALID -> Outcome.FAIL;
          case INDETERMINATE -> Outcome.UNKNOWN;
          default -> Outcome.PASS;
        };
    return checks.stream()
        .filter(c -> c.outcome() == deciding)
        .flatMap(c -> Optional.ofNullable(c.reason()).stream())
        .max(Comparator.comparingInt(Reason::rank));
  }

  /** Collects checks in the order in which they are made. */
  public static final class Builder {
    private final List<Check> checks = new ArrayList<>();

    /** The thing looked at holds. */
    public Builder pass(String id, String clause, String detail) {
      checks.add(new Check(id, clause, Outcome.PASS, null, detail));
      return this;
    }

    /** It holds, but a reader should know {@code reason}. */
    public Builder warn(String id, String clause, Reason reason, String detail) {
      checks.add(new Check(id, clause, Outcome.WARN, reason, detail));
      return this;
    }

    /** A hard fact speaks against it. */
    public Builder fail(String id, String clause, Reason reason, String detail) {
      checks.add(new Check(id, clause, Outcome.FAIL, reason, detail));
      return this;
    }

    /** Evidence is missing. */
    public Builder unknown(String id, String clause, Reason reason, String detail) {
      checks.add(new Check(id, clause, Outcome.UNKNOWN, reason, detail));
      return this;
    }

    /** Not looked at, and why. */
    public Builder notDone(String id, String clause, String detail) {
      checks.add(new Check(id, clause, Outcome.NOT_DONE, null, detail));
      return this;
    }

    /** Pass when {@code holds}, else fail. */
    public Builder require(boolean holds, String id, String clause, Reason reason, String detail) {
      return holds ? pass(id, clause, "") : fail(id, clause, reason, detail);
    }

    /** Appends the checks of a part, their ids prefixed with {@code prefix}. */
    public Builder addAll(String prefix, Report part) {
      for (Check c : part.checks()) {
        checks.add(new Check(prefix + c.id(), c.clause(), c.outcome(), c.reason(), c.detail()));
      }
      return this;
    }

    /** Appends one check as it is. */
    public Builder add(Check check) {
      checks.add(check);
      return this;
    }

    /** Whether a FAIL was recorded so far. */
    public boolean failed() {
      return checks.stream().anyMatch(c -> c.outcome() == Outcome.FAIL);
    }

    /** The report so far. */
    public Report report() {
      return new Report(checks);
    }

    /** The verdict that these checks give; {@code content} is reachable only when VALID. */
    public <T> Verdict<T> verdict(T content) {
      Report report = report();
      return switch (report.conclusion()) {
        case VALID -> new Verdict.Valid<>(content, report);
        case INVALID -> new Verdict.Invalid<>(report.reason().orElse(Reason.MALFORMED), report);
        default -> new Verdict.Indeterminate<>(report.reason().orElse(Reason.MALFORMED), report);
      };
    }

    /** The verdict when there is no content to hand out because a check failed. */
    public <T> Verdict<T> refusal() {
      Report report = report();
      Reason reason = report.reason().orElse(Reason.MALFORMED);
      return report.conclusion() == Conclusion.INDETERMINATE
          ? new Verdict.Indeterminate<>(reason, report)
          : new Verdict.Invalid<>(reason, report);
    }
  }
}
