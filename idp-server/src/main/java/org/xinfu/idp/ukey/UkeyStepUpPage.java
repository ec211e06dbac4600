package org.xinfu.idp.ukey;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.idp.factor.Completion;
import org.xinfu.kit.Refused;

/**
 * Where who is logged in shows their certificate as well (RFC 9470 §4), by a challenge for that
 * alone.
 */
@Controller
class UkeyStepUpPage {
  private static final String HERE = "/login/second/ukey";

  private final VerifyUkey ukey;
  private final CertificateHolders holders;
  private final Completion completion;
  private final UkeyParts parts;

  UkeyStepUpPage(
      VerifyUkey ukey, CertificateHolders holders, Completion completion, UkeyParts parts) {
    this.ukey = ukey;
    this.holders = holders;
    this.completion = completion;
    this.parts = parts;
  }

  @GetMapping(HERE)
  String page(
      @RequestParam(defaultValue = "") String problem,
      HttpServletRequest request,
      Locale language,
      Model model) {
    if (completion.askedForMore(request).isEmpty()) {
      return "redirect:/login";
    }
    boolean may = ukey.offered() && parts.take(Devices.origin(request));
    UkeyRefusal none = ukey.offered() ? UkeyRefusal.UKEY_LIMITED : UkeyRefusal.UKEY_NOT_OFFERED;
    UkeyRefusal refusal = may ? parts.refusal(problem) : none;
    model.addAttribute("problem", refusal == null ? "" : parts.sentence(refusal, language));
    model.addAttribute("offered", may);
    if (may) {
      UkeyChallenge challenge = visit(request).challenge();
      model.addAttribute("challenge", challenge.text());
      model.addAttribute("program", parts.program(challenge));
    }
    return "ukey-more";
  }

  @PostMapping(HERE)
  void check(UkeyVisit.Form form, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Optional<String> account = completion.askedForMore(request);
    if (account.isEmpty()) {
      response.sendRedirect("/login");
      return;
    }
    try {
      SignerTrust.Trusted signer = shown(account.get(), form, request);
      String factor = signer.factor().name().toLowerCase(Locale.ROOT).replace('_', '-');
      parts.audit().record(null, account.get(), "factor-shown", factor);
      completion.shownMore(request, response, signer.factor(), parts.clock().instant());
    } catch (Refused refused) {
      String code = refused.refusal().code();
      parts.audit().record(null, account.get(), "factor-shown", code);
      response.sendRedirect(HERE + "?problem=" + code);
    }
  }

  /** Only a certificate of the account itself adds to its login. */
  private SignerTrust.Trusted shown(
      String accountId, UkeyVisit.Form form, HttpServletRequest request) {
    if (!parts.take(Devices.origin(request))) {
      throw new Refused(UkeyRefusal.UKEY_LIMITED);
    }
    Instant now = parts.clock().instant();
    SignerTrust.Trusted signer = visit(request).verify(form);
    if (holders.holder(signer, now).filter(one -> one.id().equals(accountId)).isEmpty()) {
      throw new Refused(UkeyRefusal.UKEY_NOBODY);
    }
    return signer;
  }

  private UkeyVisit visit(HttpServletRequest request) {
    return new UkeyVisit(ukey, UkeyChallenge.Purpose.STEP_UP, request);
  }
}
