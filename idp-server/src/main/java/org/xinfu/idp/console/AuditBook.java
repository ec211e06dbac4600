package org.xinfu.idp.console;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.ServiceName;

/** The port to the audit book, to be read. */
public interface AuditBook {
  /** Rows that match, newest first. */
  List<Row> find(Search search, int most);

  /** What happened each day, newest day first. */
  List<Day> days(LocalDate from);

  /** How services took the news that logins ended, worst first. */
  List<Service> services(LocalDate from);

  /** Logins that live now. */
  long liveLogins(Instant now);

  /**
   * What is looked for; an empty text matches everything.
   *
   * @param from inclusive
   * @param to exclusive
   * @param before only rows with a smaller number
   */
  record Search(
      @Nullable Instant from,
      @Nullable Instant to,
      String actor,
      String subject,
      String act,
      String outcome,
      String client,
      long before) {
    /** The same of what is older. */
    Search before(long number) {
      return new Search(from, to, actor, subject, act, outcome, client, number);
    }
  }

  /**
   * One row.
   *
   * @param details JSON object
   */
  record Row(
      long number,
      Instant at,
      String actor,
      String client,
      String requestId,
      String act,
      String subject,
      String outcome,
      String details) {}

  /** One day in China Standard Time. */
  record Day(LocalDate day, long logins, long refused, long ended, long tokens) {}

  /**
   * Back-channel logout of one service.
   *
   * @param failed attempts, not tokens
   * @param dead given up
   */
  record Service(ServiceName name, long delivered, long failed, long dead, long waiting) {
    /** Delivered of all that came to an end, in per cent; empty text when nothing did. */
    public String rate() {
      long all = delivered + dead;
      return all == 0 ? "" : "%.1f%%".formatted(100.0 * delivered / all);
    }
  }
}
