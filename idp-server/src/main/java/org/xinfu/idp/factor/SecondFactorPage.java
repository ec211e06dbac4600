package org.xinfu.idp.factor;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.xinfu.idp.code.Messages;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Factor;

/** The second step of a login, and the step-up of one. */
@Controller
class SecondFactorPage {
  private static final String HERE = "redirect:/login/second";

  /** Paths of ours that a step-up may lead back to. */
  private static final Set<String> NEXT =
      Set.of(
          "/account/authenticators",
          "/account/ukey",
          "/account/closure",
          "/account/contacts",
          "/account/password",
          "/account/proof",
          "/console");

  private final SecondFactors factors;
  private final Completion completion;
  private final Accounts accounts;
  private final Clock clock;

  SecondFactorPage(SecondFactors factors, Completion completion, Accounts accounts, Clock clock) {
    this.factors = factors;
    this.completion = completion;
    this.accounts = accounts;
    this.clock = clock;
  }

  @GetMapping("/login/step-up")
  String stepUp(
      Authentication login,
      @RequestParam(defaultValue = "") String next,
      @RequestParam(required = false) @Nullable Aal aal,
      HttpServletRequest request) {
    completion.stepUp(request, login, new Completion.Aim(aal, known(next) ? next : ""));
    return HERE;
  }

  @GetMapping("/login/second")
  String page(
      @SessionAttribute(name = PendingLogin.KEPT, required = false) @Nullable PendingLogin pending,
      @RequestParam(defaultValue = "") String problem,
      @RequestParam(required = false) @Nullable Factor sent,
      Model model) {
    if (pending == null) {
      return "redirect:/login";
    }
    Set<Factor> offered = offered(pending);
    model.addAttribute("passkey", offered.removeIf(Factor::passkey));
    model.addAttribute("ukey", offered.removeIf(Factor::certificate));
    model.addAttribute("stepUp", pending.stepUp());
    model.addAttribute(
        "problem", Set.of("refused", "limited", "passkey").contains(problem) ? problem : "");
    model.addAttribute("sent", sent);
    model.addAttribute("offered", List.copyOf(offered));
    model.addAttribute("first", sent == null ? first(offered) : sent);
    return "second";
  }

  @PostMapping("/login/second/send")
  String send(
      @SessionAttribute(name = PendingLogin.KEPT, required = false) @Nullable PendingLogin pending,
      @RequestParam Factor factor,
      HttpServletRequest request,
      Locale language) {
    if (pending == null) {
      return "redirect:/login";
    }
    try {
      boolean sent = factors.send(pending, factor, Devices.origin(request), language);
      return HERE + (sent ? "?sent=" + factor : "?problem=limited");
    } catch (Messages.MessageNotSent gateway) {
      return HERE + "?problem=limited";
    }
  }

  @PostMapping("/login/second")
  void check(
      @SessionAttribute(name = PendingLogin.KEPT, required = false) @Nullable PendingLogin pending,
      Shown shown,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, ServletException {
    boolean active =
        pending != null
            && accounts.byId(pending.accountId()).filter(account -> account.active()).isPresent();
    if (pending == null || !active) {
      response.sendRedirect("/login");
    } else if (factors.check(pending, shown.factor(), shown.code(), Devices.origin(request))) {
      completion.finish(
          request,
          response,
          pending.who(),
          pending.assurance().with(shown.factor(), clock.instant()));
    } else {
      response.sendRedirect("/login/second?problem=refused");
    }
  }

  private static boolean known(String next) {
    return NEXT.contains(next) || next.matches("/(qr|window)/[A-Za-z0-9_-]{43}");
  }

  /**
   * Only what helps, if anything does; a password again is taken of who is logged in, and a
   * certificate, which is a login of its own for anybody else.
   */
  private Set<Factor> offered(PendingLogin pending) {
    Set<Factor> all = new TreeSet<>(factors.of(pending.accountId()));
    if (pending.stepUp()) {
      all.add(Factor.PASSWORD);
    } else {
      all.removeIf(Factor::certificate);
    }
    Set<Factor> helping = new TreeSet<>(all);
    helping.removeIf(factor -> !pending.helps(factor, clock.instant()));
    return helping.isEmpty() ? all : helping;
  }

  private static @Nullable Factor first(Set<Factor> offered) {
    return offered.contains(Factor.TOTP) ? Factor.TOTP : offered.stream().findFirst().orElse(null);
  }

  /** What was typed for which factor. */
  record Shown(Factor factor, String code) {
    /** A form that names no factor is refused like one that repeats the password. */
    Shown {
      factor = Objects.requireNonNullElse(factor, Factor.PASSWORD);
      code = Objects.requireNonNullElse(code, "");
    }
  }
}
