package org.xinfu.idp.undo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;

/**
 * Undoes what somebody else has changed: whoever has the link says that it was not the owner. Every
 * login ends, the password is void (the one before too: a thief may have had it), what was added to
 * log in with is gone, numbers and mailboxes are as they were, a closure is off, and the account is
 * held. Nobody gets in by it. Who goes on proves who they are at {@code /recover}, with a fresh
 * code and as much evidence as ever (SP 800-63B §4.2), or logs in by what was the account's before.
 *
 * <p>What the link is worth to whom it was not meant for:
 *
 * <ul>
 *   <li>A thief within the account has no contact that is old enough, and gets none. Who waited
 *       until theirs was old enough can use it once, to shut themselves out with everybody else;
 *       the owner, who can be recovered, comes back and they do not.
 *   <li>Who was given a number that is still bound to an account got its codes and notices before.
 *       By a link they can have the number bound again that the owner has unbound since, and unbind
 *       what was bound since. That opens nothing: a code is a second factor, and there is no
 *       password to be the first; recovery takes any number but asks for the owner's evidence, and
 *       unbinds all others. The owner is told at every contact of before and after.
 *   <li>Who reads a message later than its owner finds a link that is used up, too old, or void by
 *       a recovery, by a later undoing or with the account.
 * </ul>
 *
 * So the most that it takes from an owner is the way to {@code /recover}, {@link #PER_DAY} times a
 * day; an account that has not that way gets no link ({@link OfferUndo}). What was taken away to
 * log in with does not come back: its keys are gone.
 */
public final class UndoChanges {
  /** Links of one account that act. */
  private static final int PER_DAY = 3;

  private final UndoLinks links;
  private final Budgets budgets;
  private final Notices notices;
  private final Part part;

  /**
   * The rest.
   *
   * @param hold how long acts that cannot be undone wait afterwards
   * @param perPrefix how often one address prefix may try in an hour
   */
  public record Part(
      Duration hold, int perPrefix, PasswordEncoder passwords, IdpAudit audit, Clock clock) {}

  public UndoChanges(UndoLinks links, Budgets budgets, Notices notices, Part part) {
    this.links = links;
    this.budgets = budgets;
    this.notices = notices;
    this.part = part;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** It is undone. */
    record Done(UndoLinks.Undone undone) implements Outcome {}

    /** Never made, used, too old, overtaken, of an account that is not open: not told which. */
    record Refused() implements Outcome {}

    /** Too many tries from there. */
    record Limited() implements Outcome {}
  }

  /**
   * Undoes it.
   *
   * @param typed the secret, or the link that it is in
   */
  Outcome undo(String typed, Origin from, Locale language) {
    Instant now = part.clock().instant();
    Budgets.Line tries =
        new Budgets.Line(
            "undoing from prefix " + from.prefix(), part.perPrefix(), Duration.ofHours(1));
    if (!budgets.take(List.of(tries), now)) {
      return new Outcome.Limited();
    }
    String token = typed.substring(typed.lastIndexOf('#') + 1).strip();
    Optional<String> account = links.accountOf(token, now);
    if (account.isEmpty()) {
      part.audit().record(null, "unknown", "changes-undone", "refused");
      return new Outcome.Refused();
    }
    return undo(token, account.get(), language);
  }

  private Outcome undo(String token, String account, Locale language) {
    Instant now = part.clock().instant();
    Budgets.Line acts = new Budgets.Line("undoing of " + account, PER_DAY, Duration.ofDays(1));
    if (!budgets.take(List.of(acts), now)) {
      part.audit().record(null, account, "changes-undone", "limited");
      return new Outcome.Refused();
    }
    String nobodys = Objects.requireNonNull(part.passwords().encode(UUID.randomUUID().toString()));
    Notice notice = new Notice("undo.notice", List.of(), language);
    Optional<UndoLinks.Undone> undone =
        links.use(
            token,
            new UndoLinks.Use(account, now, now.plus(part.hold()), nobodys),
            done -> notices.tell(account, done.reached(), notice));
    if (undone.isEmpty()) {
      part.audit().record(null, account, "changes-undone", "refused");
      return new Outcome.Refused();
    }
    return new Outcome.Done(undone.get());
  }
}
