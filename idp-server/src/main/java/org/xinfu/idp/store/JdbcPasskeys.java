package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Passkey;
import org.xinfu.idp.domain.Passkeys;
import org.xinfu.trust.Bytes;

/** Passkeys in PostgreSQL, each beside its row of the account's authenticators. */
public final class JdbcPasskeys implements Passkeys {
  private static final String SELECT =
      "SELECT p.*, a.account_id FROM passkey p JOIN authenticator a ON a.id = p.authenticator_id ";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public JdbcPasskeys(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public List<Passkey> of(String accountId) {
    return jdbc.sql(SELECT + "WHERE a.account_id = ? ORDER BY a.created_at, a.id")
        .param(accountId)
        .query(JdbcPasskeys::passkey)
        .list();
  }

  @Override
  public Optional<Passkey> byCredential(Bytes credentialId) {
    return jdbc.sql(SELECT + "WHERE p.credential_id = ?")
        .param(credentialId.toArray())
        .query(JdbcPasskeys::passkey)
        .optional();
  }

  @Override
  public boolean add(Passkey passkey, String label, Instant at) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean added = insert(passkey, label, at);
              if (!added) {
                status.setRollbackOnly();
              }
              return added;
            }));
  }

  private boolean insert(Passkey passkey, String label, Instant at) {
    jdbc.sql(
            """
            INSERT INTO authenticator (id, account_id, kind, label, created_at)
            VALUES (?, ?, 'PASSKEY', ?, ?)
            """)
        .params(List.of(passkey.id(), passkey.accountId(), label, Timestamp.from(at)))
        .update();
    return jdbc.sql(
                """
                INSERT INTO passkey (authenticator_id, credential_id, attested, sign_count,
                  backup_eligible, backed_up, hardware, transports)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING
                """)
            .params(
                List.of(
                    passkey.id(),
                    passkey.credentialId().toArray(),
                    passkey.attested().toArray(),
                    passkey.signCount(),
                    passkey.state().backupEligible(),
                    passkey.state().backedUp(),
                    passkey.state().hardware(),
                    String.join(" ", passkey.transports())))
            .update()
        == 1;
  }

  @Override
  public boolean used(Passkey before, long signCount, boolean backedUp, Instant at) {
    int updated =
        jdbc.sql(
                """
                WITH counted AS (
                  UPDATE passkey SET sign_count = :count, backed_up = :backed
                  WHERE authenticator_id = :id
                    AND (sign_count < :count OR (sign_count = 0 AND :count = 0))
                  RETURNING authenticator_id)
                UPDATE authenticator SET last_used_at = :at
                WHERE id IN (SELECT authenticator_id FROM counted)
                """)
            .param("count", signCount)
            .param("backed", backedUp)
            .param("id", before.id())
            .param("at", Timestamp.from(at))
            .update();
    return updated == 1;
  }

  @Override
  public boolean firstAnswer(String challenge, Instant expiresAt) {
    return jdbc.sql(
                "INSERT INTO webauthn_challenge (challenge_hash, expires_at) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING")
            .params(List.of(TokenHash.of(challenge), Timestamp.from(expiresAt)))
            .update()
        == 1;
  }

  private static Passkey passkey(ResultSet row, int number) throws SQLException {
    String transports = row.getString("transports");
    return new Passkey(
        row.getString("authenticator_id"),
        row.getString("account_id"),
        Bytes.of(row.getBytes("credential_id")),
        Bytes.of(row.getBytes("attested")),
        row.getLong("sign_count"),
        new Passkey.State(
            row.getBoolean("backup_eligible"),
            row.getBoolean("backed_up"),
            row.getBoolean("hardware")),
        transports.isEmpty() ? Set.of() : Set.of(transports.split(" ")));
  }
}
