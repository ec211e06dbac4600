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
import org.xinfu.idp.domain.Role;
import org.xinfu.kit.audit.Audit;

/** Where the security administrator reviews accounts of people who are dead by the register. */
@Controller
class FrozenPage {
  private static final int MOST = 200;
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
  String list(Model model) {
    List<Line> lines =
        frozen.list(MOST).stream()
            .map(
                one -> new Line(one.accountId(), one.loginName(), TIME.format(one.at()), one.why()))
            .toList();
    model.addAttribute("lines", lines);
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
