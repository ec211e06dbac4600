package org.xinfu.idp.config;

import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.store.ClientReading;
import org.xinfu.idp.store.JdbcSandbox;

/**
 * The line between real and fictitious persons. In one request nobody crosses it but by {@link
 * #enclose}: each side is read once.
 */
record RequestSandbox(JdbcSandbox store, boolean open, ClientReads reads, SubjectReads subjects)
    implements Sandbox {
  @Override
  public boolean client(String clientId) {
    return reads.of(clientId).map(ClientReading::trial).orElse(false);
  }

  @Override
  public boolean subject(String id) {
    return subjects.of(id).fictitious();
  }

  @Override
  public boolean meet(String clientId, String subjectId) {
    boolean trial = client(clientId);
    return trial == subject(subjectId) && (open || !trial);
  }

  /** As {@link JdbcSandbox#enclose}. */
  void enclose(String id) {
    store.enclose(id);
    subjects.forget(id);
  }
}
