package org.xinfu.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small system that takes tickets, by CAS ({@code /cas/…}) and by the ticket protocol ({@code
 * /t/…}), rightly, or without the checks that it is told to leave out.
 */
final class LittleTicketApp implements AutoCloseable {
  private static final Pattern USER = Pattern.compile("<cas:user>([^<]+)</cas:user>");
  private static final Pattern INDEX =
      Pattern.compile("<samlp:SessionIndex>([^<]+)</samlp:SessionIndex>");

  /** A check of the self-test that it does not hold to. */
  enum Hole {
    PAGE_CLOSED,
    REQUEST_STATE,
    REQUEST_ADDRESS,
    STATE,
    STATE_MISSING,
    TICKET_UNKNOWN,
    TICKET_SPENT,
    CAS_LOGOUT_OTHER,
    CAS_LOGOUT,
    LOGOUT
  }

  final String origin;
  private final LittleWeb<Session> web;
  private final Set<Hole> holes = EnumSet.noneOf(Hole.class);
  private final Map<String, String> known = new ConcurrentHashMap<>();
  private @Nullable RunningIdp idp;
  private @Nullable TicketApp app;

  private static final class Session {
    final String state = UUID.randomUUID().toString();
    @Nullable String user;
    @Nullable String index;
  }

  LittleTicketApp() {
    web =
        new LittleWeb<>(
            "old",
            Map.of(
                "/cas/start", exchange -> begin(exchange, true),
                "/cas/in", this::casBack,
                "/t/start", exchange -> begin(exchange, false),
                "/t/back", this::ticketBack,
                "/t/logout", this::logout,
                "/inside", this::inside));
    origin = web.origin;
  }

  String host() {
    return web.host();
  }

  LittleTicketApp of(RunningIdp provider) {
    idp = provider;
    return this;
  }

  /** What it is called in the ticket protocol. */
  LittleTicketApp as(TicketApp registered) {
    app = registered;
    return this;
  }

  /** From now on it leaves out these checks alone. */
  LittleTicketApp leaveOut(Hole... out) {
    holes.clear();
    holes.addAll(List.of(out));
    web.end(one -> true);
    known.clear();
    return this;
  }

  /** What is registered of it, in trial or not. */
  Map<String, Object> metadata(boolean cas, boolean trial) {
    return new HashMap<>(
        Map.of(
            "client_name",
            "老系统（样例）",
            "grant_types",
            List.of(),
            cas ? "cas" : "ticket",
            cas
                ? Map.of("services", List.of(origin + "/cas/in"))
                : Map.of("redirect_uris", List.of(origin + "/t/back")),
            "initiate_login_uri",
            origin + (cas ? "/cas/start" : "/t/start"),
            "logged_in_uri",
            origin + "/inside",
            "backchannel_logout_uri",
            origin + "/t/logout",
            "sandbox",
            trial));
  }

  private RunningIdp idp() {
    return Objects.requireNonNull(idp);
  }

  private TicketApp app() {
    return Objects.requireNonNull(app);
  }

  private void begin(HttpExchange exchange, boolean cas) throws IOException {
    Session session = web.begin(exchange, new Session());
    String path = holes.contains(Hole.REQUEST_ADDRESS) ? "/elsewhere" : cas ? "/cas/in" : "/t/back";
    if (cas) {
      Map<String, String> asked = Map.of("service", origin + path);
      LittleWeb.redirect(exchange, idp().origin + "/cas/login?" + Browser.encode(asked));
    } else {
      Map<String, String> asked = new HashMap<>();
      asked.putAll(Map.of("app_id", app().id(), "redirect_uri", origin + path));
      if (!holes.contains(Hole.REQUEST_STATE)) {
        asked.put("state", session.state);
      }
      LittleWeb.redirect(exchange, idp().origin + "/ticket/login?" + Browser.encode(asked));
    }
  }

