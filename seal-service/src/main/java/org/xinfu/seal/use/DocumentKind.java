package org.xinfu.seal.use;

import java.nio.charset.StandardCharsets;
import org.xinfu.kit.Refused;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SignatureAlgorithm;

/** What can be sealed, told by content, never by name. */
public enum DocumentKind {
  OFD("application/ofd"),
  PDF("application/pdf");

  // ISO 32000-2 Annex I: readers look for the header in the first 1024 octets.
  private static final int PDF_HEADER_WITHIN = 1024;
  private final String mediaType;

  DocumentKind(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The answer's Content-Type. */
  public String mediaType() {
    return mediaType;
  }

  /**
   * A zip package is taken for OFD; its sealer says more.
   *
   * @throws Refused when it is neither
   */
  static DocumentKind of(Bytes document) {
    String head =
        new String(
            document.slice(0, Math.min(document.length(), PDF_HEADER_WITHIN)).toArray(),
            StandardCharsets.ISO_8859_1);
    if (head.startsWith("PK\u0003\u0004")) {
      return OFD;
    }
    if (head.contains("%PDF-")) {
      return PDF;
    }
    throw new Refused(SealRefusal.DOCUMENT_NOT_SUPPORTED);
  }

  /** GB/T 38540 signatures are SM2; PDF has the choice. */
  SignatureAlgorithm suite(SealingForm form) {
    return this == OFD ? SignatureAlgorithm.SM2_SM3 : form.suite();
  }
}
