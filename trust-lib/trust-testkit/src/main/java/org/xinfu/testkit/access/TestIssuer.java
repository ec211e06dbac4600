package org.xinfu.testkit.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.json.CanonicalJson;

/**
 * An identity provider small enough for a service's own tests: signs access tokens (ES256), and
 * lets a browser choose who logs in. The real one takes its place in the end-to-end run.
 */
public final class TestIssuer implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final long LIFE_SECONDS = 3600;

  private final HttpServer server;
  private final KeyPair key = pair();
  private final String audience;
  private final Clock clock;
  private final Map<String, Person> people = new TreeMap<>();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

  /**
   * Somebody who can log in.
   *
   * @param scope of the access token that the login gets
   * @param claims further ones, of both tokens: {@code roles}, {@code org}, {@code holder}
   */
  public record Person(String login, String scope, Map<String, Object> claims) {
    public Person {
      claims = Map.copyOf(claims);
    }

    /** Somebody with these roles and no organisation. */
    public static Person of(String login, String... roles) {
      return new Person(login, "openid", Map.of("roles", List.of(roles)));
    }
  }

  /**
   * Starts on a free port.
   *
   * @param audience of its access tokens
   * @param clock by which its tokens begin and end, the one of who takes them
   */
  public TestIssuer(String audience, Clock clock, Person... people) {
    this.audience = audience;
    this.clock = clock;
    for (Person person : people) {
      this.people.put(person.login(), person);
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/oauth2/jwks", http -> answer(http, "application/json", jwks()));
    server.createContext("/oauth2/authorize", this::authorize);
    server.createContext("/oauth2/token", this::exchange);
    server.start();
  }

  /** What its tokens say in {@code iss}. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** An access token of a person or machine. */
  public String token(String subject, String... scopes) {
    return token(Map.of("sub", subject, "name", "name of " + subject, "scope", join(scopes)));
  }

  /** An access token with these claims; what they do not name is as it should be. */
  public String token(Map<String, Object> claims) {
    return sign(header(), claims(claims), key.getPrivate());
  }

  /** Tokens with the claims of a good one that no service may take, by what is wrong with them. */
  public Map<String, String> badTokens(Map<String, Object> good) {
    long now = clock.instant().getEpochSecond();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("garbage", "not.a.token");
    all.put("an expired token", token(but(good, "exp", now - 120)));
    all.put("a token from the future", token(but(good, "nbf", now + 3600)));
    all.put("a token without an end", token(but(good, "exp", null)));
    all.put("a token for another audience", token(but(good, "aud", List.of("another-service"))));
    all.put("a token for nobody", token(but(good, "aud", null)));
    all.put("a token of another issuer", token(but(good, "iss", "http://localhost:1")));
    all.put("a token in trial", token(but(good, "sandbox", true)));
    all.put("a bound token", token(but(good, "cnf", Map.of("x5t#S256", "A".repeat(43)))));
    all.put("a token by a strange key", sign(header(), claims(good), pair().getPrivate()));
    all.put("an altered token", altered(token(good)));
    String none = encode("{\"alg\":\"none\"}") + "." + encode(json(claims(good))) + ".";
    all.put("an unsigned token", none);
    return all;
  }

  private static String altered(String token) {
    char last = token.charAt(token.length() - 10);
    return token.substring(0, token.length() - 10)
        + (last == 'A' ? 'B' : 'A')
        + token.substring(token.length() - 9);
  }

  private static Map<String, Object> but(
      Map<String, Object> claims, String name, @Nullable Object value) {
    Map<String, Object> all = new LinkedHashMap<>(claims);
    all.put(name, Objects.requireNonNullElse(value, ABSENT));
    return all;
  }

  /** In the place of a claim that is to be left out. */
  private static final Object ABSENT = new Object();

  private Map<String, Object> claims(Map<String, Object> given) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> all = new TreeMap<>();
    all.put("iss", url());
    all.put("aud", List.of(audience));
    all.put("iat", now);
    all.put("exp", now + LIFE_SECONDS);
    all.put("client_id", "test-client");
    all.putAll(given);
    all.values().removeIf(value -> value == ABSENT);
    return all;
  }

  private void authorize(HttpExchange http) throws IOException {
    Map<String, String> query = form(http.getRequestURI().getRawQuery());
    if (!query.containsKey("person")) {
      String asked = http.getRequestURI().getRawQuery().replace("&", "&amp;");
      StringBuilder page = new StringBuilder("<!DOCTYPE html><title>test login</title>");
      for (String login : people.keySet()) {
        page.append(
            "<p><a id=\"%s\" href=\"?%s&amp;person=%s\">%s</a>"
                .formatted(login, asked, login, login));
      }
      answer(http, "text/html", page.toString());
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, query);
    String back = query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state");
    http.getResponseHeaders().set("Location", back);
    http.sendResponseHeaders(302, -1);
    http.close();
  }

  private void exchange(HttpExchange http) throws IOException {
    String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> asked =
        Objects.requireNonNull(codes.remove(Objects.requireNonNull(form(body).get("code"))));
    String login = Objects.requireNonNull(asked.get("person"));
    Person person = Objects.requireNonNull(people.get(login));
    Map<String, Object> facts = new TreeMap<>(person.claims());
    facts.put("sub", login);
    facts.put("name", "样例·" + login);
    Map<String, Object> access = new TreeMap<>(facts);
    access.put("scope", person.scope());
    facts.put("aud", List.of(Objects.requireNonNull(asked.get("client_id"))));
    facts.put("nonce", Objects.requireNonNull(asked.get("nonce")));
    Map<String, Object> answer = new TreeMap<>();
    answer.put("access_token", token(access));
    answer.put("token_type", "Bearer");
    answer.put("expires_in", LIFE_SECONDS);
    answer.put("scope", person.scope());
    answer.put("id_token", token(facts));
    answer(http, "application/json", json(answer));
  }

  private String jwks() {
    ECPublicKey point = (ECPublicKey) key.getPublic();
    Map<String, Object> jwk = new TreeMap<>();
    jwk.put("kty", "EC");
    jwk.put("crv", "P-256");
    jwk.put("kid", "test");
    jwk.put("x", BASE64.encodeToString(fixed(point.getW().getAffineX().toByteArray())));
    jwk.put("y", BASE64.encodeToString(fixed(point.getW().getAffineY().toByteArray())));
    return json(Map.of("keys", List.of(jwk)));
  }

  /** 32 octets, whatever the sign octet or the length of the number. */
  private static byte[] fixed(byte[] number) {
    byte[] all = new byte[32];
    int n = Math.min(32, number.length);
    System.arraycopy(number, number.length - n, all, 32 - n, n);
    return all;
  }

  private static String header() {
    return "{\"alg\":\"ES256\",\"kid\":\"test\"}";
  }

  private static String sign(String header, Map<String, Object> claims, PrivateKey key) {
    String signed = encode(header) + "." + encode(json(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Object value) {
    return CanonicalJson.write(value);
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String join(String... scopes) {
    return String.join(" ", Arrays.asList(scopes));
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      String[] halves = pair.split("=", 2);
      form.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private static void answer(HttpExchange http, String type, String body) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", type);
    http.sendResponseHeaders(200, octets.length);
    http.getResponseBody().write(octets);
    http.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
