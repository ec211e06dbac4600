package org.xinfu.idp.domain;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which role may hold which scope, and which service a scope speaks to. */
public final class Scopes {
  /** Asks for the citizen id number in the token; only natural persons hold it. */
  public static final String OWN_LICENCES = "licence:own";

  /** Lets the operator's client take accounts of other systems over; no person holds it. */
  public static final String ACCOUNTS = "idp:accounts";

  /** Lets a department's clerk look persons up; no machine holds it. */
  public static final String PERSONS = "idp:persons";

  /** Lets an administrator's client register other clients. */
  public static final String CLIENTS = "idp:clients";

  /** Lets an office's client keep mandates of legal persons. */
  public static final String MANDATES = "idp:mandates";

  /** Lets a window clerk act for citizens who are there; no machine holds it. */
  public static final String WINDOW = "idp:window";

  /** Lets a department's personnel system keep its staff; no person holds it. */
  public static final String POSTS = "idp:staff";

  /**
   * Lets a window clerk's application read a citizen's licences at licence-vault while the citizen
   * is there; no machine holds it.
   */
  public static final String WINDOW_LICENCES = "licence:window";

  /** Asks for code, name and mandate of the entity that somebody acts for; always by consent. */
  public static final String ENTITY = "entity";

  /** Asks for department and roles of a member of a department. */
  public static final String STAFF = "staff";

  /** Scopes about who somebody is, open to everybody. */
  private static final Set<String> IDENTITY = Set.of("openid", "profile", ENTITY, STAFF);

  private static final Map<Role, Set<String>> BY_ROLE =
      Map.ofEntries(
          Map.entry(Role.SEAL_APPLICANT, Set.of("seal:apply", "seal:read")),
          Map.entry(Role.SEAL_ACCEPTOR, Set.of("seal:accept", "seal:read")),
          Map.entry(Role.SEAL_REVIEWER, Set.of("seal:review", "seal:read")),
          Map.entry(Role.SEAL_APPROVER, Set.of("seal:approve", "seal:read")),
          Map.entry(Role.SEAL_MAKER, Set.of("seal:make", "seal:issue", "seal:read")),
          Map.entry(
              Role.SEAL_CUSTODIAN, Set.of("seal:use", "seal:renew", "seal:suspend", "seal:read")),
          Map.entry(
              Role.SEAL_ADMIN, Set.of("seal:apply", "seal:issue", "seal:suspend", "seal:read")),
          Map.entry(Role.AUDITOR, Set.of("seal:read", "licence:read", "licence:catalogue")),
          Map.entry(
              Role.LICENCE_OFFICER,
              Set.of(
                  "licence:catalogue",
                  "licence:issue",
                  "licence:deposit",
                  "licence:revoke",
                  "licence:read")),
          Map.entry(Role.IDENTITY_CLERK, Set.of(PERSONS)),
          Map.entry(Role.WINDOW_CLERK, Set.of(WINDOW, WINDOW_LICENCES)),
          Map.entry(Role.CITIZEN, Set.of(OWN_LICENCES)));

  private static final Map<String, String> AUDIENCES =
      Map.of("seal", "seal-service", "licence", "licence-vault", "idp", "idp-server");

  private Scopes() {}

  /** Those of {@code requested} that somebody with these roles may hold, in the order asked. */
  public static Set<String> permitted(Collection<String> requested, Set<Role> roles) {
    Set<String> granted = new LinkedHashSet<>();
    for (String scope : requested) {
      if (IDENTITY.contains(scope)
          || roles.stream().anyMatch(role -> scopesOf(role).contains(scope))) {
        granted.add(scope);
      }
    }
    return granted;
  }

  /** Whether they ask who somebody is, and not only whether it is the same one again. */
  public static boolean tellsWho(Collection<String> scopes) {
    return scopes.contains("profile") || scopes.contains(STAFF);
  }

  /** Whether there is such a scope. */
  public static boolean known(String scope) {
    return forPersons(scope) || Set.of(ACCOUNTS, CLIENTS, MANDATES, POSTS).contains(scope);
  }

  /** Whether some role lets a person hold it. */
  public static boolean forPersons(String scope) {
    return IDENTITY.contains(scope)
        || BY_ROLE.values().stream().anyMatch(scopes -> scopes.contains(scope));
  }

  /**
   * Whether administrators may give it to a machine; those of this server only the operator may,
   * but for {@link #POSTS}, which reaches no further than the machine's own department.
   */
  public static boolean forMachines(String scope) {
    return scope.equals(POSTS)
        || (forPersons(scope)
            && !IDENTITY.contains(scope)
            && !Set.of(OWN_LICENCES, PERSONS, WINDOW, WINDOW_LICENCES).contains(scope));
  }

  /** The services that these scopes speak to, sorted; empty when they speak to none. */
  public static Set<String> audiences(Collection<String> scopes) {
    Set<String> audiences = new TreeSet<>();
    for (String scope : scopes) {
      int colon = scope.indexOf(':');
      String audience = colon < 0 ? null : AUDIENCES.get(scope.substring(0, colon));
      if (audience != null) {
        audiences.add(audience);
      }
    }
    return audiences;
  }

  /** The table's row of one role. */
  static Set<String> scopesOf(Role role) {
    return BY_ROLE.getOrDefault(role, Set.of());
  }
}
