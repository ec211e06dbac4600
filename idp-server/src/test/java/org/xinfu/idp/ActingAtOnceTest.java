package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.mandate.Mandates;

/** A login that acts for somebody is found by its mandate from its first moment on, or is not. */
class ActingAtOnceTest {
  private static final String HERE = "/account/entities";

  private final RunningIdp idp = SharedIdp.get();
  private final String mandate = UUID.randomUUID().toString();
  private String agent = "";

  /** A mandate of the agent's own. */
  @BeforeEach
  void given() {
    Companies.seeded(idp);
    agent = Companies.account(idp, Companies.AGENT);
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO mandate (id, entity_id, person_id, parent_id, role, matters, region,
              from_at, until_at, depth, given_at, evidence, accepted_at)
            SELECT :mine, entity_id, person_id, parent_id, role, matters, region, from_at,
              until_at, depth, given_at, evidence, accepted_at FROM mandate WHERE id = :id
            """)
        .param("mine", mandate)
        .param("id", Companies.standing(idp, Companies.AGENT))
        .update();
  }

  @AfterEach
  void tidy() {
    SharedIdp.jdbc().sql("DELETE FROM acting_session WHERE mandate_id = ?").param(mandate).update();
    SharedIdp.jdbc().sql("DELETE FROM mandate WHERE id = ?").param(mandate).update();
  }

  /** As a server that is killed before it has said under which mandate the login acts. */
  @Test
  void no_login_acts_that_its_mandate_does_not_know() {
    Browser browser = Companies.loggedIn(idp, Companies.AGENT);
    Set<String> before = logins();
    SharedIdp.jdbc()
        .sql(
            "ALTER TABLE acting_session ADD CONSTRAINT killed CHECK (mandate_id <> '%s') NOT VALID"
                .replace("%s", mandate))
        .update();
    try {
      assertThat(act(browser).statusCode()).isEqualTo(500);
    } finally {
      SharedIdp.jdbc().sql("ALTER TABLE acting_session DROP CONSTRAINT killed").update();
    }
    Set<String> now = logins();
    now.removeAll(before);
    assertThat(now).isEmpty();
  }

  /** What ends a mandate ends the logins that are there; one that comes then comes too late. */
  @ParameterizedTest
  @ValueSource(strings = {"mandate", "entity"})
  void nobody_begins_to_act_under_what_has_just_ended(String what) throws Exception {
    Browser browser = Companies.loggedIn(idp, Companies.AGENT);
    Future<HttpResponse<String>> switched;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      switched =
          idp.bean(TransactionTemplate.class)
              .execute(
                  tx -> {
                    if (what.equals("mandate")) {
                      idp.bean(Mandates.class).revoke(mandate, Mandates.Cause.GIVER, Instant.now());
                    } else {
                      status("SUSPENDED");
                    }
                    Future<HttpResponse<String>> waits = threads.submit(() -> act(browser));
                    RunningIdp.await(
                        Duration.ofSeconds(20), () -> SharedIdp.waits() || waits.isDone());
                    return waits;
                  });
      switched.get();
    } finally {
      status("ACTIVE");
    }
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM acting_session WHERE mandate_id = ?")
                .param(mandate)
                .query(Long.class)
                .single())
        .isZero();
  }

  private void status(String status) {
    SharedIdp.jdbc()
        .sql(
            "UPDATE legal_entity SET status = ? WHERE id = (SELECT entity_id FROM mandate WHERE id = ?)")
        .params(List.of(status, mandate))
        .update();
  }

  private HttpResponse<String> act(Browser browser) {
    return SharedIdp.submit(browser, HERE, "/account/switch", Map.of("mandate", mandate));
  }

  private Set<String> logins() {
    return new HashSet<>(
        SharedIdp.jdbc()
            .sql("SELECT sid FROM login_session WHERE principal = ?")
            .param(agent)
            .query(String.class)
            .list());
  }
}
