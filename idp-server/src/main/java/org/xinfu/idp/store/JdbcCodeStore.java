package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.code.CodeStore;
import org.xinfu.idp.domain.Contact;

/** Codes in PostgreSQL under keyed hashes: six digits alone would be searched back at once. */
public final class JdbcCodeStore implements CodeStore {
  private final JdbcClient jdbc;
  private final BlindIndex index;

  public JdbcCodeStore(JdbcClient jdbc, BlindIndex index) {
    this.jdbc = jdbc;
    this.index = index;
  }

  @Override
  public Optional<Instant> sentAt(Ticket ticket, Instant now) {
    return jdbc.sql("SELECT sent_at FROM contact_code WHERE ticket = ? AND expires_at > ?")
        .params(List.of(name(ticket), Timestamp.from(now)))
        .query((row, number) -> row.getTimestamp(1).toInstant())
        .optional();
  }

  @Override
  public void put(Ticket ticket, String code, Instant sent, Instant expires) {
    jdbc.sql(
            """
            INSERT INTO contact_code (ticket, code_hash, attempts, sent_at, expires_at)
            VALUES (?, ?, 0, ?, ?)
            ON CONFLICT (ticket) DO UPDATE SET code_hash = excluded.code_hash, attempts = 0,
              sent_at = excluded.sent_at, expires_at = excluded.expires_at
            """)
        .params(
            List.of(
                name(ticket), hash(ticket, code), Timestamp.from(sent), Timestamp.from(expires)))
        .update();
  }

  @Override
  public boolean use(Ticket ticket, String code, Instant now, int attempts) {
    // The attempt is counted before it is judged, so that parallel guesses count as well.
    boolean may =
        jdbc.sql(
                    """
                    UPDATE contact_code SET attempts = attempts + 1
                    WHERE ticket = ? AND expires_at > ? AND attempts < ?
                    """)
                .params(List.of(name(ticket), Timestamp.from(now), attempts))
                .update()
            == 1;
    return may
        && jdbc.sql("DELETE FROM contact_code WHERE ticket = ? AND code_hash = ?")
                .params(List.of(name(ticket), hash(ticket, code)))
                .update()
            == 1;
  }

  @Override
  public String alias(Contact contact) {
    return "contact:" + index.of("alias", contact.value()).substring(0, 16);
  }

  private String name(Ticket ticket) {
    return index.of("ticket", ticket.contact().value(), ticket.purpose().name(), ticket.subject());
  }

  private String hash(Ticket ticket, String code) {
    return index.of(
        "code", ticket.contact().value(), ticket.purpose().name(), ticket.subject(), code);
  }
}
