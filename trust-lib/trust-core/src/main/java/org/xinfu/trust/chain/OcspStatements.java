package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.chain.RevocationStatement.Word;

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
      if (!singles.isEmpty() && pool.mayCompare(response, known.size())) {
        List<Certificate> own = delegates(response.certificates(), certificate, issuer);
        List<Certificate> all = Stream.of(own, known).flatMap(List::stream).toList();
        maker(response, all, issuer)
            .ifPresent(
                made ->
                    timely(response, singles)
                        .forEach(s -> statements.add(statement(s, certificate, made))));
      }
    }
    return statements;
  }

  /** What is dated later, or stands in an answer that is, was not known. */
  private Stream<OcspSingle> timely(OcspResponse response, List<OcspSingle> singles) {
    return singles.stream()
        .filter(s -> !s.thisUpdate().isAfter(now))
        .filter(s -> !response.producedAt().isAfter(now));
  }

  /** Those that the issuer may have certified to answer about this certificate. */
  private static List<Certificate> delegates(
      List<Certificate> all, Certificate certificate, Certificate issuer) {
    return all.stream()
        // Nobody vouches for himself.
        .filter(c -> !c.publicKeyInfo().equals(certificate.publicKeyInfo()))
        .filter(c -> PathBuilder.mayHaveIssued(issuer, c) && delegated(c))
        .toList();
  }

  /**
   * Who made an answer, when it is proven to have existed, and whether the policy brings it.
   *
   * @param vouched whether anything but its own word speaks for who made it, and nothing against
   * @param disowned whether who made it was disowned before it is proven to have existed
   */
  private record Made(
      Certificate by, Instant existed, boolean ours, boolean vouched, boolean disowned) {}

  private static RevocationStatement statement(
      OcspSingle single, Certificate certificate, Made made) {
    return new RevocationStatement(
        single.thisUpdate(),
        single.nextUpdate(),
        made.vouched() && single.understood() && single.remembers(certificate),
        CrlScope.ALL_REASONS,
        single.entry(),
        made.disowned() ? Word.DISOWNED : Word.ofUnderstood(single.understood()),
        true,
        made.by(),
        made.existed(),
        made.ours());
  }

  /** The issuer itself, or a responder that this very issuer certified for it. */
  private Optional<Made> maker(
      OcspResponse response, List<Certificate> delegates, Certificate issuer) {
    if (pool.counts(pool.madeBy(response, issuer))) {
      return Optional.of(made(response, issuer, true, false));
    }
    return delegates.stream()
        .distinct()
        .filter(c -> c.validAt(response.producedAt()))
        .filter(c -> pool.counts(pool.madeBy(response, c)))
        .filter(c -> pool.links().state(issuer, c) == Links.State.HOLDS)
        .map(c -> delegate(response, c, issuer))
        // One key may have a certificate that was revoked and one that was not.
        .max(Comparator.comparing(Made::vouched).thenComparing(m -> !m.disowned()));
  }

  private Made made(OcspResponse response, Certificate by, boolean vouched, boolean disowned) {
    return new Made(by, pool.existed(response), pool.ours(response), vouched, disowned);
  }

  /**
   * §4.2.2.2.1: with ocsp-nocheck unless a list or the issuer's own answer names it. Without it
   * somebody else has to vouch, which interop does not insist on. Until then, and where only what
   * is not understood names it, its "good" means nothing, while whom it revokes is heard: no
   * revocation vanishes by a doubt. Once it is revoked itself, or the policy's trust in it has
   * ended, whom it revokes is in doubt too, unless its answer is proven to be older: whoever has a
   * key that was disowned would refute anybody's signature with it.
   */
  private Made delegate(OcspResponse response, Certificate responder, Certificate issuer) {
    List<RevocationStatement> others =
        new ArrayList<>(CrlStatements.near(pool, now).about(responder, issuer));
    for (OcspResponse other : pool.ocsps()) {
      if (pool.counts(pool.madeBy(other, issuer))) {
        Made byIssuer = made(other, issuer, true, false);
        timely(other, other.about(responder, issuer))
            .forEach(s -> others.add(statement(s, responder, byIssuer)));
      }
    }
    Instant existed = pool.existed(response);
    Predicate<RevokedEntry> before = entry -> !entry.since().isAfter(existed);
    boolean revoked = Statements.revocations(others).stream().anyMatch(before);
    boolean distrusted = !pool.ours(response) && pool.distrusted(responder, existed);
    boolean doubted = Statements.doubts(others).stream().anyMatch(before);
    boolean vouched = others.stream().anyMatch(RevocationStatement::knows);
    boolean believed = vouched || exempt(responder) || !pool.policy().strict();
    // That a "good" is not believed for want of trust is for Custody to say.
    return made(response, responder, believed && !revoked && !doubted, revoked || distrusted);
  }

  private static boolean delegated(Certificate responder) {
    boolean signs =
        !responder.hasKeyUsage()
            || IssuerRules.hasAny(responder, KeyUsage.digitalSignature, KeyUsage.nonRepudiation);
    return signs && responder.extensions().purposes().contains(KeyPurposeId.id_kp_OCSPSigning);
  }

  /** Whether nobody is to ask about the responder, §4.2.2.2.1. */
  static boolean exempt(Certificate responder) {
    return delegated(responder)
        && Optional.of(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck)
            .flatMap(responder::extension)
            .isPresent();
  }
}
