package org.xinfu.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.kit.KitDatabase;
import tools.jackson.databind.json.JsonMapper;

/** Who is named as the actor, and what stays in the table. */
class AuditTest {
  private static final Instant AT = Instant.parse("2026-11-01T02:00:00.123456Z");
  private static DataSource database;
  private static JdbcClient jdbc;
  private static Audit audit;

  @BeforeAll
  static void open() {
    database = KitDatabase.fresh();
    jdbc = JdbcClient.create(database);
    Clock clock = Clock.fixed(AT, ZoneOffset.UTC);
    audit = new Audit(jdbc, JsonMapper.builder().build(), clock);
  }

  @BeforeEach
  @AfterEach
  void nobody() {
    SecurityContextHolder.clearContext();
    MDC.clear();
  }

  @Test
  void aRowSaysWhoDidWhatToWhatWhenAndWith() {
    MDC.put("requestId", "req-12345");
    login(new JwtAuthenticationToken(token("u1", "dept-system")));
    audit.record("seal-issued", "51000000000001", "done", Map.of("name", "样例\"章'", "size", 42));
    Map<String, Object> row = row("51000000000001");
    assertThat(row)
        .containsEntry("actor", "u1")
        .containsEntry("client", "dept-system")
        .containsEntry("request_id", "req-12345")
        .containsEntry("act", "seal-issued")
        .containsEntry("outcome", "done")
        .containsEntry("at", Timestamp.from(AT));
    assertThat(
            jdbc.sql("SELECT details->>'name' FROM audit WHERE subject = '51000000000001'")
                .query(String.class)
                .single())
        .isEqualTo("样例\"章'");
  }

  @Test
  void aNamedActorBeatsTheContextAndWhatIsUnknownIsNull() {
    login(new JwtAuthenticationToken(token("u1", "dept-system")));
    audit.record(Actor.SYSTEM, new Audit.Act("crl-made", "subject-system", "done", Map.of()));
    assertThat(row("subject-system"))
        .containsEntry("actor", "system")
        .containsEntry("client", null)
        .containsEntry("request_id", null);
  }

