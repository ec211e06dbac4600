package org.xinfu.idp.console;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.kit.audit.Audit;

/**
 * Members of departments. The system administrator and, in their division, city administrators make
 * and suspend accounts; what an account may do is the security administrator's alone to give.
 * Nobody acts on their own account, and one administrator's account is the others' to leave alone.
 */
@Controller
class OfficialsPages {
  private static final int PAGE = 50;
  private static final int SHOWN = 200;

  /** What nobody gives: it comes with the account, or with a post. */
  private static final Set<Role> UNGIVEN = EnumSet.of(Role.CITIZEN, Role.WINDOW_CLERK);

  private static final String MEMBERS = "redirect:/console/accounts";
  private static final String ROLES = "redirect:/console/roles";
  private static final String NOT_YOURS = "?problem=not-yours";

  private final Administrators administrators;
  private final Officials officials;
  private final Accounts accounts;
  private final Part part;

  /** What changes and its book need. */
  @Component
  record Part(
      PasswordEncoder passwords,
      TransactionTemplate transaction,
      FrozenAccounts frozen,
      Audit audit) {}

  OfficialsPages(Administrators administrators, Officials officials, Accounts accounts, Part part) {
    this.administrators = administrators;
    this.officials = officials;
    this.accounts = accounts;
    this.part = part;
  }

