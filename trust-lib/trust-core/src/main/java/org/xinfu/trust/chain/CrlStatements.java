package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Report;

/** What the lists at hand say about a certificate, RFC 5280 §6.3.3. */
final class CrlStatements {
  private final RevocationPool pool;
  private final Instant now;

  CrlStatements(RevocationPool pool, Instant now) {
    this.pool = pool;
    this.now = now;
  }

  List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    Map<Crl, Certificate> makers = new LinkedHashMap<>();
    pool.crls().stream()
        .filter(c -> !c.thisUpdate().isAfter(now))
        .filter(c -> c.mayName(certificate))
        .forEach(c -> maker(c, certificate, issuer).ifPresent(m -> makers.put(c, m)));
    List<RevocationStatement> statements = new ArrayList<>();
    List<Crl> read = makers.keySet().stream().filter(Crl::understood).toList();
    List<Crl> complete = read.stream().filter(c -> c.base().isEmpty()).toList();
    for (Crl crl : complete) {
      boolean knows = knows(crl, certificate) && !rolledBack(crl, complete);
      statements.add(statement(crl, knows, crl.entry(certificate), makers));
    }
    for (Crl delta : read) {
      if (delta.base().isPresent()) {
        statements.add(continued(delta, complete, certificate, makers));
      }
    }
    makers.keySet().stream()
        .filter(c -> !c.understood())
        .forEach(c -> statements.add(statement(c, false, c.entry(certificate), makers)));
    return statements;
  }

  private static boolean knows(Crl crl, Certificate certificate) {
    return crl.scope().covers(certificate, crl.issuer()) && crl.remembers(certificate);
  }

  /** §6.3.3 f. What an authority names that may not make lists is heard, its silence is not. */
  private static boolean mayTell(Certificate maker) {
    return !maker.hasKeyUsage() || maker.allowsUsage(KeyUsage.cRLSign);
  }

  /** §5.2.3: a lower number with a later date was dug out and dated anew. */
  private static boolean rolledBack(Crl crl, List<Crl> complete) {
    return crl.number().isPresent()
        && complete.stream()
            .filter(other -> other.sameSeries(crl) && other.number().isPresent())
            .anyMatch(
                other ->
                    other.number().get().compareTo(crl.number().get()) > 0
                        && other.thisUpdate().isBefore(crl.thisUpdate()));
  }

  /** A delta list upon the newest complete list that it continues, §5.2.4; alone it only names. */
  private RevocationStatement continued(
      Crl delta, List<Crl> complete, Certificate certificate, Map<Crl, Certificate> makers) {
    BigInteger from = delta.base().orElseThrow();
    Optional<Crl> base =
        complete.stream()
            .filter(c -> c.sameSeries(delta) && c.number().isPresent())
            .filter(c -> c.number().get().compareTo(from) >= 0)
            .filter(c -> delta.number().filter(n -> n.compareTo(c.number().get()) >= 0).isPresent())
            .max(Comparator.comparing(c -> c.number().orElseThrow()));
    Optional<RevokedEntry> entry =
        delta
            .entry(certificate)
            .or(
                () ->
                    base.filter(b -> !delta.releases(certificate))
                        .flatMap(b -> b.entry(certificate)));
    boolean knows = base.isPresent() && knows(delta, certificate);
    RevocationStatement alone = statement(delta, knows, entry, makers);
    return base.map(pool::existed)
        .filter(alone.existed()::isBefore)
        .map(alone::provenOnly)
        .orElse(alone);
  }

  private RevocationStatement statement(
      Crl crl, boolean knows, Optional<RevokedEntry> entry, Map<Crl, Certificate> makers) {
    return new RevocationStatement(
        crl.thisUpdate(),
        crl.nextUpdate(),
        knows && mayTell(Objects.requireNonNull(makers.get(crl))),
        crl.scope().reasons(),
        entry,
        RevocationStatement.Word.ofUnderstood(crl.understood()),
        false,
        Objects.requireNonNull(makers.get(crl)),
        pool.existed(crl),
        pool.ours(crl));
  }

  /**
   * Made by the certificate's issuer, or by a CRL issuer of the list's name under one of the
   * anchors: the issuer's other key, or whom the certificate's distribution point names (§6.3.3 f).
   */
  private Optional<Certificate> maker(Crl crl, Certificate certificate, Certificate issuer) {
    if (NameForms.same(crl.issuer(), issuer.name()) && pool.counts(pool.madeBy(crl, issuer))) {
      return Optional.of(issuer);
    }
    if (!crl.scope().covers(certificate, crl.issuer())
        || !pool.mayCompare(crl, pool.certificates().size())) {
      return Optional.empty();
    }
    return pool.certificates().stream()
        .filter(c -> NameForms.same(c.name(), crl.issuer()))
        // Nobody vouches for himself.
        .filter(c -> !c.publicKeyInfo().equals(certificate.publicKeyInfo()))
        .filter(c -> c.allowsUsage(KeyUsage.cRLSign))
        .filter(c -> pool.counts(pool.madeBy(crl, c)))
        .filter(this::trusted)
        .findFirst();
  }

  /** Whether the signer has a sound path; that nothing on it was lost is for {@link Custody}. */
  private boolean trusted(Certificate signer) {
    for (List<Certificate> path : pool.paths(signer)) {
      Report.Builder checks = new Report.Builder();
      new IssuerRules(pool.policy(), pool.links(), checks).check(path);
      if (checks.report().conclusion() == Conclusion.VALID) {
        return true;
      }
    }
    return false;
  }
}
