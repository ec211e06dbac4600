package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.registration.CasMetadata;
import org.xinfu.idp.registration.ClientRefusal;
import org.xinfu.kit.Refused;

/** The part of a registration that CAS needs, in the caller's transaction. */
final class CasRegistrations {
  private final JdbcClient jdbc;

  CasRegistrations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Replaces it. Tickets for services that it had before are worth nothing any more. */
  void put(String clientId, @Nullable CasMetadata cas) {
    jdbc.sql("DELETE FROM cas_service WHERE client_id = ?").param(clientId).update();
    jdbc.sql("DELETE FROM cas_proxy_callback WHERE client_id = ?").param(clientId).update();
    jdbc.sql("DELETE FROM cas_ticket WHERE client_id = ?").param(clientId).update();
    if (cas == null) {
      return;
    }
    for (String rule : cas.services().stream().distinct().toList()) {
      int added =
          jdbc.sql("INSERT INTO cas_service (rule, client_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
              .params(List.of(rule, clientId))
              .update();
      if (added == 0) {
        throw new Refused(ClientRefusal.CAS_SERVICE_TAKEN);
      }
    }
    for (String url : cas.proxyCallbacks().stream().distinct().toList()) {
      jdbc.sql("INSERT INTO cas_proxy_callback (client_id, url) VALUES (?, ?)")
          .params(List.of(clientId, url))
          .update();
    }
  }

  /** From the columns {@code services} and {@code proxies}; null when there are none. */
  static @Nullable CasMetadata read(ResultSet row) throws SQLException {
    List<String> services = List.of((String[]) row.getArray("services").getArray());
    List<String> proxies = List.of((String[]) row.getArray("proxies").getArray());
    return services.isEmpty() ? null : new CasMetadata(services, proxies);
  }
}
