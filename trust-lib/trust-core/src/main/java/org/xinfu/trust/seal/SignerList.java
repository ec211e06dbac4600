package org.xinfu.trust.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** SES_CertList: who may sign with a seal, by certificate (1) or by digest (2). */
record SignerList(List<Bytes> certificates, List<Entry> digests) {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(SealMaker.SM3, "SM3"),
          Map.entry("SM3", "SM3"),
          Map.entry("1.2.156.10197.1.401.1", "SM3"),
          Map.entry("2.16.840.1.101.3.4.2.1", "SHA-256"),
          Map.entry("SHA256", "SHA-256"),
          Map.entry("2.16.840.1.101.3.4.2.2", "SHA-384"),
          Map.entry("SHA384", "SHA-384"),
          Map.entry("2.16.840.1.101.3.4.2.3", "SHA-512"),
          Map.entry("SHA512", "SHA-512"),
          Map.entry("1.3.14.3.2.26", "SHA-1"),
          Map.entry("SHA1", "SHA-1"),
          Map.entry("1.2.840.113549.2.5", "MD5"),
          Map.entry("MD5", "MD5"));

  /** A digest as written: what it is said to be, and its value. */
  record Entry(String type, Bytes value) {
    /** The digest's name; empty when nobody knows it. */
    String algorithm() {
      String plain = type.strip().toUpperCase(Locale.ROOT).replace("-", "").replace("_", "");
      return NAMES.getOrDefault(type.strip(), NAMES.getOrDefault(plain, ""));
    }
  }

  /** How a certificate is named. */
  enum Membership {
    /** By its octets, or by their SM3 as the standard has it. */
    LISTED,
    /** By another digest that nobody can forge. */
    BY_OTHER_DIGEST,
    /** By a digest for which another certificate could be made. */
    BY_WEAK_DIGEST,
    NOT_LISTED
  }

  SignerList {
    certificates = List.copyOf(certificates);
    digests = List.copyOf(digests);
  }

  static SignerList read(int kind, Der list, SesReader reader) {
    List<Der> items = list.expect(Der.SEQUENCE, "certList").children();
    List<Bytes> values = new ArrayList<>();
    List<Entry> digests = new ArrayList<>();
    for (Der item : items) {
      if (kind == 1) {
        values.add(certificate(item, reader));
      } else if (kind == 2) {
        values.add(item.encoded());
        digests.add(digest(item, reader));
      } else {
        throw new MalformedDer("certListType " + kind);
      }
    }
    if (values.isEmpty()) {
      throw new MalformedDer("certList: empty");
    }
    if (values.stream().distinct().count() != values.size()) {
      reader.deviates("certList: the same signer twice");
    }
    return new SignerList(kind == 1 ? values : List.of(), digests);
  }

  /** Entries are compared octet by octet, so that one nobody can read only names nobody. */
  private static Bytes certificate(Der item, SesReader reader) {
    Bytes octets = SesFields.octets(item, "certList");
    if (octets.length() < 2 || octets.at(0) != Der.SEQUENCE) {
      throw new MalformedDer("certList: not a certificate");
    }
    if (Certificate.parse(octets).isEmpty()) {
      reader.deviates("certList: a certificate that cannot be read");
    }
    return octets;
  }

  private static Entry digest(Der item, SesReader reader) {
    List<Der> parts = item.expect(Der.SEQUENCE, "CertDigestObj").children();
    SesFields.count(parts, 2, 2, "CertDigestObj");
    return new Entry(
        reader.text(parts.get(0), Der.PRINTABLE_STRING, "CertDigestObj.type"),
        SesFields.octets(parts.get(1), "CertDigestObj.value"));
  }

  boolean names(Certificate certificate) {
    return membership(certificate) == Membership.LISTED;
  }

  Membership membership(Certificate certificate) {
    if (certificates.contains(certificate.der())) {
      return Membership.LISTED;
    }
    Membership best = Membership.NOT_LISTED;
    for (Entry entry : digests) {
      Membership found = membership(entry, certificate.der());
      best = found.compareTo(best) < 0 ? found : best;
    }
    return best;
  }

  private static Membership membership(Entry entry, Bytes certificate) {
    String algorithm = entry.algorithm();
    if (algorithm.isEmpty() || !OtherDigests.of(algorithm, certificate).equals(entry.value())) {
      return Membership.NOT_LISTED;
    }
    return switch (algorithm) {
      case "SM3" -> Membership.LISTED;
      case "SHA-1", "MD5" -> Membership.BY_WEAK_DIGEST;
      default -> Membership.BY_OTHER_DIGEST;
    };
  }
}
