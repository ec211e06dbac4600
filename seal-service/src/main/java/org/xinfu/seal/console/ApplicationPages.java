package org.xinfu.seal.console;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.ApplicationState;
import org.xinfu.seal.domain.Applications;
import org.xinfu.seal.domain.Page;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.StepTaken;
import org.xinfu.seal.web.CurrentPerson;

/** Lists applications and shows one, with the buttons that this person may press. */
@Controller
@RequestMapping("/console")
class ApplicationPages {
  private static final int ROWS = 20;
  private static final Set<ApplicationState> MADE =
      Set.of(ApplicationState.MADE, ApplicationState.ISSUED);

  private final Applications applications;

  ApplicationPages(Applications applications) {
    this.applications = applications;
  }

  @GetMapping
  String home() {
    return "redirect:/console/applications";
  }

  @GetMapping("/applications")
  String list(@RequestParam(defaultValue = "0") int page, Authentication login, Model model) {
    Page part = new Page(Math.clamp(page, 0, 1_000_000), ROWS);
    Reach reach = CurrentPerson.looking();
    Rights rights = new Rights(login);
    model.addAttribute(
        "rows",
        applications.list(part, reach).stream()
            .map(
                a ->
                    new Row(
                        a.id(),
                        a.request().unitName(),
                        a.request().sealName(),
                        a.state().name(),
                        ConsoleClock.shown(a.submittedAt()),
                        !rights.steps(a, CurrentPerson.get()).isEmpty()))
            .toList());
    model.addAttribute("page", page);
    model.addAttribute("more", applications.count(reach) > (page + 1L) * ROWS);
    model.addAttribute("mayApply", rights.mayApply());
    return "console/applications";
  }

  @GetMapping("/applications/{id}")
  String one(@PathVariable UUID id, Authentication login, Model model) {
    Application application =
        applications
            .find(id)
            .filter(found -> CurrentPerson.looking().covers(found.request()))
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    model.addAttribute("dossier", application);
    model.addAttribute("esId", application.esId().orElse(""));
    model.addAttribute("made", MADE.contains(application.state()));
    model.addAttribute("taken", application.steps().stream().map(Taken::of).toList());
    List<String> buttons =
        new Rights(login)
            .steps(application, CurrentPerson.get()).stream()
                .map(step -> step.name().toLowerCase(Locale.ROOT))
                .toList();
    model.addAttribute("buttons", buttons);
    return "console/application";
  }

  /** A line of the list; {@code mine} when this person may act. */
  record Row(UUID id, String unit, String seal, String state, String submitted, boolean mine) {}

  /** A line of the steps. */
  record Taken(String step, String name, String at, String note) {
    static Taken of(StepTaken taken) {
      return new Taken(
          taken.step().name().toLowerCase(Locale.ROOT),
          taken.person().name(),
          ConsoleClock.shown(taken.at()),
          taken.note());
    }
  }
}
