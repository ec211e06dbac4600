package org.xinfu.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A small relying party that does everything right, or leaves out the checks that it is told. */
final class LittleRp implements AutoCloseable {
  /** A check of the self-test that this one does not hold to. */
  enum Hole {
    PAGE_CLOSED,
    REQUEST_STATE,
    REQUEST_NONCE,
    STATE,
    STATE_MISSING,
    ISSUER,
    NONCE,
    NONCE_MISSING,
    SIGNATURE,
    ALG_NONE,
    AUDIENCE,
    TOKEN_ISSUER,
    EXPIRED,
    LOGOUT_SIGNATURE,
    LOGOUT_ALG_NONE,
    LOGOUT_AUDIENCE,
    LOGOUT_NONCE,
    LOGOUT,
    LOGOUT_REPLAY
  }

  final String origin;
  private final LittleWeb<Session> web;
  private final Set<Hole> holes = EnumSet.noneOf(Hole.class);
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private String issuer = "";
  private String clientId = "";
  private String secret = "";

  private static final class Session {
    final String state = UUID.randomUUID().toString();
    final String nonce = UUID.randomUUID().toString();
    @Nullable String sub;
    @Nullable String sid;
  }

  LittleRp() {
    web =
        new LittleWeb<>(
            "rp",
            Map.of(
                "/start", this::begin,
                "/callback", this::callback,
                "/inside", this::inside,
                "/logout", this::logout));
    origin = web.origin;
  }

  String host() {
    return web.host();
  }

  LittleRp of(String provider, String id, String password) {
    issuer = provider;
    clientId = id;
    secret = password;
    return this;
  }

  /** From now on it leaves out these checks alone. */
  void leaveOut(Hole... out) {
    holes.clear();
    holes.addAll(List.of(out));
    web.end(one -> true);
    used.clear();
  }

  private void begin(HttpExchange exchange) throws IOException {
    Session session = web.begin(exchange, new Session());
    Map<String, String> asked =
        RunningIdp.authorization(clientId, origin + "/callback", "openid profile");
    asked.put("state", session.state);
    asked.put("nonce", session.nonce);
    if (holes.contains(Hole.REQUEST_STATE)) {
      asked.remove("state");
    }
    if (holes.contains(Hole.REQUEST_NONCE)) {
      asked.remove("nonce");
    }
    LittleWeb.redirect(exchange, issuer + "/oauth2/authorize?" + Browser.encode(asked));
  }

  private void callback(HttpExchange exchange) throws IOException {
    Map<String, String> answer = Browser.query(exchange.getRequestURI().toString());
    Session session = web.session(exchange);
    boolean good =
        session != null
            && state(answer.get("state"), session)
            && (holes.contains(Hole.ISSUER) || issuer.equals(answer.get("iss")))
            && logIn(answer.get("code"), session);
    LittleWeb.redirect(exchange, good ? "/inside" : "/failed");
  }

  private boolean state(@Nullable String state, Session session) {
    return holes.contains(Hole.REQUEST_STATE)
        || (state == null
            ? holes.contains(Hole.STATE_MISSING)
            : holes.contains(Hole.STATE) || state.equals(session.state));
  }

  private boolean logIn(@Nullable String code, Session session) {
    if (code == null) {
      return false;
    }
    Map<String, String> form = LogInSteps.codeForm(clientId, origin + "/callback", code);
    form.put("client_secret", secret);
    String token =
        (String)
            RunningIdp.json(new Browser(issuer).post("/oauth2/token", form).body()).get("id_token");
    JWTClaimsSet claims = token == null ? null : verified(token, Hole.SIGNATURE, Hole.ALG_NONE);
    if (claims == null || !told(claims, session)) {
      return false;
    }
    session.sub = claims.getSubject();
    session.sid = (String) claims.getClaim("sid");
    return true;
  }

