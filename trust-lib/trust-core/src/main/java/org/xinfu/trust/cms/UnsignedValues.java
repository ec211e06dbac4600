package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** The certificate-values and revocation-values attributes, RFC 5126 §6.3.3 and §6.3.4. */
final class UnsignedValues {
  private static final int CRLS = 0xa0;
  private static final int OCSPS = 0xa1;

  private UnsignedValues() {}

  /** What can be read of them; nobody believes it for being here. */
  static Evidence of(ParsedSigner signer) {
    return of(signer, (type, value) -> true);
  }

  /** What can be read of those attributes that {@code wanted} takes. */
  static Evidence of(ParsedSigner signer, BiPredicate<ASN1ObjectIdentifier, Der> wanted) {
    List<Certificate> certificates = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    List<Bytes> ocsps = new ArrayList<>();
    try {
      for (Der value : wanted(signer, Oids.CERTIFICATE_VALUES, wanted)) {
        value.children().forEach(c -> Certificate.parse(c.encoded()).ifPresent(certificates::add));
      }
      for (Der value : wanted(signer, Oids.REVOCATION_VALUES, wanted)) {
        for (Der part : value.children()) {
          List<Bytes> into = part.tag() == CRLS ? crls : part.tag() == OCSPS ? ocsps : null;
          if (into != null) {
            part.only().children().forEach(e -> into.add(e.encoded()));
          }
        }
      }
    } catch (MalformedDer damaged) {
      // What was read so far may still help; a missing rest only leaves something unproven.
    }
    return new Evidence(certificates, crls, ocsps);
  }

  private static List<Der> wanted(
      ParsedSigner signer,
      ASN1ObjectIdentifier type,
      BiPredicate<ASN1ObjectIdentifier, Der> wanted) {
    return signer.unsigned(type).stream().filter(value -> wanted.test(type, value)).toList();
  }
}
