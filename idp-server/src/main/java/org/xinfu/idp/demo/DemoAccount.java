package org.xinfu.idp.demo;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.staff.StaffRole;

/**
 * An account of {@code accounts.json}; with an {@code org} it is a member, else a person.
 *
 * @param post what a member is in the department
 * @param person login name of the member's own account as a natural person
 */
record DemoAccount(
    String login,
    String name,
    @Nullable String org,
    @Nullable String citizenId,
    Set<Role> roles,
    @Nullable Set<StaffRole> post,
    @Nullable String person) {
  Account enrol() {
    AccountKind kind = org == null ? AccountKind.PERSON : AccountKind.MEMBER;
    return new Account(UUID.randomUUID().toString(), kind, login, name, org, roles, true);
  }
}
