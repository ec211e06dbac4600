package org.xinfu.testkit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** Short words in which {@link CmsVectors} states its cases. */
abstract class CmsCases {
  /** What is signed. */
  static final Bytes CONTENT = Bytes.utf8("样例: the content of a signed message");

  static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "as the standards have it",
          "Deviation", "genuine, spelled otherwise than the standard has it",
          "Content", "the content is another, or passed off as another",
          "Attribute", "a signed attribute is missing, doubled or wrong",
          "Algorithm", "algorithms are swapped, contradict each other or are not believed",
          "Certificate", "the certificate is another, missing or not fit",
          "Value", "the signature value is altered or not a value of its kind",
          "Time", "a time-stamp is wrong, not believed or not over this signature",
          "Evidence", "a list, an answer or a CA's certificate may be made with a lost key",
          "Structure", "the frame is damaged");

  static final Instant SIGNED = TestPki.NOW.minusSeconds(7200);
  static final Instant STAMPED = TestPki.NOW.minusSeconds(3600);
  static final Bytes OTHER = Bytes.utf8("another content");
  static final String TIMESTAMP = "1.2.840.113549.1.9.16.2.14";
  private static final ASN1ObjectIdentifier CONTENT_TIMESTAMP =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.20");
  static final String COUNTERSIGNATURE = "1.2.840.113549.1.9.6";

  final TestPki pki = TestPki.seeded("cms vectors");
  final Signer sm2 = pki.sealSigner("样例签名人");
  final Signer ec = pki.documentSigner("样例文档签名人");
  final Signer rsa = signer(SignatureAlgorithm.RSA_PKCS1_SHA256);
  final Signer tsa = pki.timestamper("样例时间戳");
  final Signer stranger = TestPki.seeded("cms stranger").documentSigner("外");

  abstract Vectors vectors();

  static Vectors.Case test(String flag, String comment, Bytes file) {
    return new Vectors.Case(comment, flag, input(file, Optional.empty()), TestPki.NOW);
  }

  static Vectors.Case over(String flag, String comment, Bytes file, Bytes content) {
    return new Vectors.Case(comment, flag, input(file, Optional.of(content)), TestPki.NOW);
  }

  private static Map<String, Object> input(Bytes file, Optional<Bytes> content) {
    Map<String, Object> in = new TreeMap<>();
    in.put("file", file);
    content.ifPresent(c -> in.put("content", c));
    return in;
  }

  void genuine(String comment, Bytes file) {
    vectors().both(test("Genuine", comment, file), Conclusion.VALID, Optional.empty());
  }

  void genuineOver(String comment, Bytes file) {
    vectors().both(over("Genuine", comment, file, CONTENT), Conclusion.VALID, Optional.empty());
  }

  /** Valid in interop; in strict refused for its spelling. */
  void spelled(String comment, Bytes file, Reason reason) {
    vectors().strictRefuses(over("Deviation", comment, file, CONTENT), Conclusion.INVALID, reason);
  }

  void attack(String flag, String comment, Bytes file, Reason reason) {
    vectors().both(over(flag, comment, file, CONTENT), Conclusion.INVALID, Optional.of(reason));
  }

  void undecided(String flag, String comment, Bytes file, Reason reason) {
    vectors()
        .both(over(flag, comment, file, CONTENT), Conclusion.INDETERMINATE, Optional.of(reason));
  }

  static Bytes forged(Signer signer, Consumer<SignedDataForge> change) {
    return SignedDataForge.of(signer, CONTENT, change);
  }

  Signer signer(SignatureAlgorithm suite) {
    TestPki.Spec spec = pki.spec("CN=样例 " + suite, Purpose.DOCUMENT_SIGNER, TestPki.END);
    return pki.issue(spec.with(suite), pki.documentRoot());
  }

  static Bytes digest(Signer signer) {
    return ContentDigest.of(signer.algorithm()).of(CONTENT);
  }

  TimestampSource source(Signer authority, Instant at) {
    TimestampMaker maker = new TimestampMaker(authority, "1.2.3.4", () -> BigInteger.valueOf(5));
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), at),
            new Report(List.of()));
  }

  static Bytes get(Verdict<Bytes> verdict) {
    return verdict.orThrow(reason -> new IllegalStateException(reason.code()));
  }

  SignedDataForge other(Signer signer, SignedDataForge first) {
    SignedDataForge other = new SignedDataForge(signer, CONTENT);
    first.digests.addAll(other.digests);
    first.certificates.addAll(other.certificates);
    return other;
  }

  void otherType(SignedDataForge forge) {
    forge.type = new ASN1ObjectIdentifier("1.2.3.4.5");
    forge.version = 3;
    forge.instead(SignedDataForge.CONTENT_TYPE, forge.type).carry();
  }

  /** SpcIndirectDataContent: what is signed is a digest of a program that lies elsewhere. */
  void program(SignedDataForge forge) {
    otherType(forge);
    forge.type = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.4");
    forge.instead(SignedDataForge.CONTENT_TYPE, forge.type);
  }

  /** Another key's certificate with the name and serial of {@link #ec}'s. */
  Certificate twin() {
    Certificate own = ec.chain().get(0);
    Signer key = pki.vault().key(SignatureAlgorithm.ECDSA_P256_SHA256, "twin");
    return CertificateMaker.issue(
        new CertificateSpec(
            own.subject(),
            key.publicKey(),
            own.serial(),
            TestPki.BEGIN,
            TestPki.END,
            Purpose.DOCUMENT_SIGNER,
            Optional.empty(),
            true),
        pki.documentRoot());
  }

  /** With time-stamps on the content, which are signed with it. */
  static void timed(SignedDataForge forge, Bytes... tokens) {
    for (Bytes token : tokens) {
      forge.attribute(CONTENT_TIMESTAMP, SesForge.sequence(token));
    }
  }

  /** Stamped with a token that a frame is put around. */
  Bytes framed(Bytes cms, UnaryOperator<Bytes> inside) {
    return get(
        CadesExtender.timestamp(
            cms,
            (digest, imprint) ->
                new Verdict.Valid<>(
                    frame(inside.apply(get(source(tsa, STAMPED).stamp(digest, imprint)))),
                    new Report(List.of()))));
  }

  /** What an authority answers to who wants the content stamped, with this status. */
  Bytes response(int status) {
    Bytes token = get(source(tsa, STAMPED).stamp(ContentDigest.SHA256, Hash.SHA256.of(CONTENT)));
    ASN1Encodable stated = new DERSequence(new ASN1Integer(status));
    return SesForge.der(new DERSequence(new ASN1Encodable[] {stated, SesForge.sequence(token)}));
  }

  static Bytes frame(Bytes token) {
    return SesForge.der(new DEROctetString(token.toArray()));
  }

  static Bytes raw(Bytes der) {
    return EcSignature.parseDer(der).orElseThrow().raw(32);
  }
}
