package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.dpop.ProofLog;

/** Used proofs in PostgreSQL: one small row each, none of them written twice. */
public final class JdbcProofLog implements ProofLog {
  private final JdbcClient jdbc;

  public JdbcProofLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean firstUse(String thumbprint, String jti, Instant expiresAt) {
    return jdbc.sql(
                "INSERT INTO dpop_proof (proof_hash, expires_at) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING")
            .params(List.of(TokenHash.of(thumbprint + " " + jti), Timestamp.from(expiresAt)))
            .update()
        == 1;
  }
}
