package org.xinfu.idp.account;

import java.security.Principal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.ServiceName;

/** What did I agree to, and an end to it. */
@Controller
class ConsentsPage {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneId.of("Asia/Shanghai"));

  private final Consents consents;

  ConsentsPage(Consents consents) {
    this.consents = consents;
  }

  @GetMapping("/account/consents")
  String list(Principal login, Model model) {
    model.addAttribute(
        "consents", consents.of(login.getName()).stream().map(ConsentsPage::line).toList());
    return "consents";
  }

  @PostMapping("/account/consents/withdraw")
  String withdraw(Principal login, @RequestParam("client_id") String clientId) {
    consents.withdraw(login.getName(), clientId);
    return "redirect:/account/consents";
  }

  private static Line line(Consents.Consent one) {
    return new Line(
        one.clientId(),
        one.service(),
        Objects.requireNonNullElse(one.org(), ""),
        Objects.requireNonNullElse(one.purpose(), ""),
        one.scopes(),
        DAY.format(one.since()),
        day(one.until()));
  }

  private static String day(@Nullable Instant until) {
    return until == null ? "" : DAY.format(until);
  }

  /** A consent as the page shows it, in China Standard Time. */
  public record Line(
      String clientId,
      ServiceName service,
      String org,
      String purpose,
      List<String> scopes,
      String since,
      String until) {}
}
