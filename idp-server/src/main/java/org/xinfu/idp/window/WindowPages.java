package org.xinfu.idp.window;

import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.window.WindowAct;
import org.xinfu.idp.domain.window.WindowActs;
import org.xinfu.idp.factor.Freshness;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;

/** What a citizen sees of acts in their name: they confirm on their phone, look, and object. */
@Controller
class WindowPages {
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int PAGE = 25;
  private static final int LONGEST = 500;
  private static final String HERE = "redirect:/account/window";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final ActForCitizen acting;
  private final WindowClerks clerks;
  private final WindowActs acts;
  private final Part part;

  /** What pages need besides. */
  record Part(Freshness fresh, TransactionTemplate transaction, Audit audit, Clock clock) {}

  WindowPages(ActForCitizen acting, WindowClerks clerks, WindowActs acts, Part part) {
    this.acting = acting;
    this.clerks = clerks;
    this.acts = acts;
    this.part = part;
  }

  @GetMapping("/window/{secret}")
  String ask(Authentication login, @PathVariable String secret, Model model) {
    wellFormed(secret);
    if (!part.fresh().of(login)) {
      return stepUp(secret);
    }
    Optional<WindowAct> act = acting.asked(secret);
    model.addAttribute("act", act.orElse(null));
    model.addAttribute("service", act.map(clerks::service).orElse(ServiceName.NONE));
    model.addAttribute("secret", secret);
    return "window/confirm";
  }

  @PostMapping("/window/{secret}")
  String decide(
      Authentication login,
      @PathVariable String secret,
      @RequestParam(defaultValue = "") String decision,
      Model model) {
    wellFormed(secret);
    if (!part.fresh().of(login)) {
      return stepUp(secret);
    }
    model.addAttribute("outcome", decided(login.getName(), secret, decision.equals("yes")));
    return "window/done";
  }

  private String decided(String person, String secret, boolean yes) {
    if (!yes) {
      part.transaction().executeWithoutResult(tx -> acting.deny(secret, person));
      return "denied";
    }
    try {
      part.transaction()
          .executeWithoutResult(
              tx -> {
                ServiceName service =
                    acting.asked(secret).map(clerks::service).orElse(ServiceName.NONE);
                acting.confirm(secret, person, service);
              });
      return "done";
    } catch (Refused refused) {
      String code = refused.refusal().code();
      part.audit().record("window-begun", person, code, Map.of());
      return code;
    }
  }

  @GetMapping("/account/window")
  String list(
      Principal login,
      @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
      @RequestParam(defaultValue = "") String problem,
      Model model) {
    List<WindowActs.Shown> some = acts.of(login.getName(), before, PAGE + 1);
    List<WindowActs.Shown> page = some.subList(0, Math.min(PAGE, some.size()));
    Instant now = part.clock().instant();
    model.addAttribute("lines", page.stream().map(one -> Line.of(one, now)).toList());
    model.addAttribute("older", some.size() > PAGE ? page.getLast().act().number() : null);
    model.addAttribute("problem", List.of("done", "refused").contains(problem) ? problem : "");
    return "window/acts";
  }

  /** Ends what still goes on, and shows administrators that something is wrong. */
  @PostMapping("/account/window/{id}/object")
  String object(
      Principal login, @PathVariable String id, @RequestParam(defaultValue = "") String objection) {
    String words = objection.strip();
    if (words.length() > LONGEST || !ShownText.line(words)) {
      return HERE + "?problem=refused";
    }
    boolean flagged =
        Boolean.TRUE.equals(
            part.transaction()
                .execute(
                    tx -> {
                      boolean done =
                          acts.object(id, login.getName(), words, part.clock().instant());
                      if (done) {
                        part.audit()
                            .record(
                                "window-objected",
                                login.getName(),
                                "done",
                                Map.of("window_act", id));
                      }
                      return done;
                    }));
    if (!flagged) {
      String which = id.matches("[A-Za-z0-9-]{1,64}") ? id : "unknown";
      Map<String, String> details = Map.of("window_act", which);
      part.audit().record("window-objected", login.getName(), "refused", details);
    }
    return HERE + (flagged ? "?problem=done" : "?problem=refused");
  }

  /** What leads back here holds the secret: nothing else goes into it. */
  private static void wellFormed(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
  }

  private static String stepUp(String secret) {
    return "redirect:/login/step-up?next=/window/" + secret;
  }

  /** An act as the page shows it, in China Standard Time. */
  public record Line(
      String id,
      String at,
      ServiceName service,
      String org,
      String window,
      String matter,
      String method,
      String state,
      String objection) {
    static Line of(WindowActs.Shown one, Instant now) {
      WindowAct act = one.act();
      return new Line(
          act.id(),
          TIME.format(act.asked()),
          one.service(),
          act.clerk().org(),
          act.where().window(),
          act.where().matter(),
          act.method().name(),
          act.state(now).name(),
          act.objection() == null ? "" : act.objection());
    }
  }
}
