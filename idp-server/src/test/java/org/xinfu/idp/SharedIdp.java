package org.xinfu.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.login.FactorAuthorities;

/** One server for the tests of persons, with what their phones and mailboxes have got. */
final class SharedIdp {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private static final class Running {
    static final RunningIdp IDP = start();

    private static RunningIdp start() {
      try {
        Path home = Files.createTempDirectory("xinfu-persons");
        RunningIdp idp =
            new RunningIdp(home)
                .with(
                    "--server.forward-headers-strategy=native",
                    "--xinfu.kiosk.addresses=203.0.113.0/28",
                    "--xinfu.messages.per-prefix=5000", // all tests come from one address
                    "--xinfu.ukey.trust=" + home.resolve("ukey-trust"),
                    "--xinfu.ukey.device-policies=" + UkeyBox.DEVICE)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(idp::close));
        return idp;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private SharedIdp() {}

  static RunningIdp get() {
    return Running.IDP;
  }

  static Browser browser() {
    return new Browser(get().origin);
  }

  /** A browser in which the account is logged in. */
  static LogInSteps loggedIn(String account) {
    LogInSteps steps = new LogInSteps(get());
    steps.browser.logIn(account, get().password(account));
    return steps;
  }

  static JdbcClient jdbc() {
    return get().bean(JdbcClient.class);
  }

  static String randomPhone() {
    return "199%08d".formatted(ThreadLocalRandom.current().nextInt(100_000_000));
  }

  /** Posts a page's form: the page is fetched first for its token. */
  static HttpResponse<String> submit(
      Browser browser, String page, String action, Map<String, String> fields) {
    HttpResponse<String> shown = browser.get(page);
    Matcher csrf = CSRF.matcher(shown.body());
    if (!csrf.find()) {
      throw new AssertionError(page + " shows no form: " + shown.statusCode() + shown.headers());
    }
    Map<String, String> form = new HashMap<>(fields);
    form.put("_csrf", csrf.group(1));
    return browser.post(action, form);
  }

  static HttpResponse<String> submit(Browser browser, String page, Map<String, String> fields) {
    return submit(browser, page, page, fields);
  }

  /** Messages to the contact, oldest first. */
  static List<Map<String, Object>> spool(String to) {
    told();
    return get().spool(to);
  }

  /** Waits until nobody has still to be told of anything: notices are sent after the page. */
  static void told() {
    RunningIdp.await(
        Duration.ofSeconds(10),
        () ->
            jdbc()
                .sql("SELECT count(*) = 0 FROM notice WHERE given_up_at IS NULL")
                .query(Boolean.class)
                .single());
  }

  /** The six digits of the last message. */
  static String lastCode(String to) {
    return get().lastCode(to);
  }

  /** Registers a person; the answer is their login name. */
  static String register(String contact, String spooled, String password) {
    return register(get(), contact, spooled, password);
  }

  /** The same at another server. */
  static String register(RunningIdp idp, String contact, String spooled, String password) {
    Browser browser = new Browser(idp.origin);
    submit(browser, "/register", Map.of("contact", contact));
    submit(browser, "/register/code", Map.of("code", idp.lastCode(spooled)));
    submit(browser, "/register/password", Map.of("password", password, "repeat", password));
    return loginName(browser);
  }

  static String loginName(Browser browser) {
    String done = browser.get("/register/done").body();
    Matcher name = Pattern.compile("id=\"loginName\">(p[0-9]{10})<").matcher(done);
    if (!name.find()) {
      throw new AssertionError(done);
    }
    return name.group(1);
  }

  static String accountOf(String loginName) {
    return jdbc()
        .sql("SELECT id FROM account WHERE login_name = ?")
        .param(loginName)
        .query(String.class)
        .single();
  }

  /** The session of this browser as it rests. */
  @SuppressWarnings("unchecked") // the only repository there is
  static MapSession session(Browser browser) {
    SessionRepository<MapSession> sessions = get().bean(SessionRepository.class);
    String id =
        browser.cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals("XINFU_IDP"))
            .map(HttpCookie::getValue)
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(sessions.findById(id));
  }

  /** Makes what was shown in this browser an hour old. */
  @SuppressWarnings("unchecked") // the only repository there is
  static void old(Browser browser) {
    SessionRepository<MapSession> sessions = get().bean(SessionRepository.class);
    MapSession session = session(browser);
    String name = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;
    SecurityContext before = Objects.requireNonNull(session.getAttribute(name));
    Authentication login = Objects.requireNonNull(before.getAuthentication());
    Instant then = Instant.now().minus(Duration.ofHours(1));
    List<GrantedAuthority> shown =
        FactorAuthorities.assurance(login).done().keySet().stream()
            .map(factor -> FactorAuthorities.of(factor, then))
            .toList();
    session.setAttribute(
        name,
        new SecurityContextImpl(
            UsernamePasswordAuthenticationToken.authenticated(login.getName(), null, shown)));
    sessions.save(session);
  }

  /** Says that the authorities know who holds the account (IAL2). */
  static void verified(String account) {
    jdbc()
        .sql(
            """
            INSERT INTO proof VALUES ('t ' || ?, ?, 'IAL2', 's', 'r', 'm', 'DOCUMENT',
              now(), now() + interval '1 day', NULL, 'x')
            """)
        .params(List.of(account, account))
        .update();
  }

  /** Sessions that rest and were begun since. */
  static long sessionsSince(Instant begun) {
    return jdbc()
        .sql("SELECT count(*) FROM login_session WHERE created_at >= ?")
        .param(java.sql.Timestamp.from(begun.truncatedTo(java.time.temporal.ChronoUnit.MILLIS)))
        .query(Long.class)
        .single();
  }

  static long audited(String subject, String act, String outcome) {
    if (act.equals("notice-sent")) {
      told();
    }
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE subject = ? AND act = ? AND outcome = ?")
        .params(List.of(subject, act, outcome))
        .query(Long.class)
        .single();
  }

  /** How often the book says that the client was given tokens. */
  static long tokensIssued(String client) {
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE client = ? AND act = 'token-issued'")
        .param(client)
        .query(Long.class)
        .single();
  }

  /** Whether the account may be used. */
  static boolean active(String account) {
    return jdbc()
        .sql("SELECT active FROM account WHERE id = ?")
        .param(account)
        .query(Boolean.class)
        .single();
  }

  /** Whether some statement waits for another's lock. */
  static boolean waits() {
    return jdbc().sql("SELECT count(*) FROM pg_locks WHERE NOT granted").query(Long.class).single()
        > 0;
  }

  /** The account as it is now, for whoever logs in. */
  static Entrant entrant(String account) {
    return get().bean(Accounts.class).byId(account).orElseThrow().entrant();
  }

  /** A proof of the account's holder by a document, good for an hour. */
  static Proof proof(String account) {
    Instant now = Instant.now();
    return new Proof(
        UUID.randomUUID().toString(),
        account,
        Ial.IAL2,
        "s",
        "r",
        "m",
        Set.of(Fact.DOCUMENT),
        now,
        now.plusSeconds(3600),
        "x");
  }

  /** How many requests with all these labels the metrics have counted. */
  static double answered(String... labels) {
    return browser()
        .get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith("http_server_requests_seconds_count{"))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
