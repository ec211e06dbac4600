package org.xinfu.idp.staff;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionOperations;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;

/**
 * Brings one member of a department to what its personnel system says, as often as it says so. The
 * department is that of the client; nobody of another, no administrator and no citizen is touched.
 */
public final class KeepStaff {
  private final Posts posts;
  private final Accounts accounts;
  private final Members members;
  private final Part part;

  /** What makes passwords, and the book. */
  public record Part(
      PasswordEncoder passwords, TransactionOperations transaction, Audit audit, Clock clock) {}

  public KeepStaff(Posts posts, Accounts accounts, Members members, Part part) {
    this.posts = posts;
    this.accounts = accounts;
    this.members = members;
    this.part = part;
  }

  /** The department whose client speaks. */
  record Department(String org, String clientId) {}

  /** What was done. */
  enum Done {
    APPOINTED,
    CHANGED,
    UNCHANGED,
    LEFT
  }

  /**
   * What came of it.
   *
   * @param password of an account that was made, told once; empty otherwise
   */
  record Kept(Done done, String password) {}

  /**
   * Appoints or changes.
   *
   * @param entry without faults
   * @throws Refused with a {@link StaffRefusal}
   */
  Kept put(Department department, String login, StaffEntry entry) {
    Account known = accounts.named(login).orElse(null);
    if (known == null) {
      return fresh(department, login, entry);
    }
    if (!kept(department, known)) {
      throw new Refused(StaffRefusal.STAFF_LOGIN_TAKEN);
    }
    Optional<Post> current = posts.of(known.id());
    return new Kept(
        current.isPresent()
            ? changed(known, current.get(), entry)
            : appointed(department, known, entry),
        "");
  }

  /**
   * Ends the post; nothing is left to do when it is over.
   *
   * @throws Refused {@link StaffRefusal#STAFF_UNKNOWN}
   */
  Done leave(Department department, String login) {
    Post post = last(department, login).post();
    if (post.end() != null) {
      return Done.UNCHANGED;
    }
    Instant now = part.clock().instant();
    return once("staff-left", post, () -> posts.leave(post.id(), now)) ? Done.LEFT : Done.UNCHANGED;
  }

  /**
   * Another first password, for one that was lost on the way: the one before opens nothing more. It
   * is kept nowhere, so each call makes its own.
   *
   * @throws Refused {@link StaffRefusal#STAFF_UNKNOWN} or, once its owner has chosen one, {@link
   *     StaffRefusal#STAFF_PASSWORD_CHOSEN}
   */
  String password(Department department, String login) {
    Post post = last(department, login).post();
    String password = fresh();
    String verifier = verifier(password);
    if (!once(
        "staff-password-replaced", post, () -> members.renewPassword(post.accountId(), verifier))) {
      throw new Refused(StaffRefusal.STAFF_PASSWORD_CHOSEN);
    }
    return password;
  }

  /**
   * The post that somebody has, or had last.
   *
   * @throws Refused {@link StaffRefusal#STAFF_UNKNOWN}
   */
  Posts.Line last(Department department, String login) {
    return accounts
        .named(login)
        .filter(account -> kept(department, account))
        .flatMap(
            account ->
                posts
                    .last(account.id())
                    .filter(post -> post.org().equals(department.org()))
                    .map(post -> line(post, account)))
        .orElseThrow(() -> new Refused(StaffRefusal.STAFF_UNKNOWN));
  }

  /** Whether somebody of the department has that very login name, from whenever it was given. */
  boolean has(Department department, String login) {
    return accounts
        .named(login)
        .filter(account -> account.loginName().equals(login) && kept(department, account))
        .isPresent();
  }

  /** A page in the order of login names. */
  List<Posts.Line> page(Department department, boolean past, String after, int most) {
    return posts.page(new Posts.Search(department.org(), true, past, after, most));
  }

  Instant now() {
    return part.clock().instant();
  }

  private Kept fresh(Department department, String login, StaffEntry entry) {
    String id = UUID.randomUUID().toString();
    String password = fresh();
    Account account =
        new Account(
            id, AccountKind.MEMBER, login, entry.display(), department.org(), Set.of(), true);
    String verifier = verifier(password);
    Post post = post(department, id, entry);
    boolean made =
        once(
            "staff-appointed",
            post,
            () -> members.add(account, verifier) && posts.add(post, department.clientId()));
    if (!made) {
      throw new Refused(StaffRefusal.STAFF_LOGIN_TAKEN); // meanwhile
    }
    return new Kept(Done.APPOINTED, password);
  }

  private Done appointed(Department department, Account known, StaffEntry entry) {
    Post post = post(department, known.id(), entry);
    boolean given =
        once(
            "staff-appointed",
            post,
            () -> {
              renamed(known, entry);
              return posts.add(post, department.clientId());
            });
    if (!given) {
      throw new Refused(StaffRefusal.STAFF_LOGIN_TAKEN); // meanwhile
    }
    return Done.APPOINTED;
  }

  private Done changed(Account known, Post current, StaffEntry entry) {
    Instant now = now();
    Instant begin = entry.begin(now);
    if (begin.isAfter(now) && !begin.equals(current.from())) {
      throw new Refused(StaffRefusal.STAFF_FROM_FIXED);
    }
    boolean same =
        current.roles().equals(entry.known()) && Objects.equals(current.until(), entry.end());
    if (same && known.displayName().equals(entry.display())) {
      return Done.UNCHANGED;
    }
    Post wanted =
        new Post(
            current.id(),
            known.id(),
            current.org(),
            entry.known(),
            current.from(),
            entry.end(),
            null);
    boolean done =
        once(
            "staff-changed",
            wanted,
            () -> {
              renamed(known, entry);
              return same || posts.change(current.id(), wanted.roles(), wanted.until());
            });
    return done ? Done.CHANGED : Done.UNCHANGED;
  }

  private void renamed(Account known, StaffEntry entry) {
    if (!known.displayName().equals(entry.display())) {
      members.rename(known.id(), entry.display());
    }
  }

  private static String fresh() {
    return SecretFile.random().substring(0, 16);
  }

  private String verifier(String password) {
    return Objects.requireNonNull(part.passwords().encode(password));
  }

  private Post post(Department department, String account, StaffEntry entry) {
    return new Post(
        UUID.randomUUID().toString(),
        account,
        department.org(),
        entry.known(),
        entry.begin(now()),
        entry.end(),
        null);
  }

  private static boolean kept(Department department, Account account) {
    return account.kind() == AccountKind.MEMBER
        && department.org().equals(account.org())
        && account.roles().stream().noneMatch(Administrator.POWERS::contains);
  }

  private static Posts.Line line(Post post, Account account) {
    return new Posts.Line(post, account.loginName(), account.displayName(), account.active());
  }

  /** All of it and its audit row, or nothing. */
  private boolean once(String act, Post post, BooleanSupplier work) {
    List<String> roles = post.roles().stream().map(Enum::name).sorted().toList();
    Map<String, String> facts = Map.of("org", post.org(), "roles", String.join(" ", roles));
    return Boolean.TRUE.equals(
        part.transaction()
            .execute(
                tx -> {
                  boolean did = work.getAsBoolean();
                  if (did) {
                    part.audit().record(act, post.accountId(), "done", facts);
                  } else {
                    tx.setRollbackOnly();
                  }
                  return did;
                }));
  }
}
