package org.xinfu.idp.recover;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.xinfu.idp.code.CodeStep;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.proof.ClaimsForm;

/** The pages of a recovery: contact, code, identity and a new password. */
@Controller
class RecoverPages {
  private static final String KEPT = "xinfu.recovery";
  private static final String START = "redirect:/recover";
  private static final CodeStep CODE = new CodeStep("recover");

  private final RecoverAccount recover;

  RecoverPages(RecoverAccount recover) {
    this.recover = recover;
  }

  @GetMapping("/recover")
  String start(@RequestParam(defaultValue = "") String problem, Model model) {
    model.addAllAttributes(CODE.start(problem));
    return "recover/start";
  }

  @PostMapping("/recover")
  String begin(
      @RequestParam String contact,
      HttpServletRequest request,
      HttpSession session,
      Locale language) {
    return CODE.begin(
        contact,
        to -> {
          Recovery fresh = new Recovery(UUID.randomUUID().toString(), to, false, null);
          boolean sent = recover.send(fresh, Devices.origin(request), language);
          if (sent) {
            session.setAttribute(KEPT, fresh);
          }
          return sent;
        });
  }

  @GetMapping("/recover/code")
  String code(
      @RequestParam(defaultValue = "") String problem,
      @SessionAttribute(name = KEPT, required = false) @Nullable Recovery recovery,
      Model model) {
    if (recovery == null || recovery.proven()) {
      return START;
    }
    model.addAllAttributes(CODE.code(problem, recovery.contact()));
    return "code";
  }

  @PostMapping("/recover/code")
  String holds(
      @RequestParam String code,
      @SessionAttribute(name = KEPT, required = false) @Nullable Recovery recovery,
      HttpSession session) {
    if (recovery == null || recovery.proven()) {
      return START;
    }
    Optional<Recovery> shown = recover.holds(recovery, code);
    if (shown.isEmpty()) {
      return CODE.wrong();
    }
    session.setAttribute(KEPT, shown.get());
    return START + "/identity";
  }

  @GetMapping("/recover/identity")
  String identity(
      @RequestParam(defaultValue = "") String problem,
      @SessionAttribute(name = KEPT, required = false) @Nullable Recovery recovery,
      Model model) {
    if (recovery == null || !recovery.proven()) {
      return START;
    }
    if (recover.expired(recovery)) {
      return CODE.expired();
    }
    model.addAttribute(
        "problem",
        CodeStep.known(
            problem,
            "malformed",
            "refused",
            "unavailable",
            "taken",
            "repeat",
            "too_short",
            "too_long",
            "common",
            "personal"));
    model.addAttribute("types", List.of(IdDocument.Type.values()));
    return "recover/identity";
  }

  @PostMapping("/recover/identity")
  String finish(
      ClaimsForm claimed,
      Choice choice,
      @SessionAttribute(name = KEPT, required = false) @Nullable Recovery recovery,
      HttpServletRequest request,
      Locale language) {
    if (recovery == null || !recovery.proven()) {
      return START;
    }
    if (recover.expired(recovery)) {
      return CODE.expired();
    }
    Contact contact = recovery.contact();
    Optional<Claims> claims =
        claimed.claims(contact.kind() == Contact.Kind.PHONE ? contact.value() : null);
    if (claims.isEmpty()) {
      return START + "/identity?problem=malformed";
    }
    if (!choice.repeated()) {
      return START + "/identity?problem=repeat";
    }
    RecoverAccount.Wish wish =
        new RecoverAccount.Wish(choice.wanted(), Devices.origin(request), language);
    String again = START + "/identity?problem=";
    return switch (recover.finish(recovery, claims.get(), wish)) {
      case RecoverAccount.Outcome.Refused refused -> again + "refused";
      case RecoverAccount.Outcome.Unavailable away -> again + "unavailable";
      case RecoverAccount.Outcome.Taken taken -> again + "taken";
      case RecoverAccount.Outcome.Unfit unfit ->
          again + unfit.fault().name().toLowerCase(Locale.ROOT);
      case RecoverAccount.Outcome.Done done -> {
        request.getSession().setAttribute(KEPT + ".name", done.account().shownName());
        request.getSession().removeAttribute(KEPT);
        yield START + "/done";
      }
    };
  }

  @GetMapping("/recover/done")
  String done(
      @SessionAttribute(name = KEPT + ".name", required = false) @Nullable String name,
      Model model) {
    if (name == null) {
      return START;
    }
    model.addAttribute("name", name);
    return "recover/done";
  }

  /** The new password, twice. */
  record Choice(@Nullable String password, @Nullable String repeat) {
    /** A form without it is one in which nothing was typed. */
    String wanted() {
      return Objects.requireNonNullElse(password, "");
    }

    boolean repeated() {
      return wanted().equals(Objects.requireNonNullElse(repeat, ""));
    }
  }
}
