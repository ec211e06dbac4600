package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.upstream.UpstreamLinks;

/** Links to the platform in PostgreSQL. */
public final class JdbcUpstreamLinks implements UpstreamLinks {
  /** What a closed account {@code l.account_id} still has is nobody's. */
  private static final String CLOSED =
      " EXISTS (SELECT 1 FROM account_closure c"
          + " WHERE c.account_id = l.account_id AND c.done_at IS NOT NULL)";

  private final JdbcClient jdbc;
  private final BlindIndex index;

  public JdbcUpstreamLinks(JdbcClient jdbc, BlindIndex index) {
    this.jdbc = jdbc;
    this.index = index;
  }

  @Override
  public Optional<String> account(String platform, String subject) {
    return jdbc.sql(
            "SELECT l.account_id FROM upstream_link l WHERE platform = ? AND subject_hash = ?"
                + " AND NOT "
                + CLOSED)
        .params(List.of(platform, hash(platform, subject)))
        .query(String.class)
        .optional();
  }

  @Override
  public boolean link(String platform, String subject, Entrant who, Instant at) {
    return jdbc.sql(
                """
                INSERT INTO upstream_link AS l (platform, subject_hash, account_id, linked_at)
                SELECT :platform, :subject, id, :at::timestamptz FROM account
                WHERE id = :account AND active AND login_generation = :generation FOR NO KEY UPDATE
                ON CONFLICT (platform, subject_hash) DO UPDATE SET account_id = excluded.account_id,
                  linked_at = CASE WHEN l.account_id = excluded.account_id THEN l.linked_at
                    ELSE excluded.linked_at END
                WHERE l.account_id = excluded.account_id OR
                """
                    + CLOSED)
            .param("platform", platform)
            .param("subject", hash(platform, subject))
            .param("account", who.accountId())
            .param("generation", who.generation())
            .param("at", Timestamp.from(at))
            .update()
        == 1;
  }

  @Override
  public boolean away(String platform, Instant at) {
    return jdbc.sql(
                "INSERT INTO upstream_outage (platform, since) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING")
            .params(List.of(platform, Timestamp.from(at)))
            .update()
        == 1;
  }

  @Override
  public boolean back(String platform) {
    return jdbc.sql("DELETE FROM upstream_outage WHERE platform = ?").param(platform).update() == 1;
  }

  @Override
  public Set<String> outages() {
    return new HashSet<>(
        jdbc.sql("SELECT platform FROM upstream_outage").query(String.class).list());
  }

  private String hash(String platform, String subject) {
    return index.of("upstream", platform, subject);
  }
}
