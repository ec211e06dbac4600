package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Lines of an import by themselves, and lines that are sent again. */
class ImportedLinesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String source = "l" + UUID.randomUUID().toString().substring(0, 12);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e20",
        "1.5",
        "1234567890123456789012",
        "-1e-9",
        "[1e20]",
        "{\"a\":1e20}",
        "null",
        "true"
      })
  void an_odd_value_in_a_password_stops_no_other_line(String odd) {
    String line =
        "{\"id\":\"odd\",\"password\":{\"scheme\":\"bcrypt\",\"hash\":\""
            + ImportAccountsTest.BCRYPT
            + "\",\"cost\":"
            + odd
            + "}}\n";
    List<Map<String, Object>> results =
        sent(line(person()) + "\n" + line + "{\"id\":" + odd + "}\n" + line(person()));
    assertThat(of("outcome", results)).containsExactly("CREATED", "REFUSED", "REFUSED", "CREATED");
    assertThat(results.get(1))
        .containsEntry("code", "request-invalid")
        .containsEntry("faults", List.of("password"));
  }

  /** The answer that told it may have been lost. */
  @Test
  void a_name_that_was_made_is_told_again() {
    Map<String, Object> person = person();
    person.remove("login");
    Map<String, Object> first = sent(line(person)).getFirst();
    assertThat(first.get("login").toString()).matches("p[0-9]{10}");
    Map<String, Object> again = sent(line(person)).getFirst();
    assertThat(again)
        .containsEntry("outcome", "UNCHANGED")
        .containsEntry("account", first.get("account"))
        .containsEntry("login", first.get("login"));
    Browser browser = SharedIdp.browser();
    String login = (String) again.get("login");
    assertThat(Browser.location(browser.logIn(login, ImportAccountsTest.PASSWORD)))
        .endsWith("/account");
    SharedIdp.jdbc()
        .sql("UPDATE account SET active = false WHERE id = ?")
        .param(first.get("account"))
        .update();
    assertThat(sent(line(person)).getFirst())
        .as("nobody logs in there")
        .containsEntry("outcome", "UNCHANGED")
        .doesNotContainKey("login");
  }

  @Test
  void a_line_with_its_members_in_another_order_says_the_same() {
    String hash = "5f4dcc3b5aa765d61d8327deb882cf99";
    String one = "{\"id\":\"1\",\"name\":\"张三\",\"password\":{\"scheme\":\"md5\",\"hash\":\"%s\"}}";
    String other =
        "{\"password\":{\"hash\":\"%s\",\"scheme\":\"md5\"}, \"name\":\"张三\",\"id\":\"1\"}";
    assertThat(of("outcome", sent(one.replace("%s", hash)))).containsExactly("CREATED");
    assertThat(of("outcome", sent(other.replace("%s", hash)))).containsExactly("UNCHANGED");
    assertThat(of("code", sent(other.replace("%s", hash.replace('5', '6')))))
        .containsExactly("legacy-line-changed");
  }

  @Test
  void a_verifier_that_never_matches_or_is_cheap_to_guess_at_is_refused() {
    String good = ImportAccountsTest.argon2(16_384, 2);
    String salt = "c2FsdHNhbHRzYWx0";
    List<Map<String, Object>> people = new ArrayList<>();
    for (String hash :
        List.of(
            good.replace(salt, salt + "A"),
            good.replace(salt, salt + "AB"),
            good.substring(0, good.length() - 2),
            good.substring(0, good.length() - 1) + "9",
            ImportAccountsTest.argon2(8, 1),
            ImportAccountsTest.argon2(8, 99),
            ImportAccountsTest.argon2(4095, 3),
            ImportAccountsTest.argon2(8192, 1))) {
      people.add(with("argon2id", hash));
    }
    people.add(with("bcrypt", ImportAccountsTest.BCRYPT.replace("$10$", "$09$")));
    List<Map<String, Object>> results = sent(ImportAccountsTest.lines(people));
    assertThat(of("outcome", results)).hasSize(9).containsOnly("REFUSED");
    assertThat(of("faults", results)).containsOnly(List.of("password"));
    List<Map<String, Object>> taken =
        List.of(with("argon2id", good), with("argon2id", ImportAccountsTest.argon2(4096, 3)));
    assertThat(of("outcome", sent(ImportAccountsTest.lines(taken)))).containsOnly("CREATED");
  }

  /** The last of a salt's 22 characters has four bits that bcrypt does not use; some set them. */
  @Test
  void bcrypt_with_loose_bits_in_its_salt_lets_its_owner_in() {
    String hash = ImportAccountsTest.BCRYPT;
    String base64 = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    Map<String, Object> person = with("bcrypt", changed(hash, 28, base64, 5));
    assertThat(of("outcome", sent(line(person)))).containsExactly("CREATED");
    Browser browser = SharedIdp.browser();
    String login = (String) person.get("login");
    assertThat(Browser.location(browser.logIn(login, ImportAccountsTest.PASSWORD)))
        .endsWith("/account");
    assertThat(of("outcome", sent(line(person)))).as("sent again").containsExactly("UNCHANGED");
    Map<String, Object> digest = with("bcrypt", changed(hash, 59, base64, 1));
    assertThat(of("faults", sent(line(digest)))).as("no digest").containsOnly(List.of("password"));
  }

  /** With these bits set in the character at that place, which has none of them. */
  private static String changed(String hash, int at, String base64, int bits) {
    char loose = base64.charAt(base64.indexOf(hash.charAt(at)) | bits);
    return hash.substring(0, at) + loose + hash.substring(at + 1);
  }

  private List<Map<String, Object>> sent(String lines) {
    return ImportAccountsTest.results(ImportAccountsTest.at(SharedIdp.get(), source, lines));
  }

  private static List<Object> of(String member, List<Map<String, Object>> results) {
    return results.stream().map(one -> one.getOrDefault(member, "")).toList();
  }

  private static Map<String, Object> person() {
    return ImportAccountsTest.person(ImportAccountsTest.login());
  }

  private static Map<String, Object> with(String scheme, String hash) {
    Map<String, Object> person = person();
    person.put("password", Map.of("scheme", scheme, "hash", hash));
    return person;
  }

  private static String line(Map<String, Object> person) {
    return JSON.writeValueAsString(person);
  }
}
