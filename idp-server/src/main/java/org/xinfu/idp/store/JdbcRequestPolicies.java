package org.xinfu.idp.store;

import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.authorize.RequestPolicy;

/** Request policies in PostgreSQL. */
public final class JdbcRequestPolicies implements RequestPolicies {
  private final JdbcClient jdbc;

  public JdbcRequestPolicies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public RequestPolicy of(String clientId) {
    return jdbc.sql(
            """
            SELECT require_pushed, require_signed, signed_userinfo, default_acr, least_acr,
              default_max_age
            FROM client_request_policy WHERE client_id = ?
            """)
        .param(clientId)
        .query(
            (row, number) ->
                new RequestPolicy(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3))
                    .asking(
                        words(row.getString(4)), row.getString(5), row.getObject(6, Long.class)))
        .optional()
        .orElse(RequestPolicy.DEFAULT);
  }

  @Override
  public void set(String clientId, RequestPolicy policy) {
    jdbc.sql(
            """
            INSERT INTO client_request_policy
              (client_id, require_pushed, require_signed, signed_userinfo, default_acr, least_acr,
               default_max_age)
            VALUES (:client, :pushed, :signed, :userinfo, :acr, :least, :age)
            ON CONFLICT (client_id) DO UPDATE SET require_pushed = excluded.require_pushed,
              require_signed = excluded.require_signed,
              signed_userinfo = excluded.signed_userinfo, default_acr = excluded.default_acr,
              least_acr = excluded.least_acr, default_max_age = excluded.default_max_age
            """)
        .param("client", clientId)
        .param("pushed", policy.requirePushed())
        .param("signed", policy.requireSigned())
        .param("userinfo", policy.signedUserInfo())
        .param("acr", String.join(" ", policy.defaultAcr()))
        .param("least", policy.leastAcr())
        .param("age", policy.defaultMaxAge(), Types.BIGINT)
        .update();
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" "));
  }
}
