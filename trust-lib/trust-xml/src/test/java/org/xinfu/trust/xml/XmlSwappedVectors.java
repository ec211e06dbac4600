package org.xinfu.trust.xml;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.testkit.LongTermPki;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.testkit.Vectors.Expected;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes {@code specs/vectors/xml/swapped.json}: XAdES that was stamped before the key of its CA was
 * stolen. The thief certifies the signer's key anew, under his own name, and puts that certificate
 * where the signer's was; the stamp is over the value alone (EN 319 102-1 §5.6.2.2).
 */
final class XmlSwappedVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "the signer's certificate, which something signed names",
          "Swapped", "the thief's in its place, or nothing says that it is not");

  private static final Instant LOST = TestPki.NOW.minus(Duration.ofDays(1));
  private static final Instant STAMPED = LOST.minus(Duration.ofDays(1));
  private final TestPki pki = TestPki.seeded("xml swapped");
  private final Signer ca = issued("样例被盗", Purpose.SUB_CA, pki.documentRoot());
  private final Signer signer = issued("样例真主", Purpose.DOCUMENT_SIGNER, ca);
  private final Signer thief = pki.certify(signer, "CN=样例窃贼,C=CN", Purpose.DOCUMENT_SIGNER, ca);
  private final Signer authority = pki.timestamper("样例时间戳");
  private final Vectors vectors = new Vectors("swapped", "XML", policy(), FLAGS);

  private XmlSwappedVectors() {}

  /** The file's text; the same at every call. */
  static String write() {
    XmlSwappedVectors all = new XmlSwappedVectors();
    all.genuine();
    all.swapped();
    return all.vectors.write();
  }

  private void genuine() {
    String over = SwappedXml.overKeyInfo(signer);
    good("SigningCertificate names it", SwappedXml.basic(signer, SwappedXml.naming(signer), ""));
    good("it stands in a signed KeyInfo", SwappedXml.basic(signer, "", over));
  }

  private void swapped() {
    String over = SwappedXml.overKeyInfo(signer);
    Expected unproven = open(Reason.NO_PROOF_OF_EXISTENCE);
    Bytes nameless = SwappedXml.basic(signer, "", "");
    both("nothing names it, and it is there yet", stamped(nameless), unproven);
    both("nothing names it", swapped(nameless), unproven);
    Bytes leading = SwappedXml.leading(signer, over);
    both("a signed KeyInfo leads to it, and it is there yet", stamped(leading), unproven);
    both("a signed KeyInfo leads to it", swapped(leading), unproven);
    both(
        "it stood in a signed KeyInfo",
        swapped(SwappedXml.basic(signer, "", over)),
        new Expected(Conclusion.INVALID, Optional.of(Reason.DIGEST_MISMATCH)));
    both(
        "SigningCertificate names another",
        swapped(SwappedXml.basic(signer, SwappedXml.naming(signer), "")),
        new Expected(Conclusion.INVALID, Optional.of(Reason.SIGNING_CERTIFICATE_MISMATCH)));
  }

  private void good(String comment, Bytes basic) {
    vectors.strictRefuses(
        test("Genuine", comment, stamped(basic)),
        Conclusion.INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
  }

  private void both(String comment, Bytes xml, Expected expected) {
    vectors.both(test("Swapped", comment, xml), expected.verdict(), expected.reason());
  }

  private static Expected open(Reason reason) {
    return new Expected(Conclusion.INDETERMINATE, Optional.of(reason));
  }

  private static Vectors.Case test(String flag, String comment, Bytes xml) {
    return new Vectors.Case(comment, flag, Map.of("document", xml), TestPki.NOW);
  }

  private Bytes swapped(Bytes basic) {
    return SwappedXml.swapped(stamped(basic), signer, thief);
  }

  private Bytes stamped(Bytes basic) {
    return XadesExtender.timestamp(basic, "s", LongTermPki.stamping(authority, STAMPED))
        .orThrow(r -> new IllegalStateException(r.code()));
  }

  private Signer issued(String name, Purpose purpose, Signer by) {
    return pki.issue(
        pki.spec("CN=" + name + ",C=CN", purpose, TestPki.END)
            .with(SignatureAlgorithm.ECDSA_P256_SHA256),
        by);
  }

  private TrustPolicy policy() {
    RevokedEntry entry =
        new RevokedEntry(
            ca.chain().get(0).serial(), LOST, RevocationCause.KEY_COMPROMISE, Optional.empty());
    return pki.policy().withCrls(List.of(pki.crl(pki.documentRoot(), entry)));
  }
}
