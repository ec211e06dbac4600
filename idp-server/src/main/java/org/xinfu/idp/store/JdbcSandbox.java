package org.xinfu.idp.store;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Sandbox;

/** The line between real and fictitious persons, in PostgreSQL. */
public final class JdbcSandbox implements Sandbox {
  private static final String CLIENT =
      "coalesce((SELECT sandbox FROM client_registration WHERE client_id = ?), false)";
  private static final String SUBJECT = "EXISTS (SELECT 1 FROM sandbox_subject WHERE id = ?)";

  private final JdbcClient jdbc;
  private final boolean open;

  public JdbcSandbox(JdbcClient jdbc, boolean open) {
    this.jdbc = jdbc;
    this.open = open;
  }

  @Override
  public boolean open() {
    return open;
  }

  @Override
  public boolean client(String clientId) {
    return jdbc.sql("SELECT " + CLIENT).param(clientId).query(Boolean.class).single();
  }

  @Override
  public boolean subject(String id) {
    return jdbc.sql("SELECT " + SUBJECT).param(id).query(Boolean.class).single();
  }

  @Override
  public boolean meet(String clientId, String subjectId) {
    return jdbc.sql("SELECT " + CLIENT + ", " + SUBJECT)
        .params(List.of(clientId, subjectId))
        .query(
            (row, number) -> row.getBoolean(1) == row.getBoolean(2) && (open || !row.getBoolean(1)))
        .single();
  }

  /**
   * Puts an account or legal entity on the fictitious side, for good. Until the end of the caller's
   * transaction nobody else does so, so that no two replicas make the same person.
   */
  public void enclose(String id) {
    jdbc.sql("SELECT 1 FROM pg_advisory_xact_lock(hashtext('sandbox_subject'))")
        .query(Integer.class)
        .single();
    jdbc.sql("INSERT INTO sandbox_subject (id) VALUES (?) ON CONFLICT DO NOTHING")
        .param(id)
        .update();
  }
}
