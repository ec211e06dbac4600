package org.xinfu.trust.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.xinfu.trust.Bytes;

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
    List<Certificate> all = new ArrayList<>();
    try {
      ContentInfo message = ContentInfo.getInstance(content.toArray());
      ASN1Set certificates = SignedData.getInstance(message.getContent()).getCertificates();
      if (certificates == null) {
        return List.of();
      }
      for (int i = 0; i < certificates.size() && i < MOST; i++) {
        byte[] der = certificates.getObjectAt(i).toASN1Primitive().getEncoded();
        Certificate.parse(Bytes.of(der)).ifPresent(all::add);
      }
      return all;
    } catch (IOException | RuntimeException malformed) {
      // Bouncy Castle throws several types on malformed ASN.1: all mean the same here.
      return List.of();
    }
  }
}
