package org.xinfu.seal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.xinfu.seal.domain.Sealing;
import org.xinfu.seal.domain.Sealings;

/** The record of uses in PostgreSQL. */
@Repository
class JdbcSealings implements Sealings {
  private final JdbcClient jdbc;

  JdbcSealings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void add(Sealing use) {
    jdbc.sql("INSERT INTO sealing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .param(use.id())
        .param(use.esId())
        .param(use.version())
        .param(use.person())
        .param(use.client())
        .param(use.matter())
        .param(use.businessSerial())
        .param(use.format())
        .param(use.documentSm3())
        .param(use.resultSm3())
        .param(use.certificateSerial())
        .param(Moments.of(use.at()))
        .update();
  }

  @Override
  public Optional<Sealing> find(UUID id) {
    return jdbc.sql("SELECT * FROM sealing WHERE id = ?")
        .param(id)
        .query((row, n) -> read(row))
        .optional();
  }

  @Override
  public List<Sealing> latest(String esId, int most) {
    return jdbc.sql("SELECT * FROM sealing WHERE es_id = ? ORDER BY at DESC LIMIT ?")
        .params(esId, most)
        .query((row, n) -> read(row))
        .list();
  }

  private static Sealing read(ResultSet row) throws SQLException {
    return new Sealing(
        row.getObject("id", UUID.class),
        row.getString("es_id"),
        row.getInt("version"),
        row.getString("person"),
        row.getString("client"),
        row.getString("matter"),
        row.getString("business_serial"),
        row.getString("format"),
        row.getString("document_sm3"),
        row.getString("result_sm3"),
        row.getString("certificate_serial"),
        Moments.at(row, "at"));
  }
}
