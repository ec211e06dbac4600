package org.xinfu.idp.store;

import java.util.Optional;
import java.util.function.Supplier;
import org.xinfu.idp.plain.MachineBook;
import org.xinfu.idp.token.IssuedToken;
import org.xinfu.kit.audit.AuditGroup;

/** Machines' tokens in the audit book: those that are asked for at once share a statement. */
public final class JdbcMachineBook implements MachineBook {
  private static final String SAME_EDITION =
      "EXISTS (SELECT 1 FROM client c WHERE c.id = act.client AND c.edition = act.mark)";

  private final JdbcClientStore clients;
  private final JdbcAudit audit;
  private final AuditGroup group;

  public JdbcMachineBook(JdbcClientStore clients, JdbcAudit audit) {
    this.clients = clients;
    this.audit = audit;
    this.group = audit.group(SAME_EDITION);
  }

  @Override
  public Optional<Known> known(String clientId) {
    return clients
        .remembered(clientId)
        .map(read -> new Known(read.client(), read.trial(), read.edition()));
  }

  @Override
  public Optional<String> issue(Known known, Supplier<String> token) {
    String id = known.client().getClientId();
    JdbcAudit.Entry entry = new JdbcAudit.Entry(id, id, IssuedToken.TO_MACHINE);
    return audit.record(entry, group, known.edition(), token);
  }
}
