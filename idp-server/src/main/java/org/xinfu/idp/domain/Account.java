package org.xinfu.idp.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Someone who logs in.
 *
 * @param id opaque, never reused; the claim {@code sub}
 * @param loginName what is typed on the login page
 * @param org unified social credit code (GB 32100) of a member's department; null for a person
 * @param active a suspended account neither logs in nor refreshes a token
 * @param generation how often every login of the account has been ended; what somebody showed in an
 *     earlier one logs nobody in
 */
public record Account(
    String id,
    AccountKind kind,
    String loginName,
    String displayName,
    @Nullable String org,
    Set<Role> roles,
    boolean active,
    int generation) {
  public Account {
    roles = Set.copyOf(roles);
    if ((kind == AccountKind.MEMBER) != (org != null)) {
      throw new IllegalArgumentException("a member has a department, a person has none");
    }
  }

  /** Someone whose logins have never been ended. */
  public Account(
      String id,
      AccountKind kind,
      String loginName,
      String displayName,
      @Nullable String org,
      Set<Role> roles,
      boolean active) {
    this(id, kind, loginName, displayName, org, roles, active, 0);
  }

  /**
   * Whether the login name is a number's or mailbox's holder's rather than theirs: older rules let
   * departments give such names.
   */
  public boolean numbered() {
    return Contact.parse(loginName).isPresent();
  }

  /** The login name as pages show it whose reader may not be who has verified that number. */
  public String shownName() {
    return Contact.parse(loginName).map(Contact::masked).orElse(loginName);
  }

  /** Who logs in when what is about to be shown is right. */
  public Entrant entrant() {
    return new Entrant(id, generation);
  }
}
