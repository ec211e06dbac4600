package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.der.Decoding;

/** What every certificate below the anchor must look like, RFC 5280 §4.1 and §4.2. */
final class CertificateForm {
  /** Processed somewhere in this package, or purely declaring. */
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName,
          Extension.certificatePolicies,
          Extension.policyMappings,
          Extension.policyConstraints,
          Extension.inhibitAnyPolicy,
          Extension.nameConstraints,
          Extension.cRLDistributionPoints,
          Extension.subjectKeyIdentifier,
          Extension.authorityKeyIdentifier,
          Extension.qCStatements,
          OCSPObjectIdentifiers.id_pkix_ocsp_nocheck);

  /** GM/T 0015 §5.2.4: identity numbers of persons and units, which bind nothing. */
  private static final String GM_IDENTITIES = "1.2.156.10260.4.1.";

  /** Asked about in any case, §4.2.1.11 and §4.2.1.14. */
  private static final Set<ASN1ObjectIdentifier> MUST_BE_CRITICAL =
      Set.of(Extension.policyConstraints, Extension.inhibitAnyPolicy);

  private CertificateForm() {}

  /** One that states a rule which cannot be read: nobody knows what it allows, the anchor too. */
  static void checkReadable(Certificate certificate, Report.Builder checks) {
    Set<ASN1ObjectIdentifier> damaged = certificate.extensions().damaged();
    if (!damaged.isEmpty()) {
      checks.fail(
          "certificate-readable",
          "RFC 5280 4.2",
          Reason.MALFORMED,
          certificate + ": damaged " + damaged);
    }
  }

  static void check(Certificate certificate, Report.Builder checks) {
    List<String> foreign =
        Optional.ofNullable(certificate.holder().getExtensions()).stream()
            .flatMap(all -> Arrays.stream(all.getCriticalExtensionOIDs()))
            .filter(oid -> !UNDERSTOOD.contains(oid))
            .map(ASN1ObjectIdentifier::getId)
            .filter(oid -> !oid.startsWith(GM_IDENTITIES))
            .toList();
    if (foreign.isEmpty()) {
      checks.pass("certificate-extensions", "RFC 5280 6.1.4 o", certificate.toString());
    } else {
      checks.unknown(
          "certificate-extensions",
          "RFC 5280 6.1.4 o",
          Reason.CRITICAL_EXTENSION_UNKNOWN,
          certificate + ": " + foreign);
    }
    if (nameless(certificate) && certificate.alternativeNames().isEmpty()) {
      checks.unknown(
          "certificate-subject",
          "RFC 5280 4.1.2.6",
          Reason.MALFORMED,
          "the certificate " + certificate.serial() + " names nobody");
    }
    List<String> odd = oddities(certificate);
    if (!odd.isEmpty()) {
      checks.warn(
          "certificate-form",
          "RFC 5280 4.1",
          Reason.ENCODING_NOT_STANDARD,
          certificate + ": " + odd);
    }
  }

  private static boolean nameless(Certificate certificate) {
    return certificate.name().getRDNs().length == 0;
  }

  /** Deviations that CAs did write, and that change nothing about who signed. */
  private static List<String> oddities(Certificate certificate) {
    List<String> odd = new ArrayList<>();
    BigInteger serial = certificate.serial();
    if (serial.signum() <= 0) {
      odd.add("serial not positive");
    }
    if (serial.bitLength() > 160) {
      odd.add("serial longer than 20 octets");
    }
    int version = certificate.holder().getVersionNumber();
    boolean extended = certificate.holder().hasExtensions();
    if (version < 3 && extended) {
      odd.add("extensions in version " + version);
    }
    if (repeatsPolicy(certificate)) {
      odd.add("a policy twice");
    }
    if (!certificate.isCa() && certificate.extension(Extension.nameConstraints).isPresent()) {
      odd.add("name constraints and no CA");
    }
    if (MUST_BE_CRITICAL.stream()
        .flatMap(oid -> certificate.extension(oid).stream())
        .anyMatch(extension -> !extension.isCritical())) {
      odd.add("a rule for policies that is not critical");
    }
    if (certificate.holder().getIssuer().getRDNs().length == 0) {
      odd.add("no issuer name");
    }
    boolean critical =
        certificate
            .extension(Extension.subjectAlternativeName)
            .filter(Extension::isCritical)
            .isPresent();
    if (nameless(certificate) && !critical) {
      odd.add("names in an extension alone that is not critical");
    }
    if (certificate.notAfter().isBefore(certificate.notBefore())) {
      odd.add("ends before it begins");
    }
    return odd;
  }

  /** §4.2.1.4: no policy more than once. */
  private static boolean repeatsPolicy(Certificate certificate) {
    int different = certificate.extensions().policies().size();
    return certificate
        .extension(Extension.certificatePolicies)
        .flatMap(e -> Decoding.of(() -> ASN1Sequence.getInstance(e.getParsedValue()).size()))
        .filter(written -> different > 0 && written > different)
        .isPresent();
  }
}
