package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.HtmlUtils;
import org.xinfu.idp.OvertakenLoginTest.Person;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Totp;
import org.xinfu.idp.passkey.SoftDevice;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Signer;

/**
 * A thief's request that is under way while the owner ends their logins changes nothing any more:
 * by an undoing, a recovery or another password the account is the owner's again.
 */
class EndedChangesTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String THIEFS = "锦江-听雨-望江楼下";
  private static final String WAYS = "/account/authenticators";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final Person person = new Person();
  private final Browser thief = SharedIdp.browser();

  EndedChangesTest() {
    thief.logIn(person.name, PASSWORD);
  }

  @Test
  void the_password_stays() {
    HttpResponse<String> answer =
        ended(
            form(
                "/account/password",
                "/account/password",
                Map.of("password", THIEFS, "repeat", THIEFS)));
    assertThat(Browser.location(answer)).endsWith("/login");
    assertThat(Browser.location(SharedIdp.browser().logIn(person.name, THIEFS)))
        .endsWith("problem=refused");
    assertThat(SharedIdp.audited(person.account, "password-changed", "done")).isZero();
    assertThat(SharedIdp.audited(person.account, "password-changed", "login-over")).isOne();
    assertThat(SharedIdp.audited(person.account, "notice-sent", "done")).isZero();
  }

  @Test
  void no_way_to_log_in_comes_or_goes() {
    ended(form(WAYS, WAYS + "/code", Map.of()));
    assertThat(rows("authenticator")).isZero();
    thief.logIn(person.name, PASSWORD);
    ended(form(WAYS, WAYS + "/recovery", Map.of()));
    assertThat(rows("recovery_code")).isZero();
    thief.logIn(person.name, PASSWORD);
    Matcher secret =
        Pattern.compile("id=\"secret\"[^>]*>([A-Z2-7 ]+)<")
            .matcher(SharedIdp.submit(thief, WAYS, WAYS + "/totp", Map.of()).body());
    assertThat(secret.find()).isTrue();
    String hex = Totps.hex(secret.group(1).replace(" ", ""));
    String code = Totp.code(Bytes.hex(hex), Totp.step(Instant.now()));
    HttpResponse<String> answer = ended(form(WAYS, WAYS + "/totp/confirm", Map.of("code", code)));
    assertThat(Browser.location(answer)).endsWith("/login");
    assertThat(rows("authenticator")).isZero();
    thief.logIn(person.name, PASSWORD);
    SharedIdp.submit(thief, WAYS, WAYS + "/code", Map.of());
    assertThat(rows("authenticator")).isOne();
    assertThat(SharedIdp.audited(person.account, "authenticator-added", "login-over")).isEqualTo(2);
    assertThat(SharedIdp.audited(person.account, "recovery-codes-made", "login-over")).isOne();
  }

  @Test
  void no_number_comes() {
    String here = "/account/contacts";
    String strange = SharedIdp.randomPhone();
    SharedIdp.submit(thief, here, Map.of("contact", strange));
    String code = SharedIdp.lastCode("+86" + strange);
    ended(form(here, here + "/confirm", Map.of("code", code)));
    assertThat(rows("contact")).isOne();
    assertThat(SharedIdp.audited(person.account, "contact-added", "phone")).isZero();
  }

  @Test
  void no_number_goes() {
    bind();
    String here = "/account/contacts";
    String masked = "+86" + person.phone.substring(0, 3) + "****" + person.phone.substring(7);
    HttpResponse<String> answer =
        ended(form(here, here + "/remove", Map.of("at", "0", "masked", masked)));
    assertThat(Browser.location(answer)).endsWith("problem=gone");
    assertThat(bound()).isEqualTo(2);
    assertThat(SharedIdp.audited(person.account, "contact-removed", "phone")).isZero();
    thief.logIn(person.name, PASSWORD);
    SharedIdp.submit(thief, here, here + "/remove", Map.of("at", "0", "masked", masked));
    assertThat(bound()).as("by a login that stands").isOne();
  }

  @Test
  void no_way_to_log_in_goes() {
    SharedIdp.submit(thief, WAYS, WAYS + "/code", Map.of());
    inByCode();
    Matcher way = Pattern.compile(WAYS + "/([^/\"]+)/remove").matcher(thief.get(WAYS).body());
    assertThat(way.find()).isTrue();
    HttpResponse<String> answer = ended(form(WAYS, way.group(), Map.of()));
    assertThat(Browser.location(answer)).endsWith("/login");
    assertThat(rows("authenticator")).isOne();
    assertThat(SharedIdp.audited(person.account, "authenticator-removed", "login-over")).isOne();
    inByCode();
    SharedIdp.submit(thief, WAYS, way.group(), Map.of());
    assertThat(rows("authenticator")).as("by a login that stands").isZero();
  }

  @Test
  void no_passkey_comes() {
    ended(passkey());
    assertThat(rows("authenticator")).isZero();
    assertThat(SharedIdp.audited(person.account, "authenticator-added", "passkey")).isZero();
    assertThat(SharedIdp.audited(person.account, "notice-sent", "done")).isZero();
    thief.logIn(person.name, PASSWORD);
    passkey().get();
    assertThat(rows("authenticator")).as("by a login that stands").isOne();
  }

  @Test
  void no_certificate_comes() {
    UkeyBox.publish();
    SharedIdp.verified(person.account);
    Signer ukey = UkeyBox.ukey(UkeyBox.Wish.signing());
    assertThat(Browser.location(ended(certificate(ukey)))).endsWith("/login");
    assertThat(rows("authenticator")).isZero();
    assertThat(SharedIdp.audited(person.account, "authenticator-added", "login-over")).isOne();
    thief.logIn(person.name, PASSWORD);
    certificate(ukey).get();
    assertThat(rows("authenticator")).as("by a login that stands").isOne();
  }

  @Test
  void no_closure_is_asked_for_or_taken_back() {
    String here = "/account/closure";
    HttpResponse<String> answer = ended(form("/account", here, Map.of("understood", "true")));
    assertThat(Browser.location(answer)).endsWith("/login");
    assertThat(rows("account_closure")).isZero();
    assertThat(SharedIdp.audited(person.account, "closure-asked", "login-over")).isOne();
    assertThat(SharedIdp.audited(person.account, "notice-sent", "done")).isZero();
    thief.logIn(person.name, PASSWORD);
    SharedIdp.submit(thief, "/account", here, Map.of("understood", "true"));
    assertThat(rows("account_closure")).as("by a login that stands").isOne();
    answer = ended(form("/account", here + "/withdraw", Map.of()));
    assertThat(Browser.location(answer)).endsWith("/login");
    assertThat(rows("account_closure")).isOne();
    assertThat(SharedIdp.audited(person.account, "closure-withdrawn", "login-over")).isOne();
  }

  private Supplier<HttpResponse<String>> passkey() {
    SoftDevice device = new SoftDevice(1);
    ThreadLocalRandom.current().nextBytes(device.credentialId);
    device.origin = SharedIdp.get().origin;
    String options = SharedIdp.submit(thief, WAYS, WAYS + "/passkey/options", Map.of()).body();
    String made = device.made((String) RunningIdp.json(options).get("challenge"), null);
    return form(WAYS, WAYS + "/passkey", Map.of("credential", made, "label", "key"));
  }

  private Supplier<HttpResponse<String>> certificate(Signer ukey) {
    Matcher shown =
        Pattern.compile("<textarea id=\"challenge\"[^>]*>([^<]+)</textarea>")
            .matcher(thief.get("/account/ukey").body());
    assertThat(shown.find()).isTrue();
    Bytes challenge = Bytes.utf8(HtmlUtils.htmlUnescape(shown.group(1)).replace("\r", ""));
    Bytes signed = Gbt35275Signer.attached(challenge, ukey, Instant.now());
    String text = Base64.getEncoder().encodeToString(signed.toArray());
    return form(WAYS, "/account/ukey", Map.of("signed", text, "label", "UKey 1"));
  }

  private void inByCode() {
    String second = "/login/second";
    assertThat(Browser.location(thief.logIn(person.name, PASSWORD))).endsWith(second);
    SharedIdp.submit(thief, second, second + "/send", Map.of("factor", "SMS_CODE"));
    String code = SharedIdp.lastCode("+86" + person.phone);
    SharedIdp.submit(thief, second, Map.of("factor", "SMS_CODE", "code", code));
  }

  /** Another number, long ago. */
  private void bind() {
    Contact contact = Contact.parse(SharedIdp.randomPhone()).orElseThrow();
    SharedIdp.get().bean(Persons.class).bind(person.account, contact, Instant.now());
    SharedIdp.jdbc()
        .sql("UPDATE contact SET bound_at = bound_at - interval '10 days' WHERE account_id = ?")
        .param(person.account)
        .update();
  }

  private int bound() {
    return SharedIdp.get().bean(Persons.class).contacts(person.account).size();
  }

  private Supplier<HttpResponse<String>> form(
      String page, String action, Map<String, String> fields) {
    Matcher csrf = CSRF.matcher(thief.get(page).body());
    assertThat(csrf.find()).isTrue();
    Map<String, String> all = new HashMap<>(fields);
    all.put("_csrf", csrf.group(1));
    return () -> thief.post(action, all);
  }

  /** Whoever ends logins locks the account first ({@code JdbcSignOut}), and the request waits. */
  private HttpResponse<String> ended(Supplier<HttpResponse<String>> request) {
    try (Connection connection = SharedIdp.get().bean(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      run(connection, "SELECT id FROM account WHERE id = ? FOR UPDATE");
      CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(request);
      RunningIdp.await(Duration.ofSeconds(10), () -> answer.isDone() || SharedIdp.waits());
      run(connection, "DELETE FROM login_session WHERE principal = ?");
      connection.commit();
      return answer.join();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, person.account);
      statement.execute();
    }
  }

  private long rows(String table) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM " + table + " WHERE account_id = ?")
        .params(List.of(person.account))
        .query(Long.class)
        .single();
  }
}
