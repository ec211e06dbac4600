package org.xinfu.bench.idp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xinfu.trust.json.Json;

/** The authorization code flow with PKCE (RFC 7636) as one client makes it, at either server. */
record CodeFlow(String client, String secret, String redirect) {
  private static final String VERIFIER = "a-verifier-of-forty-three-or-more-characters-0123456789";

  String basic() {
    String pair = client + ":" + secret;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Query of the authorization request; {@code prompt} may be empty. */
  String query(String prompt) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client);
    query.put("redirect_uri", redirect);
    query.put("scope", "openid profile");
    query.put("state", "st-1");
    query.put("nonce", "n-1");
    query.put("code_challenge", challenge());
    query.put("code_challenge_method", "S256");
    if (!prompt.isEmpty()) {
      query.put("prompt", prompt);
    }
    return Visit.encode(query);
  }

  Map<String, String> exchange(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  /** A string of a token answer. */
  static String field(String json, String name) {
    if (Json.parse(json) instanceof Map<?, ?> answer && answer.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalStateException("no " + name + " in " + json);
  }

  /** Both answer with ES256, or this is no comparison. */
  static void es256(String jwt) {
    byte[] head = Base64.getUrlDecoder().decode(jwt.substring(0, jwt.indexOf('.')));
    String algorithm = field(new String(head, StandardCharsets.UTF_8), "alg");
    if (!algorithm.equals("ES256")) {
      throw new IllegalStateException("signed with " + algorithm);
    }
  }

  private static String challenge() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
