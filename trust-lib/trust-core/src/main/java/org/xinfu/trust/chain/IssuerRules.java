package org.xinfu.trust.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Standing;
import org.xinfu.trust.key.VerificationKey;

/** Form and issuing rules of RFC 5280 §6.1, for each certificate of a path below its anchor. */
final class IssuerRules {
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName,
          Extension.certificatePolicies,
          Extension.cRLDistributionPoints,
          Extension.subjectKeyIdentifier,
          Extension.authorityKeyIdentifier);

  private final TrustPolicy policy;
  private final Report.Builder checks;

  IssuerRules(TrustPolicy policy, Report.Builder checks) {
    this.policy = policy;
    this.checks = checks;
  }

  void check(List<Certificate> path) {
    for (int i = 0; i < path.size() - 1; i++) {
      signature(path.get(i), path.get(i + 1));
      extensions(path.get(i));
    }
    int intermediates = 0;
    for (int i = 1; i < path.size(); i++) {
      issuer(path.get(i), intermediates);
      // RFC 5280 §6.1.4 l: self-issued certificates do not count.
      if (!path.get(i).selfIssued()) {
        intermediates++;
      }
    }
  }

  private void signature(Certificate subject, Certificate issuer) {
    String id = "certificate-signature";
    String clause = "RFC 5280 6.1.3 a 1";
    Optional<SignedSlices> slices = SignedSlices.ofCertificate(subject.der());
    if (slices.isEmpty()) {
      checks.fail(id, clause, Reason.MALFORMED, subject + ": not DER");
      return;
    }
    Optional<VerificationKey> key = slices.get().key(issuer);
    if (!slices.get().algorithmsAgree()) {
      checks.fail(id, clause, Reason.ALGORITHM_MISMATCH, subject + ": inner and outer differ");
    } else if (slices.get().scheme().isEmpty() || issuer.keyKind().isEmpty()) {
      checks.unknown(id, clause, Reason.ALGORITHM_NOT_ALLOWED, subject.toString());
    } else if (key.isEmpty()) {
      checks.fail(id, clause, Reason.ALGORITHM_MISMATCH, subject + ": not the issuer's key type");
    } else if (!slices.get().signedBy(issuer)) {
      checks.fail(id, clause, Reason.CHAIN_BROKEN, subject + " is not signed by " + issuer);
    } else {
      checks.pass(id, clause, subject.toString());
      Standing standing = policy.standing(key.get(), policy.at());
      if (standing.grade() != Standing.Grade.GOOD) {
        standing.report(checks, "certificate-algorithm", clause);
      }
    }
  }

  private void extensions(Certificate certificate) {
    List<String> foreign =
        Stream.concat(
                criticalIds(certificate).filter(oid -> !UNDERSTOOD.contains(oid)),
                // Name constraints bind even when an issuer forgot to mark them critical.
                certificate.extension(Extension.nameConstraints).stream().map(Extension::getExtnId))
            .map(ASN1ObjectIdentifier::getId)
            .distinct()
            .toList();
    checks.require(
        foreign.isEmpty(),
        "certificate-extensions",
        "RFC 5280 6.1.4 o",
        Reason.CRITICAL_EXTENSION_UNKNOWN,
        certificate + ": " + foreign);
  }

  private static Stream<ASN1ObjectIdentifier> criticalIds(Certificate certificate) {
    return Optional.ofNullable(certificate.holder().getExtensions()).stream()
        .flatMap(all -> Arrays.stream(all.getCriticalExtensionOIDs()));
  }

  private void issuer(Certificate issuer, int below) {
    checks.require(
        issuer.isCa(), "issuer-is-ca", "RFC 5280 6.1.4 k", Reason.NOT_A_CA, issuer.toString());
    checks.require(
        !issuer.hasKeyUsage() || issuer.allowsUsage(KeyUsage.keyCertSign),
        "issuer-key-usage",
        "RFC 5280 6.1.4 n",
        Reason.KEY_USAGE_WRONG,
        issuer + " may not sign certificates");
    checks.require(
        pathLength(issuer).map(limit -> below <= limit).orElse(true),
        "path-length",
        "RFC 5280 6.1.4 m",
        Reason.PATH_TOO_LONG,
        issuer + " has " + below + " CAs below");
  }

  private static Optional<Integer> pathLength(Certificate issuer) {
    return issuer
        .extension(Extension.basicConstraints)
        .map(e -> BasicConstraints.getInstance(e.getParsedValue()))
        .flatMap(c -> Optional.ofNullable(c.getPathLenConstraint()))
        .map(limit -> limit.bitLength() > 30 ? Integer.MAX_VALUE : limit.intValue());
  }

  /** The subjects, for a report's detail. */
  static String names(List<Certificate> path) {
    return String.join(" < ", path.stream().map(Certificate::toString).toList());
  }

  /** Whether the certificate has any of these {@link KeyUsage} bits. */
  static boolean hasAny(Certificate certificate, int... bits) {
    return Arrays.stream(bits).anyMatch(certificate::allowsUsage);
  }
}
