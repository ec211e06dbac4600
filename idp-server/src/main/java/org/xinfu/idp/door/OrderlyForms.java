package org.xinfu.idp.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.xinfu.kit.web.PlainFilter;

/**
 * Turns away forms that nobody may act on: too large or malformed ones anywhere, and such as have a
 * NUL, which no text in PostgreSQL has (its refusal would be an error of ours); at the endpoints
 * for clients also a parameter that comes twice (RFC 6749 §3.2) and a client that proves itself in
 * two ways (§2.3).
 */
public final class OrderlyForms extends PlainFilter {
  /** Endpoints at which clients prove themselves. */
  public static final Set<String> FOR_CLIENTS =
      Set.of("/oauth2/token", "/oauth2/par", "/oauth2/revoke", "/oauth2/introspect");

  /** May come several times: RFC 8707 §2, RFC 8693 §2.1. */
  private static final Set<String> SEVERAL = Set.of("resource", "audience");

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (inOrder(request)) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getWriter().write("{\"error\":\"invalid_request\"}");
  }

  private static boolean inOrder(HttpServletRequest request) {
    Map<String, String[]> given;
    try {
      given = request.getParameterMap();
    } catch (IllegalStateException tooLargeOrMalformed) {
      return false;
    }
    return !nul(given) && orderly(request, given);
  }

  private static boolean nul(Map<String, String[]> given) {
    for (String[] values : given.values()) {
      for (String value : values) {
        if (value.indexOf(0) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean orderly(HttpServletRequest request, Map<String, String[]> given) {
    return !FOR_CLIENTS.contains(request.getServletPath())
        || (given.entrySet().stream()
                .allMatch(one -> one.getValue().length == 1 || SEVERAL.contains(one.getKey()))
            && oneProof(request.getHeader("Authorization"), given));
  }

  /** Basic beside another proof, or Basic of one client in the name of another. */
  private static boolean oneProof(@Nullable String authorization, Map<String, String[]> given) {
    boolean basic = BasicUser.in(authorization);
    int inForm =
        (given.containsKey("client_secret") ? 1 : 0)
            + (given.containsKey("client_assertion") ? 1 : 0);
    String[] named = given.get("client_id");
    return inForm + (basic ? 1 : 0) <= 1
        && (!basic || named == null || named[0].equals(BasicUser.of(authorization)));
  }
}