  @Test
  void aRolledBackActLeavesNoRow() {
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(database));
    transaction.executeWithoutResult(
        status -> {
          audit.record("seal-made", "subject-rolled-back", "done", Map.of());
          status.setRollbackOnly();
        });
    transaction.executeWithoutResult(
        status -> audit.record("seal-made", "subject-committed", "done", Map.of()));
    assertThat(count("subject-rolled-back")).isZero();
    assertThat(count("subject-committed")).isOne();
  }

  @Test
  void aRowIsNeitherChangedNorTakenAway() {
    audit.record("seal-made", "subject-kept", "done", Map.of());
    jdbc.sql("UPDATE audit SET actor = 'somebody else'").update();
    jdbc.sql("DELETE FROM audit").update();
    assertThat(row("subject-kept")).containsEntry("actor", "anonymous");
  }

  @Test
  void aDeedAndItsRowAreThereOrNeither() {
    jdbc.sql("CREATE TABLE deed (id text PRIMARY KEY)").update();
    Audit.Deed insert = Audit.Deed.of("INSERT INTO deed VALUES (:id) ON CONFLICT DO NOTHING");
    assertThat(done(audit, insert, "deed-1")).isTrue();
    assertThat(row("deed-1")).containsEntry("act", "deed-done").containsEntry("client", null);
    assertThat(done(audit, insert, "deed-1")).isFalse();
    assertThat(count("deed-1")).isOne();
    Audit.Deed again = Audit.Deed.of("INSERT INTO deed VALUES (:id)");
    assertThatThrownBy(() -> done(audit, again, "deed-1"))
        .isInstanceOf(DuplicateKeyException.class);
    assertThat(count("deed-1")).isOne();
  }

  @Test
  void aDeedThatAWitnessDoesNotBearIsNotDone() {
    jdbc.sql("CREATE TABLE undone (id text PRIMARY KEY)").update();
    Audit.Witness no =
        (act, at) -> {
          throw new IllegalStateException("no room");
        };
    Audit witnessed =
        new Audit(jdbc, JsonMapper.builder().build(), Clock.systemUTC(), () -> List.of(no));
    Audit.Deed insert = Audit.Deed.of("INSERT INTO undone VALUES (:id)");
    assertThatThrownBy(() -> done(witnessed, insert, "undone-1")).hasMessage("no room");
    assertThat(jdbc.sql("SELECT count(*) FROM undone").query(Integer.class).single()).isZero();
    assertThat(count("undone-1")).isZero();
  }

  /** A null of another type would be another statement, parsed and planned each time. */
  @Test
  void whatIsNullOnceIsTheSameStatement() throws SQLException {
    try (Connection connection = database.getConnection()) {
      JdbcClient one = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      Audit alone = new Audit(one, JsonMapper.builder().build(), Clock.systemUTC());
      for (int i = 0; i < 20; i++) {
        String client = i % 2 == 0 ? null : "c1";
        alone.record(new Actor("a", client), new Audit.Act("x", "y", "done", Map.of()));
      }
      // The driver keeps a statement at the server from its fifth use on.
      assertThat(
              one.sql(
                      "SELECT max(generic_plans + custom_plans) FROM pg_prepared_statements"
                          + " WHERE statement LIKE '%INTO audit%'")
                  .query(Integer.class)
                  .single())
          .isGreaterThan(10);
    }
  }

  private static boolean done(Audit book, Audit.Deed deed, String id) {
    Audit.Act act = new Audit.Act("deed-done", id, "done", Map.of());
    return book.record(Actor.SYSTEM, act, deed, statement -> statement.param("id", id));
  }

  @Test
  void theDetailsOfAnActAreItsOwn() {
    Map<String, Object> details = new HashMap<>(Map.of("a", 1));
    Audit.Act act = new Audit.Act("x", "y", "done", details);
    details.put("b", 2);
    assertThat(act.details()).isEqualTo(Map.of("a", 1));
    assertThatThrownBy(() -> act.details().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void withoutALoginTheActorIsAnonymous() {
    assertThat(Actor.current()).isEqualTo(new Actor("anonymous", null));
    login(
        new AnonymousAuthenticationToken(
            "key", "admin", List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS"))));
    assertThat(Actor.current().name()).isEqualTo("anonymous");
  }

  @Test
  void aTokenNamesItsSubjectAndItsClient() {
    login(new JwtAuthenticationToken(token("u1", "dept")));
    assertThat(Actor.current()).isEqualTo(new Actor("u1", "dept"));
    login(new JwtAuthenticationToken(token("u1", null)));
    assertThat(Actor.current()).isEqualTo(new Actor("u1", null));
    login(new JwtAuthenticationToken(token(null, "dept")));
    assertThat(Actor.current()).isEqualTo(new Actor("anonymous", "dept"));
  }

  @Test
  void aLoginAtTheConsoleAndAnyOtherAreNamedByTheirSubject() {
    OidcIdToken id =
        OidcIdToken.withTokenValue("t").subject("person-1").claim("name", "张三").build();
    DefaultOidcUser user = new DefaultOidcUser(List.of(), id);
    login(new UsernamePasswordAuthenticationToken(user, null, List.of()));
    assertThat(Actor.current()).isEqualTo(new Actor("person-1", null));
    login(new UsernamePasswordAuthenticationToken("operator", null, List.of()));
    assertThat(Actor.current()).isEqualTo(new Actor("operator", null));
  }

  @Test
  void theScopeTellsApartWhoMayNotSeeEachOthersAnswers() {
    assertThat(new Actor("u1", "a").scope()).isNotEqualTo(new Actor("u1", "b").scope());
    assertThat(new Actor("u1", "a").scope()).isNotEqualTo(new Actor("u2", "a").scope());
    assertThat(new Actor("u1", null).scope()).isNotEqualTo(new Actor("u1", "a").scope());
    assertThat(new Actor("u1", null).scope()).isEqualTo("-/u1");
  }

  private static Jwt token(
      @org.jspecify.annotations.Nullable String subject,
      @org.jspecify.annotations.Nullable String client) {
    Jwt.Builder token = Jwt.withTokenValue("t").header("alg", "ES256").claim("scope", "seal:use");
    if (subject != null) {
      token.subject(subject);
    }
    if (client != null) {
      token.claim("client_id", client);
    }
    return token.build();
  }

  private static void login(Authentication login) {
    SecurityContextHolder.getContext().setAuthentication(login);
  }

  private static Map<String, Object> row(String subject) {
    return jdbc.sql("SELECT * FROM audit WHERE subject = ?").param(subject).query().singleRow();
  }

  private static int count(String subject) {
    return Objects.requireNonNull(
        jdbc.sql("SELECT count(*) FROM audit WHERE subject = ?")
            .param(subject)
            .query(Integer.class)
            .single());
  }
}
