package org.xinfu.idp.ukey;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.idp.factor.FactorNotices;
import org.xinfu.idp.factor.Freshness;
import org.xinfu.kit.Refused;

/** Where a verified person makes a certificate a way to log in. */
@Controller
class UkeyBindingPage {
  private static final String STEP_UP = "redirect:/login/step-up?next=/account/ukey";

  private final VerifyUkey ukey;
  private final CertificateHolders holders;
  private final Freshness fresh;
  private final UkeyParts parts;

  UkeyBindingPage(VerifyUkey ukey, CertificateHolders holders, Freshness fresh, UkeyParts parts) {
    this.ukey = ukey;
    this.holders = holders;
    this.fresh = fresh;
    this.parts = parts;
  }

  @GetMapping("/account/ukey")
  String page(
      Authentication login,
      @RequestParam(defaultValue = "") String problem,
      HttpServletRequest request,
      Locale language,
      Model model) {
    if (!fresh.of(login)) {
      return STEP_UP;
    }
    UkeyRefusal refusal = ukey.offered() ? parts.refusal(problem) : UkeyRefusal.UKEY_NOT_OFFERED;
    model.addAttribute("problem", refusal == null ? "" : parts.sentence(refusal, language));
    model.addAttribute("offered", ukey.offered());
    if (ukey.offered()) {
      UkeyChallenge challenge = visit(request).challenge();
      model.addAttribute("challenge", challenge.text());
      model.addAttribute("program", parts.program(challenge));
    }
    return "ukey-bind";
  }

  @PostMapping("/account/ukey")
  String bind(
      Authentication login,
      UkeyVisit.Form form,
      @RequestParam(defaultValue = "") String label,
      HttpServletRequest request) {
    if (!fresh.of(login)) {
      return STEP_UP;
    }
    try {
      if (!parts.take(Devices.origin(request))) {
        throw new Refused(UkeyRefusal.UKEY_LIMITED);
      }
      SignerTrust.Trusted signer = visit(request).verify(form);
      String named = label.isBlank() ? "UKey" : label.strip();
      String name = named.substring(0, Math.min(40, named.length()));
      OwnChanges.Came came =
          parts
              .changes()
              .with(
                  login.getName(),
                  "authenticator-added",
                  "certificate",
                  () -> {
                    holders.bind(login.getName(), signer, name);
                    parts.told().tell(login, FactorNotices.Change.ADDED);
                    return true;
                  });
      if (came != OwnChanges.Came.DONE) {
        return "redirect:/login";
      }
    } catch (Refused refused) {
      String code = refused.refusal().code();
      parts.audit().record(null, login.getName(), "authenticator-added", code);
      return "redirect:/account/ukey?problem=" + code;
    }
    return "redirect:/account/authenticators";
  }

  private UkeyVisit visit(HttpServletRequest request) {
    return new UkeyVisit(ukey, UkeyChallenge.Purpose.BIND, request);
  }
}
