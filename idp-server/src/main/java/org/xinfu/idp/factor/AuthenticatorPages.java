package org.xinfu.idp.factor;

import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.OwnChanges.Came;
import org.xinfu.idp.domain.Totp;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.login.LoginGeneration;
import org.xinfu.idp.qr.QrImage;
import org.xinfu.trust.Bytes;

/** Where a person adds and removes authenticators. Every change wants a fresh login. */
@Controller
class AuthenticatorPages {
  private static final String SECRET = "xinfu.totp.secret";
  private static final String LOGIN = "redirect:/login";
  private static final String HERE = "redirect:" + Freshness.HERE;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final Authenticators authenticators;
  private final Freshness fresh;
  private final Completion completion;
  private final IdpAudit audit;
  private final Clock clock;
  private final FactorNotices told;
  private final OwnChanges changes;
  private final SecureRandom random = new SecureRandom();

  /** The book, the clock, who tells people, and what does it. */
  @Component
  record Part(LogIn.Part part, FactorNotices told, OwnChanges changes) {}

  AuthenticatorPages(
      Authenticators authenticators, Freshness fresh, Completion completion, Part part) {
    this.authenticators = authenticators;
    this.fresh = fresh;
    this.completion = completion;
    this.audit = part.part().audit();
    this.clock = part.part().clock();
    this.told = part.told();
    this.changes = part.changes();
  }

  @GetMapping("/account/authenticators")
  String list(Authentication login, @RequestParam(defaultValue = "") String problem, Model model) {
    List<Line> lines =
        authenticators.of(login.getName()).stream()
            .map(
                one ->
                    new Line(
                        one.id(),
                        one.kind().name(),
                        one.label(),
                        TIME.format(one.createdAt()),
                        one.lastUsedAt() == null ? "" : TIME.format(one.lastUsedAt())))
            .toList();
    model.addAttribute("lines", lines);
    model.addAttribute("recovery", authenticators.recoveryCodes(login.getName()));
    model.addAttribute("level", FactorAuthorities.assurance(login).level().name());
    model.addAttribute(
        "problem", Set.of("code", "held", "passkey").contains(problem) ? problem : "");
    return "authenticators";
  }

  @PostMapping("/account/authenticators/totp")
  String beginTotp(Authentication login, HttpSession session, Model model) {
    if (!fresh.of(login)) {
      return "redirect:" + fresh.stepUp(login);
    }
    byte[] secret = new byte[20];
    random.nextBytes(secret);
    session.setAttribute(SECRET, Bytes.of(secret).toHex());
    model.addAttribute("secret", Totp.base32(Bytes.of(secret)).replaceAll("(.{4})(?=.)", "$1 "));
    String uri = uri(Bytes.of(secret));
    model.addAttribute("uri", uri);
    model.addAttribute("image", QrImage.of(uri));
    return "totp";
  }

  @PostMapping("/account/authenticators/totp/confirm")
  String confirmTotp(
      Authentication login,
      @SessionAttribute(name = SECRET, required = false) @Nullable String kept,
      Confirmation typed,
      ServletWebRequest visit) {
    if (!fresh.of(login)) {
      return "redirect:" + fresh.stepUp(login);
    }
    if (kept == null) {
      return HERE;
    }
    Bytes secret = Bytes.hex(kept);
    OptionalLong step = Totp.match(secret, typed.code().replace(" ", ""), clock.instant());
    if (step.isEmpty()) {
      audit.record(null, login.getName(), "authenticator-added", "refused");
      return HERE + "?problem=code";
    }
    visit.removeAttribute(SECRET, RequestAttributes.SCOPE_SESSION);
    String who = login.getName();
    Came came =
        did(
            who,
            "authenticator-added",
            "totp",
            () -> {
              authenticators.addTotp(who, typed.named(), secret, step.getAsLong());
              told.tell(login, FactorNotices.Change.ADDED);
            });
    if (came != Came.DONE) {
      return LOGIN;
    }
    // The code that confirmed it was shown just now.
    completion.enter(
        visit.getRequest(),
        Objects.requireNonNull(visit.getResponse()),
        LoginGeneration.of(login),
        FactorAuthorities.assurance(login).with(Factor.TOTP, clock.instant()));
    return HERE;
  }

