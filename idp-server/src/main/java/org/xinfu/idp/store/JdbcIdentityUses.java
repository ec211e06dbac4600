package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.account.IdentityUses;

/** The audit book of one person, by its index on the subject. */
public final class JdbcIdentityUses implements IdentityUses {
  private final JdbcClient jdbc;

  public JdbcIdentityUses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Use> of(String accountId, @Nullable Long before, int most) {
    return jdbc.sql(
            """
            SELECT a.id, a.at, coalesce(c.name, a.client, '') AS service, c.name_en AS service_en,
              a.act, a.outcome,
              a.details ->> 'claims' AS claims, a.details ->> 'acr' AS acr
            FROM audit a LEFT JOIN client c ON c.id = a.client
            WHERE a.subject = ? AND a.id < ? ORDER BY a.id DESC LIMIT ?
            """)
        .params(List.of(accountId, before == null ? Long.MAX_VALUE : before, most))
        .query(
            (row, number) ->
                new Use(
                    row.getLong("id"),
                    row.getTimestamp("at").toInstant(),
                    ClientColumns.service(row),
                    row.getString("act"),
                    row.getString("outcome"),
                    words(row.getString("claims")),
                    Objects.requireNonNullElse(row.getString("acr"), "")))
        .list();
  }

  @Override
  public List<Ward> wards(String guardian, Instant now) {
    return jdbc.sql(
            """
            SELECT a.id, a.display_name FROM person p JOIN account a ON a.id = p.account_id
            WHERE a.active AND p.guardian_hash = (SELECT citizen_hash FROM account WHERE id = ?)
              AND p.birth_date + interval '18 years' > (?::timestamptz AT TIME ZONE 'Asia/Shanghai')
            ORDER BY a.display_name LIMIT 20
            """)
        .params(List.of(guardian, Timestamp.from(now)))
        .query((row, number) -> new Ward(row.getString("id"), row.getString("display_name")))
        .list();
  }

  private static List<String> words(@Nullable String line) {
    return line == null || line.isEmpty() ? List.of() : List.of(line.split(" "));
  }
}
