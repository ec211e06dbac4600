package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What the OCSP responses at hand say about a certificate, RFC 6960 §3.2 and §4.2.2.2. */
final class OcspStatements {
  private final RevocationPool pool;
  private final Instant now;

  OcspStatements(RevocationPool pool, Instant now) {
    this.pool = pool;
    this.now = now;
  }

  List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    List<RevocationStatement> statements = new ArrayList<>();
    List<Certificate> known = delegates(pool.certificates(), certificate, issuer);
    for (OcspResponse response : pool.ocsps()) {
      List<OcspSingle> singles = response.about(certificate, issuer);
      if (!singles.isEmpty() && pool.allowed(response, known.size())) {
        List<Certificate> own = delegates(response.certificates(), certificate, issuer);
        if (authorised(response, Stream.of(own, known).flatMap(List::stream).toList(), issuer)) {
          for (OcspSingle single : singles) {
            if (!single.thisUpdate().isAfter(now) && !response.producedAt().isAfter(now)) {
              statements.add(statement(single, certificate));
            }
          }
        }
      }
    }
    return statements;
  }

  /** Those that the issuer may have certified to answer about this certificate. */
  private static List<Certificate> delegates(
      List<Certificate> all, Certificate certificate, Certificate issuer) {
    return all.stream()
        // Nobody vouches for himself.
        .filter(
            c -> !c.equals(certificate) && !c.publicKeyInfo().equals(certificate.publicKeyInfo()))
        .filter(c -> PathBuilder.mayHaveIssued(issuer, c) && delegated(c))
        .toList();
  }

  private static RevocationStatement statement(OcspSingle single, Certificate certificate) {
    return new RevocationStatement(
        single.thisUpdate(),
        single.nextUpdate(),
        single.remembers(certificate),
        CrlScope.ALL_REASONS,
        single.entry(),
        true);
  }

  /** The issuer itself, or a responder that this very issuer certified for it. */
  private boolean authorised(
      OcspResponse response, List<Certificate> delegates, Certificate issuer) {
    if (pool.counts(pool.madeBy(response, issuer))) {
      return true;
    }
    return delegates.stream()
        .distinct()
        .filter(c -> c.validAt(response.producedAt()))
        .filter(c -> pool.counts(pool.madeBy(response, c)))
        .filter(c -> pool.links().state(issuer, c) == Links.State.HOLDS)
        .anyMatch(c -> unrevoked(c, issuer, response));
  }

  private static boolean delegated(Certificate responder) {
    boolean signs =
        !responder.hasKeyUsage()
            || IssuerRules.hasAny(responder, KeyUsage.digitalSignature, KeyUsage.nonRepudiation);
    return signs && responder.extensions().purposes().contains(KeyPurposeId.id_kp_OCSPSigning);
  }

  /**
   * §4.2.2.2.1: with ocsp-nocheck unless a list names it; without it somebody else has to vouch,
   * which interop does not insist on.
   */
  private boolean unrevoked(Certificate responder, Certificate issuer, OcspResponse asked) {
    List<RevocationStatement> lists = new CrlStatements(pool, now).about(responder, issuer);
    List<RevocationStatement> others = new ArrayList<>(lists);
    for (OcspResponse other : pool.ocsps()) {
      if (other != asked
          && pool.madeBy(other, responder).isEmpty()
          && pool.counts(pool.madeBy(other, issuer))) {
        other.about(responder, issuer).forEach(s -> others.add(statement(s, responder)));
      }
    }
    if (others.stream().anyMatch(s -> s.entry().isPresent())) {
      return false;
    }
    boolean vouched = others.stream().anyMatch(s -> s.knows() && !s.thisUpdate().isAfter(now));
    return vouched || exempt(responder) || !pool.policy().strict();
  }

  private static boolean exempt(Certificate responder) {
    return Optional.of(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck)
        .flatMap(responder::extension)
        .isPresent();
  }
}