  @PostMapping("/account/authenticators/code")
  String addCode(Authentication login) {
    if (!fresh.of(login)) {
      return "redirect:" + fresh.stepUp(login);
    }
    String who = login.getName();
    Came came =
        changes.with(
            who,
            "authenticator-added",
            "code",
            () ->
                authenticators.addCode(who, "SMS / e-mail")
                    && told(login, FactorNotices.Change.ADDED));
    if (came == Came.NOTHING) {
      audit.record(null, who, "authenticator-added", "known");
    }
    return came == Came.LOGIN_OVER ? LOGIN : HERE;
  }

  /** Shown this once; the old ones are good no longer. */
  @PostMapping("/account/authenticators/recovery")
  String recovery(Authentication login, Model model) {
    if (!fresh.of(login)) {
      return "redirect:" + fresh.stepUp(login);
    }
    List<String> codes = RecoveryCodes.fresh();
    String who = login.getName();
    Came came =
        did(
            who,
            "recovery-codes-made",
            "done",
            () -> {
              authenticators.putRecoveryCodes(who, codes);
              told.tell(login, FactorNotices.Change.RECOVERY_CODES);
            });
    if (came != Came.DONE) {
      return LOGIN;
    }
    model.addAttribute("codes", codes.stream().map(RecoveryCodes::printed).toList());
    return "recovery";
  }

  @PostMapping("/account/authenticators/{id}/rename")
  String rename(Authentication login, @PathVariable String id, @RequestParam String label) {
    if (!fresh.of(login)) {
      return "redirect:" + fresh.stepUp(login);
    }
    String name = label.strip();
    boolean done =
        !name.isEmpty()
            && authenticators.rename(
                login.getName(), id, name.substring(0, Math.min(40, name.length())));
    audit.record(null, login.getName(), "authenticator-renamed", done ? "done" : "refused");
    return HERE;
  }

  @PostMapping("/account/authenticators/{id}/remove")
  String remove(Authentication login, @PathVariable String id) {
    if (!fresh.of(login)) {
      return "redirect:" + fresh.stepUp(login);
    }
    if (fresh.held(login)) {
      audit.record(null, login.getName(), "authenticator-removed", "held");
      return HERE + "?problem=held";
    }
    String who = login.getName();
    Came came =
        changes.with(
            who,
            "authenticator-removed",
            "done",
            () -> authenticators.remove(who, id) && told(login, FactorNotices.Change.REMOVED));
    if (came == Came.NOTHING) {
      audit.record(null, who, "authenticator-removed", "unknown");
    }
    return came == Came.LOGIN_OVER ? LOGIN : HERE;
  }

  /** Within the transaction of the change. */
  private boolean told(Authentication login, FactorNotices.Change change) {
    told.tell(login, change);
    return true;
  }

  private Came did(String who, String act, String outcome, Runnable work) {
    return changes.with(
        who,
        act,
        outcome,
        () -> {
          work.run();
          return true;
        });
  }

  private static String uri(Bytes secret) {
    return "otpauth://totp/Xinfu?issuer=Xinfu&secret=" + Totp.base32(secret);
  }

  /** An authenticator as the page shows it, in China Standard Time. */
  public record Line(String id, String kind, String label, String since, String lastUse) {}

  /** The first code of an app, and what its owner calls it. */
  record Confirmation(String code, @Nullable String label) {
    /** A form without a code is a wrong code. */
    Confirmation {
      code = Objects.requireNonNullElse(code, "");
    }

    String named() {
      String name = label == null ? "" : label.strip();
      return name.isEmpty() ? "TOTP" : name.substring(0, Math.min(40, name.length()));
    }
  }
}
