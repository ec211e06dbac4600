package org.xinfu.trust.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Standing;
import org.xinfu.trust.key.VerificationKey;

/** Signatures and issuing rules of RFC 5280 §6.1, for each certificate of a path. */
final class IssuerRules {
  private static final String CA = "issuer-is-ca";
  private static final String CA_CLAUSE = "RFC 5280 6.1.4 k";

  private final TrustPolicy policy;
  private final Links links;
  private final Report.Builder checks;

  IssuerRules(TrustPolicy policy, Links links, Report.Builder checks) {
    this.policy = policy;
    this.links = links;
    this.checks = checks;
  }

  void check(List<Certificate> path) {
    path.forEach(c -> CertificateForm.checkReadable(c, checks));
    for (int i = 0; i < path.size() - 1; i++) {
      signature(path.get(i), path.get(i + 1));
      CertificateForm.check(path.get(i), checks);
    }
    int intermediates = 0;
    for (int i = 1; i < path.size(); i++) {
      issuer(path.get(i), intermediates, i == path.size() - 1);
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
    Links.State state = links.state(issuer, subject);
    if (!slices.get().sameAlgorithm()) {
      checks.fail(id, clause, Reason.ALGORITHM_MISMATCH, subject + ": inner and outer differ");
    } else if (state == Links.State.WRONG && key.isEmpty()) {
      checks.fail(id, clause, Reason.ALGORITHM_MISMATCH, subject + ": not the issuer's key type");
    } else if (state == Links.State.WRONG) {
      checks.fail(id, clause, Reason.CHAIN_BROKEN, subject + " is not signed by " + issuer);
    } else if (state == Links.State.UNJUDGED && links.exhausted() && key.isPresent()) {
      checks.unknown(id, clause, Reason.BUDGET_EXCEEDED, subject + ": too many certificates");
    } else if (state == Links.State.UNJUDGED || key.isEmpty()) {
      // What we cannot judge is no fact against the certificate.
      String why = key.isPresent() ? ": SM2 under an empty user id" : "";
      checks.unknown(id, clause, Reason.ALGORITHM_NOT_ALLOWED, subject + why);
    } else {
      held(subject, slices.get(), policy.standing(key.get(), policy.at()));
    }
  }

  private void held(Certificate subject, SignedSlices slices, Standing standing) {
    if (slices.algorithmAsWritten()) {
      checks.pass("certificate-signature", "RFC 5280 6.1.3 a 1", subject.toString());
    } else {
      checks.warn(
          "certificate-signature",
          "GM/T 0015",
          Reason.ENCODING_NOT_STANDARD,
          subject + ": odd algorithm parameters");
    }
    if (standing.grade() != Standing.Grade.GOOD) {
      standing.report(checks, "certificate-algorithm", "RFC 5280 6.1.3 a 1");
    }
  }

  private void issuer(Certificate issuer, int below, boolean anchor) {
    if (anchor && issuer.extension(Extension.basicConstraints).isEmpty()) {
      chosen(issuer);
    } else {
      checks.require(issuer.isCa(), CA, CA_CLAUSE, Reason.NOT_A_CA, issuer.toString());
    }
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

  /**
   * An anchor that does not say whether it is a CA: §6.1.4 k asks it of those between alone. Before
   * version 3 nothing could say so. After it, whoever chose the certificate may have meant its
   * holder and nobody else, unless its key usage speaks of certificates and nobody above issued it.
   */
  private void chosen(Certificate anchor) {
    if (anchor.holder().getVersionNumber() < 3) {
      checks.pass(CA, CA_CLAUSE, anchor.toString());
    } else if (anchor.allowsUsage(KeyUsage.keyCertSign)
        && anchor.selfIssued()
        && !policy.strict()) {
      checks.warn(CA, CA_CLAUSE, Reason.NOT_A_CA, anchor + " says so by its key usage alone");
    } else {
      checks.unknown(CA, CA_CLAUSE, Reason.NOT_A_CA, anchor + " does not say that it is a CA");
    }
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
