package org.xinfu.trust.pdf;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** Which certificates a field accepts, ISO 32000-2 §12.7.5.5 (SVCert, table 238). */
final class SeedCertificate {
  private static final int SUBJECT = 1;
  private static final int ISSUER = 1 << 1;
  private static final int KEY_USAGE = 1 << 5;
  private static final int URL = 1 << 6;

  /** Bit n of keyUsage in Bouncy Castle's numbering, RFC 5280 §4.2.1.3. */
  private static final List<Integer> USAGES =
      List.of(
          KeyUsage.digitalSignature,
          KeyUsage.nonRepudiation,
          KeyUsage.keyEncipherment,
          KeyUsage.dataEncipherment,
          KeyUsage.keyAgreement,
          KeyUsage.keyCertSign,
          KeyUsage.cRLSign,
          KeyUsage.encipherOnly,
          KeyUsage.decipherOnly);

  private SeedCertificate() {}

  /** What is asked for that the signatory has not; empty when it has all. */
  static Optional<String> require(PdfView view, PdfValue.Dict seed, PdfSignatory signatory) {
    int flags = SeedValue.flags(view, seed);
    List<Certificate> chain = signatory.chain();
    // Where to get a certificate (URL) asks nothing of one that is there.
    if ((flags & ~(SUBJECT | ISSUER | KEY_USAGE | URL)) != 0) {
      return Optional.of("a certificate by rules unknown, /Ff " + flags);
    }
    if ((flags & SUBJECT) != 0 && !octets(view, seed, "Subject").contains(chain.get(0).der())) {
      return Optional.of("another certificate than " + chain.get(0).subject());
    }
    List<Bytes> issuers = octets(view, seed, "Issuer");
    if ((flags & ISSUER) != 0 && chain.stream().skip(1).noneMatch(c -> issuers.contains(c.der()))) {
      return Optional.of("another issuer than " + chain.get(0).issuer());
    }
    List<Bytes> usages = octets(view, seed, "KeyUsage");
    if ((flags & KEY_USAGE) != 0
        && usages.stream().noneMatch(pattern -> matches(chain.get(0), PdfText.of(pattern)))) {
      return Optional.of("another key usage");
    }
    return Optional.empty();
  }

  /** 1 must be, 0 must not be, X may be. */
  private static boolean matches(Certificate certificate, String pattern) {
    for (int i = 0; i < Math.min(pattern.length(), USAGES.size()); i++) {
      boolean there = certificate.allowsUsage(USAGES.get(i));
      if (pattern.charAt(i) == (there ? '0' : '1')) {
        return false;
      }
    }
    return true;
  }

  private static List<Bytes> octets(PdfView view, PdfValue.Dict seed, String key) {
    return view.array(seed.get(key)).stream()
        .map(view::resolve)
        .filter(PdfValue.Text.class::isInstance)
        .map(text -> ((PdfValue.Text) text).value())
        .toList();
  }
}
