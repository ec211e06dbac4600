package org.xinfu.trust.crypt;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;

/** The two families of names and version numbers. */
enum EnvelopeShape {
  /** RFC 5652. */
  CMS(CMSObjectIdentifiers.data.getId(), CMSObjectIdentifiers.envelopedData.getId(), 0),
  /** GB/T 35275, which is PKCS#7 1.5 under names of its own. */
  GBT35275("1.2.156.10197.6.1.4.2.1", "1.2.156.10197.6.1.4.2.3", 1);

  /** RFC 5083. */
  static final ASN1ObjectIdentifier AUTHENTICATED = CMSObjectIdentifiers.authEnvelopedData;

  static final ASN1ObjectIdentifier SM2_CURVE = GMObjectIdentifiers.sm2p256v1;

  private final String data;
  private final String enveloped;
  private final int recipientVersion;

  EnvelopeShape(String data, String enveloped, int recipientVersion) {
    this.data = data;
    this.enveloped = enveloped;
    this.recipientVersion = recipientVersion;
  }

  ASN1ObjectIdentifier data() {
    return new ASN1ObjectIdentifier(data);
  }

  ASN1ObjectIdentifier enveloped() {
    return new ASN1ObjectIdentifier(enveloped);
  }

  int recipientVersion() {
    return recipientVersion;
  }
}
