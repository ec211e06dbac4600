package org.xinfu.idp.qr;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.factor.Completion;
import org.xinfu.idp.login.FactorAuthorities;

/** The screen that asks: a QR code, a number, and the way on when it was confirmed. */
@Controller
class QrLoginPage {
  private static final String KEPT = "xinfu.qr.browser";

  private final ConfirmElsewhere confirm;
  private final Completion completion;
  private final QrParts parts;

  QrLoginPage(ConfirmElsewhere confirm, Completion completion, QrParts parts) {
    this.confirm = confirm;
    this.completion = completion;
    this.parts = parts;
  }

  @GetMapping("/login/qr")
  String page(
      @RequestParam(defaultValue = "") String problem, HttpServletRequest request, Model model) {
    model.addAttribute(
        "problem", Set.of("gone", "denied", "waiting").contains(problem) ? problem : "");
    String client = parts.client().apply(request).orElse(null);
    Optional<QrLogins.Asked> asked = confirm.ask(client, Devices.origin(request));
    model.addAttribute("offered", asked.isPresent());
    asked.ifPresent(
        fresh -> {
          request.getSession().setAttribute(KEPT, fresh.browser());
          String address = parts.origin() + "/qr/" + fresh.token();
          model.addAttribute("address", address);
          model.addAttribute("image", QrImage.of(address));
          model.addAttribute("number", fresh.number());
        });
    return "qr/login";
  }

  /** For the page's own script: how the login stands, and nothing else. */
  @GetMapping("/login/qr/state")
  @ResponseBody
  Map<String, String> state(
      @SessionAttribute(name = KEPT, required = false) @Nullable String browser) {
    QrLogins.State state = browser == null ? QrLogins.State.GONE : confirm.state(browser);
    return Map.of("state", state.name());
  }

  @PostMapping("/login/qr")
  void goOn(
      @SessionAttribute(name = KEPT, required = false) @Nullable String browser,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, ServletException {
    Optional<Entrant> entrant = browser == null ? Optional.empty() : confirm.use(browser);
    if (entrant.isPresent()) {
      request.getSession().removeAttribute(KEPT);
      completion.finish(
          request,
          response,
          entrant.get(),
          shown(entrant.get()).with(Factor.PHONE_CONFIRMED, parts.clock().instant()));
      return;
    }
    QrLogins.State state = browser == null ? QrLogins.State.GONE : confirm.state(browser);
    String problem =
        switch (state) {
          case DENIED -> "denied";
          case WAITING, SCANNED -> "waiting";
          default -> "gone";
        };
    response.sendRedirect("/login/qr?problem=" + problem);
  }

  private static Assurance shown(Entrant who) {
    @Nullable Authentication login = SecurityContextHolder.getContext().getAuthentication();
    return login != null && login.getName().equals(who.accountId())
        ? FactorAuthorities.assurance(login)
        : Assurance.none();
  }
}
