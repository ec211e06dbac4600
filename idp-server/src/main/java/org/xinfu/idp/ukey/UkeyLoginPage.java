package org.xinfu.idp.ukey;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.idp.factor.Completion;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.kit.Refused;
import org.xinfu.trust.Bytes;

/**
 * Logs in by a signed challenge. Whoever is logged in already is stepped up. The signing program
 * may send its answer beside the browser; then the form comes empty.
 */
@Controller
class UkeyLoginPage {
  private final VerifyUkey ukey;
  private final CertificateHolders holders;
  private final Completion completion;
  private final UkeyParts parts;

  UkeyLoginPage(
      VerifyUkey ukey, CertificateHolders holders, Completion completion, UkeyParts parts) {
    this.ukey = ukey;
    this.holders = holders;
    this.completion = completion;
    this.parts = parts;
  }

  @GetMapping("/login/ukey")
  String page(
      @RequestParam(defaultValue = "") String problem,
      HttpServletRequest request,
      Locale language,
      Model model) {
    boolean may = ukey.offered() && parts.take(Devices.origin(request));
    UkeyRefusal refusal =
        may
            ? parts.refusal(problem)
            : ukey.offered() ? UkeyRefusal.UKEY_LIMITED : UkeyRefusal.UKEY_NOT_OFFERED;
    model.addAttribute("problem", refusal == null ? "" : parts.sentence(refusal, language));
    model.addAttribute("code", refusal == null ? "" : refusal.code());
    model.addAttribute("offered", may);
    if (may) {
      UkeyChallenge challenge = visit(request).challenge();
      model.addAttribute("challenge", challenge.text());
      model.addAttribute("program", parts.program(challenge));
    }
    return "ukey";
  }

  @PostMapping("/login/ukey")
  void check(UkeyVisit.Form form, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try {
      if (!parts.take(Devices.origin(request))) {
        throw new Refused(UkeyRefusal.UKEY_LIMITED);
      }
      SignerTrust.Trusted signer = visit(request).verify(form);
      Account account =
          holders
              .holder(signer, parts.clock().instant())
              .orElseThrow(() -> new Refused(UkeyRefusal.UKEY_NOBODY));
      parts.audit().record(null, account.id(), "login", "ukey");
      completion.finish(
          request,
          response,
          account.entrant(),
          shown(account).with(signer.factor(), parts.clock().instant()));
    } catch (Refused refused) {
      parts.audit().record(null, "unknown", "login", refused.refusal().code());
      response.sendRedirect("/login/ukey?problem=" + refused.refusal().code());
    }
  }

  /** From the signing program: no cookie speaks here, and nobody is logged in by it. */
  @PostMapping("/login/ukey/answer")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void answer(@RequestParam String signed, HttpServletRequest request) {
    if (!parts.take(Devices.origin(request))) {
      throw new Refused(UkeyRefusal.UKEY_LIMITED);
    }
    Optional<Bytes> octets = new UkeyVisit.Form(signed, null).octets();
    ukey.keep(octets.orElseThrow(() -> new Refused(UkeyRefusal.UKEY_MESSAGE_MALFORMED)));
  }

  private static Assurance shown(Account account) {
    @Nullable Authentication login = SecurityContextHolder.getContext().getAuthentication();
    return login != null && login.getName().equals(account.id())
        ? FactorAuthorities.assurance(login)
        : Assurance.none();
  }

  private UkeyVisit visit(HttpServletRequest request) {
    return new UkeyVisit(ukey, UkeyChallenge.Purpose.LOGIN, request);
  }
}
