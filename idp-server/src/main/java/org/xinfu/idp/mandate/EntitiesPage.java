package org.xinfu.idp.mandate;

import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;

/** Where a person registers the entities they represent, and gives, accepts and ends mandates. */
@Controller
class EntitiesPage {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final int PER_DAY = 100;

  private final RegisterEntity register;
  private final RenewMandate renew;
  private final GiveMandates give;
  private final Shown shown;

  /** What the page shows. */
  record Shown(HeldMandates held, Accounts accounts, Visit visit, Doors doors) {}

  /** What counts, records and tells the time. */
  record Doors(Budgets budgets, Audit audit, Clock clock) {}

  EntitiesPage(RegisterEntity register, RenewMandate renew, GiveMandates give, Shown shown) {
    this.register = register;
    this.renew = renew;
    this.give = give;
    this.shown = shown;
  }

  @GetMapping("/account/entities")
  String page(Principal login, Turn turn, Model model) {
    String outcome = Form.text(turn.outcome());
    model.addAttribute("outcome", outcome.matches("[a-z-]{1,30}") ? outcome : "");
    HeldMandates.Page held = shown.held().of(login.getName(), Form.text(turn.held()));
    HeldMandates.Page given = shown.held().givenBy(login.getName(), Form.text(turn.given()));
    model.addAttribute("held", held.lines());
    model.addAttribute("heldNext", held.next());
    model.addAttribute("given", given.lines());
    model.addAttribute("givenNext", given.next());
    Mandates.Offers offers = shown.held().offered(login.getName());
    long here = held.lines().stream().filter(HeldMandates.Line::offered).count();
    model.addAttribute("waiting", offers.count() > here ? offers.count() : 0);
    model.addAttribute("waitingAfter", offers.after().text());
    model.addAttribute("acting", shown.visit().acting().map(Acting::mandateId).orElse(""));
    model.addAttribute("roles", List.of(EntityRole.AGENT, EntityRole.ADMINISTRATOR));
    return "entities";
  }

  @PostMapping("/account/entities")
  String register(Principal login, @RequestParam String code) {
    return back(register.register(account(login), code).code());
  }

  @PostMapping("/account/mandates/renew")
  String renew(Principal login, @RequestParam String mandate) {
    return back(renew.renew(account(login), mandate));
  }

  @PostMapping("/account/mandates/give")
  String give(Principal login, Form form) {
    Optional<GiveMandates.Wish> wish = form.wish(shown.doors().clock().instant());
    if (wish.isEmpty()) {
      return back("malformed");
    }
    String under = Form.text(form.under());
    if (!may(login)) {
      return refused("mandate-given", under, "limited");
    }
    return answer(
        "mandate-given",
        under,
        () -> give.give(give.held(account(login), under), wish.get(), "self-service"));
  }

  @PostMapping("/account/mandates/accept")
  String accept(Principal login, @RequestParam String mandate) {
    return answer("mandate-accepted", mandate, () -> give.accept(account(login), mandate));
  }

  @PostMapping("/account/mandates/revoke")
  String revoke(Principal login, @RequestParam String mandate) {
    return answer("mandate-revoked", mandate, () -> give.revoke(account(login), mandate));
  }

  /** What is answered tells whether somebody has an account: nobody looks through numbers here. */
  private boolean may(Principal login) {
    Budgets.Line line =
        new Budgets.Line("mandates given by " + login.getName(), PER_DAY, Duration.ofDays(1));
    return shown.doors().budgets().take(List.of(line), shown.doors().clock().instant());
  }

  private String answer(String act, String mandate, Runnable work) {
    try {
      work.run();
      return back("done");
    } catch (Refused refused) {
      return refused(act, mandate, refused.refusal().code());
    }
  }

  /**
   * In the book under the mandate, if there is one: what was sent is anybody's to make up, and
   * could be an account, whose owner would read it among the uses of their identity.
   */
  private String refused(String act, String mandate, String why) {
    String subject = give.isThere(mandate) ? mandate : "unknown";
    shown.doors().audit().record(act, subject, why, Map.of());
    return back(why);
  }

  private Account account(Principal login) {
    return shown
        .accounts()
        .byId(login.getName())
        .orElseThrow(() -> new IllegalStateException("a session without its account"));
  }

  private static String back(String outcome) {
    return "redirect:/account/entities?outcome=" + outcome;
  }

  /** Which pages of the two lists are shown, and what came of an act before. */
  record Turn(@Nullable String outcome, @Nullable String held, @Nullable String given) {}

  /** What was typed: matters apart by spaces, {@code until} in ISO 8601, that day included. */
  record Form(
      @Nullable String under,
      @Nullable String person,
      @Nullable EntityRole role,
      @Nullable String matters,
      @Nullable String region,
      @Nullable String until,
      @Nullable Integer depth) {
    Optional<GiveMandates.Wish> wish(Instant now) {
      if (role == null) {
        return Optional.empty();
      }
      try {
        Set<String> all = Arrays.stream(text(matters).split("\\s+")).collect(Collectors.toSet());
        Instant end = LocalDate.parse(text(until)).plusDays(1).atStartOfDay(CHINA).toInstant();
        int times = Objects.requireNonNullElse(depth, 0);
        Extent extent = new Extent(all, new Region(text(region)), now, end, times);
        return Optional.of(new GiveMandates.Wish(text(person), role, extent));
      } catch (DateTimeException | IllegalArgumentException cannotBe) {
        return Optional.empty();
      }
    }

    /** What was typed, or nothing. */
    static String text(@Nullable String typed) {
      return typed == null ? "" : typed.strip();
    }
  }
}
