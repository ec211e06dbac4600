package org.xinfu.idp.config;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.xinfu.idp.store.ClientReading;
import org.xinfu.idp.store.JdbcClientStore;

/**
 * A client is the same from the beginning of a request to its end: it is read once. To a browser in
 * which nobody can be logged in nothing is granted: it is shown a page, or sent back with an error,
 * and the client may be as it was a moment ago. What comes of that page asks again whether there is
 * such a client, and for its addresses and scopes ({@code RequestRules}).
 */
record ClientReads(JdbcClientStore store) {
  /** Empty when no such client is registered. */
  Optional<ClientReading> of(String clientId) {
    return Optional.ofNullable(
        WithinRequest.once(
            name(clientId),
            () ->
                (asksForPage() ? store.readLately(clientId) : store.read(clientId)).orElse(null)));
  }

  /** What was read in this request; it is not read for that. */
  Optional<ClientReading> kept(String clientId) {
    return WithinRequest.kept(name(clientId)) instanceof ClientReading read
        ? Optional.of(read)
        : Optional.empty();
  }

  /** This is its edition in this request: what is remembered of it counts if it is of that one. */
  void keep(String clientId, long edition) {
    store
        .remembered(clientId)
        .filter(read -> read.edition() == edition)
        .ifPresent(read -> WithinRequest.keep(name(clientId), read));
  }

  void forget(String clientId) {
    WithinRequest.keep(name(clientId), null);
  }

  /** An authorization request of a browser that shows no session. */
  private static boolean asksForPage() {
    if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes bound)) {
      return false;
    }
    HttpServletRequest request = bound.getRequest();
    Cookie[] cookies = request.getCookies();
    return request.getMethod().equals("GET")
        && request.getServletPath().equals("/oauth2/authorize")
        && (cookies == null
            || Arrays.stream(cookies)
                .noneMatch(cookie -> cookie.getName().equals(BrowserSessions.COOKIE)));
  }

  private static String name(String clientId) {
    return "client " + clientId;
  }
}
