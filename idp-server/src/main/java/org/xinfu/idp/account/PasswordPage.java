package org.xinfu.idp.account;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.factor.FactorNotices;
import org.xinfu.idp.factor.Freshness;

/** Where somebody chooses another password; every other login of theirs ends. */
@Controller
class PasswordPage {
  private static final String HERE = "redirect:/account/password?problem=";
  private static final String STEP_UP = "redirect:/login/step-up?next=/account/password";
  private static final Set<String> PROBLEMS =
      Set.of("repeat", "too_short", "too_long", "common", "personal", "done");

  private final Accounts accounts;
  private final SignOut signOut;
  private final Freshness fresh;
  private final Part part;

  /** Rules, verifiers, what does it, whose request it is, and where people are told. */
  @Component
  record Part(
      PasswordRules rules,
      PasswordEncoder passwords,
      OwnChanges changes,
      Visit visit,
      FactorNotices told) {}

  PasswordPage(Accounts accounts, SignOut signOut, Freshness fresh, Part part) {
    this.accounts = accounts;
    this.signOut = signOut;
    this.fresh = fresh;
    this.part = part;
  }

  @GetMapping("/account/password")
  String page(Authentication login, @RequestParam(defaultValue = "") String problem, Model model) {
    if (!fresh.of(login)) {
      return STEP_UP;
    }
    model.addAttribute("problem", PROBLEMS.contains(problem) ? problem : "");
    return "password";
  }

  @PostMapping("/account/password")
  String change(Authentication login, @RequestParam String password, @RequestParam String repeat) {
    if (!fresh.of(login)) {
      return STEP_UP;
    }
    if (!password.equals(repeat)) {
      return HERE + "repeat";
    }
    String name = accounts.byId(login.getName()).orElseThrow().loginName();
    String normal = PasswordRules.normal(password);
    PasswordRules.Fault fault = part.rules().judge(normal, List.of(name));
    if (fault != PasswordRules.Fault.NONE) {
      return HERE + fault.name().toLowerCase(Locale.ROOT);
    }
    String verifier = Objects.requireNonNull(part.passwords().encode(normal));
    String account = login.getName();
    String kept = part.visit().sid().orElse("");
    // At once: a thief's login must not outlive the password that it was made with.
    OwnChanges.Came came =
        part.changes()
            .with(
                account,
                "password-changed",
                "done",
                () -> {
                  boolean set = accounts.setPassword(account, verifier);
                  if (set) {
                    signOut.others(account, kept, SignOut.Cause.ENDED_BY_OWNER);
                    part.told().tell(login, FactorNotices.Change.PASSWORD);
                  }
                  return set;
                });
    return came == OwnChanges.Came.DONE ? HERE + "done" : "redirect:/login";
  }
}
