package org.xinfu.idp.registration;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.web.Problem;

/**
 * How a service comes to be registered in the console: a system or city administrator asks, the
 * security administrator decides, and whoever asked takes the secret, once.
 */
@Controller
class OnboardingPages {
  private static final int PAGE = 50;
  private static final String HERE = "redirect:/console/services";

  private final RegisterClients register;
  private final Applications applications;
  private final WhoAdministers who;
  private final Part part;
  private final FaultTexts texts = new FaultTexts();

  /** What changes and their book need. */
  @Component
  record Part(TransactionTemplate transaction, Audit audit, Clock clock) {}

  OnboardingPages(
      RegisterClients register, Applications applications, WhoAdministers who, Part part) {
    this.register = register;
    this.applications = applications;
    this.who = who;
    this.part = part;
  }

  @GetMapping("/console/services")
  String list(
      Authentication login,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "") String problem,
      Model model) {
    Administrator admin = who.of(login).orElseThrow();
    String division = Objects.requireNonNullElse(admin.division(), "");
    List<Applications.Application> some =
        applications.list(division, Applications.Place.of(after), PAGE + 1);
    List<Applications.Application> page = some.subList(0, Math.min(PAGE, some.size()));
    model.addAttribute("power", admin.power().name());
    model.addAttribute(
        "applications",
        page.stream().filter(one -> admin.looksAfter(one.metadata().org())).toList());
    model.addAttribute(
        "next", some.size() > PAGE ? Applications.Place.of(page.getLast()).text() : "");
    model.addAttribute("problem", Set.of("decided", "faults").contains(problem) ? problem : "");
    return "console/services";
  }

  @GetMapping("/console/services/new")
  String form(Authentication login, Model model) {
    return form(login, List.of(), model);
  }

  @PostMapping("/console/services/new")
  String ask(Authentication login, OnboardingForm form, Locale language, Model model) {
    Administrator admin = who.of(login).orElseThrow();
    Optional<ClientMetadata> metadata = form.metadata();
    model.addAttribute("form", form);
    if (metadata.isEmpty()) {
      return form(login, List.of(new Problem.FieldError("jwks", "JSON")), model);
    }
    List<MetadataRules.Fault> faults = register.judge(metadata.get()).faults();
    if (!faults.isEmpty()) {
      return form(login, texts.of(faults, language), model);
    }
    if (!admin.looksAfter(metadata.get().org())) {
      String org = Objects.requireNonNullElse(metadata.get().org(), "none");
      notYours(org, "client-asked-for");
      return form(login, List.of(new Problem.FieldError("org", admin.division() + "…")), model);
    }
    part.transaction()
        .executeWithoutResult(
            tx -> {
              String id =
                  applications.add(metadata.get(), admin.account().id(), part.clock().instant());
              part.audit()
                  .record("client-asked-for", id, "done", Map.of("name", name(metadata.get())));
            });
    return HERE;
  }

  @PostMapping("/console/services/{id}/approve")
  String approve(Authentication login, @PathVariable String id) {
    Applications.Application asked = applications.byId(id).orElse(null);
    if (asked == null) {
      return HERE + "?problem=decided";
    }
    if (asked.state() != Applications.State.ASKED) {
      approved(id, "unchanged", Map.of());
      return HERE + "?problem=decided";
    }
    RegisterClients.Judged judged = register.judge(asked.metadata());
    if (!judged.faults().isEmpty()) {
      approved(id, "faults", Map.of());
      return HERE + "?problem=faults";
    }
    boolean done =
        Boolean.TRUE.equals(
            part.transaction()
                .execute(
                    tx -> {
                      String client = register.register(judged).clientId();
                      boolean decided =
                          applications.decide(id, login.getName(), client, part.clock().instant());
                      if (decided) {
                        approved(id, "done", Map.of("client", client));
                      } else {
                        tx.setRollbackOnly();
                      }
                      return decided;
                    }));
    if (!done) {
      approved(id, "unchanged", Map.of());
    }
    return done ? HERE : HERE + "?problem=decided";
  }

  private void approved(String id, String outcome, Map<String, ?> details) {
    part.audit().record("client-approved", id, outcome, details);
  }

  @PostMapping("/console/services/{id}/refuse")
  String refuse(Authentication login, @PathVariable String id) {
    boolean done =
        Boolean.TRUE.equals(
            part.transaction()
                .execute(
                    tx -> {
                      boolean decided =
                          applications.decide(id, login.getName(), null, part.clock().instant());
                      part.audit()
                          .record("client-refused", id, decided ? "done" : "unchanged", Map.of());
                      return decided;
                    }));
    return done ? HERE : HERE + "?problem=decided";
  }

  @PostMapping("/console/services/{id}/secret")
  String secret(Authentication login, @PathVariable String id, Model model) {
    Applications.Application asked = applications.byId(id).orElse(null);
    boolean own = asked != null && asked.askedBy().equals(login.getName());
    String clientId = asked == null ? null : asked.clientId();
    if (asked != null && !own) {
      notYours(id, "client-secret-replaced");
    }
    if (!own || clientId == null) {
      return HERE + "?problem=decided";
    }
    Registrations.Registration client = register.found(clientId);
    // Whoever asked may look after another division by now.
    boolean theirs = who.of(login).orElseThrow().looksAfter(client.metadata().org());
    if (!theirs) {
      notYours(id, "client-secret-replaced");
    }
    if (!theirs || !client.metadata().method().startsWith("client_secret")) {
      return HERE + "?problem=decided";
    }
    String secret =
        Objects.requireNonNull(part.transaction().execute(tx -> register.secret(client)));
    model.addAttribute("login", clientId);
    model.addAttribute("password", secret);
    return "console/password";
  }

  /** As at the console's other pages. */
  private void notYours(String subject, String act) {
    part.audit().record("console-refused", subject, "not-yours", Map.of("act", act));
  }

  private String form(Authentication login, List<Problem.FieldError> faults, Model model) {
    Administrator admin = who.of(login).orElseThrow();
    if (!model.containsAttribute("form")) {
      model.addAttribute("form", OnboardingForm.fresh());
    }
    model.addAttribute("faults", faults);
    model.addAttribute("trials", register.trials());
    model.addAttribute("city", admin.power() == Role.CITY_ADMIN);
    return "console/service";
  }

  private static String name(ClientMetadata metadata) {
    return Objects.requireNonNullElse(metadata.clientName(), "");
  }
}
