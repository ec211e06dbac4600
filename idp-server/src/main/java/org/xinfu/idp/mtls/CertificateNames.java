package org.xinfu.idp.mtls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.xinfu.idp.domain.CertificateName;

/** Compares the name that a client registered with those in a certificate (RFC 8705 §2.1.2). */
final class CertificateNames {
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;

  private CertificateNames() {}

  /** Names are compared whole; no wildcard in a certificate stands for anything. */
  static boolean matches(CertificateName name, X509Certificate certificate) {
    return switch (name.kind()) {
      case SUBJECT_DN -> subject(name.value(), certificate);
      case SAN_DNS -> alternative(DNS, lower(name.value()), certificate);
      case SAN_URI -> alternative(URI, name.value(), certificate);
      case SAN_IP -> alternative(IP, name.value(), certificate);
      case SAN_EMAIL -> alternative(EMAIL, name.value(), certificate);
    };
  }

  /** RFC 4514 text against the certificate's name, by RFC 5280 §7.1. */
  private static boolean subject(String text, X509Certificate certificate) {
    try {
      return new X500Principal(text).equals(certificate.getSubjectX500Principal());
    } catch (IllegalArgumentException noName) {
      return false;
    }
  }

  private static boolean alternative(int kind, String wanted, X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .filter(one -> Integer.valueOf(kind).equals(one.get(0)))
              .map(one -> String.valueOf(one.get(1)))
              .anyMatch(found -> wanted.equals(kind == DNS ? lower(found) : found));
    } catch (CertificateParsingException malformed) {
      return false;
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
