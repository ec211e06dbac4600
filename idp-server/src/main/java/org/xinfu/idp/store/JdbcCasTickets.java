package org.xinfu.idp.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.cas.CasTickets;
import org.xinfu.idp.domain.ServiceRule;
import org.xinfu.idp.domain.TicketNames;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.token.LoginFacts;

/**
 * CAS tickets in PostgreSQL. A ticket is its random handle and a keyed hash of it: single logout
 * has to name it again, and the handle alone opens nothing.
 */
public final class JdbcCasTickets implements CasTickets, TicketNames {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BlindIndex index;
  private final SecureRandom random = new SecureRandom();

  public JdbcCasTickets(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.index = index;
  }

  @Override
  public Optional<Service> service(String url) {
    List<String> rules = ServiceRule.covering(url);
    return rules.isEmpty()
        ? Optional.empty()
        : jdbc.sql(
                """
                SELECT s.client_id, coalesce(r.consent_days, 0) > 0 AS asks,
                  ARRAY(SELECT url FROM cas_proxy_callback p WHERE p.client_id = s.client_id)
                    AS callbacks
                FROM cas_service s LEFT JOIN client_registration r USING (client_id)
                WHERE s.rule = ANY (:rules)
                ORDER BY array_position(:rules, s.rule) LIMIT 1
                """)
            .param("rules", rules.toArray(String[]::new))
            .query((row, number) -> service(url, row))
            .optional();
  }

  @Override
  public String issue(Ticket ticket, Instant expires) {
    String kind = ticket.proxies().isEmpty() ? "ST-" : "PT-";
    String handle = kind + random(16);
    String text = named(handle);
    jdbc.sql(
            """
            INSERT INTO cas_ticket (ticket_hash, handle, client_id, service, sid, principal, fresh,
              acr, amr, auth_time, proxies, expires_at, entity_id, mandate_id)
            VALUES (:hash, :handle, :client, :service, :sid, :principal, :fresh, :acr, :amr, :at,
              :proxies, :expires, :entity, :mandate)
            """)
        .param("hash", TokenHash.of(text))
        .param("handle", handle)
        .param("client", ticket.clientId())
        .param("service", ticket.service())
        .param("sid", ticket.login().sid())
        .param("principal", ticket.login().account())
        .param("fresh", ticket.fresh())
        .param("acr", ticket.login().facts().acr())
        .param("amr", String.join(" ", ticket.login().facts().amr()))
        .param("at", Timestamp.from(ticket.login().facts().at()))
        .param("proxies", String.join(" ", ticket.proxies()))
        .param("expires", Timestamp.from(expires))
        .param(
            "entity", ticket.login().acting() == null ? null : ticket.login().acting().entityId())
        .param(
            "mandate", ticket.login().acting() == null ? null : ticket.login().acting().mandateId())
        .update();
    return text;
  }

  @Override
  public Optional<Shown> take(String ticket, Instant now) {
    return jdbc.sql("DELETE FROM cas_ticket WHERE ticket_hash = ? AND expires_at > ? RETURNING *")
        .params(List.of(TokenHash.of(ticket), Timestamp.from(now)))
        .query((row, number) -> new Shown(row.getString("handle"), ticket(row)))
        .optional();
  }

  @Override
  public boolean reached(Shown shown, Instant now) {
    Ticket ticket = shown.ticket();
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              SignOutTable logins = new SignOutTable(jdbc);
              String sid = ticket.login().sid();
              boolean alive = logins.reached(ticket.clientId(), ticket.login().account(), sid, now);
              if (alive) {
                keep(shown, now);
              }
              return alive;
            }));
  }

  private void keep(Shown shown, Instant now) {
    Ticket ticket = shown.ticket();
    jdbc.sql(
            """
            INSERT INTO cas_session (handle, sid, client_id, principal, service, last_at)
            VALUES (:handle, :sid, :client, :principal, :service, :now)
            """)
        .param("handle", shown.handle())
        .param("sid", ticket.login().sid())
        .param("client", ticket.clientId())
        .param("principal", ticket.login().account())
        .param("service", ticket.service())
        .param("now", Timestamp.from(now))
        .update();
  }

  @Override
  public String issueGranting(Granting granting, Instant expires) {
    String text = "PGT-" + random(32);
    jdbc.sql(
            """
            INSERT INTO cas_granting_ticket (ticket_hash, client_id, sid, principal, acr, amr,
              auth_time, proxies, expires_at, entity_id, mandate_id)
            VALUES (:hash, :client, :sid, :principal, :acr, :amr, :at, :proxies, :expires, :entity,
              :mandate)
            """)
        .param("hash", TokenHash.of(text))
        .param("client", granting.clientId())
        .param("sid", granting.login().sid())
        .param("principal", granting.login().account())
        .param("acr", granting.login().facts().acr())
        .param("amr", String.join(" ", granting.login().facts().amr()))
        .param("at", Timestamp.from(granting.login().facts().at()))
        .param("proxies", String.join(" ", granting.proxies()))
        .param("expires", Timestamp.from(expires))
        .param(
            "entity",
            granting.login().acting() == null ? null : granting.login().acting().entityId())
        .param(
            "mandate",
            granting.login().acting() == null ? null : granting.login().acting().mandateId())
        .update();
    return text;
  }

  @Override
  public Optional<Granting> granting(String ticket, Instant now) {
    Timestamp at = Timestamp.from(now);
    return jdbc.sql(
            """
            SELECT g.* FROM cas_granting_ticket g JOIN login_session s USING (sid)
            WHERE g.ticket_hash = ? AND g.expires_at > ? AND s.expires_at > ?
            """)
        .params(List.of(TokenHash.of(ticket), at, at))
        .query(
            (row, number) ->
                new Granting(row.getString("client_id"), login(row), words(row, "proxies")))
        .optional();
  }

  @Override
  public String named(String handle) {
    return handle + "-" + index.of("cas-ticket", handle).substring(0, 32);
  }

  private static Service service(String url, ResultSet row) throws SQLException {
    String[] callbacks = (String[]) row.getArray("callbacks").getArray();
    return new Service(row.getString("client_id"), url, Set.of(callbacks), row.getBoolean("asks"));
  }

  private static Ticket ticket(ResultSet row) throws SQLException {
    return new Ticket(
        row.getString("client_id"),
        row.getString("service"),
        login(row),
        row.getBoolean("fresh"),
        words(row, "proxies"));
  }

  private static Login login(ResultSet row) throws SQLException {
    LoginFacts facts =
        new LoginFacts(
            row.getString("acr"),
            words(row, "amr"),
            row.getTimestamp("auth_time").toInstant(),
            List.of());
    return new Login(row.getString("sid"), row.getString("principal"), facts, acting(row));
  }

  /** For whom the person acts that a ticket stands for; null for themselves. */
  static @Nullable Acting acting(ResultSet row) throws SQLException {
    String entity = row.getString("entity_id");
    return entity == null
        ? null
        : new Acting(row.getString("principal"), entity, row.getString("mandate_id"));
  }

  private static List<String> words(ResultSet row, String column) throws SQLException {
    String line = row.getString(column);
    return line.isEmpty() ? List.of() : Arrays.asList(line.split(" "));
  }

  private String random(int octets) {
    byte[] value = new byte[octets];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
