package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.console.Officials;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.staff.Members;

/** Departments' members in PostgreSQL. */
public final class JdbcOfficials implements Officials, Members {
  private final JdbcClient jdbc;
  private final Accounts accounts;
  private final SignOut signOut;

  public JdbcOfficials(JdbcClient jdbc, Accounts accounts, SignOut signOut) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.signOut = signOut;
  }

  @Override
  public List<Account> list(String division, String after, int most) {
    return jdbc.sql(
            """
            SELECT id, login_name, display_name, org, roles, active FROM account
            WHERE kind = 'MEMBER' AND login_name > ? AND starts_with(substr(org, 3), ?)
            ORDER BY login_name LIMIT ?
            """)
        .params(List.of(after, division, most))
        .query(JdbcOfficials::account)
        .list();
  }

  @Override
  public boolean anyPower() {
    return jdbc.sql(
                """
                SELECT count(*) FROM account
                WHERE roles IN ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN')
                """)
            .query(Long.class)
            .single()
        > 0;
  }

  @Override
  public Optional<String> division(String accountId) {
    return jdbc.sql("SELECT division FROM admin_region WHERE account_id = ?")
        .param(accountId)
        .query(String.class)
        .optional();
  }

  @Override
  public boolean add(Account account, String verifier) {
    return accounts.add(account, verifier, null)
        && jdbc.sql("UPDATE account SET password_given = true WHERE id = ?")
                .param(account.id())
                .update()
            == 1;
  }

  @Override
  public boolean rename(String accountId, String name) {
    return jdbc.sql("UPDATE account SET display_name = ? WHERE id = ? AND kind = 'MEMBER'")
            .params(List.of(name, accountId))
            .update()
        == 1;
  }

  /** Whoever comes in between with the same name loses or wins by the constraint. */
  @Override
  public boolean call(Account member, String loginName) {
    return jdbc.sql(
                """
                UPDATE account SET login_name = :login WHERE id = :id AND kind = 'MEMBER'
                  AND login_name = :before
                  AND NOT EXISTS (SELECT 1 FROM account WHERE login_name = :login)
                """)
            .param("login", loginName)
            .param("before", member.loginName())
            .param("id", member.id())
            .update()
        == 1;
  }

  @Override
  public boolean setRoles(String accountId, Set<Role> roles, @Nullable String division) {
    return Administrator.compatible(roles)
        && roles.contains(Role.CITY_ADMIN) == (division != null)
        && signOut.with(
            accountId,
            SignOut.Cause.ROLES_CHANGED,
            () -> changed(accountId, roles) && delegated(accountId, division));
  }

  @Override
  public boolean resetPassword(String accountId, String verifier) {
    return password(accountId, verifier, false);
  }

  @Override
  public boolean renewPassword(String accountId, String verifier) {
    return password(accountId, verifier, true);
  }

  private boolean password(String accountId, String verifier, boolean givenAlone) {
    return signOut.with(
        accountId,
        SignOut.Cause.PASSWORD_RESET,
        () ->
            jdbc.sql(
                        """
                        UPDATE account SET password_hash = ?, password_given = true
                        WHERE id = ? AND kind = 'MEMBER' AND (password_given OR NOT ?)
                        """)
                    .params(List.of(verifier, accountId, givenAlone))
                    .update()
                == 1);
  }

  private boolean changed(String accountId, Set<Role> roles) {
    String line = roles.stream().map(Role::name).sorted().collect(Collectors.joining(" "));
    boolean power = roles.stream().anyMatch(Administrator.POWERS::contains);
    return jdbc.sql(
                """
                UPDATE account SET roles = ?
                WHERE id = ? AND kind = 'MEMBER' AND NOT (? AND password_given)
                """)
            .params(List.of(line, accountId, power))
            .update()
        == 1;
  }

  private boolean delegated(String accountId, @Nullable String division) {
    jdbc.sql("DELETE FROM admin_region WHERE account_id = ?").param(accountId).update();
    return division == null
        || jdbc.sql("INSERT INTO admin_region (account_id, division) VALUES (?, ?)")
                .params(List.of(accountId, division))
                .update()
            == 1;
  }

  private static Account account(ResultSet row, int number) throws SQLException {
    String roles = row.getString("roles");
    return new Account(
        row.getString("id"),
        AccountKind.MEMBER,
        row.getString("login_name"),
        row.getString("display_name"),
        row.getString("org"),
        roles.isEmpty()
            ? Set.of()
            : Arrays.stream(roles.split(" ")).map(Role::valueOf).collect(Collectors.toSet()),
        row.getBoolean("active"));
  }
}
