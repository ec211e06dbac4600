package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.authorize.RequestPolicy;

/** Request policies in PostgreSQL. */
public final class JdbcRequestPolicies {
  /** Of the table as {@code q}. */
  static final String COLUMNS =
      "q.require_pushed, q.require_signed, q.signed_userinfo, q.default_acr, q.least_acr,"
          + " q.default_max_age, q.request_uris";

  private final JdbcClient jdbc;

  public JdbcRequestPolicies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The policy of a row with {@link #COLUMNS}; the default where the client has none. */
  static RequestPolicy policy(ResultSet row) throws SQLException {
    String acr = row.getString("default_acr");
    return acr == null
        ? RequestPolicy.DEFAULT
        : new RequestPolicy(
                row.getBoolean("require_pushed"),
                row.getBoolean("require_signed"),
                row.getBoolean("signed_userinfo"))
            .asking(
                words(acr),
                row.getString("least_acr"),
                row.getObject("default_max_age", Long.class))
            .referring(words(row.getString("request_uris")));
  }

  /** Sets it; the client has to be registered. */
  public void set(String clientId, RequestPolicy policy) {
    jdbc.sql(
            """
            INSERT INTO client_request_policy
              (client_id, require_pushed, require_signed, signed_userinfo, default_acr, least_acr,
               default_max_age, request_uris)
            VALUES (:client, :pushed, :signed, :userinfo, :acr, :least, :age, :uris)
            ON CONFLICT (client_id) DO UPDATE SET require_pushed = excluded.require_pushed,
              require_signed = excluded.require_signed,
              signed_userinfo = excluded.signed_userinfo, default_acr = excluded.default_acr,
              least_acr = excluded.least_acr, default_max_age = excluded.default_max_age,
              request_uris = excluded.request_uris
            """)
        .param("client", clientId)
        .param("pushed", policy.requirePushed())
        .param("signed", policy.requireSigned())
        .param("userinfo", policy.signedUserInfo())
        .param("acr", String.join(" ", policy.defaultAcr()))
        .param("least", policy.leastAcr())
        .param("age", policy.defaultMaxAge(), Types.BIGINT)
        .param("uris", String.join(" ", policy.requestUris()))
        .update();
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" "));
  }
}
