package org.xinfu.idp.qr;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.domain.Device;
import org.xinfu.idp.factor.Freshness;

/** The screen that confirms: what asks, from where, for which service, and which number. */
@Controller
class QrConfirmPage {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final ConfirmElsewhere confirm;
  private final Freshness fresh;

  QrConfirmPage(ConfirmElsewhere confirm, Freshness fresh) {
    this.confirm = confirm;
    this.fresh = fresh;
  }

  @GetMapping("/qr/{token}")
  String page(
      Authentication login, @PathVariable String token, HttpServletRequest request, Model model) {
    wellFormed(token);
    if (!fresh.of(login)) {
      return "redirect:/login/step-up?next=/qr/" + token;
    }
    Optional<QrLogins.Shown> shown = confirm.scan(token, login.getName());
    model.addAttribute("shown", shown.orElse(null));
    model.addAttribute("token", token);
    shown.ifPresent(
        asked -> {
          model.addAttribute("choices", ConfirmElsewhere.choices(asked.number(), token));
          String here = Device.prefix(request.getRemoteAddr());
          model.addAttribute("elsewhere", !here.equals(asked.addressPrefix()));
        });
    return "qr/confirm";
  }

  @PostMapping("/qr/{token}")
  String decide(
      Authentication login,
      @PathVariable String token,
      @RequestParam(required = false) @Nullable Integer number,
      Model model) {
    wellFormed(token);
    if (!fresh.of(login)) {
      return "redirect:/login/step-up?next=/qr/" + token;
    }
    boolean done = confirm.decide(token, login.getName(), number);
    model.addAttribute("outcome", done ? "done" : number == null ? "denied" : "refused");
    return "qr/done";
  }

  /** What leads back here holds the token: nothing else goes into it. */
  private static void wellFormed(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
  }
}
