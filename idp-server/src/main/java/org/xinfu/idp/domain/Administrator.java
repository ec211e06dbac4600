package org.xinfu.idp.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who administers this server: with one power alone, which the database enforces too.
 *
 * @param division prefix of a GB/T 2260 code, such as {@code 5101}; of city administrators alone
 */
public record Administrator(Account account, Role power, @Nullable String division) {
  /** Roles that exclude each other and every other role. */
  public static final Set<Role> POWERS =
      Set.of(
          Role.SYSTEM_ADMIN,
          Role.SECURITY_ADMIN,
          Role.AUDIT_ADMIN,
          Role.CITY_ADMIN,
          Role.DEPARTMENT_ADMIN);

  public Administrator {
    if (!POWERS.contains(power) || (power == Role.CITY_ADMIN) != (division != null)) {
      throw new IllegalArgumentException("a power, and a division with a city's alone");
    }
  }

  /**
   * Whether the department is theirs to look after: by the division in its code (GB 32100 §4); of a
   * department's administrator, their own.
   */
  public boolean looksAfter(@Nullable String org) {
    if (power == Role.DEPARTMENT_ADMIN) {
      return org != null && org.equals(account.org());
    }
    return division == null || (org != null && org.length() == 18 && org.startsWith(division, 2));
  }

  /** Whether these roles may be held together. */
  public static boolean compatible(Set<Role> roles) {
    return roles.size() == 1 || roles.stream().noneMatch(POWERS::contains);
  }
}
