package org.xinfu.idp.exchange;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claim {@code act} of a subject token (RFC 8693 §4.1): through whose hands it went, the last
 * first. Here these are clients that were handed a token by an exchange, each with the node that
 * knows it ({@code iss}), and the last is the one that the token was made for. Any other actor is
 * somebody who acts for the subject at one service: a representative under a mandate, a clerk at a
 * window. Such a token is not handed on, since what it stands on can be taken back and nobody would
 * tell us; a node need not name the mandate in it.
 */
final class Actors {
  private Actors() {}

  /** The claim; an empty one where the token was never handed on; empty when it is not taken. */
  @SuppressWarnings("unchecked") // members of a JSON object
  static Optional<Map<String, Object>> of(JWTClaimsSet claims) {
    Object last = claims.getClaim("act");
    if (last == null) {
      return Optional.of(Map.of());
    }
    @Nullable Object next = last;
    while (next instanceof Map<?, ?> act && client(act)) {
      next = act.get("act");
    }
    return next == null && holds((Map<String, Object>) last, claims)
        ? Optional.of((Map<String, Object>) last)
        : Optional.empty();
  }

  /** A name alone means nothing at another node. */
  private static boolean client(Map<?, ?> act) {
    return act.get("sub") instanceof String && act.get("iss") instanceof String;
  }

  private static boolean holds(Map<String, Object> act, JWTClaimsSet claims) {
    return Objects.equals(act.get("sub"), claims.getClaim("client_id"))
        && Objects.equals(act.get("iss"), claims.getIssuer());
  }
}
