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
        List<Certificate> all = Stream.of(own, known).flatMap(List::stream).toList();
        maker(response, all, issuer)
            .map(maker -> new Made(pool.existed(response), maker, pool.ours(response)))
            .ifPresent(
                made ->
                    singles.stream()
                        .filter(s -> !s.thisUpdate().isAfter(now))
                        .filter(s -> !response.producedAt().isAfter(now))
                        .forEach(s -> statements.add(statement(s, certificate, made))));
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

  /** Who made an answer, when it is proven to have existed, and whether the policy brings it. */
  private record Made(Instant existed, Certificate by, boolean ours) {}

  private static RevocationStatement statement(
      OcspSingle single, Certificate certificate, Made made) {
    return new RevocationStatement(
        single.thisUpdate(),
        single.nextUpdate(),
        single.remembers(certificate),
        CrlScope.ALL_REASONS,
        single.entry(),
        true,
        made.by(),
        made.existed(),
        made.ours());
  }

  /** The issuer itself, or a responder that this very issuer certified for it. */
  private Optional<Certificate> maker(
      OcspResponse response, List<Certificate> delegates, Certificate issuer) {
    if (pool.counts(pool.madeBy(response, issuer))) {
      return Optional.of(issuer);
    }
    return delegates.stream()
        .distinct()
        .filter(c -> c.validAt(response.producedAt()))
        .filter(c -> pool.counts(pool.madeBy(response, c)))
        .filter(c -> pool.links().state(issuer, c) == Links.State.HOLDS)
        .filter(c -> unrevoked(c, issuer, response))
        .findFirst();
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
        Made made = new Made(pool.existed(other), issuer, pool.ours(other));
        other.about(responder, issuer).forEach(s -> others.add(statement(s, responder, made)));
      }
    }
    if (others.stream().anyMatch(s -> s.entry().isPresent())) {
      return false;
    }
    boolean vouched = others.stream().anyMatch(s -> s.knows() && !s.thisUpdate().isAfter(now));
    return vouched || exempt(responder) || !pool.policy().strict();
  }

  /** Whether nobody is to ask about the responder, §4.2.2.2.1. */
  static boolean exempt(Certificate responder) {
    return delegated(responder)
        && Optional.of(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck)
            .flatMap(responder::extension)
            .isPresent();
  }
}
