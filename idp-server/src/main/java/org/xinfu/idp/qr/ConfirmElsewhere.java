package org.xinfu.idp.qr;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Visit;

/**
 * A login that its owner confirms where they are logged in. Against codes that are relayed to them:
 * the login goes only to the browser that asked; whoever scans sees which browser that is, from
 * where, and to which service it leads; they pick the number on that screen among three, and a
 * wrong one ends it; it lives two minutes and works once.
 */
public final class ConfirmElsewhere {
  private static final Duration LIFE = Duration.ofMinutes(2);
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final QrLogins logins;
  private final Accounts accounts;
  private final Budgets budgets;
  private final Part part;
  private final SecureRandom random = new SecureRandom();

  /** Whose request it is, the book and the time. */
  public record Part(Visit visit, IdpAudit audit, Clock clock) {}

  public ConfirmElsewhere(QrLogins logins, Accounts accounts, Budgets budgets, Part part) {
    this.logins = logins;
    this.accounts = accounts;
    this.budgets = budgets;
    this.part = part;
  }

  /** Asks for a login; empty when there were too many from there. */
  Optional<QrLogins.Asked> ask(@Nullable String client, Origin from) {
    String near = from.device().isEmpty() ? "none at " + from.prefix() : from.device();
    List<Budgets.Line> lines =
        List.of(
            new Budgets.Line("qr from device " + near, 30, WINDOW),
            new Budgets.Line("qr from prefix " + from.prefix(), 300, WINDOW));
    Instant now = part.clock().instant();
    if (!budgets.take(lines, now)) {
      return Optional.empty();
    }
    Visit.Visitor visitor = part.visit().visitor();
    QrLogins.Asked asked =
        new QrLogins.Asked(
            secret(),
            secret(),
            10 + random.nextInt(90),
            client,
            visitor.device(),
            visitor.addressPrefix());
    logins.add(asked, now.plus(LIFE));
    return Optional.of(asked);
  }

  /** What whoever scanned is shown; empty when it is another's, too late or too often. */
  Optional<QrLogins.Shown> scan(String token, String accountId) {
    Instant now = part.clock().instant();
    if (!may(accountId, now)) {
      part.audit().record(null, accountId, "login-confirmed", "limited");
      return Optional.empty();
    }
    return logins.scan(token, accountId, now);
  }

  /** Three numbers to choose from, the right one among them, always the same for one code. */
  static List<Integer> choices(int number, String token) {
    Random order = new Random(token.hashCode());
    List<Integer> choices = new ArrayList<>(List.of(number));
    while (choices.size() < 3) {
      int other = 10 + order.nextInt(90);
      if (!choices.contains(other)) {
        choices.add(other);
      }
    }
    Collections.shuffle(choices, order);
    return choices;
  }

  /**
   * Decides once.
   *
   * @param picked the number that was picked; null: this was not me
   */
  boolean decide(String token, String accountId, @Nullable Integer picked) {
    Instant now = part.clock().instant();
    Optional<QrLogins.Shown> shown = logins.scan(token, accountId, now);
    boolean right = picked != null && shown.filter(s -> s.number() == picked).isPresent();
    boolean decided = shown.isPresent() && logins.decide(token, accountId, right, now);
    String outcome =
        !decided ? "gone" : right ? "done" : picked == null ? "denied" : "wrong-number";
    part.audit().record(null, accountId, "login-confirmed", outcome);
    return decided && right;
  }

  QrLogins.State state(String browser) {
    return logins.state(browser, part.clock().instant());
  }

  /** The open account that confirmed, once. */
  Optional<Entrant> use(String browser) {
    Optional<Entrant> entrant =
        logins
            .use(browser, part.clock().instant())
            .filter(who -> accounts.byId(who.accountId()).filter(Account::active).isPresent());
    entrant.ifPresent(who -> part.audit().record(null, who.accountId(), "login", "qr"));
    return entrant;
  }

  private boolean may(String accountId, Instant now) {
    return budgets.take(List.of(new Budgets.Line("qr by " + accountId, 20, WINDOW)), now);
  }

  private String secret() {
    byte[] octets = new byte[32];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
