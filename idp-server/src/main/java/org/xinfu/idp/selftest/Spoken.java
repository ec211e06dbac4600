package org.xinfu.idp.selftest;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.xinfu.idp.registration.ClientMetadata;

/** What a client speaks, which decides what is looked at. */
enum Spoken {
  OPENID("/oauth2/authorize"),
  CAS("/cas/login"),
  TICKETS("/ticket/login");

  private static final Set<Check> REGISTRATION =
      EnumSet.of(Check.REDIRECT_HTTPS, Check.REDIRECT_REACHABLE);

  private final String door;

  Spoken(String door) {
    this.door = door;
  }

  /** A client that speaks several is tested by OpenID Connect, else by CAS. */
  static Spoken of(ClientMetadata client) {
    if (client.grantTypes().contains("authorization_code")) {
      return OPENID;
    }
    if (!client.casServices().isEmpty()) {
      return CAS;
    }
    return client.ticket() == null ? OPENID : TICKETS;
  }

  /** The path of ours at which its requests for a login come. */
  String door() {
    return door;
  }

  /** Every check of a run, in order. */
  List<Check> checks() {
    return Arrays.stream(Check.values()).filter(this::has).toList();
  }

  /** Those of a login. */
  List<Check> logins() {
    return checks().stream()
        .filter(check -> !REGISTRATION.contains(check))
        .filter(check -> check != Check.KEYS_USABLE && !check.ofLogout())
        .toList();
  }

  private boolean has(Check check) {
    return switch (check) {
      case REDIRECT_HTTPS, REDIRECT_REACHABLE, PAGE_CLOSED, LOGIN -> true;
      case REQUEST_ADDRESS, TICKET_UNKNOWN, TICKET_SPENT -> this != OPENID;
      case REQUEST_STATE, STATE, STATE_MISSING -> this != CAS;
      case CAS_LOGOUT_OTHER, CAS_LOGOUT -> this == CAS;
      default -> check.ofLogout() ? this != CAS : this == OPENID;
    };
  }
}
