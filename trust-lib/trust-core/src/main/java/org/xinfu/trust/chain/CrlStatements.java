package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Report;
import org.xinfu.trust.chain.RevocationStatement.Word;

/** What the lists at hand say about a certificate, RFC 5280 §6.3.3. */
final class CrlStatements {
  private final RevocationPool pool;
  private final Instant now;
  private final boolean asking;

  /** Since when somebody is revoked, as its own issuer or a responder of that says. */
  private final Map<Links.Pair, List<RevokedEntry>> disowned = new HashMap<>();

  /**
   * Who made a list.
   *
   * @param disowned whether it was revoked, or the policy's trust in it had ended, before the list
   *     is proven to have existed
   */
  private record Maker(Certificate by, boolean disowned) {}

  private CrlStatements(RevocationPool pool, Instant now, boolean asking) {
    this.pool = pool;
    this.now = now;
    this.asking = asking;
  }

  /** Who makes lists for others is asked about, one step far. */
  static CrlStatements asking(RevocationPool pool, Instant now) {
    return new CrlStatements(pool, now, true);
  }

  /** Whoever makes lists for others is not asked about, so that asking ends. */
  static CrlStatements near(RevocationPool pool, Instant now) {
    return new CrlStatements(pool, now, false);
  }

  List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    Map<Crl, Maker> makers = new LinkedHashMap<>();
    pool.crls().stream()
        .filter(c -> !c.thisUpdate().isAfter(now))
        .filter(c -> c.mayName(certificate))
        .forEach(c -> maker(c, certificate, issuer).ifPresent(m -> makers.put(c, m)));
    List<RevocationStatement> statements = new ArrayList<>();
    List<Crl> read = makers.keySet().stream().filter(Crl::understood).toList();
    List<Crl> complete = read.stream().filter(c -> c.base().isEmpty()).toList();
    for (Crl crl : complete) {
      boolean knows = knows(crl, certificate) && !rolledBack(crl, complete);
      statements.addAll(told(crl, knows, crl.entries(certificate), makers));
    }
    for (Crl delta : read) {
      if (delta.base().isPresent()) {
        statements.addAll(continued(delta, complete, certificate, makers));
      }
    }
    makers.keySet().stream()
        .filter(c -> !c.understood())
        .forEach(c -> statements.addAll(told(c, false, c.entries(certificate), makers)));
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
  private List<RevocationStatement> continued(
      Crl delta, List<Crl> complete, Certificate certificate, Map<Crl, Maker> makers) {
    BigInteger from = delta.base().orElseThrow();
    Optional<Crl> base =
        complete.stream()
            .filter(c -> c.sameSeries(delta) && c.number().isPresent())
            .filter(c -> c.number().get().compareTo(from) >= 0)
            .filter(c -> delta.number().filter(n -> n.compareTo(c.number().get()) >= 0).isPresent())
            .max(Comparator.comparing(c -> c.number().orElseThrow()));
    List<RevokedEntry> entries = delta.entries(certificate);
    if (entries.isEmpty() && base.isPresent() && !delta.releases(certificate)) {
      entries = base.get().entries(certificate);
    }
    boolean knows = base.isPresent() && knows(delta, certificate);
    List<RevocationStatement> alone = told(delta, knows, entries, makers);
    return base.map(pool::existed)
        .filter(pool.existed(delta)::isBefore)
        .map(later -> alone.stream().map(s -> s.provenOnly(later)).toList())
        .orElse(alone);
  }

  /** What a list says: once, or once for each of its entries about the certificate. */
  private List<RevocationStatement> told(
      Crl crl, boolean knows, List<RevokedEntry> entries, Map<Crl, Maker> makers) {
    return entries.isEmpty()
        ? List.of(statement(crl, knows, Optional.empty(), makers))
        : entries.stream().map(e -> statement(crl, knows, Optional.of(e), makers)).toList();
  }

  private RevocationStatement statement(
      Crl crl, boolean knows, Optional<RevokedEntry> entry, Map<Crl, Maker> makers) {
    Maker maker = Objects.requireNonNull(makers.get(crl));
    return new RevocationStatement(
        crl.thisUpdate(),
        crl.nextUpdate(),
        knows && mayTell(maker.by()),
        crl.scope().reasons(),
        entry,
        maker.disowned() ? Word.DISOWNED : Word.ofUnderstood(crl.understood()),
        false,
        maker.by(),
        pool.existed(crl),
        pool.ours(crl));
  }

  /**
   * Made by the certificate's issuer, or by a CRL issuer of the list's name under one of the
   * anchors: the issuer's other key, or whom the certificate's distribution point names (§6.3.3 f).
   */
  private Optional<Maker> maker(Crl crl, Certificate certificate, Certificate issuer) {
    Optional<Maker> own =
        Optional.of(new Maker(issuer, false))
            .filter(m -> NameForms.same(crl.issuer(), issuer.name()))
            .filter(m -> pool.counts(pool.madeBy(crl, issuer)));
    if (own.isPresent() && mayTell(issuer)) {
      return own;
    }
    if (!crl.scope().covers(certificate, crl.issuer())
        || !pool.mayCompare(crl, pool.certificates().size())) {
      return own;
    }
    Optional<Maker> other = Optional.empty();
    for (Certificate each : pool.certificates()) {
      if (NameForms.same(each.name(), crl.issuer())
          // Nobody vouches for himself.
          && !each.publicKeyInfo().equals(certificate.publicKeyInfo())
          && each.allowsUsage(KeyUsage.cRLSign)
          && pool.counts(pool.madeBy(crl, each))) {
        Optional<Maker> found = trusted(each, crl);
        if (found.filter(m -> !m.disowned()).isPresent()) {
          return found;
        }
        // One key may have a certificate that was revoked and one that was not.
        other = other.isPresent() ? other : found;
      }
    }
    return own.isPresent() ? own : other;
  }

  /**
   * Whether the signer has a sound path, RFC 5280 §6.3.3 f; and whether on each of them somebody is
   * disowned. What that means for silence is for {@link Custody}; whom such a list names is in
   * doubt: whoever has a key that its CA disowned would refute anybody's signature with it.
   */
  private Optional<Maker> trusted(Certificate signer, Crl crl) {
    Optional<Maker> found = Optional.empty();
    for (List<Certificate> path : pool.paths(signer)) {
      Report.Builder checks = new Report.Builder();
      new IssuerRules(pool.policy(), pool.links(), checks).check(path);
      if (checks.report().conclusion() == Conclusion.VALID) {
        found = Optional.of(new Maker(signer, asking && disowned(path, crl)));
        if (!found.get().disowned()) {
          return found;
        }
      }
    }
    return found;
  }

  private boolean disowned(List<Certificate> path, Crl crl) {
    Instant existed = pool.existed(crl);
    for (int i = 0; i + 1 < path.size(); i++) {
      Certificate each = path.get(i);
      Links.Pair pair = new Links.Pair(path.get(i + 1), each);
      boolean revoked =
          disowned.computeIfAbsent(pair, this::revocations).stream()
              .anyMatch(entry -> !entry.since().isAfter(existed));
      if (revoked || (!pool.ours(crl) && pool.distrusted(each, existed))) {
        return true;
      }
    }
    return false;
  }

  private List<RevokedEntry> revocations(Links.Pair pair) {
    List<RevocationStatement> told = near(pool, now).about(pair.subject(), pair.issuer());
    told.addAll(new OcspStatements(pool, now).about(pair.subject(), pair.issuer()));
    return Statements.revocations(told);
  }
}
