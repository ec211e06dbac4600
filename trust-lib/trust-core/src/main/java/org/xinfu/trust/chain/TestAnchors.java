package org.xinfu.trust.chain;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * How certificates of test authorities are told from real ones, so that production refuses them.
 */
public final class TestAnchors {
  /** Private, non-critical extension; its value is NULL. */
  public static final String TEST_OID = "1.3.6.1.4.1.55555.1.1";

  static final ASN1ObjectIdentifier OID = new ASN1ObjectIdentifier(TEST_OID);

  private TestAnchors() {}

  /** Whether the certificate carries the mark. */
  public static boolean isTest(Certificate certificate) {
    return certificate.extension(OID).isPresent();
  }
}
