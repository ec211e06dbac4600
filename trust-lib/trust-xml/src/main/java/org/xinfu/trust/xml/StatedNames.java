package org.xinfu.trust.xml;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.w3c.dom.Element;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/**
 * What X509Data says of certificates by name, number, key identifier and digest (XML-DSig 1.1
 * §4.5.4): it has to be said of the one that holds the validation key, or of those above it.
 * Nothing else signs KeyInfo, and readers show these names as the signer's.
 */
final class StatedNames {
  /** Digits of a number that is looked at; RFC 5280 §4.1.2.2 has some fifty. */
  private static final int LONGEST = 1024;

  /** Elements that are looked at; no genuine KeyInfo has as many. */
  private static final int MOST = 64;

  /** Authorities that may stand above the path. */
  private static final int HIGHEST = 8;

  private final List<Certificate> path;
  private int asked;

  /**
   * Names to be compared.
   *
   * @param path the certificate whose key made the value, and those above it as they were
   *     validated: one that is no more than put beside them may have their names and their keys
   * @param more certificates that are believed and may stand above the path's end
   */
  StatedNames(List<Certificate> path, List<Certificate> more) {
    Set<Certificate> all = new LinkedHashSet<>(path);
    Set<X500Name> issuers = new HashSet<>();
    path.forEach(c -> issuers.add(c.holder().getIssuer()));
    for (int i = 0; i < HIGHEST; i++) {
      List<Certificate> above = more.stream().filter(c -> issuers.contains(c.name())).toList();
      all.addAll(above);
      above.forEach(c -> issuers.add(c.holder().getIssuer()));
    }
    this.path = all.stream().limit(MOST).toList();
  }

  /** Whether an element says something, and nothing of another certificate. */
  NameText.Fit of(Element stated) {
    if (++asked > MOST) {
      return NameText.Fit.OTHER;
    }
    if (stated.getTextContent().isBlank()) {
      return NameText.Fit.SAME; // says nothing
    }
    try {
      return switch (Dom.local(stated)) {
        case "X509SubjectName" -> subject(Dom.text(stated));
        case "X509IssuerSerial" -> issuerSerial(stated);
        case "X509SKI" -> keyIdentifier(Dom.base64(stated));
        case "X509Digest" -> digest(stated);
        default -> NameText.Fit.SAME;
      };
    } catch (XmlFinding unreadable) {
      return NameText.Fit.OTHER;
    }
  }

  private NameText.Fit subject(String text) {
    // The issuer's name is in the certificate, whether the issuer's is at hand or not.
    return name(
        text, path.stream().flatMap(c -> Stream.of(c.name(), c.holder().getIssuer())).toList());
  }

  private NameText.Fit issuerSerial(Element stated) throws XmlFinding {
    String issuer = Dom.text(Dom.only(stated, Dom.DS, "X509IssuerName"));
    String serial = Dom.text(Dom.only(stated, Dom.DS, "X509SerialNumber")).strip();
    return best(
        path.stream()
            .map(c -> worse(number(serial, c), name(issuer, List.of(c.holder().getIssuer()))))
            .toList());
  }

  private static NameText.Fit name(String text, List<X500Name> names) {
    return NameText.of(text)
        .map(read -> best(names.stream().distinct().map(read::fit).toList()))
        .orElse(NameText.Fit.OTHER);
  }

  /** An xsd:integer; some producers write hexadecimal digits, or take the first bit for no sign. */
  private static NameText.Fit number(String text, Certificate certificate) {
    BigInteger serial = certificate.serial();
    if (text.length() <= LONGEST && serial.bitLength() < LONGEST) {
      BigInteger unsigned = new BigInteger(1, serial.toByteArray());
      String digits = text.replaceAll("^0[xX]|[: ]", "").toLowerCase(Locale.ROOT);
      String hex = digits.replaceFirst("^0+(?=.)", "");
      if (serial.toString().equals(text)) {
        return NameText.Fit.SAME;
      }
      if (unsigned.toString().equals(text) || hex.equals(unsigned.toString(16))) {
        return NameText.Fit.LOOSE;
      }
    }
    return NameText.Fit.OTHER;
  }

  /** The octets of the extension's value, or of the OCTET STRING around it. */
  private NameText.Fit keyIdentifier(Bytes stated) {
    return best(
        path.stream()
            .map(Certificate::subjectKeyIdentifier)
            .map(own -> own.map(id -> keyIdentifier(stated, id)).orElse(NameText.Fit.LOOSE))
            .toList());
  }

  private static NameText.Fit keyIdentifier(Bytes stated, Bytes own) {
    boolean inside = stated.length() > own.length() && stated.toHex().endsWith(own.toHex());
    return stated.equals(own)
        ? NameText.Fit.SAME
        : inside ? NameText.Fit.LOOSE : NameText.Fit.OTHER;
  }

  private NameText.Fit digest(Element stated) throws XmlFinding {
    Optional<XmlDigest> digest = XmlDigest.of(Dom.attribute(stated, "Algorithm"));
    if (digest.isEmpty()) {
      return NameText.Fit.LOOSE;
    }
    Bytes value = Dom.base64(stated);
    boolean same = path.stream().anyMatch(c -> digest.get().of(c.der()).equals(value));
    return same ? NameText.Fit.SAME : NameText.Fit.OTHER;
  }

  private static NameText.Fit best(List<NameText.Fit> all) {
    return all.stream().min(Enum::compareTo).orElse(NameText.Fit.OTHER);
  }

  private static NameText.Fit worse(NameText.Fit one, NameText.Fit other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
