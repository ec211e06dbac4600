package org.xinfu.idp.console;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.mandate.UnreadChanges;

/** What each administrator sees first: what they may do, and, but for cities, how it goes. */
@Controller
class DashboardPage {
  private static final int DAYS = 14;
  private static final int MOST_UNREAD = 20;
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private final Administrators administrators;
  private final AuditBook book;
  private final UnreadChanges unread;
  private final Clock clock;

  DashboardPage(Administrators administrators, AuditBook book, UnreadChanges unread, Clock clock) {
    this.administrators = administrators;
    this.book = book;
    this.unread = unread;
    this.clock = clock;
  }

  @GetMapping("/console")
  String dashboard(Authentication login, Model model) {
    Administrator admin = administrators.of(login).orElseThrow();
    model.addAttribute("admin", admin);
    model.addAttribute("power", admin.power().name());
    boolean whole = admin.power() != Role.CITY_ADMIN && admin.power() != Role.DEPARTMENT_ADMIN;
    model.addAttribute("whole", whole);
    if (whole) {
      LocalDate from = LocalDate.ofInstant(clock.instant(), CHINA);
      model.addAttribute("live", book.liveLogins(clock.instant()));
      model.addAttribute("days", book.days(from.minusDays(DAYS - 1)));
      model.addAttribute("unread", unread.oldest(MOST_UNREAD).stream().map(Line::of).toList());
      model.addAttribute("unreadCount", unread.count());
      model.addAttribute("services", book.services(from.minusDays(30)));
    }
    return "console/dashboard";
  }

  /** A change of the registry that could not be read. */
  public record Line(long number, String code, String fault, String since) {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(CHINA);

    static Line of(UnreadChanges.Kept kept) {
      return new Line(kept.number(), kept.code(), kept.fault(), TIME.format(kept.since()));
    }
  }
}
