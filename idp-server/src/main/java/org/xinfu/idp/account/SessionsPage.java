package org.xinfu.idp.account;

import java.security.Principal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.Visit;

/** Where am I logged in, and an end to it: here or elsewhere, with every service told. */
@Controller
class SessionsPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final Sessions sessions;
  private final SignOut signOut;
  private final Visit visit;

  SessionsPage(Sessions sessions, SignOut signOut, Visit visit) {
    this.sessions = sessions;
    this.signOut = signOut;
    this.visit = visit;
  }

  @GetMapping("/account/sessions")
  String list(Principal login, Model model) {
    String here = current();
    model.addAttribute(
        "sessions",
        sessions.of(login.getName()).stream()
            .map(
                one ->
                    new Line(
                        one.sid(),
                        one.device(),
                        one.place(),
                        TIME.format(one.since()),
                        TIME.format(one.lastUse()),
                        one.services(),
                        one.sid().equals(here)))
            .toList());
    return "sessions";
  }

  @PostMapping("/account/sessions/end")
  String end(Principal login, @RequestParam String sid) {
    signOut.own(login.getName(), sid, SignOut.Cause.ENDED_BY_OWNER);
    return "redirect:/account/sessions";
  }

  @PostMapping("/account/sessions/end-others")
  String endOthers(Principal login) {
    signOut.others(login.getName(), current(), SignOut.Cause.ENDED_BY_OWNER);
    return "redirect:/account/sessions";
  }

  private String current() {
    return visit.sid().orElseThrow(() -> new IllegalStateException("a login without its sid"));
  }

  /** A login as the page shows it, in China Standard Time. */
  public record Line(
      String sid,
      String device,
      String place,
      String since,
      String lastUse,
      List<ServiceName> services,
      boolean current) {}
}
