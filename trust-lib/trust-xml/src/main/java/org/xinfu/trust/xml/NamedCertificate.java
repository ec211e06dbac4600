package org.xinfu.trust.xml;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.w3c.dom.Element;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Acceptance;
import org.xinfu.trust.key.Standing;

/**
 * One Cert of SigningCertificate or SigningCertificateV2, EN 319 132-1 §5.2.2: a certificate named
 * by its digest, and by issuer and serial besides.
 */
record NamedCertificate(Element cert) {
  static final String CLAUSE = "EN 319 132-1 5.2.2";
  private static final String DIGEST = "signing-certificate-digest";

  /** Whether it is the one that is named. */
  boolean is(Certificate certificate) {
    Optional<XmlDigest> digest = digest();
    Optional<Element> value = certDigest().flatMap(s -> Dom.child(s, digests(s), "DigestValue"));
    if (digest.isEmpty() || value.isEmpty()) {
      return false;
    }
    try {
      return Dom.base64(value.get()).equals(digest.get().of(certificate.der()));
    } catch (XmlFinding noDigest) {
      return false;
    }
  }

  /** Whether the certificate in use is the one that is named. */
  void judge(Certificate own, Report.Builder checks) throws XmlFinding {
    Element stated = Dom.only(cert, String.valueOf(cert.getNamespaceURI()), "CertDigest");
    String digests = digests(stated);
    Element method = Dom.only(stated, digests, "DigestMethod");
    Optional<XmlDigest> digest = XmlDigest.of(Dom.attribute(method, "Algorithm"));
    if (digest.isEmpty()) {
      throw XmlFinding.unknown(Reason.ALGORITHM_NOT_ALLOWED, Dom.attribute(method, "Algorithm"));
    }
    boolean same =
        Dom.base64(Dom.only(stated, digests, "DigestValue")).equals(digest.get().of(own.der()));
    checks.require(
        same,
        "signing-certificate",
        CLAUSE,
        Reason.SIGNING_CERTIFICATE_MISMATCH,
        own + " is not the certificate named");
    Optional<BigInteger> serial = serial();
    if (serial.filter(s -> !s.equals(own.serial())).isPresent()) {
      checks.warn(
          "signing-certificate-serial",
          CLAUSE,
          Reason.ENCODING_NOT_STANDARD,
          "IssuerSerial names " + serial.get().toString(16));
    }
  }

  /** What the digest is worth at this moment; nothing is said of a strong one. */
  void judgeDigest(Instant at, Report.Builder checks) {
    Optional<XmlDigest> digest = digest();
    if (digest.filter(XmlDigest.MD5::equals).isPresent()) {
      // Two certificates of one MD5 have been issued (2008); with them it names nobody.
      checks.unknown(DIGEST, CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, "MD5");
      return;
    }
    digest
        .flatMap(XmlDigest::legacy)
        .map(hash -> Acceptance.standard().naming(hash, at))
        .filter(standing -> standing.grade() != Standing.Grade.GOOD)
        .ifPresent(standing -> standing.report(checks, DIGEST, CLAUSE));
  }

  private Optional<XmlDigest> digest() {
    return certDigest()
        .flatMap(s -> Dom.child(s, digests(s), "DigestMethod"))
        .flatMap(m -> XmlDigest.of(Dom.attribute(m, "Algorithm")));
  }

  private Optional<Element> certDigest() {
    return Dom.child(cert, String.valueOf(cert.getNamespaceURI()), "CertDigest");
  }

  /** TS 101 903 v1.1.1 has the two elements of a digest in its own namespace. */
  private static String digests(Element stated) {
    String own = String.valueOf(stated.getNamespaceURI());
    return Dom.child(stated, own, "DigestMethod").isPresent() ? own : Dom.DS;
  }

  private Optional<BigInteger> serial() {
    return Dom.all(cert, Dom.DS, "X509SerialNumber").stream()
        .map(e -> Dom.text(e).strip())
        .filter(text -> text.matches("-?\\d{1,100}"))
        .map(BigInteger::new)
        .findFirst();
  }
}
