package org.xinfu.idp.mandate;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.domain.mandate.Chain;

/**
 * Changes for whom the person acts, without a new login: the session goes on under another cookie
 * value and another {@code sid}, and every service that the old one reached is told that it ended.
 */
@Controller
class SwitchIdentity {
  private final ActingIdentities identities;
  private final IdpAudit audit;

  SwitchIdentity(ActingIdentities identities, IdpAudit audit) {
    this.identities = identities;
    this.audit = audit;
  }

  /** {@code mandate} is empty to act for oneself again. */
  @PostMapping("/account/switch")
  String switchTo(
      Principal login,
      @RequestParam(defaultValue = "") String mandate,
      HttpServletRequest request) {
    String person = login.getName();
    if (mandate.isEmpty()) {
      request.changeSessionId();
      request.getSession().removeAttribute(Acting.KEPT);
      audit.record(null, person, "acting-changed", "self");
      return "redirect:/account/entities?outcome=self";
    }
    Optional<Chain> chain = identities.choice(person, mandate);
    if (chain.isEmpty()) {
      audit.record(null, person, "acting-changed", "refused");
      return "redirect:/account/entities?outcome=mandate-not-active";
    }
    request.changeSessionId();
    Acting acting = new Acting(person, chain.get().entity().id(), mandate);
    request.getSession().setAttribute(Acting.KEPT, acting);
    audit.record(null, person, "acting-changed", mandate);
    return "redirect:/account/entities?outcome=acting";
  }
}
