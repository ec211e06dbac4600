package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.staff.StaffRole;

/**
 * Accounts in PostgreSQL. Whoever has ever had a post in a department is active only while they
 * hold one.
 */
public final class JdbcAccountStore implements Accounts {
  /** Columns and tables of every query that reads accounts. */
  static final String SELECT =
      """
      SELECT a.id, a.kind, a.login_name, a.password_hash, a.display_name, a.org, a.roles,
        a.login_generation, a.edition, a.active AND coalesce(p.held, true) AS stands,
        coalesce(p.duties, '') AS duties
      FROM account a LEFT JOIN LATERAL (
        SELECT bool_or(open) AS held, max(s.roles) FILTER (WHERE open) AS duties
        FROM (SELECT roles, ended_at IS NULL AND from_at <= now()
            AND (until_at IS NULL OR until_at > now()) AS open
          FROM staff_post WHERE account_id = a.id) s) p ON true
      """;

  /**
   * The id of who has the contact {@code :contact}, or else the login name {@code :login}: an old
   * name that is a number leads to whoever has verified it.
   */
  static final String NAMED =
      """
      SELECT coalesce(
        (SELECT account_id FROM contact WHERE value_hash = :contact AND released_at IS NULL),
        (SELECT id FROM account WHERE login_name = :login))
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final CitizenIdCipher cipher;
  private final BlindIndex index;
  private final Changes changes;
  private final AccountStanding standing;

  /** What hides the citizen id number, and what finds it again. */
  public record Keys(CitizenIdCipher cipher, BlindIndex index) {}

  /** In what accounts are opened and closed, and what ends the logins to a closed one. */
  public record Changes(TransactionTemplate transaction, SignOut signOut) {}

  public JdbcAccountStore(JdbcClient jdbc, Clock clock, Keys keys, Changes changes) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.cipher = keys.cipher();
    this.index = keys.index();
    this.changes = changes;
    this.standing = new AccountStanding(jdbc);
  }

  @Override
  public Optional<Account> byId(String id) {
    return jdbc.sql(SELECT + " WHERE a.id = ?")
        .param(id)
        .query(JdbcAccountStore::account)
        .optional();
  }

  @Override
  public Optional<Credential> byLoginName(String loginName) {
    return jdbc.sql(SELECT + " WHERE a.id = (" + NAMED + ")")
        .param("login", loginName.toLowerCase(Locale.ROOT))
        .param("contact", contact(index, loginName))
        .query(JdbcAccountStore::credential)
        .optional();
  }

  @Override
  public Optional<Account> named(String loginName) {
    return jdbc.sql(SELECT + " WHERE a.login_name = ?")
        .param(loginName.toLowerCase(Locale.ROOT))
        .query(JdbcAccountStore::account)
        .optional();
  }

  /** The hash of what was typed, if it is a contact; else of nothing. */
  static String contact(BlindIndex index, String loginName) {
    return Contact.parse(loginName).map(read -> JdbcPersons.hash(index, read)).orElse("");
  }

  static Credential credential(ResultSet row, int number) throws SQLException {
    return new Credential(account(row, number), row.getString("password_hash"));
  }

  @Override
  public Optional<String> citizenId(String accountId) {
    return jdbc.sql("SELECT citizen_id FROM account WHERE id = ? AND citizen_id IS NOT NULL")
        .param(accountId)
        .query((row, number) -> cipher.open(accountId, row.getBytes(1)))
        .optional();
  }

  @Override
  public boolean add(Account account, String passwordHash, @Nullable String citizenId) {
    return jdbc.sql(
                """
                INSERT INTO account (id, kind, login_name, password_hash, display_name, org,
                  citizen_id, citizen_hash, roles, active, created_at)
                VALUES (:id, :kind, :login, :hash, :name, :org, :citizen, :index, :roles, :active,
                  :now)
                ON CONFLICT (login_name) DO NOTHING
                """)
            .param("id", account.id())
            .param("kind", account.kind().name())
            .param("login", account.loginName().toLowerCase(Locale.ROOT))
            .param("hash", passwordHash)
            .param("name", account.displayName())
            .param("org", account.org())
            .param(
                "citizen",
                citizenId == null ? null : cipher.seal(account.id(), citizenId),
                java.sql.Types.BINARY)
            .param("index", citizenId == null ? null : index.of("citizen", citizenId))
            .param("roles", roles(account.roles()))
            .param("active", account.active())
            .param("now", Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  @Override
  public boolean setPassword(String accountId, String passwordHash) {
    return jdbc.sql("UPDATE account SET password_hash = ?, password_given = false WHERE id = ?")
            .params(List.of(passwordHash, accountId))
            .update()
        == 1;
  }

  @Override
  public boolean renewPassword(String accountId, String before, String after) {
    return jdbc.sql("UPDATE account SET password_hash = ? WHERE id = ? AND password_hash = ?")
            .params(List.of(after, accountId, before))
            .update()
        == 1;
  }

  @Override
  public boolean setActive(String accountId, boolean active) {
    if (active) {
      return Boolean.TRUE.equals(
          changes.transaction().execute(tx -> standing.resume(accountId) || there(accountId)));
    }
    return closed(accountId, () -> standing.suspend(accountId) || there(accountId));
  }

  @Override
  public boolean freeze(String accountId, Instant at) {
    return closed(accountId, () -> standing.freeze(accountId, at));
  }

  private boolean closed(String accountId, BooleanSupplier change) {
    return changes.signOut().with(accountId, SignOut.Cause.ACCOUNT_SUSPENDED, change);
  }

  private boolean there(String accountId) {
    return byId(accountId).isPresent();
  }

  static Account account(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getString("id"),
        AccountKind.valueOf(row.getString("kind")),
        row.getString("login_name"),
        row.getString("display_name"),
        row.getString("org"),
        roles(row.getString("roles"), row.getString("duties")),
        row.getBoolean("stands"),
        row.getInt("login_generation"));
  }

  private static String roles(Set<Role> roles) {
    return roles.stream().map(Role::name).sorted().collect(Collectors.joining(" "));
  }

  private static Set<Role> roles(String line, String duties) {
    Stream<String> kept = line.isEmpty() ? Stream.of() : Arrays.stream(line.split(" "));
    Set<Role> roles = kept.map(Role::valueOf).collect(Collectors.toSet());
    if (List.of(duties.split(" ")).contains(StaffRole.WINDOW_CLERK.name())) {
      roles.add(Role.WINDOW_CLERK);
    }
    return roles;
  }
}
