package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Failures on the way to a service, over all accounts and networks: they make the brakes of its
 * strangers tight, and lock nobody out.
 */
class ServiceBudgetTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String ACT = "client-logins-braked";
  private static final int MOST = 500;

  private final RunningIdp idp = SharedIdp.get();

  @Test
  void while_it_is_spent_one_failure_of_an_account_brakes_strangers_on_the_way_there_alone() {
    NewClient client = NewClient.web(idp);
    NewClient other = NewClient.web(idp);
    Person person = new Person();
    Browser own = SharedIdp.browser();
    assertThat(person.logIn(own, other, "198.18.200.1")).as("known from now on").isTrue();
    spend(client);
    person.failed(7);
    assertThat(person.braked(client, "198.18.201.1")).as("from somewhere new").isTrue();
    assertThat(person.logIn(own, client, "198.18.202.1")).as("a known device").isTrue();
    assertThat(person.braked(client, "198.18.201.2")).as("still").isTrue();
    assertThat(person.logIn(SharedIdp.browser(), null, "198.18.203.1")).as("to none").isTrue();
    person.failed(7);
    assertThat(person.logIn(SharedIdp.browser(), other, "198.18.204.1")).as("to another").isTrue();
    assertThat(person.logIn(SharedIdp.browser(), client, "198.18.205.1"))
        .as("what succeeded since")
        .isTrue();
  }

  @Test
  void while_it_is_spent_one_failure_of_a_network_brakes_its_strangers_and_no_other_network() {
    NewClient client = NewClient.web(idp);
    NewClient other = NewClient.web(idp);
    Person person = new Person();
    spend(client);
    failed("address 198.18.210.0/24", 10);
    assertThat(person.braked(client, "198.18.210.9")).isTrue();
    assertThat(person.logIn(SharedIdp.browser(), client, "198.18.211.9"))
        .as("right at the first attempt, from a network where nothing failed")
        .isTrue();
    failed("address 198.18.210.0/24", 10);
    assertThat(new Person().logIn(SharedIdp.browser(), other, "198.18.210.9")).isTrue();
  }

  @Test
  void what_makes_brakes_tight_ends_by_itself() {
    NewClient client = NewClient.web(idp);
    Person person = new Person();
    spend(client);
    person.failed(7);
    assertThat(person.braked(client, "198.18.220.1")).isTrue();
    set(client, "spent_until = now() - interval '1 second'");
    person.failed(7);
    assertThat(person.logIn(SharedIdp.browser(), client, "198.18.220.1")).isTrue();
  }

  @Test
  void it_is_in_the_book_once_when_it_is_spent() {
    NewClient client = NewClient.web(idp);
    used(client, MOST - 2);
    assertThat(stranger(client, "198.18.230.1")).endsWith("problem=refused");
    assertThat(SharedIdp.audited(client.id, ACT, "braked")).isZero();
    assertThat(failures(client)).contains(MOST - 1);
    assertThat(stranger(client, "198.18.231.1")).endsWith("problem=refused");
    assertThat(SharedIdp.audited(client.id, ACT, "braked")).isOne();
    assertThat(stranger(client, "198.18.232.1")).endsWith("problem=refused");
    set(client, "spent_until = now() + interval '8 minutes'");
    assertThat(stranger(client, "198.18.233.1")).endsWith("problem=refused");
    assertThat(longer(client)).as("it goes on").isTrue();
    assertThat(SharedIdp.audited(client.id, ACT, "braked")).isOne();
    set(client, "spent_until = now() - interval '1 second'");
    assertThat(stranger(client, "198.18.234.1")).endsWith("problem=refused");
    assertThat(SharedIdp.audited(client.id, ACT, "braked")).as("again").isEqualTo(2);
  }

  /** Each failure in a rush of them would wait for the row that the one before has written. */
  @Test
  void what_fails_right_after_it_is_spent_is_not_written() {
    NewClient client = NewClient.web(idp);
    spend(client);
    assertThat(stranger(client, "198.18.235.1")).endsWith("problem=refused");
    assertThat(failures(client)).contains(MOST);
  }

  @Test
  void strangers_failures_are_counted_where_somebody_waits_and_a_known_devices_are_not() {
    NewClient client = NewClient.web(idp);
    Person person = new Person();
    Browser own = SharedIdp.browser();
    assertThat(person.logIn(own, client, "198.18.240.1")).isTrue();
    assertThat(failures(client)).as("what is right").isEmpty();
    assertThat(StuffingAttackTest.logIn(SharedIdp.browser(), person.name, "wrong", "198.18.241.1"))
        .endsWith("problem=refused");
    assertThat(failures(client)).as("nobody waits").isEmpty();
    Browser known = asking(own, client, "prompt", "login");
    assertThat(StuffingAttackTest.logIn(known, person.name, "wrong", "198.18.240.1"))
        .endsWith("problem=refused");
    assertThat(failures(client)).as("a known device").isEmpty();
    Browser stranger = asking(SharedIdp.browser(), client);
    assertThat(StuffingAttackTest.logIn(stranger, person.name, "wrong", "198.18.242.1"))
        .endsWith("problem=refused");
    assertThat(failures(client)).contains(1);
    set(client, "since = now() - interval '11 minutes'");
    assertThat(stranger(client, "198.18.243.1")).endsWith("problem=refused");
    assertThat(failures(client)).as("of another window").contains(1);
  }

  @Test
  void a_second_factor_that_is_wrong_is_counted_too() {
    NewClient client = NewClient.web(idp);
    SecondFactorTest.Person person = new SecondFactorTest.Person();
    person.addTotp();
    Browser stranger = asking(SharedIdp.browser(), client);
    assertThat(StuffingAttackTest.logIn(stranger, person.name, PASSWORD, "198.18.245.1"))
        .endsWith("/login/second");
    assertThat(failures(client)).isEmpty();
    second(stranger, "TOTP", "000000");
    assertThat(failures(client)).contains(1);
  }

  @Test
  void a_password_at_a_step_up_is_counted_too() {
    NewClient client = NewClient.web(idp);
    Person person = new Person();
    Browser browser = SharedIdp.browser();
    assertThat(person.logIn(browser, client, "198.18.246.1")).isTrue();
    SharedIdp.jdbc()
        .sql("DELETE FROM known_device WHERE account_id = ?")
        .param(person.account)
        .update();
    String wish = "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"urn:xinfu:acr:aal2\"}}}";
    asking(browser, client, "claims", wish);
    browser.get("/login/step-up?aal=AAL2");
    assertThat(second(browser, "PASSWORD", "wrong")).endsWith("problem=refused");
    assertThat(failures(client)).contains(1);
  }

  @Test
  void services_that_speak_cas_are_counted_too() {
    String host = "http://127.0.0.1:9/" + UUID.randomUUID() + "/";
    String id =
        new Administrator(idp)
            .register(
                Map.of(
                    "client_name",
                    "示例系统（样例）",
                    "grant_types",
                    List.of(),
                    "cas",
                    Map.of("services", List.of(host + "*"))));
    Browser browser = SharedIdp.browser();
    browser.get("/cas/login?service=" + host + "page");
    assertThat(StuffingAttackTest.logIn(browser, "nobody", "wrong", "198.18.247.1"))
        .endsWith("problem=refused");
    assertThat(failures(id)).contains(1);
  }

  /** A session that rests with its browser is kept there as long as its owner likes. */
  @Test
  void a_client_that_is_gone_is_not_counted() {
    NewClient client = NewClient.web(idp);
    Browser stranger = asking(SharedIdp.browser(), client);
    SharedIdp.jdbc().sql("DELETE FROM client WHERE id = ?").param(client.id).update();
    assertThat(StuffingAttackTest.logIn(stranger, "nobody", "wrong", "198.18.248.1"))
        .endsWith("problem=refused");
    assertThat(failures(client)).isEmpty();
  }

  private String stranger(NewClient client, String from) {
    Browser browser = asking(SharedIdp.browser(), client);
    return StuffingAttackTest.logIn(browser, "nobody-" + UUID.randomUUID(), "wrong", from);
  }

  /** A browser in which the client's request waits. */
  private static Browser asking(Browser browser, NewClient client, String... more) {
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid");
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    browser.get("/oauth2/authorize?" + Browser.encode(request));
    return browser;
  }

  private static String second(Browser browser, String factor, String code) {
    return Browser.location(
        SharedIdp.submit(browser, "/login/second", Map.of("factor", factor, "code", code)));
  }

  /** Uses it up but for one, and fails once. */
  private void spend(NewClient client) {
    used(client, MOST - 1);
    assertThat(stranger(client, "198.18.199.1")).endsWith("problem=refused");
  }

  private static void used(NewClient client, int failures) {
    SharedIdp.jdbc()
        .sql("INSERT INTO client_login_failure VALUES (?, now(), ?, NULL)")
        .params(List.of(client.id, failures))
        .update();
  }

  private static void set(NewClient client, String what) {
    SharedIdp.jdbc()
        .sql("UPDATE client_login_failure SET " + what + " WHERE client_id = ?")
        .param(client.id)
        .update();
  }

  private static boolean longer(NewClient client) {
    return SharedIdp.jdbc()
        .sql(
            "SELECT spent_until > now() + interval '9 minutes' FROM client_login_failure"
                + " WHERE client_id = ?")
        .param(client.id)
        .query(Boolean.class)
        .single();
  }

  private static Optional<Integer> failures(NewClient client) {
    return failures(client.id);
  }

  private static Optional<Integer> failures(String client) {
    return SharedIdp.jdbc()
        .sql("SELECT failures FROM client_login_failure WHERE client_id = ?")
        .param(client)
        .query(Integer.class)
        .optional();
  }

  /** So many failures of what is counted under this name, the last one now. */
  private static void failed(String what, int failures) {
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO login_failure VALUES (?, ?, now())
            ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = now()
            """)
        .params(List.of(sha256(what), failures))
        .update();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Person {
    final String phone = SharedIdp.randomPhone();
    final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    final String account = SharedIdp.accountOf(name);

    /** So often, elsewhere: far from what brakes an account as a rule. */
    void failed(int times) {
      ServiceBudgetTest.failed("account " + account, times);
    }

    /** Whether the right password gets in, on the way to the client, or to none. */
    boolean logIn(Browser browser, @Nullable NewClient client, String from) {
      if (client != null) {
        asking(browser, client, "prompt", "login");
      }
      String to = StuffingAttackTest.logIn(browser, name, PASSWORD, from);
      return to.startsWith(RunningIdp.CALLBACK)
          || to.contains("/oauth2/authorize")
          || to.endsWith("/account");
    }

    boolean braked(NewClient client, String from) {
      Browser browser = asking(SharedIdp.browser(), client);
      return StuffingAttackTest.logIn(browser, name, PASSWORD, from).endsWith("problem=braked");
    }
  }
}
