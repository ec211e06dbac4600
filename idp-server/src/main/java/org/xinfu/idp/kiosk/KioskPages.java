package org.xinfu.idp.kiosk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.Visit;

/**
 * Where a kiosk's visitor is when no service has called, and where they leave. Leaving ends the
 * login, tells the services that it reached, and has the browser forget all it has of this site
 * (Clear-Site-Data).
 */
@Controller
class KioskPages {
  private static final String FORGET = "\"cache\", \"cookies\", \"storage\"";

  private final Accounts accounts;
  private final SignOut signOut;
  private final Visit visit;

  KioskPages(Accounts accounts, SignOut signOut, Visit visit) {
    this.accounts = accounts;
    this.signOut = signOut;
    this.visit = visit;
  }

  @GetMapping("/kiosk")
  String here(
      @Nullable Authentication login,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    if (login == null) {
      return forgotten(response);
    }
    if (!KioskFilter.at(request)) {
      return "redirect:/account";
    }
    model.addAttribute("name", accounts.byId(login.getName()).map(Account::displayName).orElse(""));
    return "kiosk/here";
  }

  @PostMapping("/kiosk/leave")
  String leave(HttpServletRequest request, HttpServletResponse response) {
    visit.sid().ifPresent(sid -> signOut.login(sid, SignOut.Cause.KIOSK_LEFT));
    @Nullable HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    return forgotten(response);
  }

  private static String forgotten(HttpServletResponse response) {
    response.setHeader("Clear-Site-Data", FORGET);
    return "kiosk/left";
  }
}
