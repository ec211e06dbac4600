package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.idp.ukey.Challenges;
import org.xinfu.trust.Bytes;

/** Challenges in PostgreSQL under the hash of their nonce. */
public final class JdbcChallenges implements Challenges {
  private final JdbcClient jdbc;

  public JdbcChallenges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void add(UkeyChallenge challenge) {
    jdbc.sql("INSERT INTO ukey_challenge (nonce_hash, purpose, expires_at) VALUES (?, ?, ?)")
        .params(
            List.of(
                TokenHash.of(challenge.nonce()),
                challenge.purpose().name(),
                Timestamp.from(challenge.expires())))
        .update();
  }

  @Override
  public Optional<State> state(String nonce) {
    return jdbc.sql("SELECT used_at IS NOT NULL FROM ukey_challenge WHERE nonce_hash = ?")
        .param(TokenHash.of(nonce))
        .query((row, number) -> new State(row.getBoolean(1)))
        .optional();
  }

  @Override
  public boolean use(String nonce, Instant now) {
    return jdbc.sql(
                """
                UPDATE ukey_challenge SET used_at = ?, answer = NULL
                WHERE nonce_hash = ? AND used_at IS NULL AND expires_at > ?
                """)
            .params(List.of(Timestamp.from(now), TokenHash.of(nonce), Timestamp.from(now)))
            .update()
        == 1;
  }

  @Override
  public boolean answer(String nonce, Bytes signed, Instant now) {
    return jdbc.sql(
                """
                UPDATE ukey_challenge SET answer = ?
                WHERE nonce_hash = ? AND used_at IS NULL AND answer IS NULL AND expires_at > ?
                """)
            .params(List.of(signed.toArray(), TokenHash.of(nonce), Timestamp.from(now)))
            .update()
        == 1;
  }

  @Override
  public Optional<Bytes> answered(String nonce) {
    return jdbc.sql(
            """
            SELECT answer FROM ukey_challenge
            WHERE nonce_hash = ? AND used_at IS NULL AND answer IS NOT NULL
            """)
        .param(TokenHash.of(nonce))
        .query((row, number) -> Bytes.of(row.getBytes(1)))
        .optional();
  }
}
