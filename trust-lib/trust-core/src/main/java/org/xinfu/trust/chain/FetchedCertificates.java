package org.xinfu.trust.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * What caIssuers leads to: one DER certificate, or a certs-only CMS message (RFC 5280 §4.2.2.1).
 */
final class FetchedCertificates {
  private static final int MOST = 16;

  private FetchedCertificates() {}

  static List<Certificate> of(Bytes content) {
    List<Certificate> one = Certificate.parse(content).stream().toList();
    return one.isEmpty() ? bundled(content) : one;
  }

  private static List<Certificate> bundled(Bytes content) {
    return Decoding.of(
            () -> {
              ContentInfo message = ContentInfo.getInstance(content.toArray());
              return SignedData.getInstance(message.getContent()).getCertificates();
            })
        .flatMap(set -> Decoding.of(() -> certificates(set)))
        .orElse(List.of());
  }

  private static List<Certificate> certificates(ASN1Set set) throws IOException {
    List<Certificate> all = new ArrayList<>();
    for (int i = 0; i < set.size() && i < MOST; i++) {
      byte[] der = set.getObjectAt(i).toASN1Primitive().getEncoded();
      Certificate.parse(Bytes.of(der)).ifPresent(all::add);
    }
    return all;
  }
}
