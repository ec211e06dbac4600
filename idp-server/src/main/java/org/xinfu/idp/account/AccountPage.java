package org.xinfu.idp.account;

import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Persons;

/** Who am I here. */
@Controller
class AccountPage {
  private final Accounts accounts;
  private final Persons persons;

  AccountPage(Accounts accounts, Persons persons) {
    this.accounts = accounts;
    this.persons = persons;
  }

  @GetMapping("/")
  String start() {
    return "redirect:/account";
  }

  @GetMapping("/account")
  String account(Principal login, Model model) {
    Account account =
        accounts
            .byId(login.getName())
            .orElseThrow(() -> new IllegalStateException("a session without its account"));
    model.addAttribute("account", account);
    model.addAttribute("numbered", persons.calledByAnothers(account));
    model.addAttribute("roles", account.roles().stream().map(Enum::name).sorted().toList());
    return "account";
  }
}
