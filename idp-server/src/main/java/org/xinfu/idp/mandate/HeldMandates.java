package org.xinfu.idp.mandate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;

/** Mandates as pages show them: those that somebody holds, and those that rest on them. */
final class HeldMandates {
  private static final int MOST = 100;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneId.of("Asia/Shanghai"));

  private final Mandates mandates;
  private final Accounts accounts;
  private final Clock clock;

  HeldMandates(Mandates mandates, Accounts accounts, Clock clock) {
    this.mandates = mandates;
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * One line.
   *
   * @param person name of whoever may act
   * @param until last day, in China Standard Time
   * @param delegable whether more may be given under it now
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
      boolean delegable) {}

  /** What the person holds. */
  List<Line> of(String personId) {
    return held(personId).stream().map(this::line).toList();
  }

  /** What rests on mandates that the person holds and that stand. */
  List<Line> givenBy(String personId) {
    Instant now = clock.instant();
    Set<String> entities = new LinkedHashSet<>();
    held(personId).stream()
        .filter(chain -> chain.standing(now) == Standing.ACTIVE)
        .forEach(chain -> entities.add(chain.entity().id()));
    return entities.stream()
        .flatMap(id -> mandates.page(new Mandates.Search(id, null, "", MOST)).stream())
        .filter(chain -> chain.mandates().stream().skip(1).anyMatch(m -> theirs(m, personId)))
        .map(this::line)
        .toList();
  }

  private List<Chain> held(String personId) {
    return mandates.page(new Mandates.Search(null, personId, "", MOST));
  }

  private static boolean theirs(Mandate mandate, String personId) {
    return mandate.personId().equals(personId);
  }

  private Line line(Chain chain) {
    Mandate mandate = chain.mandate();
    Standing standing = chain.standing(clock.instant());
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
        standing == Standing.ACTIVE && mandate.extent().depth() > 0);
  }
}
