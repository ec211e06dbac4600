package org.xinfu.idp.console;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Gives posts, changes them and ends them, each with its audit row in one transaction. */
@Component
class Appointments {
  private final Posts posts;
  private final Accounts accounts;
  private final Officials officials;
  private final Part part;

  /** What changes and its book need. */
  @Component
  record Part(OfficialsPages.Part changes, Clock clock) {}

  Appointments(Posts posts, Accounts accounts, Officials officials, Part part) {
    this.posts = posts;
    this.accounts = accounts;
    this.officials = officials;
    this.part = part;
  }

  /** What came of it. */
  enum Outcome {
    DONE,
    MALFORMED,
    /** The days are none, or the last is before the first. */
    DAYS,
    /** The login name is somebody's who is not of this department, or has a post. */
    TAKEN,
    NOT_YOURS,
    /** The post is over. */
    NO_POST;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * An appointment.
   *
   * @param password of an account that was made for it, told once; empty otherwise
   */
  record Appointed(Outcome outcome, String password) {}

  List<Posts.Line> page(Administrator admin, boolean past, String after, int most) {
    boolean own = admin.power() == Role.DEPARTMENT_ADMIN;
    String orgs = own ? admin.account().org() : admin.division();
    return posts.page(
        new Posts.Search(Objects.requireNonNullElse(orgs, ""), own, past, after, most));
  }

  /** Writes down what somebody was refused; a form that is not well formed decides nothing. */
  void refused(String act, String subject, Outcome outcome) {
    if (Set.of(Outcome.NOT_YOURS, Outcome.TAKEN, Outcome.NO_POST).contains(outcome)) {
      part.changes()
          .audit()
          .record(
              "console-refused",
              OfficialsPages.shown(subject),
              outcome.word(),
              Map.of("act", OfficialsPages.shown("staff-" + act)));
    }
  }

  /** Appoints a member of the department who has no post, or somebody new. */
  Appointed appoint(Administrator admin, StaffForm form) {
    OfficialsPages.Entry entry = form.entry();
    if (!admin.looksAfter(entry.org())) {
      return new Appointed(Outcome.NOT_YOURS, "");
    }
    Account known = accounts.named(entry.login()).orElse(null);
    if (known == null ? !entry.wellFormed() : byContact(known, entry)) {
      return new Appointed(Outcome.MALFORMED, "");
    }
    Instant now = part.clock().instant();
    String id = known == null ? UUID.randomUUID().toString() : known.id();
    Post post = form.post(id, now).orElse(null);
    if (post == null) {
      return new Appointed(form.roles().isEmpty() ? Outcome.MALFORMED : Outcome.DAYS, "");
    }
    if (known != null) {
      boolean free = entry.org().equals(known.org()) && touchable(admin, known);
      boolean given = free && done("staff-appointed", post, () -> add(admin, post));
      return new Appointed(given ? Outcome.DONE : Outcome.TAKEN, "");
    }
    String password = SecretFile.random().substring(0, 16);
    Account account =
        new Account(
            id, AccountKind.MEMBER, entry.login(), entry.name(), entry.org(), Set.of(), true);
    boolean made =
        done(
            "staff-appointed",
            post,
            () -> officials.add(account, verifier(password)) && add(admin, post));
    return new Appointed(made ? Outcome.DONE : Outcome.TAKEN, made ? password : "");
  }

  /**
   * That another department's member is called by a number is not told: the answer is what it is
   * for nobody's, before anything else is judged. Only their own department sees old login names.
   */
  private static boolean byContact(Account known, OfficialsPages.Entry entry) {
    return !entry.org().equals(known.org()) && Contact.parse(entry.login()).isPresent();
  }

  Outcome change(Administrator admin, String id, StaffForm form) {
    return on(
        admin,
        id,
        post -> {
          Instant until;
          try {
            until = form.end();
          } catch (DateTimeException noDay) {
            return Outcome.DAYS;
          }
          if (form.roles().isEmpty()) {
            return Outcome.MALFORMED;
          }
          if (until != null && !until.isAfter(post.from())) {
            return Outcome.DAYS;
          }
          return did(done("staff-changed", post, () -> posts.change(id, form.roles(), until)));
        });
  }