  @GetMapping("/console/accounts")
  String members(
      Authentication login,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "") String problem,
      Model model) {
    list(administrators.of(login).orElseThrow(), after, model);
    model.addAttribute(
        "problem", Set.of("malformed", "taken", "not-yours").contains(problem) ? problem : "");
    return "console/accounts";
  }

  @PostMapping("/console/accounts")
  String add(Authentication login, NewMember form, Model model) {
    Administrator admin = administrators.of(login).orElseThrow();
    Entry entry = form.entry();
    if (!entry.wellFormed()) {
      return MEMBERS + "?problem=malformed";
    }
    if (!admin.looksAfter(entry.org())) {
      return refused(MEMBERS + NOT_YOURS, entry.org(), "account-added");
    }
    String password = SecretFile.random().substring(0, 16);
    Account account =
        new Account(
            UUID.randomUUID().toString(),
            AccountKind.MEMBER,
            entry.login().toLowerCase(Locale.ROOT),
            entry.name().strip(),
            entry.org(),
            Set.of(),
            true);
    boolean added =
        done(
            "account-added",
            account.id(),
            Map.of("org", entry.org()),
            () -> officials.add(account, verifier(password)));
    return added ? told(account.loginName(), password, model) : MEMBERS + "?problem=taken";
  }

  @PostMapping("/console/accounts/{id}/{act}")
  String act(Authentication login, @PathVariable String id, @PathVariable String act, Model model) {
    Administrator admin = administrators.of(login).orElseThrow();
    Account account = member(id);
    if (account == null || !mayTouch(admin, account) || !admin.looksAfter(account.org())) {
      return refused(MEMBERS + NOT_YOURS, id, "account-" + act);
    }
    switch (act) {
      case "suspend", "resume" ->
          done("account-" + act, id, Map.of(), () -> accounts.setActive(id, act.equals("resume")));
      case "password" -> {
        String password = SecretFile.random().substring(0, 16);
        done("password-reset", id, Map.of(), () -> officials.resetPassword(id, verifier(password)));
        return told(account.loginName(), password, model);
      }
      default -> {
        return MEMBERS + "?problem=malformed";
      }
    }
    return MEMBERS;
  }

  /** Another login name for somebody who is called by a number. */
  @PostMapping("/console/accounts/{id}/login")
  String call(Authentication login, @PathVariable String id, @RequestParam("login") String name) {
    Administrator admin = administrators.of(login).orElseThrow();
    Account account = member(id);
    if (account == null || !mayTouch(admin, account) || !admin.looksAfter(account.org())) {
      return refused(MEMBERS + NOT_YOURS, id, "account-renamed");
    }
    String better = name.strip();
    if (!account.numbered() || !Members.loginName(better)) {
      return MEMBERS + "?problem=malformed";
    }
    String taken = MEMBERS + "?problem=taken";
    try {
      Map<String, String> names = Appointments.names(account, better);
      return done("account-renamed", id, names, () -> officials.call(account, better))
          ? MEMBERS
          : taken;
    } catch (DuplicateKeyException atTheSameTime) {
      return refused(taken, id, "account-renamed");
    }
  }

  @GetMapping("/console/roles")
  String roles(
      Authentication login,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "") String problem,
      Model model) {
    list(administrators.of(login).orElseThrow(), after, model);
    model.addAttribute(
        "all", Arrays.stream(Role.values()).filter(role -> !UNGIVEN.contains(role)).toList());
    model.addAttribute(
        "problem", Set.of("exclude", "not-yours", "given").contains(problem) ? problem : "");
    return "console/roles";
  }

  @PostMapping("/console/roles/{id}")
  String give(
      Authentication login,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Set<Role> role,
      @RequestParam(defaultValue = "") String division) {
    Administrator admin = administrators.of(login).orElseThrow();
    Account account = member(id);
    if (account == null || account.id().equals(admin.account().id())) {
      return refused(ROLES + NOT_YOURS, id, "roles-set");
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.addAll(Objects.requireNonNullElse(role, Set.of()));
    boolean city = roles.contains(Role.CITY_ADMIN);
    if (roles.stream().anyMatch(UNGIVEN::contains)
        || !Administrator.compatible(roles)
        || (city && !division.matches("[1-9][0-9]{1,5}"))) {
      return refused(ROLES + "?problem=exclude", id, "roles-set");
    }
    List<String> names = roles.stream().map(Enum::name).sorted().toList();
    boolean set =
        done(
            "roles-set",
            id,
            Map.of("roles", names, "division", city ? division : ""),
            () -> officials.setRoles(id, roles, city ? division : null));
    return set ? ROLES : ROLES + "?problem=given";
  }

  private void list(Administrator admin, String after, Model model) {
    String division = Objects.requireNonNullElse(admin.division(), "");
    List<Account> some = officials.list(division, after, PAGE + 1);
    List<Account> page = some.subList(0, Math.min(PAGE, some.size()));
    Map<String, Boolean> frozen = part.frozen().among(page.stream().map(Account::id).toList());
    model.addAttribute("members", page);
    model.addAttribute(
        "standings",
        page.stream()
            .collect(
                Collectors.toMap(Account::id, one -> Standing.of(one.id(), one.active(), frozen))));
    model.addAttribute("next", some.size() > PAGE ? page.getLast().loginName() : "");
    model.addAttribute("self", admin.account().id());
    model.addAttribute("power", admin.power().name());
    model.addAttribute("division", division);
  }

  private @Nullable Account member(String id) {
    return accounts.byId(id).filter(account -> account.kind() == AccountKind.MEMBER).orElse(null);
  }

  /**
   * Administrators are left alone: with a fresh password somebody would have their power. The
   * security administrator takes the power away first.
   */
  private static boolean mayTouch(Administrator admin, Account account) {
    return !account.id().equals(admin.account().id())
        && account.roles().stream().noneMatch(Administrator.POWERS::contains);
  }

  /** What somebody tried is on record as well, with the problem that they are told of. */
  private String refused(String to, String subject, String act) {
    String why = to.substring(to.indexOf('=') + 1);
    part.audit().record("console-refused", shown(subject), why, Map.of("act", shown(act)));
    return to;
  }

  /** It stands in an address that anybody may make up, as long as they like. */
  static String shown(String text) {
    return text.substring(0, Math.min(SHOWN, text.length()));
  }

  private boolean done(String act, String subject, Map<String, ?> details, BooleanSupplier work) {
    return Boolean.TRUE.equals(
        part.transaction()
            .execute(
                tx -> {
                  boolean did = work.getAsBoolean();
                  part.audit().record(act, subject, did ? "done" : "unchanged", details);
                  return did;
                }));
  }

  private String verifier(String password) {
    return Objects.requireNonNull(part.passwords().encode(password));
  }

  private static String told(String loginName, String password, Model model) {
    model.addAttribute("login", loginName);
    model.addAttribute("password", password);
    return "console/password";
  }

  /** What is typed of a new member. */
  record NewMember(@Nullable String login, @Nullable String name, @Nullable String org) {
    Entry entry() {
      return new Entry(StaffForm.text(login), StaffForm.text(name), StaffForm.text(org));
    }
  }

  /** A new member. */
  record Entry(String login, String name, String org) {
    boolean wellFormed() {
      return Members.wellFormed(login, name, org);
    }
  }
}
