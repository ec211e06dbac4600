package org.xinfu.idp.proof;

import java.security.Principal;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;

/** Where a person has themselves verified without telling this platform who they are. */
@Controller
class NetProofPage {
  private final ProveByNet prove;
  private final Accounts accounts;

  NetProofPage(ProveByNet prove, Accounts accounts) {
    this.prove = prove;
    this.accounts = accounts;
  }

  @GetMapping("/account/proof/net")
  String page(@RequestParam(defaultValue = "") String outcome, Model model) {
    model.addAttribute("outcome", outcome.matches("[a-z-]{1,20}") ? outcome : "");
    return "net-proof";
  }

  @PostMapping("/account/proof/net")
  String redeem(Principal login, @RequestParam(defaultValue = "") String voucher) {
    Account account =
        accounts
            .byId(login.getName())
            .orElseThrow(() -> new IllegalStateException("a session without its account"));
    ProvePerson.Outcome outcome = prove.prove(account, voucher.strip());
    return outcome == ProvePerson.Outcome.DONE
        ? "redirect:/account/proof?outcome=done"
        : "redirect:/account/proof/net?outcome="
            + outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
