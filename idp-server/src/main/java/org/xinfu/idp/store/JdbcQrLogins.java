package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.qr.QrLogins;

/** QR logins in PostgreSQL: each change of state is one statement that names the state before. */
public final class JdbcQrLogins implements QrLogins {
  private final JdbcClient jdbc;

  public JdbcQrLogins(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void add(Asked asked, Instant expires) {
    jdbc.sql(
            """
            INSERT INTO qr_login (token_hash, browser_hash, number, client_id, device,
              address_prefix, expires_at)
            VALUES (:token, :browser, :number, :client, :device, :prefix, :expires)
            """)
        .param("token", TokenHash.of(asked.token()))
        .param("browser", TokenHash.of(asked.browser()))
        .param("number", asked.number())
        .param("client", asked.client())
        .param("device", asked.device())
        .param("prefix", asked.addressPrefix())
        .param("expires", Timestamp.from(expires))
        .update();
  }

  @Override
  public Optional<Shown> scan(String token, String accountId, Instant now) {
    String hash = TokenHash.of(token);
    jdbc.sql(
            """
            UPDATE qr_login SET state = 'SCANNED', account_id = ?
            WHERE token_hash = ? AND state = 'WAITING' AND expires_at > ?
            """)
        .params(List.of(accountId, hash, Timestamp.from(now)))
        .update();
    return jdbc.sql(
            """
            SELECT q.number, coalesce(c.name, '') AS service, c.name_en AS service_en, q.device,
              q.address_prefix
            FROM qr_login q LEFT JOIN client c ON c.id = q.client_id
            WHERE q.token_hash = ? AND q.account_id = ? AND q.state = 'SCANNED'
              AND q.expires_at > ?
            """)
        .params(List.of(hash, accountId, Timestamp.from(now)))
        .query(
            (row, number) ->
                new Shown(
                    row.getInt("number"),
                    ClientColumns.service(row),
                    row.getString("device"),
                    row.getString("address_prefix")))
        .optional();
  }

  @Override
  public boolean decide(String token, String accountId, boolean confirmed, Instant now) {
    return jdbc.sql(
                """
                UPDATE qr_login SET state = ?
                WHERE token_hash = ? AND account_id = ? AND state = 'SCANNED' AND expires_at > ?
                """)
            .params(
                List.of(
                    confirmed ? "CONFIRMED" : "DENIED",
                    TokenHash.of(token),
                    accountId,
                    Timestamp.from(now)))
            .update()
        == 1;
  }

  @Override
  public State state(String browser, Instant now) {
    return jdbc.sql("SELECT state FROM qr_login WHERE browser_hash = ? AND expires_at > ?")
        .params(List.of(TokenHash.of(browser), Timestamp.from(now)))
        .query(String.class)
        .optional()
        .filter(state -> !state.equals("USED"))
        .map(State::valueOf)
        .orElse(State.GONE);
  }

  @Override
  public Optional<Entrant> use(String browser, Instant now) {
    return jdbc.sql(
            """
            UPDATE qr_login q SET state = 'USED' FROM account a
            WHERE q.browser_hash = ? AND q.state = 'CONFIRMED' AND q.expires_at > ?
              AND a.id = q.account_id
            RETURNING a.id, a.login_generation
            """)
        .params(List.of(TokenHash.of(browser), Timestamp.from(now)))
        .query((row, number) -> new Entrant(row.getString(1), row.getInt(2)))
        .optional();
  }
}
