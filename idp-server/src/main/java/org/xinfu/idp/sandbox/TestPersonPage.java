package org.xinfu.idp.sandbox;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.authorize.TrialDoor;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.factor.Completion;

/**
 * The login at clients in trial: whoever tries them chooses a fictitious person, how strongly that
 * person logs in, and what the client is told wrongly. There is no password to guess. The page
 * opens only to a browser that a client in trial has sent.
 */
@Controller
class TestPersonPage {
  private final TestPersons persons;
  private final RegisteredClientRepository clients;
  private final Doors doors;

  /** What the page needs of the house. */
  record Doors(SandboxSettings settings, Sandbox sandbox, Completion completion, Log log) {}

  /** The book and the time. */
  record Log(IdpAudit audit, Clock clock) {}

  /** A line of the page; without a number for those who are not verified. */
  record Line(TestPerson person, String document) {}

  TestPersonPage(TestPersons persons, RegisteredClientRepository clients, Doors doors) {
    this.persons = persons;
    this.clients = clients;
    this.doors = doors;
  }

  @GetMapping(TrialDoor.PAGE)
  String page(
      HttpServletRequest request, @RequestParam(defaultValue = "") String seat, Model model) {
    RegisteredClient client = waiting(request).orElse(null);
    if (client == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    model.addAttribute("service", ClientFacts.name(client));
    model.addAttribute("persons", List.of(TestPerson.values()).stream().map(this::line).toList());
    model.addAttribute("levels", Aal.values());
    model.addAttribute("answers", WrongAnswer.values());
    model.addAttribute("seat", seat);
    return "test-persons";
  }

  @PostMapping(TrialDoor.PAGE)
  void choose(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam String person,
      @RequestParam(required = false) @Nullable Aal aal,
      @RequestParam(defaultValue = "") String wrong)
      throws IOException, ServletException {
    if (waiting(request).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    TestPerson chosen =
        TestPerson.parse(person)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    Optional<Acting> acting = persons.ready(chosen);
    if (acting.isPresent()) {
      request.getSession().setAttribute(Acting.KEPT, acting.get());
    } else {
      request.getSession().removeAttribute(Acting.KEPT);
    }
    TrialDoor.spoil(request, WrongAnswer.parse(wrong));
    doors.log().audit().record(null, chosen.account(), "login", "sandbox");
    Assurance shown =
        Assurance.none()
            .with(
                TestPerson.factor(aal == null ? chosen.shown() : aal),
                doors.log().clock().instant());
    doors.completion().finish(request, response, persons.entrant(chosen), shown);
  }

  private Optional<RegisteredClient> waiting(HttpServletRequest request) {
    return TrialDoor.client(request)
        .filter(client -> doors.sandbox().open() && doors.sandbox().client(client))
        .flatMap(client -> Optional.ofNullable(clients.findByClientId(client)));
  }

  private Line line(TestPerson person) {
    boolean shown = person.known() != Ial.IAL1;
    return new Line(person, shown ? person.document(doors.settings().numbers()).number() : "");
  }
}
