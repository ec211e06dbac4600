package org.xinfu.idp.factor;

import java.time.Duration;
import java.util.List;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.Authentication;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.login.LogIn;

/**
 * Tells people that what their account opens with was changed, wherever they are reached: whoever
 * did it, its owner hears of it (SP 800-63B §4.6), with a link that undoes it.
 */
public final class FactorNotices {
  /** Messages cost money, and somebody may change without end: told is so often a day. */
  private static final int PER_DAY = 20;

  private final Persons persons;
  private final Notices notices;
  private final Budgets budgets;
  private final LogIn.Part part;

  public FactorNotices(Persons persons, Notices notices, Budgets budgets, LogIn.Part part) {
    this.persons = persons;
    this.notices = notices;
    this.budgets = budgets;
    this.part = part;
  }

  /** What was done; each has a text of the bundles. */
  public enum Change {
    PASSWORD("password.notice"),
    ADDED("authenticators.notice.added"),
    REMOVED("authenticators.notice.removed"),
    RECOVERY_CODES("authenticators.notice.recovery");

    private final String key;

    Change(String key) {
      this.key = key;
    }
  }

  /** Within the transaction of the change, in the language of the page on which it is made. */
  public void tell(Authentication login, Change change) {
    String account = login.getName();
    Budgets.Line line =
        new Budgets.Line("factor notices of " + account, PER_DAY, Duration.ofDays(1));
    if (!budgets.take(List.of(line), part.clock().instant())) {
      part.audit().record(null, account, "notice-sent", "limited");
      return;
    }
    Notice notice = Notice.undoable(change.key, List.of(), LocaleContextHolder.getLocale());
    notices.tell(account, persons.contacts(account), notice);
  }
}
