package org.xinfu.idp.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Role;

/** Where the first three administrators are made; there is no such page once there are some. */
@Controller
class FirstPage {
  private static final String HERE = "redirect:/console/first?problem=";
  private static final Set<String> PROBLEMS =
      Arrays.stream(FirstAdministrators.Outcome.values())
          .filter(outcome -> outcome != FirstAdministrators.Outcome.DONE)
          .map(FirstPage::code)
          .collect(Collectors.toUnmodifiableSet());

  private final FirstAdministrators first;
  private final Budgets budgets;
  private final Clock clock;

  FirstPage(FirstAdministrators first, Budgets budgets, Clock clock) {
    this.first = first;
    this.budgets = budgets;
    this.clock = clock;
  }

  @GetMapping("/console/first")
  String page(
      @RequestParam(defaultValue = "") String problem,
      @RequestParam(required = false) @Nullable Role whose,
      Model model) {
    open();
    boolean named = whose != null && FirstAdministrators.POWERS.contains(whose);
    model.addAttribute("problem", PROBLEMS.contains(problem) ? problem : "");
    model.addAttribute("whose", named ? whose : null);
    model.addAttribute("powers", FirstAdministrators.POWERS);
    return "console/first";
  }

  @PostMapping("/console/first")
  String appoint(Form form, HttpServletRequest request) {
    open();
    Budgets.Line tries =
        new Budgets.Line(
            "first administrators from " + Devices.origin(request).prefix(),
            20,
            Duration.ofHours(1));
    if (!budgets.take(List.of(tries), clock.instant())) {
      return HERE + "refused";
    }
    FirstAdministrators.Answer answer =
        first.appoint(form.token().strip(), form.org().strip(), form.three());
    if (answer.outcome() == FirstAdministrators.Outcome.DONE) {
      return "redirect:/login";
    }
    return HERE
        + code(answer.outcome())
        + (answer.whose() == null ? "" : "&whose=" + answer.whose());
  }

  private static String code(FirstAdministrators.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private void open() {
    if (!first.open()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
  }

  /** The three in the order of their powers. */
  record Form(
      String token, String org, List<String> login, List<String> name, List<String> password) {
    List<FirstAdministrators.Person> three() {
      int count = Math.min(login.size(), Math.min(name.size(), password.size()));
      return IntStream.range(0, count)
          .mapToObj(i -> new FirstAdministrators.Person(login.get(i), name.get(i), password.get(i)))
          .toList();
    }
  }
}
