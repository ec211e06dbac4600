package org.xinfu.idp.simulator;

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
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A national platform with made-up people, on a loopback port of its own, by OpenID Connect and by
 * tickets. Nothing of it is this server's code: the nation will not run ours. A browser picks a
 * person on its login page. Production refuses to start beside it.
 */
public final class NationalPlatformSimulator implements AutoCloseable {
  final List<NationalCitizen> people;
  final Map<String, Map<String, String>> logins = new ConcurrentHashMap<>();
  final JsonMapper json = JsonMapper.builder().build();
  private final HttpServer server;
  private final Clock clock;
  private final String secret;
  private final ECKey key;
  private volatile Fault fault = Fault.NONE;

  /** How the platform may misbehave, for tests. */
  public enum Fault {
    NONE,
    /** Answers nothing but 503. */
    AWAY,
    OTHER_NONCE,
    OTHER_ISSUER,
    OTHER_AUDIENCE,
    EXPIRED,
    OTHER_KEY,
    OTHER_USER,
    /** Leaves its answers to signed calls unsigned. */
    UNSIGNED
  }

  /** Starts it; it knows one service, by this secret and by this key. */
  public NationalPlatformSimulator(String secret, byte[] macKey, Clock clock) {
    this.secret = secret;
    this.clock = clock;
    try (InputStream in = NationalCitizen.class.getResourceAsStream("national.json")) {
      people = json.readValue(Objects.requireNonNull(in), new TypeReference<>() {});
      key = new ECKeyGenerator(Curve.P_256).keyID("n-1").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/.well-known/openid-configuration", new Answer(this, q -> discovery()));
    server.createContext("/jwks", new Answer(this, q -> keys()));
    server.createContext("/authorize", new NationalLogin(this, "/authorize"));
    server.createContext("/token", new Answer(this, this::tokens));
    server.createContext("/userinfo", new Answer(this, this::userInfo));
    new NationalTickets(this, macKey).open(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Its issuer. */
  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on it does this. */
  public void misbehave(Fault next) {
    fault = next;
  }

  Fault fault() {
    return fault;
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  NationalCitizen citizen(Map<String, String> login) {
    String subject = login.get("person");
    return people.stream()
        .filter(one -> one.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such person"));
  }

  static Map<String, @Nullable Object> attributes(NationalCitizen who) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("name", who.name());
    if (who.idNumber() != null) {
      told.put("id_type", who.idType());
      told.put("id_number", who.idNumber());
    }
    told.put("phone", who.phone());
    told.put("level", who.level());
    told.put("account_role", who.role());
    if (who.entity() != null) {
      told.put("entity_code", who.entity());
    }
    return told;
  }

  private Map<String, @Nullable Object> discovery() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("issuer", origin());
    document.put("authorization_endpoint", origin() + "/authorize");
    document.put("token_endpoint", origin() + "/token");
    document.put("userinfo_endpoint", origin() + "/userinfo");
    document.put("jwks_uri", origin() + "/jwks");
    document.put("authorization_response_iss_parameter_supported", true);
    return document;
  }

  private Map<String, @Nullable Object> keys() {
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    set.putAll(new JWKSet(key.toPublicJWK()).toJSONObject());
    return set;
  }

  private @Nullable Map<String, @Nullable Object> tokens(Map<String, String> form) {
    Map<String, String> login = logins.remove(form.getOrDefault("code", ""));
    if (login == null
        || !secret.equals(form.get("client_secret"))
        || !Objects.equals(login.get("redirect_uri"), form.get("redirect_uri"))
        || !Objects.equals(login.get("code_challenge"), s256(form.get("code_verifier")))) {
      return null;
    }
    String access = UUID.randomUUID().toString();
    logins.put(access, login);
    Map<String, @Nullable Object> tokens = new LinkedHashMap<>();
    tokens.put("token_type", "Bearer");
    tokens.put("access_token", access);
    tokens.put("id_token", idToken(login));
    return tokens;
  }

  private @Nullable Map<String, @Nullable Object> userInfo(Map<String, String> form) {
    Map<String, String> login = logins.get(form.getOrDefault("access_token", ""));
    if (login == null) {
      return null;
    }
    NationalCitizen who = fault == Fault.OTHER_USER ? people.getLast() : citizen(login);
    Map<String, @Nullable Object> told = attributes(who);
    told.put("sub", who.subject());
    return told;
  }

  private String idToken(Map<String, String> login) {
    Instant now = now();
    Instant ends = fault == Fault.EXPIRED ? now.minusSeconds(3600) : now.plusSeconds(300);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(fault == Fault.OTHER_ISSUER ? "https://other.example" : origin())
            .subject(citizen(login).subject())
            .audience(fault == Fault.OTHER_AUDIENCE ? "other" : login.get("client_id"))
            .issueTime(Date.from(ends.minusSeconds(300)))
            .expirationTime(Date.from(ends))
            .claim("nonce", fault == Fault.OTHER_NONCE ? "other" : login.get("nonce"))
            .build();
    try {
      ECKey signing =
          fault == Fault.OTHER_KEY ? new ECKeyGenerator(Curve.P_256).keyID("n-1").generate() : key;
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("n-1").build(), claims);
      token.sign(new ECDSASigner(signing));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String s256(@Nullable String verifier) {
    try {
      byte[] octets = Objects.toString(verifier, "").getBytes(StandardCharsets.US_ASCII);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
