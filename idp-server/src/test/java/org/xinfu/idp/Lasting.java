package org.xinfu.idp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What two answers with tokens have in common, when they were given for the same. */
final class Lasting {
  private static final Set<String> OF_THE_MOMENT =
      Set.of("date", "x-request-id", "content-length", "transfer-encoding");
  private static final Set<String> TIMES = Set.of("iat", "exp", "nbf", "jti");

  private Lasting() {}

  static Map<String, List<String>> headers(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(OF_THE_MOMENT);
    return headers;
  }

  /** The answer with headers and claims in the places of its tokens, without the moment. */
  static Map<String, Object> of(HttpResponse<String> answer) {
    Map<String, Object> lasting = new TreeMap<>(RunningIdp.json(answer.body()));
    lasting.computeIfPresent("refresh_token", (name, token) -> ((String) token).length());
    lasting.computeIfPresent("access_token", (name, token) -> told((String) token));
    lasting.computeIfPresent("id_token", (name, token) -> told((String) token));
    // The long way has rounded it down on the way.
    lasting.computeIfPresent("expires_in", (name, left) -> (((Number) left).longValue() + 1) / 2);
    return lasting;
  }

  private static List<Object> told(String token) {
    Map<String, Object> claims = new HashMap<>(RunningIdp.claims(token));
    long life = life(claims);
    boolean begins = Objects.equals(claims.get("nbf"), claims.get("iat"));
    int id = String.valueOf(claims.get("jti")).length();
    claims.keySet().removeAll(TIMES);
    byte[] head = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return List.of(RunningIdp.json(new String(head, UTF_8)), claims, life, begins, id);
  }

  /** Seconds from {@code iat} to {@code exp}. */
  static long life(Map<String, Object> claims) {
    return number(claims, "exp") - number(claims, "iat");
  }

  private static long number(Map<String, Object> claims, String name) {
    return ((Number) Objects.requireNonNull(claims.get(name))).longValue();
  }
}
