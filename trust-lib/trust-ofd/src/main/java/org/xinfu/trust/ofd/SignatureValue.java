package org.xinfu.trust.ofd;

import org.xinfu.trust.Bytes;

/** What the octets of SignedValue.dat are, told from their first two DER tags. */
enum SignatureValue {
  /** GB/T 38540 or GM/T 0031: a SEQUENCE of SEQUENCEs. */
  SES,
  /** GB/T 35275 ContentInfo: a SEQUENCE that begins with an OBJECT IDENTIFIER. */
  GBT35275,
  /** A bare SM2 value, as early producers wrote it: a SEQUENCE of two INTEGERs. */
  BARE_SM2,
  UNKNOWN;

  private static final int SEQUENCE = 0x30;
  private static final int RAW_SM2 = 64;

  static SignatureValue of(Bytes octets) {
    SignatureValue der = ofDer(octets);
    return der == UNKNOWN && octets.length() == RAW_SM2 ? BARE_SM2 : der;
  }

  private static SignatureValue ofDer(Bytes octets) {
    if (octets.length() < 4 || octets.at(0) != SEQUENCE) {
      return UNKNOWN;
    }
    int length = octets.at(1);
    int first = length < 0x80 ? 2 : 2 + (length & 0x7f);
    if (first >= octets.length()) {
      return UNKNOWN;
    }
    return switch (octets.at(first)) {
      case SEQUENCE -> SES;
      case 0x06 -> GBT35275;
      case 0x02 -> BARE_SM2;
      default -> UNKNOWN;
    };
  }
}
