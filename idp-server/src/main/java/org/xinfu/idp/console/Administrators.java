package org.xinfu.idp.console;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;

/** Who administers; read afresh at every request, so that a power that was taken is gone. */
public final class Administrators {
  private final Accounts accounts;
  private final Officials officials;

  public Administrators(Accounts accounts, Officials officials) {
    this.accounts = accounts;
    this.officials = officials;
  }

  /** Empty for everybody else, and for a city administrator without a city. */
  public Optional<Administrator> of(@Nullable Authentication login) {
    return login == null || !login.isAuthenticated()
        ? Optional.empty()
        : accounts.byId(login.getName()).filter(Account::active).flatMap(this::administrator);
  }

  private Optional<Administrator> administrator(Account account) {
    Optional<Role> power =
        account.roles().stream().filter(Administrator.POWERS::contains).findAny();
    if (power.isEmpty() || account.roles().size() != 1) {
      return Optional.empty();
    }
    Optional<String> division = officials.division(account.id());
    return power.get() == Role.CITY_ADMIN
        ? division.map(there -> new Administrator(account, Role.CITY_ADMIN, there))
        : Optional.of(new Administrator(account, power.get(), null));
  }
}
