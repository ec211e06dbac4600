package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.List;
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
 */
public record Evidence(List<Certificate> certificates, List<Bytes> crls, List<Bytes> ocsps) {
  public Evidence {
    certificates = List.copyOf(certificates);
    crls = List.copyOf(crls);
    ocsps = List.copyOf(ocsps);
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
        joined(ocsps, more.ocsps));
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
