package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Totp;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.simulator.NationalPlatformSimulator;
import org.xinfu.idp.simulator.NationalPlatformSimulator.Fault;
import org.xinfu.idp.upstream.UpstreamLinks;
import org.xinfu.trust.Bytes;

/** Logging in by the national platform, which is a program of its own beside the server. */
class UpstreamTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String CALLBACK = "http://localhost:9200/login/oauth2/code/idp";

  @TempDir static Path home;
  private static RunningIdp idp;
  private static NationalPlatformSimulator platform;

  @BeforeAll
  static void start() {
    idp =
        new RunningIdp(home)
            .with("--xinfu.upstream.simulator=true", "--xinfu.upstream.probe=PT0.2S")
            .start();
    platform = idp.bean(NationalPlatformSimulator.class);
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @AfterEach
  void behaves() {
    platform.misbehave(Fault.NONE);
    RunningIdp.await(
        SOON, () -> !new Browser(idp.origin).get("/login").body().contains("id=\"outage\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oidc", "ticket"})
  void the_platforms_login_is_a_login_here_with_the_level_of_the_table(String adapter) {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> id = idToken(steps, adapter, "n-0003");
    assertThat(id)
        .containsEntry("acr", "urn:xinfu:acr:ial3:aal3")
        .containsEntry("name", "王五（样例）")
        .containsEntry("roles", List.of("CITIZEN"));
    assertThat(id).containsEntry("amr", List.of("fed", "mfa"));
    Map<String, Object> again = idToken(new LogInSteps(idp), adapter, "n-0003");
    assertThat(again).containsEntry("sub", id.get("sub"));
    assertThat(idToken(new LogInSteps(idp), adapter.equals("oidc") ? "ticket" : "oidc", "n-0003"))
        .as("the same person by the other adapter")
        .containsEntry("sub", id.get("sub"));
    assertThat(idToken(new LogInSteps(idp), adapter, "n-0002"))
        .containsEntry("acr", "urn:xinfu:acr:ial2:aal1");
  }

  @Test
  void an_account_that_holds_the_document_is_linked_and_no_second_one_made() {
    String citizen = account("citizen");
    Map<String, Object> id = idToken(new LogInSteps(idp), "oidc", "n-0001");
    assertThat(id).containsEntry("sub", citizen).containsEntry("acr", "urn:xinfu:acr:ial3:aal2");
    String evidence =
        jdbc()
            .sql("SELECT jws FROM proof WHERE account_id = ? AND source = 'upstream-oidc'")
            .param(citizen)
            .query(String.class)
            .single();
    assertThat(RunningIdp.claims(evidence))
        .containsEntry("ial", "IAL3")
        .containsEntry("reference", "L3")
        .containsEntry("matched", List.of("DOCUMENT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oidc", "ticket"})
  void nobody_is_linked_by_a_phone_number_or_under_another_name(String adapter) {
    // n-0004 has the citizen's phone and no document, n-0005 the citizen's document and not the
    // name.
    for (String person : List.of("n-0004", "n-0005")) {
      Browser browser = new Browser(idp.origin);
      assertRefused(browser, browser.get(back(browser, adapter, person)));
    }
    assertThat(
            jdbc()
                .sql("SELECT count(*) FROM account WHERE display_name IN ('同名人（样例）', '冒名人（样例）')")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void a_minor_comes_in_once_a_guardian_is_on_record_and_the_guardian_stays() {
    Browser child = new Browser(idp.origin);
    String refused = Browser.location(child.get(back(child, "oidc", "n-0006")));
    assertThat(refused).endsWith("/login?problem=upstream-guardian");
    assertThat(child.get(refused).body()).contains("监护人");
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000201609090159").orElseThrow();
    assertThat(idp.bean(Proofs.class).holder(document)).as("nobody is made").isEmpty();
    Account account =
        new Account("minor-1", AccountKind.PERSON, "minor-1", "未核验", null, Set.of(), true);
    assertThat(idp.bean(Accounts.class).add(account, "{none}", null)).isTrue();
    Claims claims =
        new Claims(
            "周小二（样例）",
            document,
            document.birthDate().orElseThrow(),
            LocalDate.of(2030, 8, 8),
            null,
            "6200000000000022",
            null,
            "510000197508080147");
    assertThat(idp.bean(ProvePerson.class).prove(account, claims))
        .isEqualTo(ProvePerson.Outcome.DONE);
    assertThat(idToken(new LogInSteps(idp), "oidc", "n-0006")).containsEntry("sub", "minor-1");
    assertThat(idp.bean(Proofs.class).guarded("minor-1")).as("not forgotten").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oidc", "ticket"})
  void an_answer_belongs_to_one_browser_and_works_once(String adapter) {
    Browser attacker = new Browser(idp.origin);
    String stolen = back(attacker, adapter, "n-0003");
    Browser victim = new Browser(idp.origin);
    assertRefused(victim, victim.get(stolen));
    // The victim's own journey does not take the attacker's proof either.
    String own = back(victim, adapter, "n-0002");
    Map<String, String> mixed = new HashMap<>(Browser.query(own));
    String proof = adapter.equals("oidc") ? "code" : "ticket";
    mixed.put(proof, Browser.query(stolen).get(proof));
    String path = own.substring(0, own.indexOf('?'));
    assertRefused(victim, victim.get(path + "?" + Browser.encode(mixed)));
    assertRefused(victim, victim.get(own));
    String fresh = back(attacker, adapter, "n-0003");
    assertThat(Browser.location(attacker.get(fresh))).doesNotContain("problem");
    Browser other = new Browser(idp.origin);
    assertRefused(other, other.get(fresh));
    assertThat(Browser.location(attacker.get(fresh))).contains("upstream-refused");
  }

  @Test
  void an_answer_of_another_server_is_not_taken() {
    for (String issuer : List.of("https://other.example", "")) {
      Browser browser = new Browser(idp.origin);
      String back = back(browser, "oidc", "n-0003");
      Map<String, String> mixed = new HashMap<>(Browser.query(back));
      mixed.put("iss", issuer);
      String path = back.substring(0, back.indexOf('?'));
      assertRefused(browser, browser.get(path + "?" + Browser.encode(mixed)));
    }
    Browser browser = new Browser(idp.origin);
    String back = back(browser, "oidc", "n-0003").replace("/upstream/oidc/", "/upstream/ticket/");
    assertRefused(browser, browser.get(back));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "OTHER_NONCE",
        "OTHER_ISSUER",
        "OTHER_AUDIENCE",
        "EXPIRED",
        "OTHER_KEY",
        "OTHER_USER"
      })
  void a_token_that_is_not_right_logs_nobody_in(Fault fault) {
    Browser browser = new Browser(idp.origin);
    String back = back(browser, "oidc", "n-0003");
    platform.misbehave(fault);
    assertRefused(browser, browser.get(back));
  }

  @Test
  void an_answer_that_the_platform_did_not_sign_counts_as_none() {
    Browser browser = new Browser(idp.origin);
    String back = back(browser, "ticket", "n-0003");
    platform.misbehave(Fault.UNSIGNED);
    assertThat(Browser.location(browser.get(back))).endsWith("problem=upstream-away");
    assertThat(browser.get("/account").statusCode()).isEqualTo(302);
  }

  @Test
  void while_the_platform_is_away_the_login_page_says_so_and_levels_are_lower() {
    LogInSteps before = new LogInSteps(idp);
    assertThat(idToken(before, "oidc", "n-0001")).containsEntry("acr", "urn:xinfu:acr:ial3:aal2");
    platform.misbehave(Fault.AWAY);
    Browser browser = new Browser(idp.origin);
    // Both ways to the platform are looked at, one after the other.
    RunningIdp.await(SOON, () -> !browser.get("/login").body().contains("/login/upstream/oidc"));
    assertThat(browser.get("/login").body()).contains("id=\"outage\"");
    assertThat(browser.get("/login?lang=zh-CN").body()).contains("国家平台暂时无法访问");
    assertThat(Browser.location(new Browser(idp.origin).get("/login/upstream/oidc")))
        .endsWith("problem=upstream-away");
    // The same account by its own password: nothing of the platform's word counts.
    LogInSteps local = new LogInSteps(idp);
    Map<String, String> answer =
        local.authorize(
            "citizen", RunningIdp.authorization("vault-console", CALLBACK, "openid profile"));
    Map<String, Object> tokens =
        RunningIdp.json(
            local.exchangeSecretly("vault-console", CALLBACK, answer.get("code")).body());
    assertThat(RunningIdp.claims((String) tokens.get("id_token")))
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1");
    platform.misbehave(Fault.NONE);
    RunningIdp.await(SOON, () -> !browser.get("/login").body().contains("id=\"outage\""));
    assertThat(idToken(new LogInSteps(idp), "oidc", "n-0001"))
        .containsEntry("acr", "urn:xinfu:acr:ial3:aal2");
  }

  /** What was linked once stays: the platform's subject is one account's for good. */
  @Test
  void a_subject_of_one_account_is_never_anothers() {
    String holder = (String) idToken(new LogInSteps(idp), "oidc", "n-0002").get("sub");
    String citizen = account("citizen");
    UpstreamLinks links = idp.bean(UpstreamLinks.class);
    Entrant who = idp.bean(Accounts.class).byId(citizen).orElseThrow().entrant();
    assertThat(links.link("oidc", "n-0002", who, Instant.now())).as("by a racer").isFalse();
    assertThat(links.account("oidc", "n-0002")).hasValue(holder);
    unlink("oidc", holder);
    assertThat(links.link("oidc", "n-0002", who, Instant.now())).isTrue();
    try {
      long evidence = evidence(holder);
      Browser browser = new Browser(idp.origin);
      assertRefused(browser, browser.get(back(browser, "oidc", "n-0002")));
      assertThat(audited(citizen, "document-of-another")).isOne();
      assertThat(evidence(holder)).isEqualTo(evidence);
      assertThat(links.account("oidc", "n-0002")).hasValue(citizen);
      assertThat(idToken(new LogInSteps(idp), "ticket", "n-0002"))
          .as("the other way is not theirs to close")
          .containsEntry("sub", holder);
    } finally {
      unlink("oidc", citizen);
    }
  }

  /** Somebody who registered there anew is the same person by document and name. */
  @Test
  void a_second_subject_of_the_same_person_comes_to_the_same_account_once() {
    String holder = (String) idToken(new LogInSteps(idp), "oidc", "n-0002").get("sub");
    long before = linksOf(holder);
    assertThat(idToken(new LogInSteps(idp), "oidc", "n-0007")).containsEntry("sub", holder);
    assertThat(idToken(new LogInSteps(idp), "oidc", "n-0007")).containsEntry("sub", holder);
    assertThat(linksOf(holder)).isEqualTo(before + 1);
    assertThat(idToken(new LogInSteps(idp), "oidc", "n-0002"))
        .as("the first one holds")
        .containsEntry("sub", holder);
  }

  /** The platform hears of it later: what it sends is still the same person's. */
  @Test
  void who_has_another_document_here_comes_by_the_one_before() {
    String holder = (String) idToken(new LogInSteps(idp), "oidc", "n-0002").get("sub");
    IdDocument old = idp.bean(Proofs.class).document(holder).orElseThrow();
    IdDocument fresh = IdDocument.parse(IdDocument.Type.PASSPORT, "X0000099").orElseThrow();
    change(holder, old, fresh);
    try {
      jdbc()
          .sql("UPDATE proof SET at = at - interval '2 days' WHERE account_id = ?")
          .param(holder)
          .update();
      long evidence = evidence(holder);
      assertThat(idToken(new LogInSteps(idp), "oidc", "n-0002")).containsEntry("sub", holder);
      assertThat(idp.bean(Proofs.class).document(holder)).contains(fresh);
      assertThat(evidence(holder)).as("nothing new is known").isEqualTo(evidence);
    } finally {
      change(holder, fresh, old);
    }
  }

  private static void change(String account, IdDocument old, IdDocument fresh) {
    Proof proof = SharedIdp.proof(account);
    String name = idp.bean(Accounts.class).byId(account).orElseThrow().displayName();
    Proofs.Holder holder =
        new Proofs.Holder(name, fresh, LocalDate.of(1985, 2, 3), null, Set.of(old));
    assertThat(idp.bean(Proofs.class).keep(proof, holder)).isTrue();
  }

  /** Names of Yi and Tibetans have a dot, of which there are several that look alike. */
  @ParameterizedTest
  @ValueSource(strings = {"oidc", "ticket"})
  void a_dot_of_another_kind_makes_no_other_name(String adapter) {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197707070208").orElseThrow();
    Account account =
        new Account("dotted-1", AccountKind.PERSON, "dotted-1", "未核验", null, Set.of(), true);
    idp.bean(Accounts.class).add(account, "{none}", null);
    Claims claims =
        new Claims(
            "阿苏\u00b7木呷（样例）",
            document,
            document.birthDate().orElseThrow(),
            LocalDate.of(2039, 12, 31),
            null,
            "6200000000000047",
            null,
            null);
    assertThat(idp.bean(ProvePerson.class).prove(account, claims))
        .isEqualTo(ProvePerson.Outcome.DONE);
    assertThat(idToken(new LogInSteps(idp), adapter, "n-0015"))
        .containsEntry("sub", "dotted-1")
        .containsEntry("name", "阿苏\u00b7木呷（样例）");
  }

  @Test
  void the_platforms_word_is_no_second_factor_where_one_is_due() {
    String holder = (String) idToken(new LogInSteps(idp), "oidc", "n-0002").get("sub");
    Bytes key = Bytes.of("twenty octets of key".getBytes(StandardCharsets.US_ASCII));
    idp.bean(Authenticators.class).addTotp(holder, "手机", key, 0);
    try {
      Browser browser = new Browser(idp.origin);
      assertThat(Browser.location(browser.get(back(browser, "oidc", "n-0002"))))
          .endsWith("/login/second");
      assertThat(Browser.location(browser.get("/account"))).as("not in").endsWith("/login");
      String code = Totp.code(key, Totp.step(Instant.now()));
      HttpResponse<String> second =
          SharedIdp.submit(browser, "/login/second", Map.of("factor", "TOTP", "code", code));
      assertThat(Browser.location(second)).endsWith("/account");
      assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    } finally {
      jdbc().sql("DELETE FROM authenticator WHERE account_id = ?").param(holder).update();
    }
  }

  @Test
  void who_is_suspended_here_is_not_let_in_from_there() {
    String holder = (String) idToken(new LogInSteps(idp), "oidc", "n-0002").get("sub");
    idp.bean(Accounts.class).setActive(holder, false);
    try {
      Browser browser = new Browser(idp.origin);
      assertRefused(browser, browser.get(back(browser, "oidc", "n-0002")));
      assertThat(audited(holder, "account-suspended")).isOne();
    } finally {
      idp.bean(Accounts.class).setActive(holder, true);
    }
  }

  /** From a service's request over our login page to the platform and back, to the ID token. */
  private static Map<String, Object> idToken(LogInSteps steps, String adapter, String person) {
    Map<String, String> request =
        RunningIdp.authorization("vault-console", CALLBACK, "openid profile");
    HttpResponse<String> asked = steps.browser.get("/oauth2/authorize?" + Browser.encode(request));
    assertThat(Browser.location(asked)).endsWith("/login");
    assertThat(steps.browser.get("/login").body()).contains("/login/upstream/" + adapter);
    HttpResponse<String> in = steps.browser.get(back(steps.browser, adapter, person));
    assertThat(Browser.location(in)).startsWith(CALLBACK);
    Map<String, String> answer = Browser.query(Browser.location(in));
    HttpResponse<String> tokens =
        steps.exchangeSecretly("vault-console", CALLBACK, answer.get("code"));
    return RunningIdp.claims((String) RunningIdp.json(tokens.body()).get("id_token"));
  }

  /** Leaves for the platform, picks a person there; where the platform sends the browser. */
  private static String back(Browser browser, String adapter, String person) {
    String there = Browser.location(browser.get("/login/upstream/" + adapter));
    assertThat(there).startsWith(platform.origin());
    assertThat(browser.get(there).body()).contains(person);
    String back = Browser.location(browser.get(there + "&person=" + person));
    assertThat(back).startsWith(idp.origin + "/login/upstream/" + adapter + "/callback?");
    return back;
  }

  private static void assertRefused(Browser browser, HttpResponse<String> answer) {
    assertThat(Browser.location(answer)).endsWith("/login?problem=upstream-refused");
    assertThat(browser.get("/account").statusCode()).isEqualTo(302);
  }

  private static String account(String loginName) {
    return jdbc()
        .sql("SELECT id FROM account WHERE login_name = ?")
        .param(loginName)
        .query(String.class)
        .single();
  }

  private static void unlink(String platform, String account) {
    jdbc()
        .sql("DELETE FROM upstream_link WHERE platform = ? AND account_id = ?")
        .params(List.of(platform, account))
        .update();
  }

  private static long linksOf(String account) {
    return count("SELECT count(*) FROM upstream_link WHERE account_id = ?", account);
  }

  private static long evidence(String account) {
    return count("SELECT count(*) FROM proof WHERE account_id = ?", account);
  }

  private static long audited(String account, String outcome) {
    return count(
        "SELECT count(*) FROM audit WHERE act = 'login' AND subject = ? AND outcome = '%s'"
            .formatted(outcome),
        account);
  }

  private static long count(String sql, String account) {
    return jdbc().sql(sql).param(account).query(Long.class).single();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
