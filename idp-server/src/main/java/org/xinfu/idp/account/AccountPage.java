package org.xinfu.idp.account;

import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.login.FactorAuthorities;

/** Who am I here. */
@Controller
class AccountPage {
  private final Accounts accounts;
  private final Persons persons;
  private final IdentityLevels levels;

  AccountPage(Accounts accounts, Persons persons, IdentityLevels levels) {
    this.accounts = accounts;
    this.persons = persons;
    this.levels = levels;
  }

  @GetMapping("/")
  String start() {
    return "redirect:/account";
  }

  @GetMapping("/account")
  String account(Authentication login, Model model) {
    Account account =
        accounts
            .byId(login.getName())
            .orElseThrow(() -> new IllegalStateException("a session without its account"));
    model.addAttribute("account", account);
    model.addAttribute("numbered", persons.calledByAnothers(account));
    model.addAttribute("ial", levels.of(account.id()).name());
    model.addAttribute("aal", FactorAuthorities.assurance(login).level().name());
    model.addAttribute("roles", account.roles().stream().map(Enum::name).sorted().toList());
    return "account";
  }
}
