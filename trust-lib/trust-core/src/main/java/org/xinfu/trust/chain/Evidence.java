package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;

/**
 * What a document brings for its own validation (CMS certificates and crls, DSS dictionaries, XAdES
 * values, …). Nothing of it is believed because it is there: certificates only help to build paths,
 * CRLs and OCSP responses count after their own signature and authority were checked, and damaged
 * ones are passed over.
 *
 * @param certificates that may lie between a signer and an anchor, in any order
 * @param crls DER CertificateList, RFC 5280 §5
 * @param ocsps DER OCSPResponse or BasicOCSPResponse, RFC 6960 §4.2.1
 * @param proven when pieces of it, by their octets, are proven to have existed (proof of existence,
 *     ETSI EN 319 102-1 §5.6.2.3); what is not in there is known to exist at the moment of
 *     validation alone, and may have been made by then by whoever has a stolen key
 */
public record Evidence(
    List<Certificate> certificates,
    List<Bytes> crls,
    List<Bytes> ocsps,
    Map<Bytes, Instant> proven) {
  public Evidence {
    certificates = List.copyOf(certificates);
    crls = List.copyOf(crls);
    ocsps = List.copyOf(ocsps);
    proven = Map.copyOf(proven);
  }

  /** Of which nothing is proven to have existed before. */
  public Evidence(List<Certificate> certificates, List<Bytes> crls, List<Bytes> ocsps) {
    this(certificates, crls, ocsps, Map.of());
  }

  /** A document that brings nothing. */
  public static Evidence none() {
    return new Evidence(List.of(), List.of(), List.of());
  }

  /** Certificates alone. */
  public static Evidence of(List<Certificate> certificates) {
    return new Evidence(certificates, List.of(), List.of());
  }

  /** This and {@code more}. */
  public Evidence and(Evidence more) {
    return new Evidence(
        joined(certificates, more.certificates),
        joined(crls, more.crls),
        joined(ocsps, more.ocsps),
        earliest(proven, more.proven));
  }

  /** This, all of which is proven to have existed at {@code at}. */
  public Evidence existing(Instant at) {
    return proving(this, at);
  }

  /** This, and that whatever is in {@code part} is proven to have existed at {@code at}. */
  public Evidence proving(Evidence part, Instant at) {
    Map<Bytes, Instant> pieces = new HashMap<>();
    part.certificates.forEach(certificate -> pieces.put(certificate.der(), at));
    part.crls.forEach(crl -> pieces.put(crl, at));
    part.ocsps.forEach(ocsp -> pieces.put(ocsp, at));
    return new Evidence(certificates, crls, ocsps, earliest(proven, pieces));
  }

  /** Whether there are lists or answers. */
  public boolean hasLists() {
    return !crls.isEmpty() || !ocsps.isEmpty();
  }

  /** Lists and answers as they were received. */
  public Stream<Bytes> lists() {
    return Stream.concat(crls.stream(), ocsps.stream());
  }

  /**
   * The lists in the name of the certificate's issuer, indirect ones, and answers about its serial;
   * whose they are is not verified.
   */
  public Set<Bytes> tellingOf(Certificate certificate) {
    Predicate<Bytes> telling =
        der ->
            Crl.parse(der).filter(list -> list.mayName(certificate)).isPresent()
                || OcspResponse.parse(der).filter(r -> r.names(certificate.serial())).isPresent();
    return lists().filter(telling).collect(Collectors.toSet());
  }

  /** How many certificates, lists and answers. */
  int pieces() {
    return certificates.size() + crls.size() + ocsps.size();
  }

  /** Their length together. */
  long octets() {
    return Stream.concat(certificates.stream().map(Certificate::der), lists())
        .mapToLong(Bytes::length)
        .sum();
  }

  /** The earliest moment at which these octets are proven to have existed. */
  Optional<Instant> provenBy(Bytes piece) {
    return Optional.ofNullable(proven.get(piece));
  }

  private static Map<Bytes, Instant> earliest(Map<Bytes, Instant> one, Map<Bytes, Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    Map<Bytes, Instant> all = new HashMap<>(one);
    other.forEach((piece, at) -> all.merge(piece, at, (a, b) -> a.isBefore(b) ? a : b));
    return all;
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
