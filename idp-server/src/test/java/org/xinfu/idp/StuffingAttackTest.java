package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Guessing passwords (NIST SP 800-63B §5.2.2), as seen through a proxy that tells the address: each
 * test guesses from address prefixes of its own.
 */
class StuffingAttackTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  @Test
  void guesses_from_one_address_prefix_are_stopped_and_nobody_is_locked_out() throws Exception {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    Browser own = SharedIdp.browser();
    own.get("/login");
    own.logIn(name, PASSWORD);
    // From every address of a /24 (or what the guesser says it is), each time as a new browser:
    // leaked pairs, each once, and one password for many accounts.
    guess(
        104,
        i ->
            i % 2 == 0
                ? attempt("nobody-" + i, "leaked-" + i, "10." + i + ".0.1, 198.51.100." + (i + 1))
                : attempt("p%010d".formatted(i), PASSWORD, "2001:db8::" + i + ", 198.51.100.250"));
    asIfItWentOn(100);
    assertThat(attempt(name, PASSWORD, "198.51.100.7")).as("a hit").endsWith("problem=braked");
    assertThat(attempt("citizen", "wrong", "203.0.112.1"))
        .as("elsewhere")
        .endsWith("problem=refused");
    assertThat(logIn(own, name, PASSWORD, "198.51.100.8"))
        .as("the owner's own device, behind the very same address")
        .endsWith("/account");
  }

  @Test
  void one_account_tried_from_many_addresses_is_braked_but_not_for_its_owner() throws Exception {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    Browser own = SharedIdp.browser();
    own.get("/login");
    logIn(own, name, PASSWORD, "203.0.114.1");
    guess(32, i -> attempt(name, "guess-" + i, "198.18." + i + ".1"));
    asIfItWentOn(30);
    assertThat(attempt(name, PASSWORD, "198.19.0.1"))
        .as("the right password, from somewhere new")
        .endsWith("problem=braked");
    assertThat(logIn(own, name, PASSWORD, "203.0.114.1")).endsWith("/account");
  }

  @Test
  void a_device_name_that_is_made_up_is_no_known_device() throws Exception {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    List<Callable<String>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String device = "%043d".formatted(i);
      all.add(
          () -> {
            Browser browser = SharedIdp.browser();
            plant(browser, device);
            return logIn(browser, name, "guess", "203.0.115.1");
          });
    }
    run(all);
    Browser browser = SharedIdp.browser();
    plant(browser, "%043d".formatted(99));
    assertThat(logIn(browser, name, PASSWORD, "203.0.115.1")).endsWith("problem=braked");
  }

  private static void plant(Browser browser, String device) {
    java.net.HttpCookie cookie = new java.net.HttpCookie("XINFU_DEVICE", device);
    cookie.setPath("/");
    cookie.setVersion(0);
    browser.cookies.getCookieStore().add(browser.uri("/"), cookie);
  }

  private static String attempt(String name, String password, String from) {
    return logIn(SharedIdp.browser(), name, password, from);
  }

  /** A login from a network of one's own choice, by way of the proxy; where it leads. */
  static String logIn(Browser browser, String name, String password, String from) {
    String page = browser.get("/login").body();
    String token = page.replaceFirst("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
    HttpResponse<String> answer =
        browser.post(
            "/login",
            Map.of("username", name, "password", password, "_csrf", token),
            "X-Forwarded-For",
            from);
    return Browser.location(answer);
  }

  private static void guess(int times, IntFunction<String> attempt) throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int one = i;
      all.add(() -> attempt.apply(one));
    }
    assertThat(run(all))
        .allMatch(at -> at.endsWith("problem=refused") || at.endsWith("problem=braked"));
  }

  /** The first delays are shorter than a guess takes on a slow machine; these are not. */
  private static void asIfItWentOn(int free) {
    int brakes =
        SharedIdp.jdbc()
            .sql("UPDATE login_failure SET failures = failures + 10 WHERE failures >= ?")
            .param(free)
            .update();
    assertThat(brakes).as("brakes that hold").isPositive();
  }

  private static List<String> run(List<Callable<String>> all) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<String> answers = new ArrayList<>();
      for (Future<String> one : threads.invokeAll(all)) {
        answers.add(one.get());
      }
      return answers;
    }
  }
}
