package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.OtherSeals;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Seals and signatures of GM/T 0031-2014 and 2025, which the library reads and does not make. */
class OtherVersionsTest {
  private static final TestPki PKI = TestPki.seeded("other versions");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Bytes SEAL = OtherSeals.seal2014(TestSeals.spec(SIGNER), 1, MAKER);
  private static final TrustPolicy POLICY = PKI.policy();
  private static final Bytes TIME = Bytes.utf8("2026-11-01T01:00:00Z");

  @Test
  void aSealOf2014IsReadInFull() {
    Seal seal = Seal.parse(SEAL).orElseThrow();
    assertThat(seal.version()).isEqualTo(1);
    assertThat(seal.esId()).isEqualTo("51000000000001");
    assertThat(seal.name()).isEqualTo("样例印章");
    assertThat(seal.createdAt()).isEqualTo(TestSeals.MADE);
    assertThat(seal.validTo()).isEqualTo(TestSeals.SEAL_END);
    assertThat(seal.picture().data()).isEqualTo(TestSeals.PNG);
    assertThat(seal.lists(SIGNER.chain().get(0))).isTrue();
    assertThat(seal.deviations()).isEmpty();
    SealJudgement judged = SealChecks.judgeSeal(SEAL, POLICY);
    assertThat(judged.format()).isEqualTo("SES_V1");
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aSignatureOf2014IsJudged() {
    SealJudgement judged = judge(signed(TIME), POLICY);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged.format()).isEqualTo("SES_V1");
    assertThat(judged.algorithm()).isEqualTo("SM2_SM3");
    assertThat(judged.signedAt()).isEqualTo(TestSeals.SIGNED);
    assertThat(judged.seal().version()).isEqualTo(1);
  }