  /** Only between departments that are both the administrator's to look after. */
  Outcome move(Administrator admin, String id, StaffForm form) {
    String there = form.entry().org();
    if (UnifiedSocialCreditCode.parse(there).isEmpty()) {
      return Outcome.MALFORMED;
    }
    if (!admin.looksAfter(there)) {
      return Outcome.NOT_YOURS;
    }
    return on(
        admin,
        id,
        post -> {
          Post next = form.post(post.accountId(), part.clock().instant()).orElse(null);
          if (next == null) {
            return form.roles().isEmpty() ? Outcome.MALFORMED : Outcome.DAYS;
          }
          return did(done("staff-moved", next, () -> posts.move(id, next, admin.account().id())));
        });
  }

  Outcome leave(Administrator admin, String id) {
    return on(
        admin,
        id,
        post -> did(done("staff-left", post, () -> posts.leave(id, part.clock().instant()))));
  }

  Outcome suspend(Administrator admin, String id, boolean suspended) {
    return on(
        admin,
        id,
        post ->
            did(
                done(
                    suspended ? "account-suspend" : "account-resume",
                    post,
                    () -> accounts.setActive(post.accountId(), !suspended))));
  }

  /** Another login name for somebody who is called by a number. */
  Outcome call(Administrator admin, String id, String login) {
    return on(
        admin,
        id,
        post -> {
          Account account = accounts.byId(post.accountId()).orElseThrow();
          if (!account.numbered() || !Members.loginName(login)) {
            return Outcome.MALFORMED;
          }
          try {
            Map<String, String> names = Appointments.names(account, login);
            return done("staff-renamed", post, names, () -> officials.call(account, login))
                ? Outcome.DONE
                : Outcome.TAKEN;
          } catch (DuplicateKeyException atTheSameTime) {
            return Outcome.TAKEN;
          }
        });
  }

  /** Who was called so: for whoever asks later. A number is somebody's, and is told by its ends. */
  static Map<String, String> names(Account before, String login) {
    return Map.of("before", before.shownName(), "login", login);
  }

  /** The account that somebody named as their own is not. */
  Outcome unlink(Administrator admin, String id) {
    return on(
        admin, id, post -> did(done("staff-unlinked", post, () -> posts.unlink(post.accountId()))));
  }

  private interface Act {
    Outcome on(Post post);
  }

  private Outcome on(Administrator admin, String id, Act act) {
    Optional<Post> post = posts.byId(id).filter(one -> admin.looksAfter(one.org()));
    Optional<Account> account = post.flatMap(one -> accounts.byId(one.accountId()));
    if (account.isEmpty() || !touchable(admin, account.get())) {
      return Outcome.NOT_YOURS;
    }
    return post.get().end() == null ? act.on(post.get()) : Outcome.NO_POST;
  }

  private static boolean touchable(Administrator admin, Account account) {
    return account.kind() == AccountKind.MEMBER
        && !account.id().equals(admin.account().id())
        && account.roles().stream().noneMatch(Administrator.POWERS::contains);
  }

  private boolean add(Administrator admin, Post post) {
    return posts.add(post, admin.account().id());
  }

  private static Outcome did(boolean done) {
    return done ? Outcome.DONE : Outcome.NO_POST;
  }

  /** All of it or nothing: what was not done takes back what was begun. */
  private boolean done(String act, Post post, BooleanSupplier work) {
    return done(act, post, Map.of(), work);
  }

  private boolean done(String act, Post post, Map<String, String> more, BooleanSupplier work) {
    return Boolean.TRUE.equals(
        part.changes()
            .transaction()
            .execute(
                tx -> {
                  boolean did = work.getAsBoolean();
                  if (!did) {
                    tx.setRollbackOnly();
                    return false;
                  }
                  List<String> roles = post.roles().stream().map(Enum::name).sorted().toList();
                  Map<String, String> details = new HashMap<>(more);
                  details.put("org", post.org());
                  details.put("roles", String.join(" ", roles));
                  part.changes().audit().record(act, post.accountId(), "done", details);
                  return true;
                }));
  }

  private String verifier(String password) {
    return Objects.requireNonNull(part.changes().passwords().encode(password));
  }
}
