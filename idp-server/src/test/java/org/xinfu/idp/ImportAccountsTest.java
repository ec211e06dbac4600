package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.xinfu.idp.legacy.LegacyAccounts;
import org.xinfu.trust.json.CanonicalJson;
import tools.jackson.databind.json.JsonMapper;

/** Accounts of a system that was taken over, with the passwords that their owners know. */
class ImportAccountsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  static final String PASSWORD = "旧系统 old password";
  static final String BCRYPT = new BCryptPasswordEncoder(10).encode(PASSWORD);

  /** SM3 of the salt "saltsalt" and "password". */
  private static final String SALTED =
      "3f540f75331291ba57f1f988535a78fd1fab84461b8acf8ddaacc2fc4ee31091";

  private final String source = "s" + UUID.randomUUID().toString().substring(0, 12);

  @Test
  void whoever_was_taken_over_logs_in_with_the_old_password_which_is_hashed_anew() {
    String login = login();
    Map<String, Object> person = person(login);
    String phone = SharedIdp.randomPhone();
    person.putAll(Map.of("phone", phone, "phoneVerified", true, "email", "a@example.org"));
    Map<String, Object> result = taken(person).getFirst();
    assertThat(result)
        .containsEntry("line", 1)
        .containsEntry("outcome", "CREATED")
        .containsEntry("login", login)
        .containsEntry("left", List.of("email"))
        .doesNotContainKeys("code", "faults");
    String account = (String) result.get("account");
    assertThat(hash(account)).isEqualTo(BCRYPT);
    assertThat(SharedIdp.audited(account, "account-imported", "done")).isOne();
    assertThat(actor(account)).as("who did it").isEqualTo("idp-admin");
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.logIn(login, "wrong"))).endsWith("refused");
    assertThat(Browser.location(browser.logIn(login, PASSWORD))).endsWith("/account");
    assertThat(hash(account)).as("renewed").startsWith("$argon2id$");
    Browser again = SharedIdp.browser();
    assertThat(Browser.location(again.logIn(phone, PASSWORD))).as("by phone").endsWith("/account");
    assertThat(browser.get("/account").body()).contains("张三（样例）");
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM proof WHERE account_id = ?")
                .param(account)
                .query(Integer.class)
                .single())
        .as("nothing is proven")
        .isZero();
  }

  @Test
  void every_scheme_lets_its_owner_in_and_no_weak_digest_rests() {
    Map<String, Map<String, Object>> kept = new HashMap<>();
    kept.put("password", Map.of("scheme", "md5", "hash", "5f4dcc3b5aa765d61d8327deb882cf99"));
    kept.put(
        " password",
        Map.of("scheme", "sm3", "hash", SALTED, "salt", "c2FsdHNhbHQ=", "salted", "before"));
    kept.put(
        "  password",
        Map.of("scheme", "ldap", "hash", "{SSHA}yrht1iYXEIkejLVu42JWkadd80RzYWx0c2FsdA=="));
    kept.put(
        "   password",
        Map.of(
            "scheme",
            "pbkdf2-sha256",
            "iterations",
            1000,
            "salt",
            "c2FsdHNhbHQ=",
            "hash",
            "135f7a66144fcf0fb003ce048f31f024ed5cbff30525d3ba0bfb3199479362a6"));
    kept.put(
        "    password",
        Map.of(
            "scheme",
            "scrypt",
            "log2n",
            10,
            "r",
            8,
            "p",
            1,
            "salt",
            "c2FsdHNhbHQ=",
            "hash",
            "00e2d710448270f99fd83c54dc3e3b649c69e594dc1c2d12d8c6f67855dce2d2"));
    kept.forEach(
        (typed, password) -> {
          Map<String, Object> person = person(login());
          person.put("password", password);
          Map<String, Object> result = taken(person).getFirst();
          assertThat(result).as("%s", password).containsEntry("outcome", "CREATED");
          String hash = hash((String) result.get("account"));
          assertThat(hash).startsWith("{wrapped:").contains("}$argon2id$");
          assertThat(hash).doesNotContain((String) password.get("hash"));
          Browser browser = SharedIdp.browser();
          assertThat(Browser.location(browser.logIn((String) person.get("login"), typed.strip())))
              .as("%s", password)
              .endsWith("/account");
          assertThat(hash((String) result.get("account"))).startsWith("$argon2id$");
        });
  }

  @Test
  void a_file_that_is_sent_again_changes_nothing() {
    List<Map<String, Object>> people = people(3);
    assertThat(outcomes(taken(people))).containsOnly("CREATED");
    Browser browser = SharedIdp.browser();
    String first = (String) people.getFirst().get("login");
    browser.logIn(first, PASSWORD);
    String account = SharedIdp.accountOf(first);
    String renewed = hash(account);
    List<Map<String, Object>> again = taken(people);
    assertThat(outcomes(again)).containsOnly("UNCHANGED");
    assertThat(again.getFirst()).containsEntry("account", account);
    assertThat(hash(account)).isEqualTo(renewed);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    people.get(1).put("name", "李四（样例）");
    assertThat(codes(taken(people))).containsExactly("", "legacy-line-changed", "");
    assertThat(SharedIdp.audited(account, "account-imported", "done")).isOne();
    SharedIdp.jdbc().sql("DELETE FROM account WHERE id = ?").param(account).update();
    assertThat(outcomes(taken(List.of(people.getFirst()))))
        .as("who is gone stays gone")
        .containsExactly("UNCHANGED");
  }

  /** Rules of names that became narrower do not make away with who is there. */
  @Test
  void what_an_earlier_release_took_over_is_found_whatever_it_is_called() {
    String account = (String) taken(person(login())).getFirst().get("account");
    Map<String, Object> old = person("8613800138000");
    old.put("name", "税务\u200b厅");
    TreeMap<String, Object> line = new TreeMap<>(old);
    line.put("password", new TreeMap<>((Map<?, ?>) old.get("password")));
    String id = (String) old.get("id");
    assertThat(
            SharedIdp.get()
                .bean(LegacyAccounts.class)
                .add(
                    new LegacyAccounts.Line(source, id, CanonicalJson.write(line)),
                    account,
                    Instant.now()))
        .isTrue();
    assertThat(taken(old).getFirst())
        .containsEntry("outcome", "UNCHANGED")
        .containsEntry("account", account);
    old.put("name", "税务\u200b局");
    assertThat(codes(taken(old))).containsExactly("legacy-line-changed");
    old.put("id", "another");
    assertThat(taken(old).getFirst())
        .containsEntry("code", "request-invalid")
        .containsEntry("faults", List.of("login", "name"));
  }

  @Test
  void lines_that_meet_others_are_told_and_the_rest_is_done() {
    String phone = SharedIdp.randomPhone();
    Map<String, Object> holder = person(login());
    holder.putAll(Map.of("phone", phone, "phoneVerified", true));
    Map<String, Object> sameId = person(login());
    sameId.put("id", holder.get("id"));
    Map<String, Object> sameLogin = person((String) holder.get("login"));
    Map<String, Object> samePhone = person(login());
    samePhone.putAll(Map.of("phone", "+86 " + phone, "phoneVerified", true));
    Map<String, Object> unheard = person(login());
    unheard.remove("password");
    Map<String, Object> citizen = person("citizen");
    List<Map<String, Object>> results =
        taken(List.of(holder, sameId, sameLogin, samePhone, unheard, citizen, person(login())));
    assertThat(codes(results))
        .containsExactly(
            "",
            "legacy-line-repeated",
            "legacy-login-taken",
            "legacy-contact-taken",
            "legacy-unreachable",
            "legacy-login-taken",
            "");
    assertThat(results.get(2).get("problem").toString()).contains("登录名", "login name");
    assertThat(there((String) samePhone.get("login"))).as("all of it or nothing").isFalse();
  }

  @Test
  void what_is_not_right_is_named_and_nothing_hostile_rests() {
    Map<String, Map<String, Object>> wrong = new HashMap<>();
    for (String login : List.of("13800138000", "p0123456789", "Ab", "a b", "x", "a@b.example")) {
      wrong.put("login " + login, Map.of("login", login));
    }
    wrong.put("documentNumber", Map.of("documentNumber", "51000019640203007X"));
    wrong.put("id", Map.of("id", "x".repeat(65)));
    wrong.put("name", Map.of("name", "a\nb"));
    wrong.put("phone", Map.of("phone", "12"));
    wrong.put("email", Map.of("email", "13800138000"));
    wrong.put("phoneVerified", Map.of("phoneVerified", "yes"));
    int number = 0;
    String hex = "5f4dcc3b5aa765d61d8327deb882cf99";
    for (Map<String, Object> password :
        List.<Map<String, Object>>of(
            Map.of("scheme", "md5", "hash", hex + "00"),
            Map.of("scheme", "sha256", "hash", hex),
            Map.of("scheme", "md5", "hash", hex.toUpperCase(java.util.Locale.ROOT)),
            Map.of("scheme", "md5", "hash", hex, "salt", "c2FsdA=="),
            Map.of("scheme", "md5:after:c2FsdA", "hash", hex),
            Map.of("scheme", "plain", "hash", "secret"),
            Map.of("scheme", "bcrypt", "hash", BCRYPT.replace("$10$", "$31$")),
            Map.of("scheme", "bcrypt", "hash", BCRYPT + "x"),
            Map.of("scheme", "bcrypt", "hash", BCRYPT, "salt", "c2FsdA=="),
            Map.of("scheme", "argon2id", "hash", argon2(1_000_000, 1)),
            Map.of("scheme", "argon2id", "hash", argon2(65_536, 99)),
            Map.of("scheme", "ldap", "hash", "{CRYPT}x"),
            Map.of("scheme", "ldap", "hash", "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="),
            slow("pbkdf2-sha1", "iterations", 2_000_000_000),
            slow("pbkdf2-sha1", "iterations", -1),
            Map.of("scheme", "pbkdf2-sha1", "hash", hex))) {
      wrong.put("password " + number++, Map.of("password", password));
    }
    wrong.forEach(
        (what, members) -> {
          Map<String, Object> person = person(login());
          person.putAll(members);
          Map<String, Object> result = taken(person).getFirst();
          assertThat(result)
              .as(what)
              .containsEntry("code", "request-invalid")
              .containsEntry("faults", List.of(what.split(" ")[0]));
        });
    String last = (String) person(login()).get("login");
    String lines =
        "{\n[]\n{\"id\":\"1\",\"id\":\"2\"}\n\n{\"id\":\""
            + "x".repeat(8200)
            + "\"}\n"
            + JSON.writeValueAsString(person(last));
    List<Map<String, Object>> results = results(send(lines));
    assertThat(results.stream().map(one -> one.get("line"))).containsExactly(1, 2, 3, 5, 6);
    assertThat(codes(results)).filteredOn("request-malformed"::equals).hasSize(4);
    assertThat(there(last)).isTrue();
  }

  @Test
  void too_much_at_once_is_not_read() {
    assertThat(send("{}\n".repeat(201)).body()).contains("request-invalid", "lines");
    assertThat(send("").statusCode()).isEqualTo(400);
    assertThat(send(" ".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    assertThat(at(SharedIdp.get(), "", "{}").body()).contains("request-invalid", "source");
    assertThat(at(SharedIdp.get(), "No%20", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void the_same_file_at_the_same_time_makes_everybody_once() {
    List<Map<String, Object>> people = people(5);
    List<CompletableFuture<List<Map<String, Object>>>> both =
        IntStream.range(0, 2)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> taken(people)))
            .toList();
    List<String> outcomes = new ArrayList<>();
    both.forEach(one -> outcomes.addAll(outcomes(one.join())));
    assertThat(outcomes).filteredOn("CREATED"::equals).hasSize(5);
    assertThat(outcomes).filteredOn("UNCHANGED"::equals).hasSize(5);
  }

  private static Map<String, Object> slow(String scheme, String member, Object value) {
    return Map.of("scheme", scheme, "salt", "c2FsdHNhbHQ=", member, value, "hash", "00".repeat(20));
  }

  static String argon2(int memory, int passes) {
    return "$argon2id$v=19$m="
        + memory
        + ",t="
        + passes
        + ",p=1$c2FsdHNhbHRzYWx0$RubtcMJnyhNdFWD43tVGWqNw8EFTmnRPddupwOka5K8";
  }

  static List<Map<String, Object>> people(int number) {
    List<Map<String, Object>> people = new ArrayList<>();
    IntStream.range(0, number).forEach(i -> people.add(person(login())));
    return people;
  }

  static String login() {
    return "old-" + UUID.randomUUID().toString().substring(0, 18);
  }

  static Map<String, Object> person(String login) {
    Map<String, Object> person = new HashMap<>();
    person.put("id", UUID.randomUUID().toString());
    person.put("login", login);
    person.put("name", "张三（样例）");
    person.put("password", Map.of("scheme", "bcrypt", "hash", BCRYPT));
    return person;
  }

  private static List<String> outcomes(List<Map<String, Object>> results) {
    return results.stream().map(one -> (String) one.get("outcome")).toList();
  }

  private static List<String> codes(List<Map<String, Object>> results) {
    return results.stream().map(one -> (String) one.getOrDefault("code", "")).toList();
  }

  private List<Map<String, Object>> taken(Map<String, Object> person) {
    return taken(List.of(person));
  }

  private List<Map<String, Object>> taken(List<Map<String, Object>> people) {
    return results(send(lines(people)));
  }

  static String lines(List<Map<String, Object>> people) {
    return String.join("\n", people.stream().map(JSON::writeValueAsString).toList()) + "\n";
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> results(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Object> told = RunningIdp.json(answer.body());
    List<Map<String, Object>> results = (List<Map<String, Object>>) told.get("results");
    assertThat(
            ((Number) told.get("created")).intValue()
                + ((Number) told.get("unchanged")).intValue()
                + ((Number) told.get("refused")).intValue())
        .isEqualTo(results.size());
    return results;
  }

  private HttpResponse<String> send(String lines) {
    return at(SharedIdp.get(), source, lines);
  }

  static HttpResponse<String> at(RunningIdp idp, String source, String lines) {
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> token = idp.machine("idp-admin", "idp:accounts");
    if (token.statusCode() != 200) {
      return token;
    }
    String bearer = "Bearer " + RunningIdp.json(token.body()).get("access_token");
    return browser.send(
        HttpRequest.newBuilder(browser.uri("/api/v1/accounts/import?source=" + source))
            .header("Authorization", bearer)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines)));
  }

  private static String hash(String account) {
    return SharedIdp.jdbc()
        .sql("SELECT password_hash FROM account WHERE id = ?")
        .param(account)
        .query(String.class)
        .single();
  }

  private static boolean there(String login) {
    return SharedIdp.jdbc()
            .sql("SELECT count(*) FROM account WHERE login_name = ?")
            .param(login)
            .query(Integer.class)
            .single()
        == 1;
  }

  private static String actor(String account) {
    return SharedIdp.jdbc()
        .sql("SELECT actor FROM audit WHERE subject = ? AND act = 'account-imported'")
        .param(account)
        .query(String.class)
        .single();
  }
}
