package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** RFC 5652 and the attributes of EN 319 122-1: first what must fail, each with its reason. */
class CmsVerifierTest {
  private static final TestPki PKI = TestPki.create();
  private static final Signer SM2 = PKI.sealSigner("样例专用章");
  private static final Signer OTHER = PKI.sealSigner("样例另一章");
  private static final Bytes CONTENT = Bytes.utf8("the content, detached");

  static Stream<Signer> signers() {
    return Stream.of(
        SM2,
        PKI.documentSigner("P-256"),
        document(SignatureAlgorithm.ECDSA_P384_SHA384),
        document(SignatureAlgorithm.RSA_PKCS1_SHA256),
        document(SignatureAlgorithm.RSA_PSS_SHA256));
  }

  private static Signer document(SignatureAlgorithm suite) {
    return PKI.issue(
        PKI.spec("CN=" + suite + ",C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END).with(suite),
        PKI.documentRoot());
  }

  private static Bytes pades(Signer signer) {
    return CmsSigner.pades(ContentDigest.of(signer.algorithm()).of(CONTENT), signer);
  }

  private static CmsJudgement judge(Bytes cms, CmsProfile profile) {
    return CmsVerifier.verify(
        cms,
        digest -> digest.of(CONTENT),
        new CmsContext(PKI.policy(), profile, Optional.of(TestPki.NOW)));
  }

  private static boolean valid(CmsJudgement judged) {
    return judged.structure().conclusion() == Conclusion.VALID
        && judged.signers().size() == 1
        && judged.signers().get(0).report().conclusion() == Conclusion.VALID;
  }

  private static void assertInvalid(Bytes cms, Reason reason) {
    CmsJudgement judged = judge(cms, CmsProfile.PADES);
    assertThat(valid(judged)).isFalse();
    assertThat(
            Stream.concat(
                    Stream.of(judged.structure()),
                    judged.signers().stream().map(SignerJudgement::report))
                .filter(r -> r.conclusion() == Conclusion.INVALID)
                .flatMap(r -> r.reason().stream()))
        .as("%s", judged)
        .contains(reason);
  }

  @ParameterizedTest
  @MethodSource("signers")
  void everySuiteIsJudgedValid(Signer signer) {
    Bytes cms = pades(signer);
    CmsJudgement judged = judge(cms, CmsProfile.PADES);
    assertThat(valid(judged)).as("%s", judged).isTrue();
    SignerJudgement one = judged.signers().get(0);
    assertThat(one.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(one.suite()).contains(signer.algorithm());
    assertThat(one.certificate()).contains(signer.chain().get(0));
    assertThat(one.timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(cms.length()).isLessThanOrEqualTo(CmsSigner.reserve(signer));
  }

  @ParameterizedTest
  @MethodSource("signers")
  void noFlippedOctetIsValid(Signer signer) {
    Bytes cms = pades(signer);
    for (int at = 0; at < cms.length(); at += 3) {
      byte[] altered = cms.toArray();
      altered[at] ^= (byte) (1 << (at % 8));
      assertThat(valid(judge(Bytes.of(altered), CmsProfile.PADES))).as("octet %d", at).isFalse();
    }
  }

  @Test
  void theClaimedTimeOfCadesIsSigned() {
    Bytes cms = CmsSigner.cades(ContentDigest.SM3.of(CONTENT), SM2, TestPki.NOW.minusSeconds(60));
    CmsJudgement judged =
        CmsVerifier.verify(
            cms,
            digest -> digest.of(CONTENT),
            new CmsContext(PKI.policy(), CmsProfile.CADES, Optional.empty()));
    assertThat(valid(judged)).isTrue();
    assertThat(judged.signers().get(0).signedAt()).contains(TestPki.NOW.minusSeconds(60));
  }

  @Test
  void otherContentFails() {
    assertInvalid(CmsSigner.pades(Bytes.of(new byte[32]), SM2), Reason.DIGEST_MISMATCH);
  }

  @Test
  void octetsAfterTheStructureFail() {
    assertInvalid(pades(SM2).concat(Bytes.hex("00")), Reason.MALFORMED);
    assertInvalid(pades(SM2).slice(0, 100), Reason.MALFORMED);
    assertInvalid(Bytes.empty(), Reason.MALFORMED);
    assertInvalid(Bytes.hex("30800000"), Reason.MALFORMED);
  }

  @Test
  void aRepeatedAttributeFails() {
    ASN1EncodableVector extra = new ASN1EncodableVector();
    extra.add(attribute("the first"));
    extra.add(attribute("the second"));
    assertInvalid(rebuilt(SM2, extra, SM2), Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  @Test
  void aMissingAttributeFails() {
    assertInvalid(rebuilt(SM2, new ASN1EncodableVector(), SM2), Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  @Test
  void anotherSignersCertificateFails() {
    SignedData data = signedData(pades(SM2));
    ASN1Set other = signedData(pades(OTHER)).getCertificates();
    assertInvalid(
        wrap(
            new SignedData(
                data.getDigestAlgorithms(),
                data.getEncapContentInfo(),
                other,
                null,
                data.getSignerInfos())),
        Reason.SIGNING_CERTIFICATE_MISMATCH);
  }

  @Test
  void twoSignersAreNotPades() {
    SignedData one = signedData(pades(SM2));
    SignedData two = signedData(pades(OTHER));
    ASN1EncodableVector signers = new ASN1EncodableVector();
    signers.add(one.getSignerInfos().getObjectAt(0));
    signers.add(two.getSignerInfos().getObjectAt(0));
    Bytes both =
        wrap(
            new SignedData(
                one.getDigestAlgorithms(),
                one.getEncapContentInfo(),
                one.getCertificates(),
                null,
                new DERSet(signers)));
    assertInvalid(both, Reason.SIGNED_ATTRIBUTE_WRONG);
    CmsJudgement judged = judge(both, CmsProfile.CADES);
    assertThat(judged.signers()).hasSize(2);
    assertThat(judged.signers())
        .extracting(s -> s.report().conclusion())
        .containsExactlyInAnyOrder(Conclusion.VALID, Conclusion.INVALID);
  }

  @Test
  void embeddedContentIsNotDetached() {
    SignedData data = signedData(pades(SM2));
    assertInvalid(
        wrap(
            new SignedData(
                data.getDigestAlgorithms(),
                new ContentInfo(CMSObjectIdentifiers.data, new DEROctetString(CONTENT.toArray())),
                data.getCertificates(),
                null,
                data.getSignerInfos())),
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  @Test
  void aDigestAlgorithmThatDoesNotFitFails() {
    SignerInfo info =
        SignerInfo.getInstance(signedData(pades(SM2)).getSignerInfos().getObjectAt(0));
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(ContentDigest.SHA256.oid(), DERNull.INSTANCE);
    SignerInfo altered =
        new SignerInfo(
            info.getSID(),
            sha256,
            info.getAuthenticatedAttributes(),
            info.getDigestEncryptionAlgorithm(),
            info.getEncryptedDigest(),
            (ASN1Set) null);
    CmsJudgement judged = judge(with(pades(SM2), altered), CmsProfile.PADES);
    assertThat(judged.signers().get(0).report().check("signature-algorithm").orElseThrow().reason())
        .isEqualTo(Reason.ALGORITHM_MISMATCH);
    assertThat(valid(judged)).isFalse();
  }

  @Test
  void aSuiteThatThePolicyRefusesFails() {
    TrustPolicy policy = PKI.policy();
    TrustPolicy narrow =
        new TrustPolicy(
            policy.name(),
            policy.signers(),
            policy.makers(),
            policy.timestampers(),
            policy.crls(),
            java.util.Set.of(SignatureAlgorithm.ECDSA_P256_SHA256),
            policy.revocation(),
            policy.at(),
            policy.budgets());
    CmsJudgement judged =
        CmsVerifier.verify(
            pades(SM2),
            digest -> digest.of(CONTENT),
            new CmsContext(narrow, CmsProfile.PADES, Optional.of(TestPki.NOW)));
    assertThat(judged.signers().get(0).report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void aSignerWithoutCertificateIsAnError() {
    Signer bare = SM2.withChain(List.of());
    assertThatThrownBy(() -> pades(bare)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Attribute attribute(String text) {
    return new Attribute(
        CMSAttributes.messageDigest,
        new DERSet(new DEROctetString(ContentDigest.SM3.of(Bytes.utf8(text)).toArray())));
  }

  /**
   * The CMS of {@code signer} with content type, digest and {@code extra} signed by {@code key}.
   */
  private static Bytes rebuilt(Signer signer, ASN1EncodableVector extra, Signer key) {
    SignerInfo info =
        SignerInfo.getInstance(signedData(pades(signer)).getSignerInfos().getObjectAt(0));
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.contentType, new DERSet(CMSObjectIdentifiers.data)));
    for (int i = 0; i < extra.size(); i++) {
      attributes.add(extra.get(i));
    }
    DERSet signed = new DERSet(attributes);
    try {
      Bytes value = key.sign(Bytes.of(signed.getEncoded(ASN1Encoding.DER)));
      SignerInfo altered =
          new SignerInfo(
              info.getSID(),
              info.getDigestAlgorithm(),
              signed,
              info.getDigestEncryptionAlgorithm(),
              new DEROctetString(value.toArray()),
              (ASN1Set) null);
      return with(pades(signer), altered);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Bytes with(Bytes cms, SignerInfo info) {
    SignedData data = signedData(cms);
    return wrap(
        new SignedData(
            new DERSet(info.getDigestAlgorithm()),
            data.getEncapContentInfo(),
            data.getCertificates(),
            null,
            new DERSet(info)));
  }

  private static SignedData signedData(Bytes cms) {
    return SignedData.getInstance(ContentInfo.getInstance(cms.toArray()).getContent());
  }

  private static Bytes wrap(SignedData data) {
    try {
      return Bytes.of(
          new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DER));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
