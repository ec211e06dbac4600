package org.xinfu.idp.console;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Role;
import org.xinfu.kit.audit.Audit;

/** Where the security administrator reviews accounts of people who are dead by the register. */
@Controller
class FrozenPage {
  private static final int PAGE = 50;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final FrozenAccounts frozen;
  private final TransactionTemplate transaction;
  private final Audit audit;

  FrozenPage(FrozenAccounts frozen, TransactionTemplate transaction, Audit audit) {
    this.frozen = frozen;
    this.transaction = transaction;
    this.audit = audit;
  }

  @GetMapping("/console/frozen")
  String list(@RequestParam(defaultValue = "") String after, Model model) {
    List<FrozenAccounts.Frozen> some = frozen.list(after, PAGE + 1);
    List<FrozenAccounts.Frozen> page = some.subList(0, Math.min(PAGE, some.size()));
    List<Line> lines =
        page.stream()
            .map(
                one -> new Line(one.accountId(), one.loginName(), TIME.format(one.at()), one.why()))
            .toList();
    model.addAttribute("lines", lines);
    model.addAttribute("next", some.size() > PAGE ? page.getLast().accountId() : "");
    model.addAttribute("power", Role.SECURITY_ADMIN.name());
    return "console/frozen";
  }

  @PostMapping("/console/frozen/{id}/thaw")
  String thaw(@PathVariable String id) {
    transaction.executeWithoutResult(
        tx -> {
          boolean done = frozen.thaw(id);
          audit.record("holder-thawed", id, done ? "done" : "unchanged", Map.of());
        });
    return "redirect:/console/frozen";
  }

  /** A frozen account as the page shows it, in China Standard Time. */
  public record Line(String accountId, String loginName, String at, String why) {}
}
