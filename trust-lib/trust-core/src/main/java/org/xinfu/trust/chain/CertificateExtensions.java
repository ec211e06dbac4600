package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * The extensions that the rules of this package ask for, RFC 5280 §4.2, read together with their
 * certificate. One that cannot be read counts as absent; {@link #damaged} tells of those that a
 * path must not have. Where more can be fetched is a hint, and a damaged hint is none.
 */
final class CertificateExtensions {
  private final X509CertificateHolder holder;
  private final Set<ASN1ObjectIdentifier> damaged = new LinkedHashSet<>();
  private final Optional<Bytes> subjectKey;
  private final Optional<Bytes> authorityKey;
  private final List<KeyPurposeId> purposes;
  private final List<GeneralName> alternatives;
  private final Set<ASN1ObjectIdentifier> policies;
  private final Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings;
  private final Optional<PolicyConstraints> policyConstraints;
  private final Optional<BigInteger> inhibitAny;
  private final Optional<NameConstraints> nameConstraints;
  private final List<DistributionPoint> points;
  private final List<DistributionPoint> freshest;
  private final List<AccessDescription> accesses;

  CertificateExtensions(X509CertificateHolder holder) {
    this.holder = holder;
    subjectKey = rule(Extension.subjectKeyIdentifier, v -> octets(ASN1OctetString.getInstance(v)));
    authorityKey =
        rule(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance)
            .flatMap(id -> Optional.ofNullable(id.getKeyIdentifierOctets()))
            .map(Bytes::of);
    purposes = rule(Extension.extendedKeyUsage, CertificateExtensions::purposes).orElse(List.of());
    alternatives = rule(Extension.subjectAlternativeName, NameForms::read).orElse(List.of());
    policies =
        rule(Extension.certificatePolicies, CertificateExtensions::policies).orElse(Set.of());
    mappings = rule(Extension.policyMappings, CertificateExtensions::mappings).orElse(Map.of());
    policyConstraints = rule(Extension.policyConstraints, PolicyConstraints::getInstance);
    inhibitAny = rule(Extension.inhibitAnyPolicy, v -> ASN1Integer.getInstance(v).getValue());
    nameConstraints = rule(Extension.nameConstraints, CertificateExtensions::constraints);
    points = points(Extension.cRLDistributionPoints);
    freshest = points(Extension.freshestCRL);
    accesses =
        value(Extension.authorityInfoAccess, AuthorityInformationAccess::getInstance)
            .map(access -> List.of(access.getAccessDescriptions()))
            .orElse(List.of());
  }

  /** Those that cannot be read and that rules ask for. */
  Set<ASN1ObjectIdentifier> damaged() {
    return damaged;
  }

  /** The key's identifier, §4.2.1.2. */
  Optional<Bytes> subjectKey() {
    return subjectKey;
  }

  /** The identifier of the issuer's key, §4.2.1.1. */
  Optional<Bytes> authorityKey() {
    return authorityKey;
  }

  /** extKeyUsage, §4.2.1.12; empty when absent. */
  List<KeyPurposeId> purposes() {
    return purposes;
  }

  /** subjectAltName, §4.2.1.6. */
  List<GeneralName> alternatives() {
    return alternatives;
  }

  /** The identifiers of certificatePolicies, §4.2.1.4. */
  Set<ASN1ObjectIdentifier> policies() {
    return policies;
  }

  /** policyMappings, §4.2.1.5: of the issuer's policies those of the subject. */
  Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings() {
    return mappings;
  }

  Optional<PolicyConstraints> policyConstraints() {
    return policyConstraints;
  }

  Optional<BigInteger> inhibitAny() {
    return inhibitAny;
  }

  Optional<NameConstraints> nameConstraints() {
    return nameConstraints;
  }

  /** cRLDistributionPoints, §4.2.1.13. */
  List<DistributionPoint> points() {
    return points;
  }

  /** freshestCRL, §4.2.1.15. */
  List<DistributionPoint> freshest() {
    return freshest;
  }

  /** authorityInfoAccess, §4.2.2.1. */
  List<AccessDescription> accesses() {
    return accesses;
  }

  private <T> Optional<T> rule(ASN1ObjectIdentifier oid, Function<ASN1Encodable, T> reader) {
    Optional<T> value = value(oid, reader);
    if (value.isEmpty() && holder.getExtension(oid) != null) {
      damaged.add(oid);
    }
    return value;
  }

  private <T> Optional<T> value(ASN1ObjectIdentifier oid, Function<ASN1Encodable, T> reader) {
    @Nullable Extension extension = holder.getExtension(oid);
    return extension == null
        ? Optional.empty()
        : Decoding.of(() -> reader.apply(extension.getParsedValue()));
  }

  private List<DistributionPoint> points(ASN1ObjectIdentifier oid) {
    return value(oid, CRLDistPoint::getInstance)
        .flatMap(
            all -> Decoding.of(() -> Arrays.stream(all.getDistributionPoints()).map(this::read)))
        .flatMap(all -> Decoding.of(all::toList))
        .orElse(List.of());
  }

  /** Names in a point are read as names of the certificate's issuer, §4.2.1.13. */
  private DistributionPoint read(DistributionPoint point) {
    CrlScope.namesOf(point, holder.getIssuer());
    if (point.getCRLIssuer() != null) {
      NameForms.read(point.getCRLIssuer());
    }
    return point;
  }

  private static Bytes octets(ASN1OctetString value) {
    return Bytes.of(value.getOctets());
  }

  private static List<KeyPurposeId> purposes(ASN1Encodable value) {
    return List.of(ExtendedKeyUsage.getInstance(value).getUsages());
  }

  private static Set<ASN1ObjectIdentifier> policies(ASN1Encodable value) {
    Set<ASN1ObjectIdentifier> stated = new HashSet<>();
    for (PolicyInformation each : CertificatePolicies.getInstance(value).getPolicyInformation()) {
      stated.add(each.getPolicyIdentifier());
    }
    return stated;
  }

  private static Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings(
      ASN1Encodable value) {
    Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> mappings = new HashMap<>();
    for (ASN1Encodable each : ASN1Sequence.getInstance(value)) {
      ASN1Sequence pair = ASN1Sequence.getInstance(each);
      mappings.computeIfAbsent(oid(pair, 0), from -> new HashSet<>()).add(oid(pair, 1));
    }
    return mappings;
  }

  private static ASN1ObjectIdentifier oid(ASN1Sequence pair, int index) {
    return ASN1ObjectIdentifier.getInstance(pair.getObjectAt(index));
  }

  private static NameConstraints constraints(ASN1Encodable value) {
    NameConstraints constraints = NameConstraints.getInstance(value);
    read(constraints.getPermittedSubtrees());
    read(constraints.getExcludedSubtrees());
    return constraints;
  }

  private static void read(GeneralSubtree @Nullable [] subtrees) {
    if (subtrees != null) {
      Arrays.stream(subtrees).forEach(t -> NameForms.read(new GeneralNames(t.getBase())));
    }
  }
}
