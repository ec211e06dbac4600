package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

/** Authenticators in PostgreSQL; TOTP secrets sealed, recovery codes under keyed hashes. */
public final class JdbcAuthenticators implements Authenticators {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JdbcPersons.Part part;

  public JdbcAuthenticators(
      JdbcClient jdbc, TransactionTemplate transaction, JdbcPersons.Part part) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.part = part;
  }

  @Override
  public List<Authenticator> of(String accountId) {
    return jdbc.sql("SELECT * FROM authenticator WHERE account_id = ? ORDER BY created_at, id")
        .param(accountId)
        .query(
            (row, number) ->
                new Authenticator(
                    row.getString("id"),
                    Kind.valueOf(row.getString("kind")),
                    row.getString("label"),
                    row.getTimestamp("created_at").toInstant(),
                    instant(row.getTimestamp("last_used_at")),
                    row.getBoolean("device")))
        .list();
  }

  @Override
  public void addTotp(String accountId, String label, Bytes secret, long usedStep) {
    byte[] sealed = part.cipher().seal(accountId, secret.toHex());
    jdbc.sql(
            """
            INSERT INTO authenticator (id, account_id, kind, label, secret, last_step, created_at)
            VALUES (?, ?, 'TOTP', ?, ?, ?, ?)
            """)
        .params(List.of(id(), accountId, label, sealed, usedStep, now()))
        .update();
  }

  @Override
  public boolean addCode(String accountId, String label) {
    return jdbc.sql(
                """
            INSERT INTO authenticator (id, account_id, kind, label, created_at)
            SELECT ?, ?, 'CODE', ?, ? WHERE NOT EXISTS
              (SELECT 1 FROM authenticator WHERE account_id = ? AND kind = 'CODE')
            """)
            .params(List.of(id(), accountId, label, now(), accountId))
            .update()
        == 1;
  }

  @Override
  public boolean remove(String accountId, String id) {
    return jdbc.sql("DELETE FROM authenticator WHERE account_id = ? AND id = ?")
            .params(List.of(accountId, id))
            .update()
        == 1;
  }

  @Override
  public boolean rename(String accountId, String id, String label) {
    return jdbc.sql("UPDATE authenticator SET label = ? WHERE account_id = ? AND id = ?")
            .params(List.of(label, accountId, id))
            .update()
        == 1;
  }

  @Override
  public boolean useTotp(String accountId, String code, Instant at) {
    record Row(String id, String secret) {}
    List<Row> rows =
        jdbc.sql("SELECT id, secret FROM authenticator WHERE account_id = ? AND kind = 'TOTP'")
            .param(accountId)
            .query(
                (row, number) ->
                    new Row(row.getString(1), part.cipher().open(accountId, row.getBytes(2))))
            .list();
    for (Row row : rows) {
      OptionalLong step = Totp.match(Bytes.hex(row.secret()), code, at);
      if (step.isPresent()) {
        return jdbc.sql(
                    """
                    UPDATE authenticator SET last_step = ?, last_used_at = ?
                    WHERE id = ? AND last_step < ?
                    """)
                .params(List.of(step.getAsLong(), Timestamp.from(at), row.id(), step.getAsLong()))
                .update()
            == 1;
      }
    }
    return false;
  }

  @Override
  public void putRecoveryCodes(String accountId, List<String> codes) {
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("DELETE FROM recovery_code WHERE account_id = ?").param(accountId).update();
          for (String code : codes) {
            jdbc.sql("INSERT INTO recovery_code (code_hash, account_id, made_at) VALUES (?, ?, ?)")
                .params(List.of(recovery(accountId, code), accountId, now()))
                .update();
          }
        });
  }

  @Override
  public boolean useRecoveryCode(String accountId, String code) {
    return jdbc.sql("DELETE FROM recovery_code WHERE code_hash = ? AND account_id = ?")
            .params(List.of(recovery(accountId, code), accountId))
            .update()
        == 1;
  }

  @Override
  public int recoveryCodes(String accountId) {
    return jdbc.sql("SELECT count(*) FROM recovery_code WHERE account_id = ?")
        .param(accountId)
        .query(Integer.class)
        .single();
  }

  @Override
  public boolean addCertificate(String accountId, String label, CertificateKey key) {
    return jdbc.sql(
                """
                INSERT INTO authenticator
                  (id, account_id, kind, label, public_hash, device, created_at)
                VALUES (?, ?, 'CERTIFICATE', ?, ?, ?, ?) ON CONFLICT (public_hash) DO NOTHING
                """)
            .params(List.of(id(), accountId, label, key.publicKeySm3(), key.device(), now()))
            .update()
        == 1;
  }

  @Override
  public Optional<String> useCertificate(CertificateKey key, Instant at) {
    return jdbc.sql(
            """
            UPDATE authenticator SET last_used_at = ?, device = ?
            WHERE public_hash = ? AND kind = 'CERTIFICATE' RETURNING account_id
            """)
        .params(List.of(Timestamp.from(at), key.device(), key.publicKeySm3()))
        .query(String.class)
        .optional();
  }

  private String recovery(String accountId, String code) {
    return part.index().of("recovery", accountId, code);
  }

  private Timestamp now() {
    Clock clock = part.clock();
    return Timestamp.from(clock.instant());
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
