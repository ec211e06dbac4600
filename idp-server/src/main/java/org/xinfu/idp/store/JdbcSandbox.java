package org.xinfu.idp.store;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is put on the fictitious side, in PostgreSQL; clients are there by their registration, and
 * {@link JdbcSubjects#known} reads the line.
 */
public final class JdbcSandbox {
  private final JdbcClient jdbc;

  public JdbcSandbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
