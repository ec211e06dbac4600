package org.xinfu.trust.ofd;

import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** What the octets of SignedValue.dat are, told from their first two DER tags. */
enum SignatureValue {
  /** GB/T 38540 or GM/T 0031: a SEQUENCE of SEQUENCEs. */
  SES,
  /**
   * GB/T 35275 ContentInfo: a SEQUENCE that begins with an OBJECT IDENTIFIER; or its SignedData
   * alone, as ofdrw 1.17.8 wrote it: a version and a SET.
   */
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

  /** Whether it is SignedData without the ContentInfo around it. */
  static boolean unwrapped(Bytes octets) {
    int at = octets.length() < 2 || octets.at(1) < 0x80 ? 2 : 2 + (octets.at(1) & 0x7f);
    return octets.length() > at + 3
        && octets.at(0) == SEQUENCE
        && octets.at(at) == 0x02
        && octets.at(at + 1) == 1
        && octets.at(at + 3) == 0x31;
  }

  /**
   * SignedData in its ContentInfo, and its list of digests with AlgorithmIdentifiers where bare
   * identifiers stand; nothing signs either, so that nothing is changed by it.
   */
  static Bytes wrapped(Bytes signedData) {
    List<Der> parts = few(Der.outer(signedData));
    Bytes content = parts.get(0).encoded().concat(element(Der.SET, digests(parts.get(1))));
    for (Der part : parts.subList(2, parts.size())) {
      content = content.concat(part.encoded());
    }
    Bytes type = Bytes.hex("060a2a811ccf550601040202");
    return element(SEQUENCE, type.concat(element(0xa0, element(SEQUENCE, content))));
  }

  /** SignedData has six parts at most; more would be copied again and again. */
  private static List<Der> few(Der list) {
    List<Der> all = list.children();
    if (all.size() > 6) {
      throw new MalformedDer(all.size() + " elements at octet " + list.offset());
    }
    return all;
  }

  private static Bytes digests(Der list) {
    return few(list).stream()
        .map(d -> d.tag() == Der.OID ? element(SEQUENCE, d.encoded()) : d.encoded())
        .reduce(Bytes.empty(), Bytes::concat);
  }

  private static Bytes element(int tag, Bytes content) {
    String octets = Integer.toHexString(content.length());
    String length = octets.length() % 2 == 0 ? octets : "0" + octets;
    boolean small = content.length() < 0x80;
    String head = small ? "" : Integer.toHexString(0x80 + length.length() / 2);
    return Bytes.hex(Integer.toHexString(tag) + head + length).concat(content);
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
      case 0x02 -> unwrapped(octets) ? GBT35275 : BARE_SM2;
      default -> UNKNOWN;
    };
  }
}
