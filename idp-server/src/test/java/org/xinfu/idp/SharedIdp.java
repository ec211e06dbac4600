package org.xinfu.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

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
    return get().spool(to);
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

  static long audited(String subject, String act, String outcome) {
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE subject = ? AND act = ? AND outcome = ?")
        .params(List.of(subject, act, outcome))
        .query(Long.class)
        .single();
  }
}
