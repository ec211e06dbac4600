package org.xinfu.seal.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.xinfu.seal.ca.Authorities;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;

/** What the built-in authority remembers, in PostgreSQL. */
@Repository
class JdbcAuthorities implements Authorities {
  private static final long ONE_AT_A_TIME = 7302;
  private final JdbcClient jdbc;

  JdbcAuthorities(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void lock() {
    jdbc.sql("SELECT pg_advisory_xact_lock(?)").param(ONE_AT_A_TIME).query((row, n) -> true).list();
  }

  @Override
  public Optional<Certificate> certificate(String name) {
    return jdbc.sql("SELECT certificate FROM authority WHERE name = ?")
        .param(name)
        .query((row, n) -> Moments.octets(row, "certificate"))
        .optional()
        .flatMap(Certificate::parse);
  }

  @Override
  public void add(String name, Certificate certificate) {
    jdbc.sql("INSERT INTO authority VALUES (?, ?)")
        .params(name, certificate.der().toArray())
        .update();
  }

  @Override
  public void issued(String authority, Certificate certificate, Instant at) {
    jdbc.sql(
            """
            INSERT INTO issued_certificate (serial, authority, subject, certificate, at)
            VALUES (?, ?, ?, ?, ?)
            """)
        .params(
            new BigDecimal(certificate.serial()),
            authority,
            certificate.subject(),
            certificate.der().toArray(),
            Moments.of(at))
        .update();
  }

  @Override
  public List<RevokedEntry> revoked(String authority) {
    return jdbc.sql(
            """
            SELECT serial, revoked_at, cause FROM issued_certificate
            WHERE authority = ? AND revoked_at IS NOT NULL ORDER BY revoked_at, serial
            """)
        .param(authority)
        .query(
            (row, n) ->
                new RevokedEntry(
                    row.getBigDecimal("serial").toBigInteger(),
                    Moments.at(row, "revoked_at"),
                    RevocationCause.valueOf(row.getString("cause")),
                    Optional.empty()))
        .list();
  }

  @Override
  public BigInteger nextCrlNumber() {
    return BigInteger.valueOf(jdbc.sql("SELECT nextval('crl_number')").query(Long.class).single());
  }
}
