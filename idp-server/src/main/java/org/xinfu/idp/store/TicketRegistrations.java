package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.registration.TicketKeys;
import org.xinfu.idp.registration.TicketMetadata;

/** The part of a registration that the ticket protocol needs, in the caller's transaction. */
public final class TicketRegistrations implements TicketKeys {
  private final JdbcClient jdbc;
  private final CitizenIdCipher cipher;

  public TicketRegistrations(JdbcClient jdbc, CitizenIdCipher cipher) {
    this.jdbc = jdbc;
    this.cipher = cipher;
  }

  /** Replaces it; a key for HMAC-SM3 stays unless there is an SM2 key now. */
  static void put(JdbcClient jdbc, String clientId, @Nullable TicketMetadata ticket) {
    if (ticket == null) {
      jdbc.sql("DELETE FROM ticket_app WHERE client_id = ?").param(clientId).update();
      jdbc.sql("DELETE FROM app_ticket WHERE client_id = ?").param(clientId).update();
      return;
    }
    String point = ticket.sm2PublicKey();
    jdbc.sql(
            """
            INSERT INTO ticket_app AS t (client_id, redirect_uris, sm2_point)
            VALUES (:id, :uris, :point)
            ON CONFLICT (client_id) DO UPDATE SET redirect_uris = excluded.redirect_uris,
              sm2_point = excluded.sm2_point,
              mac_key = CASE WHEN excluded.sm2_point IS NULL THEN t.mac_key END
            """)
        .param("id", clientId)
        .param("uris", String.join(" ", ticket.redirectUris()))
        .param("point", point == null ? null : point.toLowerCase(Locale.ROOT))
        .update();
  }

  @Override
  public boolean macs(String clientId) {
    return jdbc.sql("SELECT 1 FROM ticket_app WHERE client_id = ? AND sm2_point IS NULL")
        .param(clientId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  @Override
  public String newKey(String clientId) {
    String key = SecretFile.random();
    jdbc.sql("UPDATE ticket_app SET mac_key = ? WHERE client_id = ?")
        .params(List.of(cipher.seal(clientId, key), clientId))
        .update();
    return key;
  }

  /** From the columns {@code ticket_uris} and {@code sm2_point}; null when there are none. */
  static @Nullable TicketMetadata read(ResultSet row) throws SQLException {
    String uris = row.getString("ticket_uris");
    return uris == null
        ? null
        : new TicketMetadata(List.of(uris.split(" ")), row.getString("sm2_point"));
  }
}
