package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.idp.token.SigningKeys;

/** The signing keys' times in PostgreSQL, the same for all replicas. */
public final class JdbcSigningKeys implements SigningKeys {
  private final JdbcClient jdbc;
  private final TokenAlgorithm algorithm;

  /** The list of the keys that sign under {@code algorithm}. */
  public JdbcSigningKeys(JdbcClient jdbc, TokenAlgorithm algorithm) {
    this.jdbc = jdbc;
    this.algorithm = algorithm;
  }

  @Override
  public List<Entry> all() {
    return jdbc.sql("SELECT * FROM signing_key WHERE algorithm = ? ORDER BY number")
        .param(algorithm.word())
        .query(
            (row, number) ->
                new Entry(
                    row.getInt("number"),
                    row.getString("label"),
                    row.getTimestamp("published_from").toInstant(),
                    row.getTimestamp("active_from").toInstant()))
        .list();
  }

  @Override
  public boolean add(Entry entry) {
    return jdbc.sql(
                "INSERT INTO signing_key (algorithm, number, label, published_from, active_from)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .params(
                List.of(
                    algorithm.word(),
                    entry.number(),
                    entry.label(),
                    Timestamp.from(entry.publishedFrom()),
                    Timestamp.from(entry.activeFrom())))
            .update()
        == 1;
  }
}