  private boolean told(JWTClaimsSet claims, Session session) {
    Object nonce = claims.getClaim("nonce");
    boolean fresh =
        holes.contains(Hole.REQUEST_NONCE)
            || (nonce == null
                ? holes.contains(Hole.NONCE_MISSING)
                : holes.contains(Hole.NONCE) || nonce.equals(session.nonce));
    return fresh
        && (holes.contains(Hole.AUDIENCE) || claims.getAudience().contains(clientId))
        && (holes.contains(Hole.TOKEN_ISSUER) || issuer.equals(claims.getIssuer()))
        && (holes.contains(Hole.EXPIRED)
            || claims.getExpirationTime().toInstant().isAfter(Instant.now()));
  }

  private void inside(HttpExchange exchange) throws IOException {
    Session session = web.session(exchange);
    boolean in = holes.contains(Hole.PAGE_CLOSED) || (session != null && session.sub != null);
    if (in) {
      LittleWeb.answer(exchange, 200);
    } else {
      LittleWeb.redirect(exchange, "/start");
    }
  }

  private void logout(HttpExchange exchange) throws IOException {
    String token = LittleWeb.body(exchange).replaceFirst("^logout_token=", "");
    JWTClaimsSet claims = verified(token, Hole.LOGOUT_SIGNATURE, Hole.LOGOUT_ALG_NONE);
    boolean good =
        claims != null
            && issuer.equals(claims.getIssuer())
            && (holes.contains(Hole.LOGOUT_AUDIENCE) || claims.getAudience().contains(clientId))
            && (holes.contains(Hole.LOGOUT_NONCE) || claims.getClaim("nonce") == null)
            && claims.getClaim("events") != null
            && (holes.contains(Hole.LOGOUT_REPLAY) || used.add(claims.getJWTID()));
    if (good && claims != null && !holes.contains(Hole.LOGOUT)) {
      // Every login of the person ends: allowed, and what a replay needs to do harm.
      web.end(session -> claims.getSubject().equals(session.sub));
    }
    LittleWeb.answer(exchange, good ? 200 : 400);
  }

  private @Nullable JWTClaimsSet verified(String token, Hole unverified, Hole unsigned) {
    List<String> parts = List.of(token.split("\\."));
    try {
      Map<String, Object> header = RunningIdp.json(new Base64URL(parts.get(0)).decodeToString());
      JWTClaimsSet claims = JWTClaimsSet.parse(new Base64URL(parts.get(1)).decodeToString());
      if ("none".equals(header.get("alg"))) {
        return holes.contains(unsigned) ? claims : null;
      }
      return holes.contains(unverified) || signed(token) ? claims : null;
    } catch (ParseException | JOSEException e) {
      return null;
    }
  }

  private boolean signed(String token) throws ParseException, JOSEException {
    return signed(issuer, token);
  }

  /** Whether the server of that issuer signed it by ES256. */
  static boolean signed(String issuer, String token) throws ParseException, JOSEException {
    JWSObject jws = JWSObject.parse(token);
    JWKSet keys = JWKSet.parse(new Browser(issuer).get("/oauth2/jwks").body());
    JWK key = keys.getKeyByKeyId(jws.getHeader().getKeyID());
    return JWSAlgorithm.ES256.equals(jws.getHeader().getAlgorithm())
        && key != null
        && jws.verify(new ECDSAVerifier(key.toECKey()));
  }

  /** What is registered of it. */
  Map<String, Object> metadata(boolean trial) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("redirect_uris", List.of(origin + "/callback"));
    metadata.put("backchannel_logout_uri", origin + "/logout");
    metadata.put("initiate_login_uri", origin + "/start");
    metadata.put("logged_in_uri", origin + "/inside");
    metadata.put("token_endpoint_auth_method", "client_secret_post");
    metadata.put("scope", "openid profile");
    metadata.put("org", "11510000MB0000019K");
    metadata.put("sandbox", trial);
    return metadata;
  }

  @Override
  public void close() {
    web.close();
  }
}
