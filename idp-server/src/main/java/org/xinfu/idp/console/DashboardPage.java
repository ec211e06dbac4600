package org.xinfu.idp.console;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;

/** What each administrator sees first: what they may do, and, but for cities, how it goes. */
@Controller
class DashboardPage {
  private static final int DAYS = 14;

  private final Administrators administrators;
  private final AuditBook book;
  private final Clock clock;

  DashboardPage(Administrators administrators, AuditBook book, Clock clock) {
    this.administrators = administrators;
    this.book = book;
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
      LocalDate from = LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Shanghai"));
      model.addAttribute("live", book.liveLogins(clock.instant()));
      model.addAttribute("days", book.days(from.minusDays(DAYS - 1)));
      model.addAttribute("services", book.services(from.minusDays(30)));
    }
    return "console/dashboard";
  }
}
