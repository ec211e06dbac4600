package org.xinfu.trust.cms;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * RevocationInfoChoice, RFC 5652 §10.2.1: a CRL, or another format under [1].
 *
 * @param encoded as received
 * @param crl whether it is a CRL
 * @param ocsp the OCSP response of the format of RFC 5940 §2.1, where it is one
 */
record RevocationChoice(Bytes encoded, boolean crl, Optional<Bytes> ocsp) {
  /** The lists among {@code all}. */
  static List<Bytes> crls(List<RevocationChoice> all) {
    return all.stream().filter(RevocationChoice::crl).map(RevocationChoice::encoded).toList();
  }

  /** The OCSP responses among {@code all}. */
  static List<Bytes> ocsps(List<RevocationChoice> all) {
    return all.stream().flatMap(choice -> choice.ocsp().stream()).toList();
  }

  /** Reads it now, so that a damaged one is refused with the message that carries it. */
  static RevocationChoice parse(Der element) {
    if (element.tag() == Der.SEQUENCE) {
      return new RevocationChoice(element.encoded(), true, Optional.empty());
    }
    List<Der> parts = element.expect(Der.CONTEXT_1).children();
    if (parts.size() != 2) {
      throw new MalformedDer("OtherRevocationInfoFormat at " + element.offset());
    }
    boolean ocsp = ParsedCms.oid(parts.get(0)).equals(Oids.OCSP_RESPONSE);
    return new RevocationChoice(
        element.encoded(), false, ocsp ? Optional.of(parts.get(1).encoded()) : Optional.empty());
  }
}
