package org.xinfu.idp;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.idp.console.AuditSeals;
import org.xinfu.idp.store.JdbcAuditSeals;

/** A seal of before the log, as servers of then made it. */
final class OldSeal {
  private OldSeal() {}

  /** Seals the first rows under the key of now. */
  static void over(RunningIdp idp, String issuer) {
    JdbcClient jdbc = idp.bean(JdbcClient.class);
    long to = jdbc.sql("SELECT least(min(id) + 4, max(id)) FROM audit").query(Long.class).single();
    AuditSeals.Fold fold = new JdbcAuditSeals(jdbc).fold("", 0, to);
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .issuedAt(Instant.now())
            .claim("use", "audit-seal")
            .claim("number", 1)
            .claim("to", to)
            .claim("sm3", fold.digest())
            .build();
    String jws =
        idp.bean(JwtEncoder.class).encode(JwtEncoderParameters.from(claims)).getTokenValue();
    jdbc.sql("INSERT INTO audit_seal VALUES (1, 0, ?, ?, ?, now(), ?)")
        .params(List.of(to, fold.rows(), fold.digest(), jws))
        .update();
  }
}
