package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.DerMutators.Altered;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsFormatVerifier;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealClaim;
import org.xinfu.trust.seal.SealVerifier;
import org.xinfu.trust.seal.SealedContent;
import org.xinfu.trust.time.TimestampVerifier;

/**
 * Messages, tokens, seals and signatures with all that they can carry, each tag, each length and
 * each value of them damaged: a verdict whatever it is, and where all is covered never VALID.
 */
class DamagedMessageTest extends CmsCases {
  private final TrustPolicy policy = pki.policy();
  private final Bytes token = token(SIGNED.minusSeconds(9), CONTENT);

  @Override
  Vectors vectors() {
    throw new IllegalStateException("no vectors are made here");
  }

  /**
   * A member of a set that stands there twice says nothing new (X.680 §28: SET OF), and what came
   * last may be taken off: nothing covers it.
   */
  @Test
  void anArchivedMessage() {
    TrustPolicy strict = policy.withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT);
    Bytes valued = valued();
    Bytes archived =
        get(
            CadesExtender.archive(
                valued, SignedContent.of(CONTENT), source(tsa, STAMPED.plusSeconds(60))));
    List<Bytes> same = List.of(archived, valued);
    assertThat(cms(archived, strict)).isEqualTo(Conclusion.VALID);
    for (Altered altered : damaged(archived, 120)) {
      if (!same.contains(DerMutators.once(altered.octets()))) {
        assertThat(cms(altered.octets(), strict)).as("%s", altered).isNotEqualTo(Conclusion.VALID);
      }
      cms(altered.octets(), policy);
      SignedMessage.parse(altered.octets()).ifPresent(m -> m.timestamps().size());
      SignedMessage.parse(altered.octets()).map(SignedMessage::evidence);
    }
  }

  /** What nobody signed may be damaged at will; that ends in a verdict too. */
  @Test
  void unsignedValuesAndCountersignatures() {
    Bytes message = forged(ec, this::countersignedWithValues);
    assertThat(cms(message, policy)).isEqualTo(Conclusion.VALID);
    damaged(message, 200).forEach(altered -> cms(altered.octets(), policy));
  }

  /** Names inside are decoded when compared: this one left the verifier as an exception. */
  @Test
  void theIssuersNameInASigningCertificate() {
    Bytes message =
        forged(ec, f -> f.instead(SignedDataForge.CERTIFICATE, named(ec.chain().get(0))).carry());
    assertThat(cms(message, policy)).isEqualTo(Conclusion.VALID);
    Bytes attribute = SesForge.der(named(ec.chain().get(0)));
    int from = message.toHex().indexOf(attribute.toHex()) / 2;
    List<Altered> inside =
        DerMutators.mended(message).stream()
            .filter(a -> a.at() >= from && a.at() < from + attribute.length())
            .toList();
    for (Altered altered : DerMutators.some(inside, 400)) {
      assertThat(cms(altered.octets(), policy)).as("%s", altered).isNotEqualTo(Conclusion.VALID);
    }
  }

  /** The judge looks into a frame of interop, and so does who asks for the tokens. */
  @Test
  void aTokenInsideOfAFrameIsOneOfItsTimestamps() {
    Bytes message = framed(forged(ec, f -> f.carry()), UnaryOperator.identity());
    assertThat(cms(message, policy)).isEqualTo(Conclusion.VALID);
    assertThat(SignedMessage.parse(message).orElseThrow().timestamps()).hasSize(1);
    Bytes twice = framed(forged(ec, f -> f.carry()), CmsCases::frame);
    assertThat(SignedMessage.parse(twice).orElseThrow().timestamps()).isEmpty();
  }

  @Test
  void aNationalMessage() {
    Bytes message = Gbt35275Signer.detached(CONTENT, sm2, SIGNED);
    for (Altered altered : damaged(message, 200)) {
      new CmsFormatVerifier()
          .verify(DocumentSource.of(altered.octets()), DocumentSource.of(CONTENT), policy);
    }
  }

  @Test
  void aTokenAndWhatItSays() {
    Bytes said = SignedMessage.parse(token).flatMap(SignedMessage::content).orElseThrow();
    for (Altered altered : damaged(token, 200)) {
      stamped(altered.octets());
    }
    for (Altered altered : damaged(rich(said), 200)) {
      stamped(stating(tsa, altered.octets()));
    }
  }

  /** An authority of nobody's with damaged names, which are compared with the name it states. */
  @Test
  void theAlternativeNamesOfAnAuthority() {
    Bytes said = SignedMessage.parse(token).flatMap(SignedMessage::content).orElseThrow();
    for (String names :
        List.of("30058203", "0500", "300f8203414243", "3003a40130", "300430023100")) {
      Signer nobody = tsa.withChain(List.of(named(Bytes.hex(names))));
      assertThat(stamped(stating(nobody, rich(said)))).as(names).isNotEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void sealsAndSignaturesOfEveryVersion() {
    Signer maker = pki.maker("样例制章者");
    List<Bytes> seals =
        List.of(
            TestSeals.seal(maker, sm2),
            OtherSeals.seal2014(TestSeals.spec(sm2), 1, maker),
            OtherSeals.seal2025(TestSeals.spec(sm2), maker));
    for (Bytes seal : seals) {
      for (Altered altered : damaged(seal, 80)) {
        assertThat(SealVerifier.verifySeal(altered.octets(), policy, TestPki.NOW).report())
            .matches(r -> r.conclusion() != Conclusion.VALID, altered.what());
      }
    }
    List<Bytes> signatures =
        List.of(
            withToken(TestSeals.signature(seals.get(0), sm2)),
            OtherSeals.signature2014(content(seals.get(1)), Bytes.utf8("20261101010000Z"), sm2),
            withToken(OtherSeals.signature2025(content(seals.get(2)), sm2)));
    for (Bytes signature : signatures) {
      damaged(signature, 80).forEach(altered -> seal(altered.octets()));
    }
  }

  private Bytes withToken(Bytes signature) {
    assertThat(seal(signature)).isEqualTo(Conclusion.VALID);
    Bytes stamped = OtherSeals.stamped(signature, token(STAMPED, OtherSeals.value(signature)));
    assertThat(seal(stamped)).isEqualTo(Conclusion.VALID);
    return stamped;
  }

  private Conclusion seal(Bytes signature) {
    SealClaim claim =
        new SealClaim(signature, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.empty());
    Trust.verify(DocumentSource.of(signature), policy);
    return SealVerifier.verifySignature(claim, policy).report().conclusion();
  }

  private static SealedContent content(Bytes seal) {
    return new SealedContent(seal, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
  }

  private static List<Altered> damaged(Bytes der, int most) {
    List<Altered> all = new ArrayList<>(DerMutators.some(DerMutators.headers(der), most));
    all.addAll(DerMutators.some(DerMutators.mended(der), most));
    return all;
  }

  private static Conclusion cms(Bytes message, TrustPolicy policy) {
    return new CmsFormatVerifier().verify(DocumentSource.of(message), policy).conclusion();
  }

  private Conclusion stamped(Bytes stamp) {
    Trust.verify(DocumentSource.of(stamp), policy);
    return TimestampVerifier.verify(stamp, d -> d.of(CONTENT), policy, Evidence.none())
        .report()
        .conclusion();
  }

  private Bytes token(Instant at, Bytes content) {
    return get(source(tsa, at).stamp(ContentDigest.SHA256, ContentDigest.SHA256.of(content)));
  }

  /** A token that says {@code info}, whatever that is. */
  private static Bytes stating(Signer authority, Bytes info) {
    return SignedDataForge.of(
        authority,
        info,
        f -> {
          f.type = new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4");
          f.version = 3;
          f.instead(SignedDataForge.CONTENT_TYPE, f.type).carry();
        });
  }

  /** With every optional field. */
  private static Bytes rich(Bytes info) {
    TSTInfo said = TSTInfo.getInstance(info.toArray());
    ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.2.3");
    return SesForge.der(
        new TSTInfo(
            said.getPolicy(),
            said.getMessageImprint(),
            said.getSerialNumber(),
            said.getGenTime(),
            new Accuracy(new ASN1Integer(1), new ASN1Integer(2), new ASN1Integer(3)),
            ASN1Boolean.TRUE,
            new ASN1Integer(77),
            new GeneralName(new X500Name("CN=other")),
            new Extensions(new Extension(unknown, false, new byte[] {5, 0}))));
  }

  /** SigningCertificateV2 with issuer and serial. */
  private static DERSequence named(Certificate certificate) {
    X500Name issuer = certificate.holder().getIssuer();
    return SignedDataForge.sequence(
        SignedDataForge.sequence(
            SignedDataForge.sequence(
                SignedDataForge.octets(Hash.SHA256.of(certificate.der())),
                SignedDataForge.sequence(
                    new GeneralNames(new GeneralName(issuer)),
                    new ASN1Integer(certificate.serial())))));
  }

  /** The authority's key in a certificate that nobody signed, with these octets as names. */
  private Certificate named(Bytes names) {
    X509CertificateHolder own = tsa.chain().get(0).holder();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            own.getIssuer(),
            own.getSerialNumber(),
            own.getNotBefore(),
            own.getNotAfter(),
            own.getSubject(),
            own.getSubjectPublicKeyInfo());
    try {
      builder.addExtension(Extension.subjectAlternativeName, false, names.toArray());
      return Certificate.parse(Bytes.of(builder.build(unsigned(own)).getEncoded())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ContentSigner unsigned(X509CertificateHolder like) {
    return new ContentSigner() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return like.getSignatureAlgorithm();
      }

      @Override
      public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
      }

      @Override
      public byte[] getSignature() {
        return like.getSignature();
      }
    };
  }

  private Bytes valued() {
    Certificate own = ec.chain().get(0);
    Signer root = pki.documentRoot();
    Signer responder =
        pki.issue(
            pki.spec("CN=样例应答,C=CN", Purpose.OCSP_RESPONDER, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            root);
    OcspMaker.Status good =
        new OcspMaker.Status(own, root.chain().get(0), Hash.SHA1, Optional.empty());
    OcspMaker.Issue issue =
        new OcspMaker.Issue(
            STAMPED.plusSeconds(5), Optional.of(TestPki.NOW.plusSeconds(900)), Optional.empty());
    Evidence evidence =
        new Evidence(
            responder.chain().subList(0, 1),
            List.of(pki.crl(root)),
            List.of(OcspMaker.respond(responder, List.of(good), issue)));
    Bytes basic =
        forged(
            ec,
            f ->
                f.carry()
                    .instead(SignedDataForge.CERTIFICATE, named(own))
                    .attribute(
                        new ASN1ObjectIdentifier("1.2.840.113549.1.9.5"),
                        new DERUTCTime(Date.from(SIGNED)))
                    .attribute(
                        SignedDataForge.PROTECTION,
                        SignedDataForge.sequence(
                            f.digest, new DERTaggedObject(false, 1, f.algorithm)))
                    .attribute(
                        new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.20"),
                        SesForge.sequence(token)));
    return CadesExtender.values(
        get(CadesExtender.timestamp(basic, source(tsa, STAMPED))), evidence);
  }

  private void countersignedWithValues(SignedDataForge forge) {
    forge.carry();
    Bytes parent =
        forge.value.apply(forge.sign.apply(SesForge.der(SignedDataForge.set(forge.attributes))));
    SignedDataForge counter =
        new SignedDataForge(rsa, parent).without(SignedDataForge.CONTENT_TYPE);
    forge.sign = attributes -> parent;
    forge.certificates.addAll(counter.certificates.subList(0, 1));
    forge.unsignedAttribute(COUNTERSIGNATURE, SesForge.der(counter.signerInfo()));
    DERSequence lists = SignedDataForge.sequence(SesForge.sequence(pki.crl(pki.documentRoot())));
    forge.unsignedAttribute(
        "1.2.840.113549.1.9.16.2.24",
        SesForge.der(SignedDataForge.sequence(new DERTaggedObject(true, 0, lists))));
    forge.unsignedAttribute(
        "1.2.840.113549.1.9.16.2.23",
        SesForge.der(SignedDataForge.sequence(ec.chain().get(0).holder().toASN1Structure())));
  }
}
