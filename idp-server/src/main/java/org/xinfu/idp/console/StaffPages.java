package org.xinfu.idp.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.staff.OfficeDays;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.domain.staff.StaffRole;

/**
 * A department's own staff, kept by its administrator, or by whoever looks after the department:
 * appointed, changed, suspended, moved, gone. What somebody may do on the platform is not given
 * here; nobody acts on themselves or on an administrator.
 */
@Controller
class StaffPages {
  private static final int PAGE = 50;
  private static final String HERE = "redirect:/console/staff";
  private static final Set<String> PROBLEMS =
      Set.of("malformed", "taken", "not-yours", "no-post", "days");

  private final Administrators administrators;
  private final Appointments appointments;
  private final FrozenAccounts frozen;

  StaffPages(Administrators administrators, Appointments appointments, FrozenAccounts frozen) {
    this.administrators = administrators;
    this.appointments = appointments;
    this.frozen = frozen;
  }

  @GetMapping("/console/staff")
  String list(
      Authentication login,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "false") boolean past,
      @RequestParam(defaultValue = "") String problem,
      Model model) {
    Administrator admin = administrators.of(login).orElseThrow();
    List<Posts.Line> read = appointments.page(admin, past, after, PAGE + 1);
    Map<String, Boolean> among =
        frozen.among(read.stream().map(line -> line.post().accountId()).toList());
    List<Line> some = read.stream().map(line -> Line.of(line, among)).toList();
    List<Line> page = some.subList(0, Math.min(PAGE, some.size()));
    model.addAttribute("lines", page);
    model.addAttribute("next", some.size() > PAGE ? page.getLast().key() : "");
    model.addAttribute("past", past);
    model.addAttribute("self", admin.account().id());
    model.addAttribute("power", admin.power().name());
    model.addAttribute(
        "org",
        admin.power() == Role.DEPARTMENT_ADMIN
            ? Objects.requireNonNull(admin.account().org())
            : "");
    model.addAttribute("all", List.of(StaffRole.values()));
    model.addAttribute("problem", PROBLEMS.contains(problem) ? problem : "");
    return "console/staff";
  }

  @PostMapping("/console/staff")
  String appoint(Authentication login, StaffForm form, Model model) {
    Administrator admin = administrators.of(login).orElseThrow();
    Appointments.Appointed done = appointments.appoint(admin, form);
    appointments.refused("appoint", form.entry().org(), done.outcome());
    if (done.password().isEmpty()) {
      return to(done.outcome());
    }
    model.addAttribute("login", form.entry().login());
    model.addAttribute("password", done.password());
    return "console/password";
  }

  /**
   * {@code change}, {@code move}, {@code login}, {@code leave}, {@code suspend}, {@code resume} or
   * {@code unlink}.
   */
  @PostMapping("/console/staff/{id}/{act}")
  String act(
      Authentication login, @PathVariable String id, @PathVariable String act, StaffForm form) {
    Administrator admin = administrators.of(login).orElseThrow();
    Appointments.Outcome outcome =
        switch (act) {
          case "change" -> appointments.change(admin, id, form);
          case "move" -> appointments.move(admin, id, form);
          case "unlink" -> appointments.unlink(admin, id);
          case "login" -> appointments.call(admin, id, form.entry().login());
          case "leave" -> appointments.leave(admin, id);
          case "suspend" -> appointments.suspend(admin, id, true);
          case "resume" -> appointments.suspend(admin, id, false);
          default -> Appointments.Outcome.MALFORMED;
        };
    appointments.refused(act, id, outcome);
    return to(outcome);
  }

  private static String to(Appointments.Outcome outcome) {
    return outcome == Appointments.Outcome.DONE ? HERE : HERE + "?problem=" + outcome.word();
  }

  /** A post as the page shows it; days in China Standard Time, the last one inclusive. */
  public record Line(
      String id,
      String account,
      String login,
      String name,
      String org,
      Set<StaffRole> roles,
      String from,
      String until,
      String end,
      Standing standing) {
    static Line of(Posts.Line line, Map<String, Boolean> frozen) {
      Post post = line.post();
      Instant until = post.until();
      return new Line(
          post.id(),
          post.accountId(),
          line.loginName(),
          line.name(),
          post.org(),
          new TreeSet<>(post.roles()),
          OfficeDays.first(post.from()),
          until == null ? "" : OfficeDays.last(until),
          post.end() == null ? "" : Objects.requireNonNull(post.end()).name(),
          Standing.of(post.accountId(), line.active(), frozen));
    }

    /** Whether the login name is a number's holder's rather than theirs. */
    public boolean numbered() {
      return Contact.parse(login).isPresent();
    }

    /** Where the next page goes on. */
    String key() {
      return login + " " + id;
    }
  }
}
