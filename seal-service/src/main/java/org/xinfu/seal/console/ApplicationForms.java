package org.xinfu.seal.console;

import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.ProblemAnswers;
import org.xinfu.seal.apply.ApplicationForm;
import org.xinfu.seal.apply.ApplyForSeal;
import org.xinfu.seal.decide.DecideApplication;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.Person;
import org.xinfu.seal.domain.Step;
import org.xinfu.seal.issue.IssueSeal;
import org.xinfu.seal.make.MakeSeal;
import org.xinfu.seal.web.CurrentPerson;

/** What officials do to applications; a refusal comes back as a sentence on the page. */
@Controller
@RequestMapping("/console/applications")
class ApplicationForms {
  private final ApplyForSeal apply;
  private final DecideApplication decide;
  private final MakeSeal make;
  private final IssueSeal issue;
  private final ProblemAnswers problems;

  ApplicationForms(
      ApplyForSeal apply,
      DecideApplication decide,
      MakeSeal make,
      IssueSeal issue,
      ProblemAnswers problems) {
    this.apply = apply;
    this.decide = decide;
    this.make = make;
    this.issue = issue;
    this.problems = problems;
  }

  @GetMapping("/new")
  String blank(Authentication login, Model model) {
    new Rights(login).require(new Rights(login).mayApply());
    model.addAttribute("form", new ApplicationForm("", "", "", "", "01", 42, "", ""));
    return "console/new-application";
  }

  @PostMapping
  String submit(
      @Valid @ModelAttribute("form") ApplicationForm form,
      BindingResult errors,
      Authentication login,
      Model model,
      Locale language) {
    new Rights(login).require(new Rights(login).mayApply());
    if (errors.hasErrors()) {
      return "console/new-application";
    }
    try {
      Application made =
          apply.apply(form.request(), CurrentPerson.get(), CurrentPerson.administering());
      return "redirect:/console/applications/" + made.id();
    } catch (Refused no) {
      model.addAttribute("refusal", problems.sentence(no.refusal(), language));
      return "console/new-application";
    }
  }

  @PostMapping("/{id}/{step:accept|review|approve|make|issue|reject}")
  String take(
      @PathVariable UUID id,
      @PathVariable String step,
      @RequestParam(defaultValue = "") String note,
      Authentication login,
      RedirectAttributes flash,
      Locale language) {
    try {
      take(id, Step.valueOf(step.toUpperCase(Locale.ROOT)), note, new Rights(login));
      flash.addFlashAttribute("done", step);
    } catch (Refused no) {
      flash.addFlashAttribute("refusal", problems.sentence(no.refusal(), language));
    }
    return "redirect:/console/applications/" + id;
  }

  private void take(UUID id, Step step, String note, Rights rights) {
    Person person = CurrentPerson.get();
    switch (step) {
      case ACCEPT, REVIEW, APPROVE -> {
        rights.require(rights.mayTake(step));
        decide.decide(id, step, person, note);
      }
      case REJECT -> {
        rights.require(rights.mayReject(decide.awaited(id)));
        decide.decide(id, step, person, note);
      }
      case MAKE -> {
        rights.require(rights.mayTake(step));
        make.make(id, person);
      }
      case ISSUE -> {
        rights.require(rights.mayTake(step));
        issue.issue(id, person);
      }
      case APPLY -> throw new IllegalArgumentException("no step of an application that exists");
    }
  }
}
