package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.token.SigningKeys;

/** The signing keys' times in PostgreSQL, the same for all replicas. */
public final class JdbcSigningKeys implements SigningKeys {
  private final JdbcClient jdbc;

  public JdbcSigningKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Entry> all() {
    return jdbc.sql("SELECT * FROM signing_key ORDER BY number")
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
                "INSERT INTO signing_key (number, label, published_from, active_from)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .params(
                List.of(
                    entry.number(),
                    entry.label(),
                    Timestamp.from(entry.publishedFrom()),
                    Timestamp.from(entry.activeFrom())))
            .update()
        == 1;
  }
}
