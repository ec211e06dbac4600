package org.xinfu.idp.mandate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;

/** Mandates as pages show them: those that somebody holds, and those that rest on them. */
final class HeldMandates {
  private static final int PAGE = 50;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneId.of("Asia/Shanghai"));

  private final Mandates mandates;
  private final Accounts accounts;
  private final Clock clock;
  private final Duration within;

  /**
   * For pages.
   *
   * @param within so long before its end a representative's own may be renewed
   */
  HeldMandates(Mandates mandates, Accounts accounts, Clock clock, Duration within) {
    this.mandates = mandates;
    this.accounts = accounts;
    this.clock = clock;
    this.within = within;
  }

  /**
   * One line.
   *
   * @param person name of whoever may act
   * @param until last day, in China Standard Time
   * @param delegable whether more may be given under it now
   * @param renewable whether the registry may be asked again, so that it ends later
   */
  record Line(
      String id,
      String entity,
      String code,
      String person,
      String role,
      List<String> matters,
      String region,
      String until,
      String standing,
      boolean delegable,
      boolean renewable) {
    /** Whether it waits for its person's answer. */
    boolean offered() {
      return standing.equals(Standing.OFFERED.name());
    }
  }

  /**
   * Some lines.
   *
   * @param next the place after which the next page begins; empty when there is none
   */
  record Page(List<Line> lines, String next) {
    Page {
      lines = List.copyOf(lines);
    }
  }

  /** What the person holds: what may stand first. */
  Page of(String personId, String after) {
    Mandates.Whose whose = whose(personId, after);
    return page(mandates.heldBy(whose), whose.at());
  }

  /** What rests on mandates that the person holds and that stand. */
  Page givenBy(String personId, String after) {
    Mandates.Whose whose = whose(personId, after);
    return page(mandates.under(whose), whose.at());
  }

  /** What waits for the person's answer, wherever it is in the list. */
  Mandates.Offers offered(String personId) {
    return mandates.offered(personId, clock.instant());
  }

  private Mandates.Whose whose(String personId, String after) {
    return new Mandates.Whose(personId, clock.instant(), Mandates.Place.of(after), PAGE + 1);
  }

  private Page page(List<Chain> some, Instant at) {
    List<Chain> page = some.subList(0, Math.min(PAGE, some.size()));
    return new Page(
        page.stream().map(this::line).toList(),
        some.size() > PAGE ? Mandates.Place.of(page.getLast(), at).text() : "");
  }

  private Line line(Chain chain) {
    Mandate mandate = chain.mandate();
    Instant now = clock.instant();
    Standing standing = chain.standing(now);
    return new Line(
        mandate.id(),
        chain.entity().name(),
        chain.entity().code().value(),
        accounts.byId(mandate.personId()).map(Account::displayName).orElse(""),
        mandate.role().name(),
        List.of(mandate.extent().line().split(" ")),
        mandate.extent().region().code(),
        DAY.format(mandate.extent().until().minusMillis(1)),
        standing.name(),
        standing == Standing.ACTIVE && mandate.extent().depth() > 0,
        chain.renewable(now, within));
  }
}
