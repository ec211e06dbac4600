package org.xinfu.trust.pdf;

import java.util.Optional;

/** How a signature's /Contents is encoded, ISO 32000-2 table 260. */
enum SubFilter {
  CADES_DETACHED("ETSI.CAdES.detached", "PADES"),
  PKCS7_DETACHED("adbe.pkcs7.detached", "PKCS7"),
  PKCS7_SHA1("adbe.pkcs7.sha1", "PKCS7"),
  X509_RSA_SHA1("adbe.x509.rsa_sha1", "PKCS1"),
  RFC3161("ETSI.RFC3161", "TST"),
  UNKNOWN("", "PADES");

  private final String written;
  private final String format;

  SubFilter(String written, String format) {
    this.written = written;
    this.format = format;
  }

  /** As reports call it. */
  String format() {
    return format;
  }

  static SubFilter of(PdfValue.Dict dictionary) {
    Optional<String> name = dictionary.name("SubFilter");
    for (SubFilter one : values()) {
      if (one != UNKNOWN && name.filter(one.written::equals).isPresent()) {
        return one;
      }
    }
    return UNKNOWN;
  }
}
