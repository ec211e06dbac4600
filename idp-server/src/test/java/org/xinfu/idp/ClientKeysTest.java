package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever lies behind a client's {@code jwks_uri}, the answer is an OAuth error and never a 500.
 */
class ClientKeysTest {
  private static final String SIGNING = "https://rp.example/callback";

  @TempDir static Path home;
  private static final Map<String, String> SETS = new ConcurrentHashMap<>();
  private static HttpServer files;
  private static RunningIdp idp;
  private static ECKey good;
  private static ECKey p384;
  private static RSAKey rsa;

  @BeforeAll
  static void start() throws Exception {
    good = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    p384 = new ECKeyGenerator(Curve.P_384).keyID("k").generate();
    rsa = new RSAKeyGenerator(2048).keyID("k").generate();
    files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext(
        "/",
        exchange -> {
          byte[] body =
              SETS.getOrDefault(exchange.getRequestURI().getPath(), "")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    files.start();
    idp = new RunningIdp(home).with("--xinfu.fetch.inside-hosts=" + host()).start();
  }

  @AfterAll
  static void stop() {
    idp.close();
    files.stop(0);
  }

  @Test
  void keys_that_are_not_p256_make_an_invalid_client() throws Exception {
    String mine = good.toPublicJWK().toJSONString();
    String nul = mine.replace("\"kid\":\"k\"", "\"kid\":\"k\",\"x-note\":\"\\u0000\"");
    Map<String, String> sets = new LinkedHashMap<>();
    sets.put("P-384", set(p384.toPublicJWK().toJSONString()));
    sets.put("RSA", set(rsa.toPublicJWK().toJSONString()));
    sets.put("another curve", set(mine.replace("P-256", "SM2")));
    sets.put(
        "unknown kty", set("{\"kty\":\"AKP\",\"kid\":\"k\",\"alg\":\"ML-DSA-65\",\"pub\":\"AA\"}"));
    sets.put(
        "off the curve",
        set("{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"AQ\",\"y\":\"AQ\"}"));
    sets.put("no keys", "{\"keys\":[]}");
    sets.put("null keys", "{\"keys\":null}");
    sets.put("numbers for keys", "{\"keys\":[1,null]}");
    sets.put("an array", "[]");
    sets.put("nothing", "");
    sets.put("no JSON", "<html>");
    sets.put("a character no database keeps", set(nul));
    sets.put("a bare key name", "{keys:[" + mine + "]}");
    for (Map.Entry<String, String> one : sets.entrySet()) {
      String path = "/" + UUID.randomUUID();
      SETS.put(path, one.getValue());
      String machine = machine(path);
      for (JWK key : List.of(good, p384, rsa)) {
        HttpResponse<String> answer = token(machine, key);
        if (one.getKey().equals("a character no database keeps") && key == good) {
          assertThat(answer.statusCode()).as("the key itself is in order").isEqualTo(200);
          continue;
        }
        assertThat(answer.statusCode()).as("%s: %s", one.getKey(), answer.body()).isEqualTo(401);
        assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_client");
      }
      String person = person(path);
      for (JWK key : List.of(good, p384, rsa)) {
        HttpResponse<String> asked = ask(person, key);
        assertThat(asked.statusCode()).as(one.getKey()).isLessThan(500);
        boolean inOrder = key == good && one.getKey().equals("a character no database keeps");
        assertThat(asked.headers().firstValue("Location").orElse("").contains("code="))
            .as(one.getKey())
            .isEqualTo(inOrder);
      }
    }
  }

  @Test
  void other_keys_beside_the_right_one_are_passed_over() throws Exception {
    String path = "/mixed";
    SETS.put(
        path,
        "{\"keys\":["
            + String.join(
                ",",
                rsa.toPublicJWK().toJSONString().replace("\"k\"", "\"other\""),
                "{\"kty\":\"EC\",\"crv\":\"SM2\",\"kid\":\"sm2\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                good.toPublicJWK().toJSONString())
            + "]}");
    String machine = machine(path);
    assertThat(token(machine, good).statusCode()).isEqualTo(200);
    assertThat(token(machine, rsa).statusCode()).isEqualTo(401);
  }

  @Test
  void an_rsa_key_beside_it_signs_request_objects_and_proves_nobody() throws Exception {
    RSAKey strong = new RSAKey.Builder(rsa).keyID("strong").build();
    RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    String path = "/both";
    List<JWK> all = List.of(good.toPublicJWK(), strong.toPublicJWK(), weak.toPublicJWK());
    SETS.put(path, new JWKSet(all).toString());
    String person = person(path);
    assertThat(Browser.location(ask(person, strong))).contains("code=");
    assertThat(Browser.location(ask(person, good))).contains("code=");
    assertThat(ask(person, weak).headers().firstValue("Location").orElse(""))
        .doesNotContain("code=");
    assertThat(token(machine(path), strong).statusCode()).isEqualTo(401);
  }

  @Test
  void a_private_key_anywhere_in_the_set_spoils_it() throws Exception {
    String path = "/leaked";
    SETS.put(path, new JWKSet(List.of(good, rsa)).toString(false));
    assertThat(token(machine(path), good).statusCode()).isEqualTo(401);
  }

  @Test
  void registered_keys_of_other_kinds_are_faults_of_the_metadata() {
    for (JWK key : List.of(p384, rsa)) {
      String refused =
          NewClient.refused(
              idp,
              "grant_types",
              List.of("client_credentials"),
              "redirect_uris",
              List.of(),
              "scope",
              "licence:read",
              "token_endpoint_auth_method",
              "private_key_jwt",
              "jwks",
              new JWKSet(key.toPublicJWK()).toJSONObject());
      assertThat(refused).contains("\"jwks\"");
    }
  }

  private static String set(String key) {
    return "{\"keys\":[" + key + "]}";
  }

  private static String machine(String path) {
    return NewClient.machine(
            idp,
            "licence:read",
            "token_endpoint_auth_method",
            "private_key_jwt",
            "jwks_uri",
            "http://" + host() + path)
        .id;
  }

  private static String person(String path) {
    return NewClient.web(
            idp,
            "redirect_uris",
            List.of(SIGNING),
            "token_endpoint_auth_method",
            "private_key_jwt",
            "jwks_uri",
            "http://" + host() + path)
        .id;
  }

  private static String host() {
    return "127.0.0.1:" + files.getAddress().getPort();
  }

  private static HttpResponse<String> token(String client, JWK key) throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .subject(client)
            .audience(idp.origin)
            .jwtID(UUID.randomUUID().toString())
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    return new Browser(idp.origin)
        .post(
            "/oauth2/token",
            Map.of(
                "grant_type",
                "client_credentials",
                "scope",
                "licence:read",
                "client_id",
                client,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                signed(claims, key)));
  }

  /** The authorization endpoint with a request object by the client's key. */
  private static HttpResponse<String> ask(String client, JWK key) throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .audience(idp.origin)
            .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    RunningIdp.authorization(client, SIGNING, "openid").forEach(claims::claim);
    Browser browser = new Browser(idp.origin);
    browser.logIn("citizen", idp.password("citizen"));
    return browser.get(
        "/oauth2/authorize?"
            + Browser.encode(Map.of("client_id", client, "request", signed(claims.build(), key))));
  }

  private static String signed(JWTClaimsSet claims, JWK key) throws Exception {
    JWSAlgorithm algorithm =
        key instanceof RSAKey
            ? JWSAlgorithm.RS256
            : key == p384 ? JWSAlgorithm.ES384 : JWSAlgorithm.ES256;
    JWSSigner signer =
        key instanceof RSAKey one
            ? new RSASSASigner(one.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))
            : new ECDSASigner(key == p384 ? p384 : good);
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }
}
