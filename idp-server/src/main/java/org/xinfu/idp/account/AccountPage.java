package org.xinfu.idp.account;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;

/** Who am I here, and where am I logged in. */
@Controller
class AccountPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final Accounts accounts;
  private final Sessions sessions;
  private final IdpAudit audit;

  AccountPage(Accounts accounts, Sessions sessions, IdpAudit audit) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.audit = audit;
  }

  @GetMapping("/")
  String start() {
    return "redirect:/account";
  }

  @GetMapping("/account")
  String account(Principal login, HttpSession session, Model model) {
    Account account =
        accounts
            .byId(login.getName())
            .orElseThrow(() -> new IllegalStateException("a session without its account"));
    model.addAttribute("account", account);
    model.addAttribute("roles", account.roles().stream().map(Enum::name).sorted().toList());
    model.addAttribute(
        "sessions",
        sessions.of(account.id(), session.getId()).stream()
            .map(
                one ->
                    new Line(TIME.format(one.since()), TIME.format(one.lastUse()), one.current()))
            .toList());
    return "account";
  }

  @PostMapping("/account/sessions/end-others")
  String endOthers(Principal login, HttpSession session) {
    sessions.endOthers(login.getName(), session.getId());
    audit.record(null, login.getName(), "sessions-ended", "done");
    return "redirect:/account";
  }

  /** A session as the page shows it, in China Standard Time. */
  public record Line(String since, String lastUse, boolean current) {}
}
