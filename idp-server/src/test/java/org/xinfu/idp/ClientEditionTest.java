package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** What is registered of a client is remembered by its edition, and no change goes unseen. */
class ClientEditionTest {
  private static final String ID = "edited";

  private final JdbcClient jdbc = SharedIdp.jdbc();
  private final RegisteredClientRepository clients =
      SharedIdp.get().bean(RegisteredClientRepository.class);

  @BeforeEach
  void register() {
    jdbc.sql(
            """
            INSERT INTO client SELECT r.* FROM client t, LATERAL jsonb_populate_record(t,
              jsonb_build_object('id', 'edited', 'edition', nextval('client_edition'))) r
            WHERE t.id = 'department-demo'
            """)
        .update();
  }

  @AfterEach
  void remove() {
    jdbc.sql("DELETE FROM client WHERE id = 'edited'").update();
  }

  @Test
  void each_change_of_each_part_is_another_edition() {
    List<String> changes =
        List.of(
            "UPDATE client SET secret_hash = null WHERE id = 'edited'",
            "INSERT INTO client_registration (client_id, consent_days) VALUES ('edited', 1)",
            "UPDATE client_registration SET consent_days = 2 WHERE client_id = 'edited'",
            "DELETE FROM client_registration WHERE client_id = 'edited'",
            "INSERT INTO client_request_policy (client_id, require_pushed, require_signed,"
                + " signed_userinfo) VALUES ('edited', false, false, false)",
            "UPDATE client_request_policy SET require_pushed = true WHERE client_id = 'edited'",
            "DELETE FROM client_request_policy WHERE client_id = 'edited'",
            "INSERT INTO client_use (client_id, used_at) VALUES ('edited', 'kiosk')",
            "UPDATE client_use SET used_at = 'window' WHERE client_id = 'edited'",
            "DELETE FROM client_use WHERE client_id = 'edited'",
            "INSERT INTO client_remote_keys (client_id, uri) VALUES ('edited', 'https://a.example')",
            "DELETE FROM client_remote_keys WHERE client_id = 'edited'");
    for (String change : changes) {
      long before = edition();
      jdbc.sql(change).update();
      assertThat(edition()).as(change).isGreaterThan(before);
    }
  }

  /** A secret that was taken back, a client that is gone: the next request knows. */
  @Test
  void what_is_remembered_does_not_outlive_a_change() {
    assertThat(found().getClientSecret()).isNotNull();
    jdbc.sql("UPDATE client SET secret_hash = null WHERE id = 'edited'").update();
    assertThat(found().getClientSecret()).isNull();
    jdbc.sql("INSERT INTO client_registration (client_id, consent_days) VALUES ('edited', 1)")
        .update();
    assertThat(found().getClientSettings().isRequireAuthorizationConsent()).isTrue();
    jdbc.sql("DELETE FROM client WHERE id = 'edited'").update();
    assertThat(clients.findByClientId(ID)).isNull();
  }

  @Test
  void a_client_that_has_not_changed_is_made_once() {
    assertThat(found()).isSameAs(found());
  }

  private RegisteredClient found() {
    return Objects.requireNonNull(clients.findByClientId(ID));
  }

  private long edition() {
    return jdbc.sql("SELECT edition FROM client WHERE id = 'edited'").query(Long.class).single();
  }
}
