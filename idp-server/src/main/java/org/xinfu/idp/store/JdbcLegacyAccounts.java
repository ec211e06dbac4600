package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.legacy.LegacyAccounts;

/**
 * What was taken over, by keyed hashes alone: a line holds a verifier of another system, and a
 * plain hash over it would let whoever has the database guess passwords faster than ours does.
 */
public final class JdbcLegacyAccounts implements LegacyAccounts {
  private final JdbcClient jdbc;
  private final BlindIndex index;

  public JdbcLegacyAccounts(JdbcClient jdbc, BlindIndex index) {
    this.jdbc = jdbc;
    this.index = index;
  }

  @Override
  public Optional<Known> of(Line line) {
    return jdbc.sql("SELECT account_id, line_hash FROM legacy_account WHERE id_hash = ?")
        .param(id(line))
        .query((row, number) -> new Known(row.getString(1), row.getString(2).equals(text(line))))
        .optional();
  }

  @Override
  public boolean add(Line line, String accountId, Instant at) {
    return jdbc.sql(
                """
                INSERT INTO legacy_account (id_hash, line_hash, account_id, taken_at)
                VALUES (?, ?, ?, ?) ON CONFLICT (id_hash) DO NOTHING
                """)
            .params(List.of(id(line), text(line), accountId, Timestamp.from(at)))
            .update()
        == 1;
  }

  private String id(Line line) {
    return index.of("legacy-id", line.source(), line.id());
  }

  private String text(Line line) {
    return index.of("legacy-line", line.text());
  }
}
