package org.xinfu.idp.console;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.idp.console.AuditSeals.Seal;
import org.xinfu.trust.key.VaultException;

/**
 * Seals the audit book: every few minutes the rows since the last seal are digested on top of the
 * last digest, and the digest is signed in the HSM. Whoever then changes, adds or takes away a
 * sealed row has to change every later digest, and cannot sign the last one.
 *
 * <p>What it does not show: rows changed before they were sealed, and seals taken away from the end
 * together with their rows. Whoever exports the book keeps the last number and digest against that.
 */
public final class SealAudit {
  private static final Logger LOG = LoggerFactory.getLogger(SealAudit.class);

  private final AuditSeals seals;
  private final JwtEncoder encoder;
  private final JwtDecoder decoder;
  private final Part part;

  /** The issuer of the signatures, and the time. */
  public record Part(String issuer, Clock clock) {}

  public SealAudit(AuditSeals seals, JwtEncoder encoder, JwtDecoder decoder, Part part) {
    this.seals = seals;
    this.encoder = encoder;
    this.decoder = decoder;
    this.part = part;
  }

  /** Safe on several replicas at once. */
  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT5M")
  public void seal() {
    try {
      seals.seal(this::sign, part.clock().instant());
    } catch (VaultException deviceAway) {
      LOG.warn("the audit book is sealed when the device answers: {}", deviceAway.getMessage());
    }
  }

  /**
   * What a check found.
   *
   * @param code {@code done}, or what is wrong
   * @param rows that hold
   * @param seals that hold
   * @param unsealed rows that no seal covers yet
   * @param first number of the first row of the seal that does not hold; 0 when all do
   * @param digest of the last seal, to be kept elsewhere
   */
  public record Finding(
      String code, long rows, long seals, long unsealed, long first, String digest) {}

  /** Recomputes every seal from the first on. */
  Finding check() {
    if (!seals.guarded()) {
      return new Finding("audit-unguarded", 0, 0, seals.unsealed(), 0, "");
    }
    List<Seal> all = seals.all();
    Seal before = new Seal(0, 0, 0, 0, "");
    long rows = 0;
    for (Seal seal : all) {
      boolean follows = seal.number() == before.number() + 1 && seal.from() == before.to();
      if (!follows) {
        return found("audit-seal-missing", rows, before);
      }
      AuditSeals.Fold fold = seals.fold(before.digest(), seal.from(), seal.to());
      if (!fold.digest().equals(seal.digest()) || fold.rows() != seal.rows()) {
        return found("audit-rows-altered", rows, before);
      }
      rows += seal.rows();
      before = seal;
    }
    Seal last = before;
    boolean signed =
        all.isEmpty()
            || seals.signature(last.number()).filter(jws -> speaksOf(last, jws)).isPresent();
    return signed
        ? new Finding("done", rows, all.size(), seals.unsealed(), 0, last.digest())
        : found("audit-seal-not-signed", rows, last);
  }

  private Finding found(String code, long rows, Seal before) {
    return new Finding(
        code, rows, before.number(), seals.unsealed(), before.to() + 1, before.digest());
  }

  private String sign(Seal seal) {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(part.issuer())
            .issuedAt(part.clock().instant())
            .claim("use", "audit-seal")
            .claim("number", seal.number())
            .claim("to", seal.to())
            .claim("rows", seal.rows())
            .claim("sm3", seal.digest())
            .build();
    return encoder.encode(JwtEncoderParameters.from(claims)).getTokenValue();
  }

  private boolean speaksOf(Seal seal, String jws) {
    try {
      Jwt signed = decoder.decode(jws);
      return "audit-seal".equals(signed.getClaimAsString("use"))
          && Long.valueOf(seal.number()).equals(number(signed, "number"))
          && Long.valueOf(seal.to()).equals(number(signed, "to"))
          && seal.digest().equals(signed.getClaimAsString("sm3"));
    } catch (JwtException notOurs) {
      return false;
    }
  }

  private static Optional<Long> claim(Jwt signed, String name) {
    return signed.getClaim(name) instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  private static long number(Jwt signed, String name) {
    return claim(signed, name).orElse(-1L);
  }
}
