package org.xinfu.idp.mandate;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.LicenceChallenge;

/** Where the holder of an electronic business licence signs in for the entity. */
@Controller
class LicencePage {
  private static final String KEPT = "xinfu.licence-challenge";

  private final LicenceLogin licences;
  private final Accounts accounts;
  private final ActingIdentities identities;
  private final IdpAudit audit;

  LicencePage(
      LicenceLogin licences, Accounts accounts, ActingIdentities identities, IdpAudit audit) {
    this.licences = licences;
    this.accounts = accounts;
    this.identities = identities;
    this.audit = audit;
  }

  @GetMapping("/account/entities/licence")
  String page(Principal login, HttpServletRequest request, Model model) {
    LicenceChallenge challenge = licences.challenge(account(login));
    request.getSession().setAttribute(KEPT, challenge);
    model.addAttribute("challenge", challenge.text());
    return "licence";
  }

  @PostMapping("/account/entities/licence")
  String present(
      Principal login,
      @RequestParam String code,
      @RequestParam String presented,
      HttpServletRequest request) {
    HttpSession session = request.getSession();
    LicenceChallenge challenge = (LicenceChallenge) session.getAttribute(KEPT);
    session.removeAttribute(KEPT);
    if (challenge == null) {
      audit.record(null, login.getName(), "entity-claimed", "not-matched");
      return back("not-matched");
    }
    Account person = account(login);
    RegisterEntity.Outcome outcome = licences.present(person, challenge, code, presented);
    boolean proven =
        outcome == RegisterEntity.Outcome.DONE || outcome == RegisterEntity.Outcome.KNOWN;
    Optional<Chain> mandate = proven ? mandate(person, code) : Optional.empty();
    if (mandate.isEmpty()) {
      return back(outcome.code());
    }
    Chain chain = mandate.get();
    request.changeSessionId();
    session.setAttribute(
        Acting.KEPT, new Acting(person.id(), chain.entity().id(), chain.mandate().id()));
    audit.record(null, person.id(), "acting-changed", chain.mandate().id());
    return back("acting");
  }

  private Optional<Chain> mandate(Account person, String code) {
    return RegisterEntity.code(code)
        .flatMap(known -> identities.widest(person.id(), known))
        .filter(chain -> chain.mandate().parentId() == null);
  }

  private Account account(Principal login) {
    return accounts
        .byId(login.getName())
        .orElseThrow(() -> new IllegalStateException("a session without its account"));
  }

  private static String back(String outcome) {
    return "redirect:/account/entities?outcome=" + outcome;
  }
}
