package org.xinfu.idp.selftest;

import java.util.Locale;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.registration.Registrations;
import org.xinfu.idp.registration.Registrations.Registration;
import org.xinfu.idp.registration.WhoAdministers;
import org.xinfu.kit.Refused;

/** The self-test in the console, for whoever looks after the client's department. */
@Controller
@RequestMapping("/console/services/{client}/self-tests")
class SelfTestPages {
  private static final int MOST = 20;

  private final RunSelfTest run;
  private final SelfTests tests;
  private final Registrations registrations;
  private final WhoAdministers who;
  private final CheckTexts texts = new CheckTexts();

  SelfTestPages(RunSelfTest run, SelfTests tests, Registrations registrations, WhoAdministers who) {
    this.run = run;
    this.tests = tests;
    this.registrations = registrations;
    this.who = who;
  }

  @GetMapping
  String list(
      Authentication login,
      @PathVariable String client,
      @RequestParam(defaultValue = "") String problem,
      Model model) {
    fill(login, client, model);
    model.addAttribute("problem", problem.equals("running") ? problem : "");
    model.addAttribute("runs", tests.of(client, MOST));
    return "console/self-tests";
  }

  @PostMapping
  String start(Authentication login, @PathVariable String client) {
    String here = "redirect:/console/services/" + client + "/self-tests";
    Registration registered = theirs(login, client);
    try {
      return here + "/" + run.start(registered, login.getName()).id();
    } catch (Refused another) {
      return here + "?problem=running";
    }
  }

  @GetMapping("/{test}")
  String one(
      Authentication login,
      @PathVariable String client,
      @PathVariable String test,
      Locale language,
      Model model) {
    fill(login, client, model);
    SelfTest found = found(client, test);
    model.addAttribute("run", found);
    model.addAttribute("lines", texts.lines(found, language));
    return "console/self-test";
  }

  @GetMapping("/{test}/result")
  ResponseEntity<Map<String, Object>> result(
      Authentication login, @PathVariable String client, @PathVariable String test) {
    theirs(login, client);
    String name = "self-test-" + client + ".json";
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(texts.answer(found(client, test)));
  }

  private void fill(Authentication login, String client, Model model) {
    Registration registered = theirs(login, client);
    model.addAttribute("power", who.of(login).orElseThrow().power().name());
    model.addAttribute("client", registered);
    model.addAttribute("trial", registered.metadata().inTrial());
  }

  private SelfTest found(String client, String test) {
    return tests
        .byId(client, test)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  /** A client of another division is none that there is. */
  private Registration theirs(Authentication login, String client) {
    Administrator admin = who.of(login).orElseThrow();
    return registrations
        .byId(client)
        .filter(found -> admin.looksAfter(found.metadata().org()))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
