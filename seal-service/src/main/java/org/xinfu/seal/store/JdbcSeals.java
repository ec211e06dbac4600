package org.xinfu.seal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.xinfu.seal.domain.Page;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealState;
import org.xinfu.seal.domain.SealVersion;
import org.xinfu.seal.domain.Seals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** The register in PostgreSQL. */
@Repository
class JdbcSeals implements Seals {
  private static final String SELECT =
      """
      SELECT s.es_id, s.application, s.state, s.since, v.*, a.* FROM seal s
      JOIN seal_version v ON v.es_id = s.es_id AND v.number = s.version
      JOIN application a ON a.id = s.application
      """;

  private static final String WITHIN = " WHERE (:unit::text IS NULL OR a.uscc = :unit) ";

  private final JdbcClient jdbc;

  JdbcSeals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void add(Seal seal) {
    jdbc.sql("INSERT INTO seal VALUES (?, ?, ?, ?, ?, ?)")
        .params(
            seal.esId(),
            seal.application(),
            seal.state().name(),
            Moments.of(seal.since()),
            seal.version().number(),
            Moments.of(seal.since()))
        .update();
    SealVersion made = seal.version();
    jdbc.sql("INSERT INTO seal_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            seal.esId(),
            made.number(),
            made.structure().toArray(),
            made.sm3(),
            made.png().toArray(),
            made.svg().toArray(),
            made.sm2().der().toArray(),
            made.p256().der().toArray(),
            Moments.of(made.validFrom()),
            Moments.of(made.validTo()))
        .update();
  }

  @Override
  public Optional<Seal> find(String esId) {
    return jdbc.sql(SELECT + "WHERE s.es_id = ?")
        .param(esId)
        .query((row, n) -> read(row))
        .optional();
  }

  @Override
  public Optional<Seal> lock(String esId) {
    return jdbc.sql(SELECT + "WHERE s.es_id = ? FOR UPDATE OF s")
        .param(esId)
        .query((row, n) -> read(row))
        .optional();
  }

  @Override
  public List<Seal> list(Page page, Reach reach) {
    return jdbc.sql(
            SELECT + WITHIN + "ORDER BY s.made_at DESC, s.es_id DESC LIMIT :size OFFSET :offset")
        .param("unit", reach.unit().orElse(null))
        .param("size", page.size())
        .param("offset", page.offset())
        .query((row, n) -> read(row))
        .list();
  }

  @Override
  public long count(Reach reach) {
    return jdbc.sql(
            "SELECT count(*) FROM seal s JOIN application a ON a.id = s.application" + WITHIN)
        .param("unit", reach.unit().orElse(null))
        .query(Long.class)
        .single();
  }

  @Override
  public List<StateChange> history(String esId) {
    return jdbc.sql("SELECT * FROM seal_state_change WHERE es_id = ? ORDER BY id")
        .param(esId)
        .query(
            (row, n) ->
                new StateChange(
                    SealState.valueOf(row.getString("state")),
                    Moments.at(row, "at"),
                    row.getString("person"),
                    row.getString("note")))
        .list();
  }

  @Override
  public void changeState(String esId, StateChange change) {
    jdbc.sql("UPDATE seal SET state = ?, since = ? WHERE es_id = ?")
        .params(change.state().name(), Moments.of(change.at()), esId)
        .update();
    jdbc.sql(
            "INSERT INTO seal_state_change (es_id, state, at, person, note) VALUES (?, ?, ?, ?, ?)")
        .params(
            esId, change.state().name(), Moments.of(change.at()), change.person(), change.note())
        .update();
  }

  private static Seal read(ResultSet row) throws SQLException {
    return new Seal(
        row.getString("es_id"),
        row.getObject("application", UUID.class),
        SealRequestRow.read(row),
        // The columns of seal come first, and JDBC takes the first of a name.
        SealState.valueOf(row.getString("state")),
        Moments.at(row, "since"),
        new SealVersion(
            row.getInt("number"),
            Moments.octets(row, "structure"),
            Moments.octets(row, "png"),
            Moments.octets(row, "svg"),
            certificate(Moments.octets(row, "sm2")),
            certificate(Moments.octets(row, "p256")),
            Moments.at(row, "valid_from"),
            Moments.at(row, "valid_to")));
  }

  private static Certificate certificate(Bytes der) {
    return Certificate.parse(der)
        .orElseThrow(() -> new IllegalStateException("a stored certificate is damaged"));
  }
}