  @Test
  void aSignatureOf2025IsJudged() {
    Bytes seal = OtherSeals.seal2025(TestSeals.spec(SIGNER), MAKER);
    SealJudgement judged = judge(OtherSeals.signature2025(content(seal), SIGNER), POLICY);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged.format()).isEqualTo("SES_V5");
  }

  @Test
  void everyAlteredOctetOfASignatureOf2014IsRefused() {
    Bytes signature = signed(TIME);
    for (int at = 0; at < signature.length(); at += 7) {
      SealJudgement judged = judge(Mutators.flip(signature, at, 1 << at % 8), POLICY);
      assertThat(judged.report().conclusion()).as("octet %d", at).isNotEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void withoutATimeNothingIsKnownOfTheMoment() {
    SealJudgement judged = judge(signed(Bytes.utf8("soon")), POLICY);
    assertThat(judged.signedAt()).isNull();
    assertThat(judged.timeSource()).isEqualTo(TimeSource.NONE);
    assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(judged.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    // The seal has ended since: whether before or after signing, nobody can tell.
    TrustPolicy later = POLICY.withAt(TestSeals.SEAL_END.plusSeconds(9));
    assertThat(judge(signed(Bytes.utf8("soon")), later).report().check("seal-window"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  @Test
  void rsaWithSha1IsComputedAndNeverAccepted() {
    TestPki.Spec spec = PKI.spec("CN=样例RSA章,C=CN", Purpose.SEAL_SIGNER, TestPki.END);
    Signer rsa = PKI.issue(spec.with(SignatureAlgorithm.RSA_PKCS1_SHA256), PKI.signerCa());
    Bytes seal = OtherSeals.seal2014(TestSeals.spec(rsa), 1, MAKER);
    OtherSeals.Suite sha1 = OtherSeals.Suite.rsaSha1(PKI.vault(), rsa);
    SealJudgement weak = judge(OtherSeals.signature2014(content(seal), TIME, rsa, sha1), POLICY);
    assertThat(weak.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(weak.algorithm()).isEqualTo("RSA_PKCS1_SHA1");
    assertThat(weak.report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    Bytes whole = OtherSeals.signature2014(content(seal), TIME, rsa);
    assertThat(judge(whole, POLICY).report().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judge(whole, POLICY).algorithm()).isEqualTo("RSA_PKCS1_SHA256");
    // GB/T 38540 knows no RSA: computed, so that altered octets are told, and not accepted.
    Bytes four = SesForge.resigned(TestSeals.seal(MAKER, rsa), s -> s, MAKER);
    assertThat(Seal.parse(four).orElseThrow().lists(rsa.chain().get(0))).isTrue();
  }

  @Test
  void contentOf2014MayBeDigestedAsItsSuiteHasIt() throws Exception {
    TestPki.Spec spec = PKI.spec("CN=样例RSA章二,C=CN", Purpose.SEAL_SIGNER, TestPki.END);
    Signer rsa = PKI.issue(spec.with(SignatureAlgorithm.RSA_PKCS1_SHA256), PKI.signerCa());
    Bytes seal = OtherSeals.seal2014(TestSeals.spec(rsa), 1, MAKER);
    Bytes sha256 = Digests.sha256(TestSeals.CONTENT);
    SealedContent other = new SealedContent(seal, sha256, TestSeals.PATH, TestSeals.SIGNED);
    Bytes signature = OtherSeals.signature2014(other, TIME, rsa);
    assertThat(withContent(signature).report().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judge(signature, POLICY).report().reason()).contains(Reason.DIGEST_MISMATCH);
    // The same digest beside SM2 is a mixture that the standard does not have.
    SealedContent mixed = new SealedContent(SEAL, sha256, TestSeals.PATH, TestSeals.SIGNED);
    SealJudgement odd = withContent(OtherSeals.signature2014(mixed, TIME, SIGNER));
    assertThat(odd.report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(odd.integrity()).isEqualTo(Integrity.INTACT);
  }

  private static SealJudgement withContent(Bytes signature) {
    SealClaim claim =
        new SealClaim(
            signature,
            TestSeals.CONTENT_DIGEST,
            TestSeals.PATH,
            Optional.empty(),
            Optional.of(TestSeals.CONTENT));
    return SealVerifier.verifySignature(claim, POLICY);
  }

  @ParameterizedTest
  @CsvSource({
    "Doc_0/Signs/Sign_0/Signature.xml, WARN, VALID",
    "/doc_0/signs/sign_0/signature.xml, WARN, VALID",
    "/Doc_0/Signs/Sign_1/Signature.xml, FAIL, INVALID",
    "Signature.xml, FAIL, INVALID",
    "OFD, UNKNOWN, INDETERMINATE"
  })
  void whatIsProtectedMustBeWhatWasFound(String path, Outcome outcome, Conclusion verdict) {
    Bytes seal = TestSeals.seal(MAKER, SIGNER);
    Bytes signature =
        SealSigner.sign(
            new SealedContent(seal, TestSeals.CONTENT_DIGEST, path, TestSeals.SIGNED), SIGNER);
    SealJudgement judged = judge(signature, POLICY);
    assertThat(judged.report().check("property-info").orElseThrow().outcome()).isEqualTo(outcome);
    assertThat(judged.report().conclusion()).isEqualTo(verdict);
    assertThat(judge(signature, POLICY.withMode(Mode.STRICT)).report().reason())
        .contains(Reason.PROPERTY_INFO_MISMATCH);
  }

  /** What nobody signed can be written anew by anybody; what the signer wrote is the signer's. */
  @Test
  void berIsToldAndDoubtedWhereNothingProtectsIt() {
    Bytes seal = TestSeals.seal(MAKER, SIGNER);
    Bytes signature = TestSeals.signature(seal, SIGNER);
    Bytes outside =
        Bytes.hex("3080").concat(signature.slice(4, signature.length())).concat(Bytes.hex("0000"));
    SealJudgement doubted = judge(outside, POLICY);
    assertThat(doubted.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(doubted.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(doubted.report().reason()).contains(Reason.ENCODING_NOT_STANDARD);
    Bytes inside = signedAsBer(signature);
    SealJudgement accepted = judge(inside, POLICY);
    assertThat(accepted.report().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(accepted.report().check("signature-encoding").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(judge(inside, POLICY.withMode(Mode.STRICT)).report().reason())
        .contains(Reason.ENCODING_NOT_STANDARD);
    Bytes endless = Bytes.hex("3080".repeat(60));
    assertThat(judge(endless, POLICY).report().reason()).contains(Reason.MALFORMED);
  }

  /** toSign with an indefinite length, signed so. */
  private static Bytes signedAsBer(Bytes signature) {
    ASN1Encodable[] parts = SesForge.sequence(signature).toArray();
    Bytes toSign = SesForge.der(parts[0]);
    Bytes ber =
        Bytes.hex("3080").concat(toSign.slice(4, toSign.length())).concat(Bytes.hex("0000"));
    Bytes value = SesForge.der(new DERBitString(SIGNER.sign(ber).toArray()));
    Bytes all = ber.concat(SesForge.der(parts[1])).concat(SesForge.der(parts[2])).concat(value);
    return Bytes.hex("3082%04x".formatted(all.length())).concat(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vendor", "number", "picture"})
  void textsOfOtherTypesAreReadAndTold(String field) {
    int[] path =
        switch (field) {
          case "vendor" -> new int[] {0, 2};
          case "number" -> new int[] {1};
          default -> new int[] {3, 0};
        };
    Bytes seal = TestSeals.seal(MAKER, SIGNER);
    Bytes odd = SesForge.resigned(seal, s -> SesForge.at(s, o -> utf8(o), path), MAKER);
    Seal read = Seal.parse(odd).orElseThrow();
    assertThat(read.deviations()).hasSize(1);
    assertThat(SealChecks.judgeSeal(odd, POLICY).report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static DERUTF8String utf8(ASN1Encodable text) {
    return new DERUTF8String(((DERIA5String) text).getString());
  }

  @Test
  void theShapeDecidesBeforeTheNumber() {
    for (int version : OtherSeals.VERSIONS_2014) {
      Bytes seal = OtherSeals.seal2014(TestSeals.spec(SIGNER), version, MAKER);
      assertThat(Seal.parse(seal).orElseThrow().shape()).isEqualTo(SesVersion.V1);
    }
    for (int version : List.of(4, 5)) {
      assertThat(Seal.parse(OtherSeals.seal2014(TestSeals.spec(SIGNER), version, MAKER))).isEmpty();
    }
    Bytes long2014 =
        OtherSeals.resealed2014(
            SEAL,
            s -> SesForge.at(s, o -> SesForge.append((ASN1Sequence) o, new ASN1Integer(1)), 2),
            MAKER);
    assertThat(Seal.parse(long2014)).isEmpty();
  }

  @Test
  void aMomentIsReadAsProducersWriteIt() {
    Instant moment = Instant.parse("2026-11-01T01:00:00Z");
    for (String text :
        List.of(
            "2026-11-01 09:00:00", "20261101090000", "2026/11/01 09:00", "2026.11.01T09:00:00")) {
      assertThat(SesTime.ofTimeInfo(Bytes.utf8(text))).contains(new SesTime(moment, false));
    }
    for (String text :
        List.of("2026-11-01T09:00:00+08:00", "261101010000Z", "20261101010000Z", "1793494800000")) {
      assertThat(SesTime.ofTimeInfo(Bytes.utf8(text))).contains(new SesTime(moment, true));
    }
    for (String text :
        List.of("", "9", "2026-13-01 00:00:00", "2026-11-01", "2026-11-01T25:00:00Z")) {
      assertThat(SesTime.ofTimeInfo(Bytes.utf8(text))).as(text).isEmpty();
    }
    assertThat(SesTime.ofTimeInfo(Bytes.hex("17ff00"))).isEmpty();
  }

  /** Programs write what the clock on the wall shows, in China and in a container alike. */
  @ParameterizedTest
  @CsvSource({
    "2026-02-01 08:00:00, VALID, 2026-02-01T00:00:00Z", // the seal's first second in China
    "2026-02-01 07:59:59, VALID, 2026-02-01T07:59:59Z", // so that it was UTC
    "2026-02-01 00:00:00, VALID, 2026-02-01T00:00:00Z",
    "2026-01-31 12:00:00, VALID, 2026-02-01T00:00:00Z", // the west of America
    "2026-01-31 11:59:59, INVALID, ",
    "2026-02-01 07:59:59+08:00, INVALID, ",
    "2026-01-31T23:59:59Z, INVALID, ",
  })
  void aTimeWithoutAZoneIsNotTooEarlyWhereAnotherZoneFits(
      String text, Conclusion expected, Instant at) {
    SealJudgement judged = judge(signed(Bytes.utf8(text)), POLICY);
    assertThat(judged.report().conclusion()).isEqualTo(expected);
    if (at == null) {
      assertThat(judged.report().reason()).contains(Reason.SEAL_NOT_YET_VALID);
    } else {
      assertThat(judged.signedAt()).isEqualTo(at);
      assertThat(judged.report().check("stated-time").isPresent())
          .isEqualTo(!text.equals("2026-02-01 08:00:00"));
    }
    SealJudgement strict = judge(signed(Bytes.utf8(text)), POLICY.withMode(Mode.STRICT));
    assertThat(strict.report().conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** Another zone mends a time that is too early, and nothing else. */
  @Test
  void anotherZoneMendsNothingElse() {
    Bytes early = signed(Bytes.utf8("2026-02-01 00:00:00"));
    SealClaim other = new SealClaim(early, Digests.sm3(Bytes.empty()), "", Optional.empty());
    assertThat(SealVerifier.verifySignature(other, POLICY).integrity()).isEqualTo(Integrity.BROKEN);
    assertThat(SealVerifier.verifySignature(other, POLICY).report().conclusion())
        .isEqualTo(Conclusion.INVALID);
    assertThat(judge(early, POLICY.withAt(TestSeals.MADE.minusSeconds(61))).report().conclusion())
        .isEqualTo(Conclusion.INVALID);
    // A reading further east would be before the end: who was there writes China's time.
    Bytes late = signed(Bytes.utf8("2028-02-01 08:00:01"));
    TrustPolicy later = POLICY.withAt(TestSeals.SEAL_END.plusSeconds(600));
    assertThat(judge(late, later).report().reason()).contains(Reason.SEAL_EXPIRED);
    // Nor is what is to come less so.
    Bytes ahead = signed(Bytes.utf8("2026-11-01 12:00:00"));
    assertThat(judge(ahead, POLICY).report().reason()).contains(Reason.SIGNED_IN_FUTURE);
  }

  private static SealedContent content(Bytes seal) {
    return new SealedContent(seal, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
  }

  private static Bytes signed(Bytes timeInfo) {
    return OtherSeals.signature2014(content(SEAL), timeInfo, SIGNER);
  }

  private static SealJudgement judge(Bytes signature, TrustPolicy policy) {
    SealClaim claim =
        new SealClaim(signature, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.empty());
    return SealVerifier.verifySignature(claim, policy);
  }
}
