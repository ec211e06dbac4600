package org.xinfu.idp.account;

import java.security.Principal;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.kit.audit.Audit;

/** Who used my identity, when, and what were they told. */
@Controller
class UsesPage {
  private static final int PAGE = 25;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final IdentityUses uses;
  private final Audit audit;
  private final Clock clock;

  UsesPage(IdentityUses uses, Audit audit, Clock clock) {
    this.uses = uses;
    this.audit = audit;
    this.clock = clock;
  }

  /** The person's own; a guardian's ward's, when {@code ward} is one, and the ward sees that. */
  @GetMapping("/account/uses")
  String list(
      Principal login,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "") String ward,
      Model model) {
    List<IdentityUses.Ward> wards = uses.wards(login.getName(), clock.instant());
    String whose =
        wards.stream()
            .map(IdentityUses.Ward::accountId)
            .filter(ward::equals)
            .findFirst()
            .orElse(login.getName());
    if (!whose.equals(login.getName())) { // each page: nobody begins further back unseen
      audit.record("uses-read", whose, "guardian", Map.of());
    }
    model.addAttribute("wards", wards);
    model.addAttribute("ward", whose.equals(login.getName()) ? "" : whose);
    List<IdentityUses.Use> some = uses.of(whose, before, PAGE + 1);
    List<IdentityUses.Use> page = some.subList(0, Math.min(PAGE, some.size()));
    model.addAttribute("uses", page.stream().map(UsesPage::line).toList());
    model.addAttribute("older", some.size() > PAGE ? page.getLast().number() : null);
    model.addAttribute("newest", before == null);
    return "uses";
  }

  private static Line line(IdentityUses.Use one) {
    return new Line(
        TIME.format(one.at()), one.service(), one.act(), one.outcome(), one.claims(), one.level());
  }

  /** A row as the page shows it, in China Standard Time. */
  public record Line(
      String at,
      ServiceName service,
      String act,
      String outcome,
      List<String> claims,
      String level) {}
}
