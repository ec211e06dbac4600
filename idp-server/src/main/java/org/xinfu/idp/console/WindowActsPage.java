package org.xinfu.idp.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.idp.domain.window.WindowAct;
import org.xinfu.idp.domain.window.WindowActs;

/** Acts at windows for those who answer for them; those that citizens object to come first. */
@Controller
class WindowActsPage {
  private static final int PAGE = 50;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final Administrators administrators;
  private final WindowActs acts;

  WindowActsPage(Administrators administrators, WindowActs acts) {
    this.administrators = administrators;
    this.acts = acts;
  }

  @GetMapping("/console/window")
  String list(
      Authentication login,
      @RequestParam(defaultValue = "true") boolean objected,
      @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
      Model model) {
    Administrator admin = administrators.of(login).orElseThrow();
    boolean own = admin.power() == Role.DEPARTMENT_ADMIN;
    String org = own ? Objects.requireNonNull(admin.account().org()) : "";
    String division = Objects.requireNonNullElse(admin.division(), "");
    List<WindowActs.Shown> some = acts.all(org, division, objected, before, PAGE + 1);
    List<WindowActs.Shown> page = some.subList(0, Math.min(PAGE, some.size()));
    model.addAttribute("lines", page.stream().map(Line::of).toList());
    model.addAttribute("older", some.size() > PAGE ? page.getLast().act().number() : null);
    model.addAttribute("objected", objected);
    model.addAttribute("power", admin.power().name());
    return "console/window";
  }

  /** An act as the page shows it; whose name it was in is not shown, but who acted. */
  public record Line(
      String id,
      String at,
      ServiceName service,
      String org,
      String clerk,
      String window,
      String matter,
      String method,
      boolean begun,
      String objection) {
    static Line of(WindowActs.Shown one) {
      WindowAct act = one.act();
      Instant begun = act.begun();
      return new Line(
          act.id(),
          TIME.format(act.asked()),
          one.service(),
          act.clerk().org(),
          one.clerkName(),
          act.where().window(),
          act.where().matter(),
          act.method().name(),
          begun != null,
          Objects.requireNonNullElse(act.objection(), ""));
    }
  }
}
