package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.mandate.Acting;

/**
 * {@code prompt=select_account} (OpenID Connect Core §3.1.2.1): go on as whoever is logged in, or
 * as somebody else.
 */
@Controller
class AccountChoice {
  private final Accounts accounts;
  private final WaitingRoom room;
  private final IdpAudit audit;
  private final Clock clock;
  private final AuthorizationDoor.Represented represented;

  AccountChoice(
      Accounts accounts,
      WaitingRoom room,
      IdpAudit audit,
      AuthorizationDoor.Represented represented) {
    this.accounts = accounts;
    this.room = room;
    this.audit = audit;
    this.clock = represented.identities().clock();
    this.represented = represented;
  }

  @GetMapping("/login/account")
  String page(HttpServletRequest request, Principal login, Model model) {
    Optional<Account> account = accounts.byId(login.getName());
    String seat = room.newest(request).orElse(null);
    if (account.isEmpty() || seat == null) {
      return "redirect:/account";
    }
    model.addAttribute("account", account.get());
    model.addAttribute("seat", seat);
    model.addAttribute("acting", represented.visit().acting().map(Acting::mandateId).orElse(""));
    model.addAttribute("choices", represented.identities().choices(login.getName()));
    return "account-choice";
  }

  /** An acting identity: an entity by its mandate, or oneself by an empty one. */
  @PostMapping("/account/acting")
  String act(
      HttpServletRequest request,
      Principal login,
      @RequestParam String seat,
      @RequestParam(defaultValue = "") String mandate) {
    Waiting waiting =
        room.of(request, seat)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    String person = login.getName();
    Acting acting =
        represented
            .identities()
            .choice(person, mandate)
            .map(chain -> new Acting(person, chain.entity().id(), mandate))
            .orElse(null);
    if (acting == null && !mandate.isEmpty()) {
      audit.record(null, person, "acting-changed", "refused");
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
    request.changeSessionId();
    request.getSession().setAttribute(Acting.KEPT, acting);
    audit.record(null, person, "acting-changed", acting == null ? "self" : mandate);
    room.seat(request, seat, waiting.accountChosen());
    return "redirect:" + room.wayBack(seat);
  }

  @PostMapping("/login/account")
  String choose(
      HttpServletRequest request, @RequestParam String seat, @RequestParam String choice) {
    Waiting waiting =
        room.of(request, seat)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    if (choice.equals("same")) {
      room.seat(request, seat, waiting.accountChosen());
      return "redirect:" + room.wayBack(seat);
    }
    room.seat(request, seat, waiting.loginAskedAgain(clock.instant()));
    return "redirect:/login";
  }
}
