package org.xinfu.idp.register;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.xinfu.idp.code.CodeStep;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.register.Registration.Stage;

/** The four pages of a registration: contact, code, password, done. */
@Controller
class RegisterPages {
  private static final String KEPT = "registration";
  private static final String START = "redirect:/register";
  private static final CodeStep CODE = new CodeStep("register");

  private final RegisterPerson register;

  RegisterPages(RegisterPerson register) {
    this.register = register;
  }

  @GetMapping("/register")
  String start(@RequestParam(defaultValue = "") String problem, Model model) {
    model.addAllAttributes(CODE.start(problem));
    return "register/start";
  }

  @PostMapping("/register")
  String begin(
      @RequestParam String contact,
      HttpServletRequest request,
      HttpSession session,
      Locale language) {
    return CODE.begin(
        contact,
        to -> {
          Registration before = (Registration) session.getAttribute(KEPT);
          if (before != null && before.stage() == Stage.CODE_SENT && before.contact().equals(to)) {
            return register.again(before, Devices.origin(request), language);
          }
          Optional<Registration> begun = register.begin(to, Devices.origin(request), language);
          begun.ifPresent(registration -> session.setAttribute(KEPT, registration));
          return begun.isPresent();
        });
  }

  @GetMapping("/register/code")
  String code(
      @RequestParam(defaultValue = "") String problem,
      @SessionAttribute(name = KEPT, required = false) @Nullable Registration registration,
      Model model) {
    if (registration == null || registration.stage() != Stage.CODE_SENT) {
      return START;
    }
    model.addAllAttributes(CODE.code(problem, registration.contact()));
    return "code";
  }

  @PostMapping("/register/code")
  String prove(
      @RequestParam String code,
      @SessionAttribute(name = KEPT, required = false) @Nullable Registration registration,
      HttpSession session) {
    if (registration == null || registration.stage() != Stage.CODE_SENT) {
      return START;
    }
    Optional<Registration> proven = register.prove(registration, code);
    if (proven.isEmpty()) {
      return CODE.wrong();
    }
    session.setAttribute(KEPT, proven.get());
    return START + "/password";
  }

  @GetMapping("/register/password")
  String password(
      @RequestParam(defaultValue = "") String problem,
      @SessionAttribute(name = KEPT, required = false) @Nullable Registration registration,
      Model model) {
    if (registration == null || registration.stage() != Stage.PROVEN) {
      return START;
    }
    if (register.expired(registration)) {
      return CODE.expired();
    }
    model.addAttribute(
        "problem",
        CodeStep.known(problem, "known", "repeat", "too_short", "too_long", "common", "personal"));
    model.addAttribute("masked", registration.contact().masked());
    return "register/password";
  }

  @PostMapping("/register/password")
  String finish(
      Choice choice,
      @SessionAttribute(name = KEPT, required = false) @Nullable Registration registration,
      HttpSession session,
      Locale language) {
    if (registration == null || registration.stage() == Stage.CODE_SENT) {
      return START;
    }
    if (!choice.password().equals(choice.repeat())) {
      return START + "/password?problem=repeat";
    }
    RegisterPerson.Outcome outcome =
        register.finish(registration, choice.password(), choice.holdsNow(), language);
    return switch (outcome) {
      case RegisterPerson.Outcome.Expired expired -> CODE.expired();
      case RegisterPerson.Outcome.Known known -> START + "/password?problem=known";
      case RegisterPerson.Outcome.Unfit unfit ->
          START + "/password?problem=" + unfit.fault().name().toLowerCase(Locale.ROOT);
      case RegisterPerson.Outcome.Done done -> {
        session.setAttribute(KEPT, registration.done());
        session.setAttribute(KEPT + ".name", done.account().loginName());
        yield START + "/done";
      }
    };
  }

  @GetMapping("/register/done")
  String done(
      @SessionAttribute(name = KEPT, required = false) @Nullable Registration registration,
      @SessionAttribute(name = KEPT + ".name", required = false) @Nullable String name,
      Model model) {
    if (registration == null || name == null) {
      return START;
    }
    model.addAttribute("name", name);
    model.addAttribute("masked", registration.contact().masked());
    return "register/done";
  }

  /** The password form. */
  record Choice(String password, String repeat, @Nullable Boolean newHolder) {
    boolean holdsNow() {
      return Boolean.TRUE.equals(newHolder);
    }
  }
}
