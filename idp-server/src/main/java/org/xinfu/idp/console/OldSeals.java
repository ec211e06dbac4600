package org.xinfu.idp.console;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.idp.console.AuditSeals.Seal;

/**
 * The seals of before the log: digest over digest, the last one signed. The log has the same rows,
 * from the first on; a seal says besides that they were the same when it was made.
 */
public final class OldSeals {
  private final AuditSeals seals;
  private final Supplier<JwtDecoder> evidence;

  /**
   * Seals, and who verifies them now.
   *
   * @param evidence knows every key that is on the list of this server's: seals outlast the turn of
   *     the key that signed them, and the name of the server
   */
  public OldSeals(AuditSeals seals, Supplier<JwtDecoder> evidence) {
    this.seals = seals;
    this.evidence = evidence;
  }

  /** Whether the database still refuses to change and to delete rows. */
  boolean guarded() {
    return seals.guarded();
  }

  /**
   * Recomputes every seal from the first on: {@code done}, or what is wrong.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  public String check() {
    List<Seal> all = seals.all();
    Seal before = new Seal(0, 0, 0, 0, "");
    for (Seal seal : all) {
      boolean follows = seal.number() == before.number() + 1 && seal.from() == before.to();
      if (!follows) {
        return "audit-seal-missing";
      }
      AuditSeals.Fold fold = seals.fold(before.digest(), seal.from(), seal.to());
      if (!fold.digest().equals(seal.digest()) || fold.rows() != seal.rows()) {
        return "audit-rows-altered";
      }
      before = seal;
    }
    Seal last = before;
    boolean signed =
        all.isEmpty()
            || seals.signature(last.number()).filter(jws -> speaksOf(last, jws)).isPresent();
    return signed ? "done" : "audit-seal-not-signed";
  }

  private boolean speaksOf(Seal seal, String jws) {
    JwtDecoder decoder = evidence.get();
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

  private static long number(Jwt signed, String name) {
    return claim(signed, name).orElse(-1L);
  }

  private static Optional<Long> claim(Jwt signed, String name) {
    return signed.getClaim(name) instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }
}
