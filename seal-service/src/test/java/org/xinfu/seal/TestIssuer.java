package org.xinfu.seal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An identity provider small enough for this module's own tests: signs access tokens, and lets a
 * browser choose who logs in. The real one takes its place in the end-to-end run.
 */
final class TestIssuer implements AutoCloseable {
  /** Who can log in, with their roles. */
  static final Map<String, List<String>> PEOPLE =
      new TreeMap<>(
          Map.of(
              "zhang", List.of("SEAL_APPLICANT"),
              "li", List.of("SEAL_ACCEPTOR", "SEAL_REVIEWER"),
              "wang", List.of("SEAL_REVIEWER"),
              "zhao", List.of("SEAL_APPROVER"),
              "qian", List.of("SEAL_MAKER"),
              "sun", List.of("SEAL_CUSTODIAN"),
              "zhou", List.of("SEAL_ADMIN")));

  private final HttpServer server;
  private final ECKey key;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

  TestIssuer() throws IOException, JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/oauth2/jwks",
        http -> answer(http, "application/json", new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/oauth2/authorize", this::authorize);
    server.createContext("/oauth2/token", this::token);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** An access token of a person or machine for seal-service. */
  String token(String subject, String... scopes) {
    return signed(
        new JWTClaimsSet.Builder()
            .subject(subject)
            .audience("seal-service")
            .claim("scope", String.join(" ", scopes))
            .claim("client_id", "test-client")
            .claim("name", "name of " + subject));
  }

  private void authorize(HttpExchange http) throws IOException {
    Map<String, String> query = form(http.getRequestURI().getRawQuery());
    String person = query.get("person");
    if (person == null) {
      StringBuilder page = new StringBuilder("<!DOCTYPE html><title>test login</title>");
      PEOPLE
          .keySet()
          .forEach(
              p ->
                  page.append(
                      "<p><a id=\"%s\" href=\"?%s&amp;person=%s\">%s</a>"
                          .formatted(
                              p, http.getRequestURI().getRawQuery().replace("&", "&amp;"), p, p)));
      answer(http, "text/html", page.toString());
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, query);
    http.getResponseHeaders()
        .set(
            "Location",
            query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
    http.sendResponseHeaders(302, -1);
    http.close();
  }

  private void token(HttpExchange http) throws IOException {
    Map<String, String> body =
        form(new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Map<String, String> asked = codes.remove(body.get("code"));
    String person = asked.get("person");
    String id =
        signed(
            new JWTClaimsSet.Builder()
                .subject(person)
                .audience(asked.get("client_id"))
                .claim("nonce", asked.get("nonce"))
                .claim("name", "样例·" + person)
                .claim("roles", PEOPLE.get(person)));
    answer(
        http,
        "application/json",
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\"%s\"}"
            .formatted(token(person), id));
  }

  private String signed(JWTClaimsSet.Builder claims) {
    Instant now = Instant.now();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("test").build(),
            claims
                .issuer(url())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : text.split("&")) {
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
