package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.OvertakenLoginTest.Person;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

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
