package org.xinfu.kit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The way in for the first administrator: a random token made once, handed out once, kept only as a
 * hash, good for one use. There is no default password.
 */
public final class BootstrapToken {
  private final JdbcClient jdbc;
  private final Clock clock;

  public BootstrapToken(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The token, the first time this database is asked; empty ever after. The caller prints it. */
  public Optional<String> first() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    int made =
        jdbc.sql(
                "INSERT INTO bootstrap_token (sha256, made_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .params(sha256(token), Timestamp.from(clock.instant()))
            .update();
    return made == 1 ? Optional.of(token) : Optional.empty();
  }

  /**
   * Uses the token up; false when it is wrong or used. Call it in the transaction that it opens.
   */
  public boolean redeem(String token) {
    return jdbc.sql("UPDATE bootstrap_token SET used_at = ? WHERE sha256 = ? AND used_at IS NULL")
            .params(Timestamp.from(clock.instant()), sha256(token))
            .update()
        == 1;
  }

  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
