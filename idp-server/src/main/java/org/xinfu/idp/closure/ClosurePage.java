package org.xinfu.idp.closure;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.factor.Freshness;

/** Where a person closes their account, or takes that back. */
@Controller
class ClosurePage {
  private static final String HERE = "redirect:/account/closure";
  private static final String LOGIN = "redirect:/login";
  private static final String STEP_UP = "redirect:/login/step-up?next=/account/closure";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final CloseAccount closing;
  private final Accounts accounts;
  private final Freshness fresh;
  private final Visit visit;

  ClosurePage(CloseAccount closing, Accounts accounts, Freshness fresh, Visit visit) {
    this.closing = closing;
    this.accounts = accounts;
    this.fresh = fresh;
    this.visit = visit;
  }

  @GetMapping("/account/closure")
  String page(Authentication login, @RequestParam(defaultValue = "") String problem, Model model) {
    Set<String> known = Set.of("held", "not-yours", "already", "confirm");
    model.addAttribute("problem", known.contains(problem) ? problem : "");
    model.addAttribute(
        "due", closing.due(login.getName()).map((Instant due) -> TIME.format(due)).orElse(""));
    model.addAttribute("fresh", fresh.of(login));
    return "closure";
  }

  @PostMapping("/account/closure")
  String ask(
      Authentication login,
      @RequestParam(defaultValue = "false") boolean understood,
      HttpServletRequest request,
      Locale language) {
    if (!fresh.of(login)) {
      return STEP_UP;
    }
    if (!understood) {
      return HERE + "?problem=confirm";
    }
    Account account =
        accounts
            .byId(login.getName())
            .orElseThrow(() -> new IllegalStateException("a session without its account"));
    CloseAccount.Outcome outcome = closing.ask(account, visit.sid().orElse(""), language);
    return switch (outcome) {
      case ASKED -> HERE;
      case CLOSED -> {
        request.getSession().invalidate();
        yield "redirect:/login?logout";
      }
      case LOGIN_OVER -> LOGIN;
      default -> HERE + "?problem=" + outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  @PostMapping("/account/closure/withdraw")
  String withdraw(Authentication login) {
    return closing.withdraw(login.getName()) == OwnChanges.Came.LOGIN_OVER ? LOGIN : HERE;
  }
}
