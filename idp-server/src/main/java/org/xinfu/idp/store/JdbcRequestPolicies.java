package org.xinfu.idp.store;

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
            "SELECT require_pushed, require_signed, signed_userinfo FROM client_request_policy"
                + " WHERE client_id = ?")
        .param(clientId)
        .query(
            (row, number) ->
                new RequestPolicy(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)))
        .optional()
        .orElse(RequestPolicy.DEFAULT);
  }

  @Override
  public void set(String clientId, RequestPolicy policy) {
    jdbc.sql(
            """
            INSERT INTO client_request_policy
              (client_id, require_pushed, require_signed, signed_userinfo)
            VALUES (:client, :pushed, :signed, :userinfo)
            ON CONFLICT (client_id) DO UPDATE SET require_pushed = excluded.require_pushed,
              require_signed = excluded.require_signed,
              signed_userinfo = excluded.signed_userinfo
            """)
        .param("client", clientId)
        .param("pushed", policy.requirePushed())
        .param("signed", policy.requireSigned())
        .param("userinfo", policy.signedUserInfo())
        .update();
  }
}
