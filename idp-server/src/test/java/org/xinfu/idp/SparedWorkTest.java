package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.login.Attempts;

/** What the database is not asked to do, and what it does at once. */
class SparedWorkTest {
  private final RunningIdp idp = SharedIdp.get();
  private final JdbcClient jdbc = SharedIdp.jdbc();

  @Test
  void a_request_that_changes_nothing_does_not_write_the_session() {
    LogInSteps steps = SharedIdp.loggedIn("seal-maker");
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
    String written = writtenBy();
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(writtenBy()).isEqualTo(written);
  }

  @Test
  void a_session_that_was_not_written_for_a_while_is() {
    LogInSteps steps = SharedIdp.loggedIn("seal-maker");
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
    jdbc.sql(
            """
            UPDATE login_session SET last_access_at = last_access_at - interval '2 minutes',
              expires_at = expires_at - interval '2 minutes' WHERE sid = ?
            """)
        .param(sid())
        .update();
    String before = writtenBy();
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(writtenBy()).isNotEqualTo(before);
  }

  @Test
  void a_persons_token_and_its_audit_row_are_one_transaction() {
    String redirect = "http://localhost:9100/login/oauth2/code/idp";
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> request = RunningIdp.authorization("seal-console", redirect, "openid");
    String code = steps.authorize("seal-applicant", request).get("code");
    assertThat(steps.exchangeSecretly("seal-console", redirect, code).statusCode()).isEqualTo(200);
    String grant =
        jdbc.sql(
                """
                SELECT xmin::text FROM oauth2_grant
                WHERE principal = ? AND client_id = 'seal-console' AND access_check IS NOT NULL
                ORDER BY access_issued_at DESC, xmin::text::bigint DESC LIMIT 1
                """)
            .param(SharedIdp.accountOf("seal-applicant"))
            .query(String.class)
            .single();
    String audit =
        jdbc.sql(
                """
                SELECT xmin::text FROM audit WHERE act = 'token-issued' AND subject = ?
                  AND client = 'seal-console' ORDER BY id DESC LIMIT 1
                """)
            .param(SharedIdp.accountOf("seal-applicant"))
            .query(String.class)
            .single();
    assertThat(grant).isEqualTo(audit);
  }

  /** The share lock that a foreign key takes is a write into the row. */
  @Test
  void a_token_does_not_write_into_its_clients_row() {
    assertThat(machineToken()).isEqualTo(200);
    assertThat(
            jdbc.sql("SELECT xmax::text FROM client WHERE id = 'department-demo'")
                .query(String.class)
                .single())
        .isEqualTo("0");
  }

  @Test
  void the_grants_of_a_client_go_with_it() {
    String copy =
        "INSERT INTO %1$s SELECT r.* FROM %1$s t, LATERAL jsonb_populate_record(t, %2$s) r WHERE"
            + " %3$s";
    jdbc.sql(copy.formatted("client", "'{\"id\": \"soon-gone\"}'", "t.id = 'department-demo'"))
        .update();
    jdbc.sql(
            """
            INSERT INTO oauth2_grant (id, version, client_id, principal, grant_type, scopes, keep_until)
            VALUES ('g', 1, 'soon-gone', 'p', 'authorization_code', 'openid', now())
            """)
        .update();
    jdbc.sql("DELETE FROM client WHERE id = 'soon-gone'").update();
    assertThat(
            jdbc.sql("SELECT count(*) FROM oauth2_grant WHERE client_id = 'soon-gone'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void the_devices_of_an_account_go_with_it() {
    jdbc.sql(
            """
            INSERT INTO account SELECT r.* FROM account t, LATERAL jsonb_populate_record(t,
              '{"id": "soon-gone", "login_name": "soon-gone", "citizen_hash": null}') r
            WHERE t.login_name = 'citizen'
            """)
        .update();
    jdbc.sql("INSERT INTO known_device VALUES ('soon-gone', 'd', now())").update();
    jdbc.sql("DELETE FROM account WHERE id = 'soon-gone'").update();
    assertThat(
            jdbc.sql("SELECT count(*) FROM known_device WHERE account_id = 'soon-gone'")
                .query(Long.class)
                .single())
        .isZero();
  }

  /** As the planner chooses in a book of a year, for days that no test wrote in; taken back. */
  @Test
  void days_of_the_audit_book_are_found_without_reading_all_of_it() {
    idp.bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> {
              tx.setRollbackOnly();
              jdbc.sql(
                      """
                      INSERT INTO audit (at, actor, act, subject, outcome, details)
                      SELECT now() - interval '1 year' + n * interval '25 minutes',
                        'somebody', 'login', 'somebody', 'done', '{}'
                      FROM generate_series(1, 20000) n
                      """)
                  .update();
              jdbc.sql("SELECT brin_summarize_new_values('audit_at')").query(Long.class).single();
              jdbc.sql("ANALYZE audit").update();
              assertThat(
                      jdbc.sql(
                              """
                              EXPLAIN SELECT act FROM audit
                              WHERE at BETWEEN now() - interval '102 days'
                                AND now() - interval '101 days'
                              """)
                          .query(String.class)
                          .list())
                  .anyMatch(step -> step.contains("Bitmap Index Scan on audit_at"));
            });
  }

  @Test
  void a_login_name_is_found_without_reading_all_accounts() {
    jdbc.sql(
            """
            INSERT INTO account SELECT r.* FROM account t, generate_series(1, 5000) i,
              LATERAL jsonb_populate_record(t, jsonb_build_object('id', 'spared-' || i,
                'login_name', 'spared-' || i, 'citizen_hash', null)) r
            WHERE t.login_name = 'citizen'
            """)
        .update();
    try {
      jdbc.sql("ANALYZE account").update();
      Accounts accounts = idp.bean(Accounts.class);
      // The counters hold what this connection did before as well.
      idp.bean(TransactionTemplate.class)
          .executeWithoutResult(
              tx -> {
                long before = scans();
                assertThat(accounts.byLoginName("spared-77")).isPresent();
                assertThat(scans()).isEqualTo(before);
              });
    } finally {
      jdbc.sql("DELETE FROM account WHERE id LIKE 'spared-%'").update();
    }
  }

  /** By the login name, and then by the id. */
  @Test
  void whom_an_attempt_means_is_looked_for_once() {
    Attempts attempts = idp.bean(Attempts.class);
    idp.bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> {
              long before = scansOfAnyKind();
              assertThat(attempts.before("citizen", new Origin("127.0.0.1", "")).known())
                  .isPresent();
              assertThat(scansOfAnyKind() - before).isEqualTo(2);
            });
  }

  private long scansOfAnyKind() {
    return jdbc.sql(
            "SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'account'")
        .query(Long.class)
        .single();
  }

  private long scans() {
    return jdbc.sql("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'account'")
        .query(Long.class)
        .single();
  }

  private int machineToken() {
    return idp.machine("department-demo", "licence:read").statusCode();
  }

  private String sid() {
    return jdbc.sql(
            "SELECT sid FROM login_session WHERE sid IS NOT NULL"
                + " ORDER BY signed_in_at DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  private String writtenBy() {
    return jdbc.sql("SELECT xmin::text FROM login_session WHERE sid = ?")
        .param(sid())
        .query(String.class)
        .single();
  }
}
