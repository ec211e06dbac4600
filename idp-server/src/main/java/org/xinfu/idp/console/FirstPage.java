package org.xinfu.idp.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Budgets;

/** Where the first three administrators are made; there is no such page once there are some. */
@Controller
class FirstPage {
  private static final String HERE = "redirect:/console/first?problem=";

  private final FirstAdministrators first;
  private final Budgets budgets;
  private final Clock clock;

  FirstPage(FirstAdministrators first, Budgets budgets, Clock clock) {
    this.first = first;
    this.budgets = budgets;
    this.clock = clock;
  }

  @GetMapping("/console/first")
  String page(@RequestParam(defaultValue = "") String problem, Model model) {
    open();
    model.addAttribute("problem", Set.of("unfit", "refused").contains(problem) ? problem : "");
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
    FirstAdministrators.Outcome outcome =
        first.appoint(form.token().strip(), form.org().strip(), form.three());
    return outcome == FirstAdministrators.Outcome.DONE
        ? "redirect:/login"
        : HERE + outcome.name().toLowerCase(Locale.ROOT);
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
