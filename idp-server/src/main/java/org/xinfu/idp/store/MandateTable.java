package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates.Renewal;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** The SQL of {@code legal_entity} and {@code mandate}, row by row. */
final class MandateTable {
  private final JdbcClient jdbc;

  MandateTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<LegalEntity> entityByCode(String code) {
    return jdbc.sql("SELECT * FROM legal_entity WHERE code = ?")
        .param(code)
        .query(MandateTable::entity)
        .optional();
  }

  /** Nobody acts under the entity's own mandates, or renews one, until this transaction ends. */
  void lockRoots(LegalEntity entity) {
    jdbc.sql(
            """
            SELECT m.id FROM mandate m JOIN legal_entity e ON e.id = m.entity_id
            WHERE e.code = ? AND m.parent_id IS NULL AND m.revoked_at IS NULL
            ORDER BY m.id FOR UPDATE OF m
            """)
        .param(entity.code().value())
        .query(String.class)
        .list();
  }

  /** Writes what the registry said; false when the code is another row's. */
  boolean write(LegalEntity entity, Instant at) {
    return jdbc.sql(
                """
                INSERT INTO legal_entity AS e (id, kind, code, name, status, registered_at)
                VALUES (:id, :kind, :code, :name, :status, :at)
                ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name,
                  status = excluded.status WHERE e.id = excluded.id
                """)
            .param("id", entity.id())
            .param("kind", entity.kind().name())
            .param("code", entity.code().value())
            .param("name", entity.name())
            .param("status", entity.status().name())
            .param("at", Timestamp.from(at))
            .update()
        == 1;
  }

  /** As the registry calls it now; a row that is so already is not touched. */
  void rename(LegalEntity entity) {
    jdbc.sql(
            """
            UPDATE legal_entity SET kind = :kind, name = :name
            WHERE id = :id AND (kind, name) IS DISTINCT FROM (:kind, :name)
            """)
        .param("id", entity.id())
        .param("kind", entity.kind().name())
        .param("name", entity.name())
        .update();
  }

  void status(String entityId, LegalEntity.Status status) {
    jdbc.sql("UPDATE legal_entity SET status = ? WHERE id = ? AND status <> 'STRUCK_OFF'")
        .params(List.of(status.name(), entityId))
        .update();
  }

  void insert(Mandate mandate, Instant at) {
    Extent extent = mandate.extent();
    jdbc.sql(
            """
            INSERT INTO mandate (id, entity_id, person_id, parent_id, role, matters, region,
              from_at, until_at, depth, given_at, accepted_at, evidence)
            VALUES (:id, :entity, :person, :parent, :role, :matters, :region, :from, :until, :depth,
              :at, :accepted, :evidence)
            """)
        .param("id", mandate.id())
        .param("entity", mandate.entityId())
        .param("person", mandate.personId())
        .param("parent", mandate.parentId())
        .param("role", mandate.role().name())
        .param("matters", extent.line())
        .param("region", extent.region().code())
        .param("from", Timestamp.from(extent.from()))
        .param("until", Timestamp.from(extent.until()))
        .param("depth", extent.depth())
        .param("at", Timestamp.from(at))
        .param("accepted", time(mandate.marks().accepted()), java.sql.Types.TIMESTAMP)
        .param("evidence", mandate.evidence())
        .update();
  }

  Optional<Chain> representative(String entityId) {
    return jdbc.sql(
            """
            SELECT id FROM mandate WHERE entity_id = ? AND parent_id IS NULL
              AND revoked_at IS NULL AND suspended_at IS NULL
            """)
        .param(entityId)
        .query(String.class)
        .optional()
        .flatMap(this::chain);
  }

  /** Nobody takes it back before this transaction ends; false when it was taken back before. */
  boolean hold(@Nullable String mandateId) {
    return jdbc.sql("SELECT 1 FROM mandate WHERE id = ? AND revoked_at IS NULL FOR SHARE")
        .param(mandateId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  int accept(String mandateId, String personId, Instant at) {
    return jdbc.sql(
            """
            UPDATE mandate SET accepted_at = ? WHERE id = ? AND person_id = ?
              AND accepted_at IS NULL AND revoked_at IS NULL
            """)
        .params(List.of(Timestamp.from(at), mandateId, personId))
        .update();
  }

  /** In one statement: whoever else renews it, or takes it away, waits or comes first. */
  boolean renew(Renewal renewal, Instant at) {
    return jdbc.sql(
                """
                WITH was AS (
                  SELECT id, until_at, evidence FROM mandate
                  WHERE id = :id AND person_id = :person AND parent_id IS NULL
                    AND revoked_at IS NULL AND suspended_at IS NULL
                    AND until_at > :at AND until_at <= :by AND until_at < :until FOR UPDATE),
                kept AS (
                  INSERT INTO mandate_renewal (mandate_id, renewed_at, until_at, evidence)
                  SELECT id, :at, until_at, evidence FROM was)
                UPDATE mandate SET until_at = :until, evidence = :evidence
                WHERE id IN (SELECT id FROM was)
                """)
            .param("id", renewal.mandate().id())
            .param("person", renewal.mandate().personId())
            .param("at", Timestamp.from(at))
            .param("by", Timestamp.from(renewal.endsBy()))
            .param("until", Timestamp.from(renewal.mandate().extent().until()))
            .param("evidence", renewal.mandate().evidence())
            .update()
        == 1;
  }

  /** The mandate first, what it rests on after it. */
  Optional<Chain> chain(String mandateId) {
    List<Mandate> mandates =
        jdbc.sql(
                """
                WITH RECURSIVE up AS (
                  SELECT m.*, 0 AS step FROM mandate m WHERE m.id = ?
                  UNION ALL
                  SELECT m.*, up.step + 1 FROM mandate m JOIN up ON m.id = up.parent_id)
                SELECT * FROM up ORDER BY step
                """)
            .param(mandateId)
            .query(MandateTable::mandate)
            .list();
    return mandates.isEmpty()
        ? Optional.empty()
        : jdbc.sql("SELECT * FROM legal_entity WHERE id = ?")
            .param(mandates.getFirst().entityId())
            .query(MandateTable::entity)
            .optional()
            .map(entity -> new Chain(entity, mandates));
  }

  private static LegalEntity entity(ResultSet row, int number) throws SQLException {
    return new LegalEntity(
        row.getString("id"),
        LegalEntity.Kind.valueOf(row.getString("kind")),
        new UnifiedSocialCreditCode(row.getString("code")),
        row.getString("name"),
        LegalEntity.Status.valueOf(row.getString("status")));
  }

  private static Mandate mandate(ResultSet row, int number) throws SQLException {
    Extent extent =
        new Extent(
            Set.of(row.getString("matters").split(" ")),
            new Region(row.getString("region")),
            row.getTimestamp("from_at").toInstant(),
            row.getTimestamp("until_at").toInstant(),
            row.getInt("depth"));
    return new Mandate(
        row.getString("id"),
        row.getString("entity_id"),
        row.getString("person_id"),
        row.getString("parent_id"),
        EntityRole.valueOf(row.getString("role")),
        extent,
        new Mandate.Marks(
            instant(row, "accepted_at"), instant(row, "revoked_at"), instant(row, "suspended_at")),
        row.getString("evidence"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Timestamp time(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