  /** The service URL: a browser with a ticket, or a LogoutRequest. */
  private void casBack(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      String form = LittleWeb.body(exchange);
      Matcher index = INDEX.matcher(URLDecoder.decode(form, StandardCharsets.UTF_8));
      String named = index.find() ? index.group(1) : "";
      if (!holes.contains(Hole.CAS_LOGOUT)) {
        boolean all = holes.contains(Hole.CAS_LOGOUT_OTHER);
        web.end(one -> all || named.equals(one.index));
      }
      LittleWeb.answer(exchange, 200);
      return;
    }
    Session session = web.session(exchange);
    String ticket = Browser.query(exchange.getRequestURI().toString()).get("ticket");
    Optional<String> user = ticket == null ? Optional.empty() : user(ticket);
    if (session != null) {
      session.user = user.orElse(null);
      session.index = ticket;
    }
    LittleWeb.redirect(exchange, user.isPresent() ? "/inside" : "/failed");
  }

  /** Who the ticket stands for, as it was told once. */
  private Optional<String> user(String ticket) {
    if (holes.contains(Hole.TICKET_UNKNOWN) && ticket.endsWith("invented")) {
      return Optional.of("somebody");
    }
    if (holes.contains(Hole.TICKET_SPENT) && known.containsKey(ticket)) {
      return Optional.of(known.get(ticket));
    }
    Map<String, String> asked = Map.of("service", origin + "/cas/in", "ticket", ticket);
    String told =
        new Browser(idp().origin).get("/cas/p3/serviceValidate?" + Browser.encode(asked)).body();
    Matcher user = USER.matcher(told);
    Optional<String> found =
        told.contains("<cas:authenticationSuccess>") && user.find()
            ? Optional.of(user.group(1))
            : Optional.empty();
    found.ifPresent(name -> known.put(ticket, name));
    return found;
  }

  private void ticketBack(HttpExchange exchange) throws IOException {
    Map<String, String> answer = Browser.query(exchange.getRequestURI().toString());
    Session session = web.session(exchange);
    String state = answer.get("state");
    boolean right =
        session != null
            && (state == null
                ? holes.contains(Hole.STATE_MISSING)
                : holes.contains(Hole.STATE) || state.equals(session.state));
    boolean good = right && session != null && logIn(answer.get("ticket"), session);
    LittleWeb.redirect(exchange, good ? "/inside" : "/failed");
  }

  private boolean logIn(@Nullable String ticket, Session session) {
    if (ticket == null) {
      return false;
    }
    if (holes.contains(Hole.TICKET_UNKNOWN) && ticket.endsWith("invented")) {
      session.user = "somebody";
      return true;
    }
    if (holes.contains(Hole.TICKET_SPENT) && known.containsKey(ticket)) {
      session.user = known.get(ticket);
      return true;
    }
    Map<String, Object> made =
        RunningIdp.json(app().call(idp(), "/ticket/token", Map.of("ticket", ticket)).body());
    if (!made.containsKey("token")) {
      return false;
    }
    Map<String, String> token = Map.of("token", (String) made.get("token"));
    session.user =
        (String)
            RunningIdp.json(app().call(idp(), "/ticket/userinfo", token).body()).get("user_id");
    session.index = (String) made.get("sid");
    known.put(ticket, session.user);
    return true;
  }

  private void logout(HttpExchange exchange) throws IOException {
    String sid = ended(LittleWeb.body(exchange).replaceFirst("^logout_token=", ""));
    if (sid != null && !holes.contains(Hole.LOGOUT)) {
      web.end(one -> sid.equals(one.index));
    }
    LittleWeb.answer(exchange, sid == null ? 400 : 200);
  }

  /** The login that a logout token ends; null for one that is not right. */
  private @Nullable String ended(String token) {
    try {
      if (!LittleRp.signed(idp().origin, token)) {
        return null;
      }
      JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
      boolean right =
          claims.getAudience().contains(app().id())
              && claims.getClaim("nonce") == null
              && known.putIfAbsent(claims.getJWTID(), "used") == null;
      return right ? (String) claims.getClaim("sid") : null;
    } catch (ParseException | JOSEException notRight) {
      return null;
    }
  }

  private void inside(HttpExchange exchange) throws IOException {
    Session session = web.session(exchange);
    boolean in = holes.contains(Hole.PAGE_CLOSED) || (session != null && session.user != null);
    LittleWeb.answer(exchange, in ? 200 : 403);
  }

  @Override
  public void close() {
    web.close();
  }
}
