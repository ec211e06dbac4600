package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.NetIdentities;
import org.xinfu.idp.domain.Proof;

/**
 * Numbers of the network identity service in PostgreSQL, as keyed hashes. What a closed account
 * still has is nobody's.
 */
public final class JdbcNetIdentities implements NetIdentities {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BlindIndex index;

  public JdbcNetIdentities(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.index = index;
  }

  @Override
  public boolean keep(Proof proof, String number) {
    String hash = index.of("net-identity", number);
    return Boolean.TRUE.equals(
        transaction.execute(
            tx -> {
              if (!open(proof.accountId())) {
                return false;
              }
              jdbc.sql(
                      """
                      DELETE FROM net_identity n USING account_closure c WHERE n.number_hash = ?
                        AND c.account_id = n.account_id AND c.done_at IS NOT NULL
                      """)
                  .param(hash)
                  .update();
              jdbc.sql(
                      """
                      INSERT INTO net_identity (account_id, number_hash, since) VALUES (?, ?, ?)
                      ON CONFLICT DO NOTHING
                      """)
                  .params(List.of(proof.accountId(), hash, Timestamp.from(proof.at())))
                  .update();
              boolean own =
                  jdbc.sql("SELECT 1 FROM net_identity WHERE account_id = ? AND number_hash = ?")
                      .params(List.of(proof.accountId(), hash))
                      .query(Integer.class)
                      .optional()
                      .isPresent();
              if (own) {
                JdbcProofs.evidence(jdbc, proof);
              }
              return own;
            }));
  }

  /** Whoever closes it waits until this is over; whoever has closed it is found here. */
  private boolean open(String accountId) {
    return jdbc.sql("SELECT 1 FROM account WHERE id = ? AND active FOR NO KEY UPDATE")
        .param(accountId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
