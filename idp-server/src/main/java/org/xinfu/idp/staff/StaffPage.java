package org.xinfu.idp.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.staff.OfficeDays;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.factor.SecondFactors;
import org.xinfu.idp.login.LogIn;

/**
 * A member's own post. They also say here which account is theirs as a natural person, and show
 * that by what logs in to it; only an administrator takes that back, so that nobody names another
 * before they act for themselves.
 */
@Controller
class StaffPage {
  private static final String LINKED = "staff-linked";
  private static final String HERE = "redirect:/account/staff";

  private final Posts posts;
  private final Accounts accounts;
  private final IdentityLevels levels;
  private final Part part;

  /** What shows whose account it is, and records that. */
  record Part(LogIn logIn, SecondFactors factors, IdpAudit audit, Clock clock) {}

  StaffPage(Posts posts, Accounts accounts, IdentityLevels levels, Part part) {
    this.posts = posts;
    this.accounts = accounts;
    this.levels = levels;
    this.part = part;
  }

  @GetMapping("/account/staff")
  String page(Principal login, @RequestParam(defaultValue = "") String problem, Model model) {
    Instant now = part.clock().instant();
    Optional<Post> post = posts.of(login.getName()).filter(one -> one.served(now));
    model.addAttribute("post", post.orElse(null));
    model.addAttribute("from", post.map(one -> OfficeDays.first(one.from())).orElse(""));
    model.addAttribute("until", post.map(Post::until).map(OfficeDays::last).orElse(""));
    model.addAttribute("member", member(login.getName()).isPresent());
    model.addAttribute("linked", posts.person(login.getName()).isPresent());
    model.addAttribute(
        "problem", Set.of("refused", "second", "done").contains(problem) ? problem : "");
    return "staff";
  }

  @PostMapping("/account/staff")
  String link(
      Principal login,
      @RequestParam(defaultValue = "") String person,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request) {
    String member = login.getName();
    if (member(member).isEmpty() || posts.person(member).isPresent()) {
      part.audit().record(null, member, LINKED, "refused");
      return HERE + "?problem=refused";
    }
    Origin from = Devices.origin(request);
    Optional<String> own =
        part.logIn().attempt(person, password, from) instanceof LogIn.Outcome.Done done
            ? Optional.of(done.account()).filter(this::verified).map(Account::id)
            : Optional.empty();
    String outcome =
        own.map(id -> named(member, id, part.factors().beside(id, code, from))).orElse("refused");
    if (!outcome.equals("done")) {
      part.audit().record(null, member, LINKED, outcome);
      own.ifPresent(id -> part.audit().record(null, id, LINKED, outcome));
    }
    return HERE + "?problem=" + outcome;
  }

  /** Once: who has named another meanwhile is refused. */
  private String named(String member, String person, boolean shown) {
    if (!shown) {
      return "second";
    }
    Instant now = part.clock().instant();
    IdpAudit audit = part.audit();
    boolean both =
        audit.with(
            member,
            LINKED,
            "done",
            () -> audit.with(person, LINKED, "done", () -> posts.link(member, person, now)));
    return both ? "done" : "refused";
  }

  private boolean verified(Account account) {
    return account.kind() == AccountKind.PERSON && levels.of(account.id()) != Ial.IAL1;
  }

  private Optional<Account> member(String id) {
    return accounts.byId(id).filter(account -> account.kind() == AccountKind.MEMBER);
  }
}
