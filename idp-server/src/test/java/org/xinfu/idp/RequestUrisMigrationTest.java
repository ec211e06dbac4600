package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.store.JdbcClientStore;
import org.xinfu.idp.store.JdbcRegistrations;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** V110: clients from before refer to nothing and are bound to no key. */
class RequestUrisMigrationTest {
  @Test
  void clients_from_before_go_on_as_they_were() throws IOException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(Files.createTempDirectory("xinfu-v110"))) {
      DataSource database = server.createDatabase("referring");
      JdbcClient jdbc = JdbcClient.create(database);
      Schemas.begin(database, "109");
      client(jdbc, "before");
      Schemas.lead(database, "110");
      client(jdbc, "by-a-replica-of-before");
      Schemas.lead(database, "latest"); // what reads it is of this version
      JdbcRegistrations registrations = new JdbcRegistrations(jdbc, Clock.systemUTC());
      JdbcClientStore store = new JdbcClientStore(jdbc, Clock.systemUTC());
      for (String id : List.of("before", "by-a-replica-of-before")) {
        var metadata = registrations.byId(id).orElseThrow().metadata();
        assertThat(metadata.requestUris()).isEmpty();
        assertThat(metadata.signs()).isTrue();
        assertThat(metadata.keyBound()).isFalse();
        assertThat(store.read(id).orElseThrow().policy().requestUris()).isEmpty();
      }
    }
  }

  private static void client(JdbcClient jdbc, String id) {
    jdbc.sql(
            """
            INSERT INTO client (id, name, auth_methods, grant_types, redirect_uris,
              post_logout_uris, scopes, access_seconds, refresh_seconds, created_at)
            VALUES (?, 'x', 'none', 'authorization_code', 'https://rp.example/', '', 'openid', 600,
              600, now())
            """)
        .param(id)
        .update();
    jdbc.sql(
            "INSERT INTO client_request_policy (client_id, require_pushed, require_signed,"
                + " signed_userinfo, default_acr) VALUES (?, false, true, false, '')")
        .param(id)
        .update();
  }
}
