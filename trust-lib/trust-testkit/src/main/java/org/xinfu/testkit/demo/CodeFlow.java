package org.xinfu.testkit.demo;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * Logs a person in as a browser would: OpenID Connect authorization code with PKCE (RFC 7636,
 * S256), through the login form, with state and nonce.
 */
final class CodeFlow {
  private static final String CALLBACK = "http://127.0.0.1:53682/callback";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private final String issuer;
  private final SecureRandom random = new SecureRandom();

  CodeFlow(String issuer) {
    this.issuer = issuer;
  }

  /** The access token of a person for a public client. */
  String accessToken(String clientId, String scope, Login login) {
    Web browser = new Web();
    String verifier = random();
    String state = random();
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", clientId);
    request.put("redirect_uri", CALLBACK);
    request.put("scope", scope);
    request.put("state", state);
    request.put("nonce", random());
    request.put("code_challenge", challenge(verifier));
    request.put("code_challenge_method", "S256");
    String authorize = issuer + "/oauth2/authorize?" + Web.encode(request);

    String location = logIn(browser, browser.get(authorize).expect(200).text(), login);
    Map<String, String> answer = query(location);
    if (!location.startsWith(CALLBACK) || !state.equals(answer.get("state"))) {
      throw new Transcript.DemoFailed("no code came back: " + location);
    }

    Map<String, String> exchange = new LinkedHashMap<>();
    exchange.put("grant_type", "authorization_code");
    exchange.put("client_id", clientId);
    exchange.put("redirect_uri", CALLBACK);
    exchange.put("code", answer.getOrDefault("code", ""));
    exchange.put("code_verifier", verifier);
    return browser.form(issuer + "/oauth2/token", exchange).expect(200).member("access_token");
  }

  /** Fills in the page; says where it leads. */
  private String logIn(Web browser, String page, Login login) {
    Matcher csrf = CSRF.matcher(page);
    if (!csrf.find()) {
      throw new Transcript.DemoFailed("the login page has no CSRF token");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("username", login.name());
    form.put("password", login.password());
    form.put("_csrf", csrf.group(1));
    String next = browser.form(issuer + "/login", form).expect(302).header("Location");
    if (next.contains("/login")) {
      throw new Transcript.DemoFailed(login.name() + " could not log in");
    }
    return next;
  }

  private String random() {
    byte[] octets = new byte[32];
    random.nextBytes(octets);
    return base64Url(Bytes.of(octets));
  }

  private static String challenge(String verifier) {
    return base64Url(Digests.sha256(Bytes.utf8(verifier)));
  }

  private static String base64Url(Bytes octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
  }

  private static Map<String, String> query(String location) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String query = URI.create(location).getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      String[] parts = pair.split("=", 2);
      pairs.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
    }
    return pairs;
  }

  /** Name and password of a demo account. */
  record Login(String name, String password) {}
}
