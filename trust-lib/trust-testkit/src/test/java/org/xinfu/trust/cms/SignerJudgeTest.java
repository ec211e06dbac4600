package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Signer;

/** Each attribute and field of a SignerInfo, written as no honest signer writes it. */
class SignerJudgeTest {
  private static final TestPki PKI = TestPki.seeded("signer judge");
  private static final Signer SM2 = PKI.sealSigner("样例");
  private static final Signer P256 = PKI.documentSigner("样例文档");
  private static final Certificate OWN = SM2.chain().get(0);
  private static final Certificate CA = SM2.chain().get(1);
  private static final Instant CLAIMED = TestPki.NOW.minusSeconds(60);

  @ParameterizedTest
  @EnumSource(
      names = {"TIMESTAMP", "COUNTERSIGNATURE"},
      mode = EnumSource.Mode.EXCLUDE)
  void theForgeMakesAGoodOne(CmsProfile profile) {
    for (Signer signer : List.of(SM2, P256)) {
      for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
        SignerJudgement judged = judge(new CmsForge(signer), profile, mode);
        assertThat(judged.report().conclusion())
            .describedAs("%s", judged.report())
            .isEqualTo(Conclusion.VALID);
        assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
        assertThat(judged.facts().orElseThrow().sha256()).isEqualTo(signer.chain().get(0).sha256());
      }
    }
  }

  // Shape, RFC 5652 §5.3.

  @Test
  void theVersionGoesWithTheIdentifier() {
    CmsForge named =
        forge(
            f -> {
              f.signerVersion = new ASN1Integer(3);
              f.version = new ASN1Integer(3);
            });
    assertFails(named, "signer-version");
    assertFails(
        forge(
            f -> {
              bySubjectKey(f, keyId(OWN));
              f.signerVersion = new ASN1Integer(1);
              f.version = new ASN1Integer(1);
            }),
        "signer-version");
  }

  @Test
  void aSignerMayBeNamedByItsKey() {
    SignerJudgement judged = judge(forge(f -> bySubjectKey(f, keyId(OWN))));
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
    SignerJudgement other = judge(forge(f -> bySubjectKey(f, keyId(CA))));
    assertFails(other, "signing-certificate", Reason.SIGNING_CERTIFICATE_MISMATCH);
    assertThat(other.certificate()).isEmpty();
    SignerJudgement none = judge(forge(f -> bySubjectKey(f, new byte[20])));
    assertFails(none, "signer-identifier", Reason.SIGNING_CERTIFICATE_MISMATCH);
  }

  @Test
  void withoutSignedAttributesNothingIsBound() {
    CmsForge bare = new CmsForge(SM2);
    bare.attributes.clear();
    SignerJudgement judged = judge(bare);
    assertFails(judged, "signed-attributes", Reason.SIGNED_ATTRIBUTE_WRONG);
    assertThat(judged.integrity()).isEqualTo(Integrity.BROKEN);
    for (CmsProfile profile : List.of(CmsProfile.PADES, CmsProfile.CADES)) {
      assertThat(judge(bare, profile, TrustPolicy.Mode.INTEROP).report().conclusion())
          .isEqualTo(Conclusion.INVALID);
    }
    assertThat(judge(bare, CmsProfile.PKCS7, TrustPolicy.Mode.STRICT).report().conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  /** ISO 32000-2 §12.8.3.3 asks for no attributes; the value is then over the octets themselves. */
  @Test
  void anOldPdfSignatureHasNoAttributes() {
    CmsForge bare = new CmsForge(SM2);
    bare.attributes.clear();
    SignerJudgement digested = judge(bare, CmsProfile.PKCS7, TrustPolicy.Mode.INTEROP);
    assertThat(digested.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(digested.report().check("signature-value").orElseThrow().reason())
        .isEqualTo(Reason.SIGNED_CONTENT_MISSING);
  }

  @Test
  void noAttributeStandsTwice() {
    ASN1ObjectIdentifier odd = new ASN1ObjectIdentifier("1.2.3.4");
    CmsForge once = forge(f -> f.attribute(odd, new ASN1Integer(1)));
    assertThat(judge(once).report().conclusion()).isEqualTo(Conclusion.VALID);
    assertFails(once.attribute(odd, new ASN1Integer(2)), "attributes-unique");
  }

  @Test
  void theContentTypeIsThatOfTheContent() {
    ASN1ObjectIdentifier type = CMSAttributes.contentType;
    assertFails(forge(f -> f.without(type)), "content-type");
    assertFails(forge(f -> f.instead(type, CMSObjectIdentifiers.signedData)), "content-type");
    assertFails(forge(f -> f.instead(type)), "content-type");
    assertFails(
        forge(f -> f.instead(type, CMSObjectIdentifiers.data, CMSObjectIdentifiers.digestedData)),
        "content-type");
    assertFails(forge(f -> f.instead(type, new ASN1Integer(1))), "content-type");
  }

  // Digest and suite.

  @Test
  void theDigestIsThatOfTheContent() {
    ASN1ObjectIdentifier type = CMSAttributes.messageDigest;
    byte[] right = ContentDigest.SM3.of(CmsForge.CONTENT).toArray();
    DEROctetString value = new DEROctetString(right);
    assertFails(forge(f -> f.without(type)), "message-digest");
    assertFails(forge(f -> f.instead(type, new DERBitString(right))), "message-digest");
    assertFails(
        forge(f -> f.instead(type, value, new DEROctetString(Arrays.copyOf(right, 8)))),
        "message-digest");
    assertFails(
        judge(forge(f -> f.instead(type, new DEROctetString(new byte[32])))),
        "message-digest",
        Reason.DIGEST_MISMATCH);
    assertFails(
        judge(forge(f -> f.instead(type, new DEROctetString(Arrays.copyOf(right, 31))))),
        "message-digest",
        Reason.DIGEST_MISMATCH);
  }

  @Test
  void aDigestOffTheListIsUndecided() {
    AlgorithmIdentifier md5 = new AlgorithmIdentifier(PKCSObjectIdentifiers.md5);
    AlgorithmIdentifier odd = new AlgorithmIdentifier(ContentDigest.SM3.oid(), new ASN1Integer(1));
    for (AlgorithmIdentifier id : List.of(md5, odd)) {
      SignerJudgement judged =
          judge(
              forge(
                  f -> {
                    f.digest = id;
                    f.digests = new DERSet(id);
                  }));
      assertOutcome(judged, "digest-algorithm", Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
      assertThat(judged.integrity()).isEqualTo(Integrity.UNKNOWN);
      assertThat(judged.suite()).isEmpty();
    }
  }

  @Test
  void theDigestIsListedBeforeTheContent() {
    AlgorithmIdentifier sha256 = CmsSuite.digestIdentifier(ContentDigest.SHA256);
    assertFails(
        judge(forge(f -> f.digests = new DERSet(sha256))),
        "digest-algorithm-listed",
        Reason.ALGORITHM_MISMATCH);
    assertFails(
        judge(forge(f -> f.digests = new DERSet())),
        "digest-algorithm-listed",
        Reason.ALGORITHM_MISMATCH);
    AlgorithmIdentifier sm3 = CmsSuite.digestIdentifier(ContentDigest.SM3);
    CmsForge both = forge(f -> f.digests = new DERSet(new ASN1Encodable[] {sm3, sha256}));
    assertThat(judge(both).report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aDigestListedWithOtherParametersIsTold() {
    AlgorithmIdentifier odd =
        new AlgorithmIdentifier(ContentDigest.SM3.oid(), ContentDigest.SM3.oid());
    CmsForge forge = forge(f -> f.digests = new DERSet(odd));
    SignerJudgement told = judge(forge, CmsProfile.PADES, TrustPolicy.Mode.INTEROP);
    assertOutcome(told, "digest-algorithm-listed", Outcome.WARN, Reason.ENCODING_NOT_STANDARD);
    assertThat(told.report().conclusion()).isEqualTo(Conclusion.VALID);
    assertFails(
        judge(forge, CmsProfile.PADES, TrustPolicy.Mode.STRICT),
        "digest-algorithm-listed",
        Reason.ENCODING_NOT_STANDARD);
  }

  @Test
  void aSignatureAlgorithmOffTheListIsUndecided() {
    AlgorithmIdentifier dsa = new AlgorithmIdentifier(NISTObjectIdentifiers.dsa_with_sha256);
    SignerJudgement judged = judge(forge(f -> f.algorithm = dsa));
    assertOutcome(judged, "signature-algorithm", Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(judged.report().check("signature-value")).isEmpty();
    assertThat(judged.integrity()).isEqualTo(Integrity.UNKNOWN);
  }

  @Test
  void theSuiteIsOfTheCertificatesKind() {
    CmsForge forge = new CmsForge(P256);
    forge.digest = CmsSuite.digestIdentifier(ContentDigest.SM3);
    forge.digests = new DERSet(forge.digest);
    forge.instead(
        CMSAttributes.messageDigest,
        new DEROctetString(ContentDigest.SM3.of(CmsForge.CONTENT).toArray()));
    forge.algorithm = CmsSuite.signatureIdentifier(SM2.algorithm());
    assertFails(judge(forge), "signature-value", Reason.ALGORITHM_MISMATCH);
  }

  @Test
  void theValueIsOfTheNamedKey() {
    SignerJudgement judged = judge(new CmsForge(SM2).signedBy(PKI.sealSigner("样例别人")));
    assertFails(judged, "signature-value", Reason.SIGNATURE_VALUE_WRONG);
    assertThat(judged.integrity()).isEqualTo(Integrity.BROKEN);
    // It is bound to the certificate all the same, so that a report can name it.
    assertThat(judged.certificate()).contains(OWN);
  }

  // Algorithm protection, RFC 6211.

  @Test
  void protectedAlgorithmsAreThoseInUse() {
    AlgorithmIdentifier digest = CmsSuite.digestIdentifier(ContentDigest.SM3);
    AlgorithmIdentifier suite = CmsSuite.signatureIdentifier(SM2.algorithm());
    AlgorithmIdentifier withNull = new AlgorithmIdentifier(digest.getAlgorithm(), DERNull.INSTANCE);
    AlgorithmIdentifier ecdsa = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    for (AlgorithmIdentifier same : List.of(digest, withNull)) {
      assertThat(judge(protect(protection(same, suite))).report().check("algorithm-protection"))
          .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.PASS));
    }
    for (ASN1Encodable wrong :
        new ASN1Encodable[] {
          protection(CmsSuite.digestIdentifier(ContentDigest.SHA256), suite),
          protection(digest, ecdsa),
          new CMSAlgorithmProtection(digest, CMSAlgorithmProtection.MAC, suite),
          new DERSequence(),
          new DERSequence(digest),
          new DERSequence(new ASN1Encodable[] {digest, suite}),
          new ASN1Integer(1)
        }) {
      assertFails(judge(protect(wrong)), "algorithm-protection", Reason.ALGORITHM_MISMATCH);
    }
    CmsForge two =
        forge(
            f ->
                f.attribute(
                    CMSAttributes.cmsAlgorithmProtect,
                    protection(digest, suite),
                    protection(withNull, suite)));
    assertFails(judge(two), "algorithm-protection", Reason.ALGORITHM_MISMATCH);
    assertThat(judge(new CmsForge(SM2)).report().check("algorithm-protection")).isEmpty();
  }

  // Signing time.

  @Test
  void aStatedTimeIsTheClaimWhenTheContainerHasNone() {
    for (ASN1Encodable time :
        new ASN1Encodable[] {
          new DERUTCTime(Date.from(CLAIMED)), new DERGeneralizedTime(Date.from(CLAIMED))
        }) {
      SignerJudgement judged = judge(stating(time), CmsProfile.CADES, Optional.empty());
      assertThat(judged.signedAt()).contains(CLAIMED);
      assertThat(judged.timeSource()).isEqualTo(TimeSource.CLAIMED);
      assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void theContainersTimeComesFirst() {
    CmsForge early = stating(new DERUTCTime(Date.from(CLAIMED.minusSeconds(9))));
    SignerJudgement judged = judge(early, CmsProfile.PADES, Optional.of(CLAIMED));
    assertThat(judged.signedAt()).contains(CLAIMED);
    assertOutcome(judged, "signing-time-absent", Outcome.WARN, Reason.SIGNED_ATTRIBUTE_WRONG);
    assertThat(
            judge(early, CmsProfile.CADES, Optional.of(CLAIMED))
                .report()
                .check("signing-time-absent"))
        .isEmpty();
  }

  @Test
  void withoutAnyTimeThereIsNoClaim() {
    SignerJudgement judged = judge(new CmsForge(SM2), CmsProfile.CADES, Optional.empty());
    assertThat(judged.signedAt()).isEmpty();
    assertThat(judged.timeSource()).isEqualTo(TimeSource.NONE);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aStatedTimeBeforeTheCertificateIsInvalid() {
    SignerJudgement judged =
        judge(
            stating(new DERUTCTime(Date.from(TestPki.BEGIN.minusSeconds(1)))),
            CmsProfile.CADES,
            Optional.empty());
    assertThat(judged.report().reason()).contains(Reason.CERTIFICATE_NOT_YET_VALID);
    // Two-digit years from 50 on are of the twentieth century.
    SignerJudgement old =
        judge(stating(primitive(0x17, "500101000000Z")), CmsProfile.CADES, Optional.empty());
    assertThat(old.signedAt()).contains(Instant.parse("1950-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "23, 26",
    "23, 2611",
    "23, 26110101Z",
    "23, 26110101",
    "23, 26ABCDEFGHIJZ",
    "23, 2611010100+",
    "24, 2026",
    "24, 20261",
    "24, 20261101-",
    "24, 2026110101+1",
    "24, 20261101010000+99",
    "2, 1",
    "12, 261101010000Z",
    "4, 261101010000Z"
  })
  void aTimeThatCannotBeReadIsNoneAndNoException(int tag, String text) {
    CmsForge forge = stating(primitive(tag, text));
    SignerJudgement judged = judge(forge, CmsProfile.CADES, Optional.empty());
    Check check = judged.report().check("signing-time").orElseThrow();
    if (judged.signedAt().isEmpty()) {
      assertThat(check.reason()).isEqualTo(Reason.SIGNED_ATTRIBUTE_WRONG);
      assertThat(check.outcome()).isEqualTo(Outcome.WARN);
      assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
      assertFails(
          judge(forge, CmsProfile.CADES, TrustPolicy.Mode.STRICT),
          "signing-time",
          Reason.SIGNED_ATTRIBUTE_WRONG);
    } else {
      // A lenient reading is still a moment and judged as one.
      assertThat(check.outcome()).isEqualTo(Outcome.PASS);
    }
  }

  /** What node-forge writes for a date that is none (sign-pdf-lib), and no library reads. */
  @Test
  void aTimeThatNoLibraryReadsIsNone() {
    String none = "NaNNaNNaNNaNNaNNaNZ";
    CmsForge forge = stating(new DEROctetString(none.getBytes(StandardCharsets.US_ASCII)));
    Bytes octets = Bytes.hex("0413").concat(Bytes.utf8(none));
    Bytes time = Bytes.hex("1813").concat(Bytes.utf8(none));
    forge.written = all -> replaced(all, octets, time);
    SignerJudgement judged = judge(forge, CmsProfile.CADES, Optional.empty());
    assertThat(judged.report().reason()).isEmpty();
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(judged.timeSource()).isEqualTo(TimeSource.NONE);
    assertThat(judged.report().check("signing-time").map(Check::outcome)).contains(Outcome.WARN);
  }

  /** Beside such a time the order is judged all the same. */
  @Test
  void attributesBesideATimeThatNoLibraryReadsAreSorted() {
    String none = "NaNNaNNaNNaNNaNNaNZ";
    Bytes octets = Bytes.hex("0413").concat(Bytes.utf8(none));
    Bytes time = Bytes.hex("1813").concat(Bytes.utf8(none));
    CmsForge forge = stating(new DEROctetString(none.getBytes(StandardCharsets.US_ASCII)));
    DERSet set = new DERSet(forge.attributes.toArray(ASN1Encodable[]::new));
    List<Bytes> sorted =
        Der.outer(replaced(CmsForge.der(set), octets, time)).children().stream()
            .map(Der::encoded)
            .toList();
    Bytes ascending = sorted.stream().reduce(Bytes.empty(), Bytes::concat);
    Bytes other = sorted.stream().reduce(Bytes.empty(), (before, each) -> each.concat(before));
    forge.written = all -> replaced(replaced(all, octets, time), ascending, other);
    SignerJudgement judged = judge(forge, CmsProfile.CADES, Optional.empty());
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(judged.report().check("attributes-sorted").map(Check::outcome))
        .contains(Outcome.WARN);
  }

  private static Bytes replaced(Bytes all, Bytes from, Bytes to) {
    return Bytes.hex(all.toHex().replace(from.toHex(), to.toHex()));
  }

  @Test
  void twoTimesAreNone() {
    DERUTCTime time = new DERUTCTime(Date.from(CLAIMED));
    CmsForge two =
        forge(
            f ->
                f.attribute(
                    CMSAttributes.signingTime, time, new DERGeneralizedTime(Date.from(CLAIMED))));
    assertFails(
        judge(two, CmsProfile.CADES, Optional.empty()),
        "signing-time",
        Reason.SIGNED_ATTRIBUTE_WRONG);
    CmsForge none = forge(f -> f.attribute(CMSAttributes.signingTime));
    assertFails(
        judge(none, CmsProfile.CADES, Optional.empty()),
        "signing-time",
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  // Signing certificate, RFC 5035 §5.4.

  @Test
  void onlyPdfSignaturesMayLackTheAttributeAndWithAWarning() {
    CmsForge without = forge(f -> f.without(PKCSObjectIdentifiers.id_aa_signingCertificateV2));
    for (CmsProfile profile : List.of(CmsProfile.PKCS7, CmsProfile.PADES)) {
      SignerJudgement lenient = judge(without, profile, TrustPolicy.Mode.INTEROP);
      assertOutcome(lenient, "signing-certificate", Outcome.WARN, Reason.SIGNED_ATTRIBUTE_WRONG);
      assertThat(lenient.report().conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(lenient.certificate()).contains(OWN);
      assertThat(lenient.level()).isEmpty();
      assertFails(
          judge(without, profile, TrustPolicy.Mode.STRICT),
          "signing-certificate",
          Reason.SIGNED_ATTRIBUTE_WRONG);
    }
    assertFails(
        judge(without, CmsProfile.CADES, TrustPolicy.Mode.INTEROP),
        "signing-certificate",
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  /** RFC 5280 §7.1: the JDK's PKCS#7 spells the issuer's name anew, in other string types. */
  @Test
  void aSignersNameInOtherStringTypesIsDoubted() {
    X500Name issuer = rewritten(OWN.holder().getIssuer(), "");
    CmsForge own = forge(f -> f.sid = new IssuerAndSerialNumber(issuer, OWN.serial()));
    SignerJudgement told = judge(own, CmsProfile.PADES, TrustPolicy.Mode.INTEROP);
    assertOutcome(told, "signer-identifier", Outcome.UNKNOWN, Reason.ENCODING_NOT_STANDARD);
    assertThat(told.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(told.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertFails(
        judge(own, CmsProfile.PADES, TrustPolicy.Mode.STRICT),
        "signer-identifier",
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    BigInteger next = OWN.serial().add(BigInteger.ONE);
    X500Name stranger = rewritten(OWN.holder().getIssuer(), "x");
    for (ASN1Encodable other :
        List.of(
            new IssuerAndSerialNumber(issuer, next),
            new IssuerAndSerialNumber(stranger, OWN.serial()))) {
      assertFails(
          judge(forge(f -> f.sid = other), CmsProfile.PADES, TrustPolicy.Mode.INTEROP),
          "signer-identifier",
          Reason.SIGNING_CERTIFICATE_MISMATCH);
    }
  }

  private static X500Name rewritten(X500Name name, String more) {
    X500NameBuilder builder = new X500NameBuilder();
    for (RDN rdn : name.getRDNs()) {
      String text = IETFUtils.valueToString(rdn.getFirst().getValue());
      builder.addRDN(rdn.getFirst().getType(), new DERBMPString(text + more));
    }
    return builder.build();
  }

  /** Time-stamp servers in Go wrote the value into an OCTET STRING; it is signed all the same. */
  @Test
  void anAttributeMayStandInAnOctetString() {
    ASN1ObjectIdentifier type = PKCSObjectIdentifiers.id_aa_signingCertificateV2;
    CmsForge own = forge(f -> f.instead(type, octets(CmsForge.der(named(OWN)))));
    for (CmsProfile profile : List.of(CmsProfile.TIMESTAMP, CmsProfile.CADES)) {
      Report report = judge(own, profile, TrustPolicy.Mode.INTEROP).report();
      assertThat(report.check("signing-certificate-form").orElseThrow().outcome())
          .isEqualTo(Outcome.WARN);
      assertThat(report.check("signing-certificate").orElseThrow().outcome())
          .isEqualTo(Outcome.PASS);
      assertFails(
          judge(own, profile, TrustPolicy.Mode.STRICT),
          "signing-certificate",
          Reason.SIGNED_ATTRIBUTE_WRONG);
    }
    CmsForge other = forge(f -> f.instead(type, octets(CmsForge.der(named(CA)))));
    assertFails(
        judge(other, CmsProfile.TIMESTAMP, TrustPolicy.Mode.INTEROP),
        "signing-certificate",
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    Bytes twice = CmsForge.der(octets(CmsForge.der(named(OWN))));
    for (Bytes wrong : List.of(Bytes.empty(), Bytes.hex("30"), Bytes.hex("3000"), twice)) {
      CmsForge forge = forge(f -> f.instead(type, octets(wrong)));
      assertFails(
          judge(forge, CmsProfile.TIMESTAMP, TrustPolicy.Mode.INTEROP),
          "signing-certificate",
          Reason.SIGNED_ATTRIBUTE_WRONG);
    }
  }

  /** jsrsasign before version 10 left out a SEQUENCE, and the issuer is no GeneralNames. */
  @Test
  void anAttributeMayBeTheListAlone() {
    ASN1ObjectIdentifier type = PKCSObjectIdentifiers.id_aa_signingCertificateV2;
    CmsForge own = forge(f -> f.instead(type, new DERSequence(bare(OWN))));
    Report report = judge(own, CmsProfile.CADES, TrustPolicy.Mode.INTEROP).report();
    assertThat(report.check("signing-certificate-form").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(report.check("signing-certificate").orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    assertFails(
        judge(own, CmsProfile.CADES, TrustPolicy.Mode.STRICT),
        "signing-certificate",
        Reason.SIGNED_ATTRIBUTE_WRONG);
    for (ASN1Encodable other : List.of(bare(CA), new DERSequence(octets(Bytes.hex("00"))))) {
      assertFails(
          judge(
              forge(f -> f.instead(type, new DERSequence(other))),
              CmsProfile.CADES,
              TrustPolicy.Mode.INTEROP),
          "signing-certificate",
          Reason.SIGNING_CERTIFICATE_MISMATCH);
    }
    ASN1Encodable[] half = {bare(OWN), new DERSequence()};
    assertFails(
        judge(
            forge(f -> f.instead(type, new DERSequence(half))),
            CmsProfile.CADES,
            TrustPolicy.Mode.INTEROP),
        "signing-certificate",
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  private static ASN1Encodable bare(Certificate certificate) {
    ASN1Encodable[] serial = {new X500Name("CN=样例"), new ASN1Integer(certificate.serial())};
    ASN1Encodable[] id = {
      octets(ContentDigest.SHA256.of(certificate.der())), new DERSequence(serial)
    };
    return new DERSequence(id);
  }

  private static ASN1Encodable octets(Bytes value) {
    return new DEROctetString(value.toArray());
  }

  @Test
  void anAttributeThatIsThereIsReadable() {
    ASN1ObjectIdentifier type = PKCSObjectIdentifiers.id_aa_signingCertificateV2;
    for (ASN1Encodable wrong :
        new ASN1Encodable[] {
          new ASN1Integer(1),
          new DERSequence(),
          new DERSequence(new DERSequence()),
          new DERSequence(new DERSequence(new DERSequence())),
          new DERSequence(
              new DERSequence(new DERSequence(CmsSuite.digestIdentifier(ContentDigest.SM3)))),
          new DERSequence(new DERSequence(new ASN1Integer(1)))
        }) {
      CmsForge forge = forge(f -> f.instead(type, wrong));
      for (CmsProfile profile : CmsProfile.values()) {
        assertFails(
            judge(forge, profile, TrustPolicy.Mode.INTEROP),
            "signing-certificate",
            Reason.SIGNED_ATTRIBUTE_WRONG);
      }
    }
    CmsForge two =
        forge(f -> f.instead(type, named(OWN), CmsForge.naming(CmsForge.id(OWN), CmsForge.id(CA))));
    assertFails(two, "signing-certificate");
  }

  /** SHA-3 in EU DSS: what we cannot compute is no fact against the signature. */
  @Test
  void aHashThatWeDoNotComputeIsNoMismatch() {
    AlgorithmIdentifier sha3 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha3_256);
    SignerJudgement judged = judge(renamed(new ESSCertIDv2(sha3, new byte[32])));
    assertOutcome(judged, "signing-certificate", Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void theHashIsThatOfTheCertificate() {
    byte[] sha1 = new byte[20];
    for (ESSCertIDv2 wrong :
        List.of(
            CmsForge.id(CA),
            new ESSCertIDv2(CmsSuite.digestIdentifier(ContentDigest.SHA256), new byte[32]),
            new ESSCertIDv2(
                CmsSuite.digestIdentifier(ContentDigest.SHA384),
                ContentDigest.SHA256.of(OWN.der()).toArray()),
            new ESSCertIDv2(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1), sha1))) {
      SignerJudgement judged = judge(renamed(wrong));
      assertFails(judged, "signing-certificate", Reason.SIGNING_CERTIFICATE_MISMATCH);
      assertThat(judged.certificate()).isEmpty();
      assertThat(judged.report().check("signature-value")).isEmpty();
    }
  }

  @Test
  void anyDigestOfTheListMayNameIt() {
    for (ContentDigest digest : ContentDigest.values()) {
      ESSCertIDv2 id =
          new ESSCertIDv2(CmsSuite.digestIdentifier(digest), digest.of(OWN.der()).toArray());
      assertThat(judge(renamed(id)).report().conclusion()).isEqualTo(Conclusion.VALID);
    }
    // Absent means SHA-256, RFC 5035 §4.
    ESSCertIDv2 silent = new ESSCertIDv2(ContentDigest.SHA256.of(OWN.der()).toArray());
    assertThat(silent.getHashAlgorithm().getAlgorithm()).isEqualTo(NISTObjectIdentifiers.id_sha256);
    assertThat(judge(renamed(silent)).report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  /**
   * RFC 2634 §5.4 has SHA-1 alone, and RFC 3161 asks for just that attribute: genuine ones are not
   * refused, under no policy, and what the digest is worth is told.
   */
  @Test
  void aCertificateNamedBySha1IsToldAndNotRefused() {
    byte[] sha1 = ContentDigest.SHA1.of(OWN.der()).toArray();
    CmsForge first =
        forge(
            f ->
                f.without(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
                    .attribute(
                        PKCSObjectIdentifiers.id_aa_signingCertificate,
                        new SigningCertificate(new ESSCertID(sha1))));
    CmsForge second =
        renamed(new ESSCertIDv2(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1), sha1));
    for (CmsForge forge : List.of(first, second)) {
      for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
        SignerJudgement judged = judge(forge, CmsProfile.CADES, mode);
        assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
        assertOutcome(
            judged, "signing-certificate-digest", Outcome.WARN, Reason.ALGORITHM_NOT_ALLOWED);
        assertThat(judged.report().check("signing-certificate-digest").orElseThrow().detail())
            .contains("SHA1 refused since 2014-01-01");
      }
    }
    assertThat(judge(new CmsForge(SM2)).report().check("signing-certificate-digest")).isEmpty();
  }

  /** That we cannot compute a digest proves nothing against the signature. */
  @Test
  void aCertificateNamedByAnUnknownDigestIsNotSaidToBeAnother() {
    for (ASN1ObjectIdentifier unknown :
        List.of(PKCSObjectIdentifiers.md5, NISTObjectIdentifiers.id_sha3_256)) {
      AlgorithmIdentifier id = new AlgorithmIdentifier(unknown);
      SignerJudgement judged = judge(renamed(new ESSCertIDv2(id, new byte[16])));
      assertOutcome(judged, "signing-certificate", Outcome.UNKNOWN, Reason.ALGORITHM_NOT_ALLOWED);
      assertThat(judged.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      SignerJudgement further = judge(renamed(CmsForge.id(OWN), new ESSCertIDv2(id, new byte[16])));
      assertThat(further.report().check("certificates-named").orElseThrow().outcome())
          .isEqualTo(Outcome.NOT_DONE);
    }
  }

  @Test
  void aStatedIssuerAndSerialAreTheCertificates() {
    assertThat(judge(renamed(id(OWN.holder().getIssuer(), OWN))).report().conclusion())
        .isEqualTo(Conclusion.VALID);
    assertFails(
        judge(renamed(id(CA.holder().getIssuer(), OWN))),
        "signing-certificate",
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    ESSCertIDv2 serial =
        new ESSCertIDv2(
            CmsSuite.digestIdentifier(ContentDigest.SHA256),
            ContentDigest.SHA256.of(OWN.der()).toArray(),
            new IssuerSerial(
                new GeneralNames(new GeneralName(OWN.holder().getIssuer())), CA.serial()));
    assertFails(judge(renamed(serial)), "signing-certificate", Reason.SIGNING_CERTIFICATE_MISMATCH);
  }

  @Test
  void everyNamedCertificateIsThere() {
    Certificate absent = PKI.sealSigner("样例不在").chain().get(0);
    SignerJudgement judged = judge(renamed(CmsForge.id(OWN), CmsForge.id(absent)));
    assertFails(judged, "certificates-named", Reason.SIGNING_CERTIFICATE_MISMATCH);
    // An anchor need not be embedded.
    Certificate root = PKI.signerRoot().chain().get(0);
    SignerJudgement anchored = judge(renamed(CmsForge.id(OWN), CmsForge.id(CA), CmsForge.id(root)));
    assertThat(anchored.report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aCertificateThatNobodyNeedsIsSaid() {
    Certificate extra = PKI.maker("样例多余").chain().get(0);
    CmsForge forge = forge(f -> f.certificates.add(extra.holder().toASN1Structure()));
    assertOutcome(
        judge(forge), "certificates-used", Outcome.WARN, Reason.SIGNING_CERTIFICATE_MISMATCH);
    assertFails(
        judge(forge, CmsProfile.PADES, TrustPolicy.Mode.STRICT),
        "certificates-used",
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    CmsForge naming = renamed(CmsForge.id(OWN), CmsForge.id(CA));
    naming.certificates.add(extra.holder().toASN1Structure());
    assertFails(judge(naming), "certificates-used", Reason.SIGNING_CERTIFICATE_MISMATCH);
  }

  @Test
  void withoutItsCertificateASignerIsNobody() {
    CmsForge forge = forge(f -> f.certificates.clear());
    SignerJudgement judged = judge(forge);
    assertFails(judged, "signer-identifier", Reason.SIGNING_CERTIFICATE_MISMATCH);
    assertThat(judged.integrity()).isEqualTo(Integrity.BROKEN);
    assertThat(judged.facts()).isEmpty();
    assertThat(judged.report().check("path")).isEmpty();
  }

  // Trust and the rest.

  @Test
  void anUnknownRootLeavesTheSignatureIntact() {
    Signer foreign = TestPki.seeded("foreign").sealSigner("外来");
    SignerJudgement judged = judge(new CmsForge(foreign));
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(judged.report().reason()).contains(Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void unsignedAttributesAreCountedAndNotBelieved() {
    ASN1Encodable unsigned =
        new DERSequence(
            new ASN1Encodable[] {new ASN1ObjectIdentifier("1.2.3"), new DERSet(DERNull.INSTANCE)});
    CmsForge forge =
        forge(f -> f.afterSignature.add(new DERTaggedObject(false, 1, new DERSet(unsigned))));
    SignerJudgement judged = judge(forge);
    Check check = judged.report().check("unsigned-attributes").orElseThrow();
    assertThat(check.outcome()).isEqualTo(Outcome.NOT_DONE);
    assertThat(check.detail()).contains("1.2.3");
    assertThat(judge(new CmsForge(SM2)).report().check("unsigned-attributes")).isEmpty();
  }

  /** RFC 5652 §11: a reader that looks in both sets shows what anybody put into the open one. */
  @ParameterizedTest
  @CsvSource({
    "1.2.840.113549.1.9.3",
    "1.2.840.113549.1.9.4",
    "1.2.840.113549.1.9.5",
    "1.2.840.113549.1.9.52",
    "1.2.840.113549.1.9.16.2.12",
    "1.2.840.113549.1.9.16.2.15",
    "1.2.840.113549.1.9.16.2.47"
  })
  void whatMustBeSignedIsNotThereUnsigned(String type) {
    ASN1Encodable unsigned =
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1ObjectIdentifier(type), new DERSet(new DERUTCTime(new Date(0)))
            });
    SignerJudgement judged =
        judge(
            forge(f -> f.afterSignature.add(new DERTaggedObject(false, 1, new DERSet(unsigned)))));
    assertOutcome(judged, "unsigned-attributes", Outcome.UNKNOWN, Reason.SIGNED_ATTRIBUTE_WRONG);
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  private static CmsForge forge(Consumer<CmsForge> change) {
    CmsForge forge = new CmsForge(SM2);
    change.accept(forge);
    return forge;
  }

  private static void bySubjectKey(CmsForge forge, byte[] key) {
    forge.sid = new DERTaggedObject(false, 0, new DEROctetString(key));
    forge.signerVersion = new ASN1Integer(3);
    forge.version = new ASN1Integer(3);
  }

  private static byte[] keyId(Certificate certificate) {
    return SignerNames.subjectKey(certificate).orElseThrow().toArray();
  }

  private static CmsForge protect(ASN1Encodable value) {
    return forge(f -> f.attribute(CMSAttributes.cmsAlgorithmProtect, value));
  }

  private static CMSAlgorithmProtection protection(
      AlgorithmIdentifier digest, AlgorithmIdentifier suite) {
    return new CMSAlgorithmProtection(digest, CMSAlgorithmProtection.SIGNATURE, suite);
  }

  private static CmsForge stating(ASN1Encodable time) {
    return forge(f -> f.attribute(CMSAttributes.signingTime, time));
  }

  private static ASN1Primitive primitive(int tag, String text) {
    Bytes content = Bytes.utf8(text);
    Bytes header = Bytes.of(new byte[] {(byte) tag, (byte) content.length()});
    try {
      return ASN1Primitive.fromByteArray(header.concat(content).toArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ASN1Encodable named(Certificate certificate) {
    return CmsForge.naming(CmsForge.id(certificate));
  }

  private static CmsForge renamed(ESSCertIDv2... ids) {
    return forge(
        f -> f.instead(PKCSObjectIdentifiers.id_aa_signingCertificateV2, CmsForge.naming(ids)));
  }

  private static ESSCertIDv2 id(X500Name issuer, Certificate certificate) {
    return new ESSCertIDv2(
        CmsSuite.digestIdentifier(ContentDigest.SHA256),
        ContentDigest.SHA256.of(certificate.der()).toArray(),
        new IssuerSerial(new GeneralNames(new GeneralName(issuer)), certificate.serial()));
  }

  private static SignerJudgement judge(CmsForge forge) {
    return judge(forge, CmsProfile.PADES, TrustPolicy.Mode.INTEROP);
  }

  private static SignerJudgement judge(CmsForge forge, CmsProfile profile, TrustPolicy.Mode mode) {
    CmsContext context = new CmsContext(PKI.policy().withMode(mode), profile, Optional.of(CLAIMED));
    return judge(forge, context);
  }

  private static SignerJudgement judge(
      CmsForge forge, CmsProfile profile, Optional<Instant> claimed) {
    return judge(forge, new CmsContext(PKI.policy(), profile, claimed));
  }

  private static SignerJudgement judge(CmsForge forge, CmsContext context) {
    CmsJudgement judged = CmsVerifier.verify(forge.make(), d -> d.of(CmsForge.CONTENT), context);
    assertThat(judged.structure().conclusion())
        .describedAs("%s", judged.structure())
        .isEqualTo(Conclusion.VALID);
    assertThat(judged.signers()).hasSize(1);
    return judged.signers().get(0);
  }

  private static void assertFails(CmsForge forge, String id) {
    assertFails(judge(forge), id, Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  private static void assertFails(SignerJudgement judged, String id, Reason reason) {
    assertOutcome(judged, id, Outcome.FAIL, reason);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static void assertOutcome(
      SignerJudgement judged, String id, Outcome outcome, Reason reason) {
    Report report = judged.report();
    assertThat(report.check(id)).describedAs("%s", report).isPresent();
    assertThat(report.check(id).orElseThrow().outcome())
        .describedAs("%s", report)
        .isEqualTo(outcome);
    assertThat(report.check(id).orElseThrow().reason()).isEqualTo(reason);
  }
}
