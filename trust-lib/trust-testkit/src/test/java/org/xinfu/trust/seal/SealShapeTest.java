package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;

/** Every field of SESeal and SES_Signature with the wrong type, number or range. */
class SealShapeTest {
  private static final TestPki PKI = TestPki.seeded("seal shape");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  private static final Bytes SIGNATURE = TestSeals.signature(SEAL, SIGNER);
  private static final TrustPolicy POLICY = PKI.policy();
  private static final ASN1Encodable NUMBER = new ASN1Integer(1);
  private static final ASN1ObjectIdentifier OID = new ASN1ObjectIdentifier("1.2.3.4");
  private static final ASN1Encodable VALUE = new DEROctetString(new byte[] {1});

  @TestFactory
  Stream<DynamicTest> aSealOfAnotherShapeIsMalformedAlthoughItsMakerSignedIt() {
    Map<String, Bytes> cases = new LinkedHashMap<>();
    // eSealInfo: 0 header, 1 esID, 2 property, 3 picture.
    cases.put("header of two parts", sealed(h -> SesForge.first(h, 2), 0));
    cases.put("header of four parts", sealed(h -> SesForge.append(h, NUMBER), 0));
    cases.put("version as text", replaced(new DERIA5String("4"), 0, 1));
    cases.put("property as SET", replaced(new DERSet(), 2));
    cases.put("property of six parts", sealed(p -> SesForge.first(p, 6), 2));
    cases.put("property of eight parts", sealed(p -> SesForge.append(p, NUMBER), 2));
    cases.put("negative type", replaced(new ASN1Integer(-1), 2, 0));
    cases.put("type beyond 32 bits", replaced(new ASN1Integer(1L << 32), 2, 0));
    cases.put("type as text", replaced(new DERIA5String("1"), 2, 0));
    cases.put("empty name", replaced(new DERUTF8String(""), 2, 1));
    cases.put("list type 0", replaced(new ASN1Integer(0), 2, 2));
    cases.put("list as SET", replaced(new DERSet(VALUE), 2, 3));
    cases.put("signer who is no certificate", replaced(new DERSequence(VALUE), 2, 3));
    cases.put("signers with nothing in them", replaced(new DERSequence(), 2, 3));
    cases.put("signer not wrapped in octets", replaced(new DERSequence(new DERSequence()), 2, 3));
    cases.put("creation as text", replaced(new DERIA5String("20260201000000Z"), 2, 4));
    cases.put("begin as number", replaced(NUMBER, 2, 5));
    cases.put("picture of three parts", sealed(p -> SesForge.first(p, 3), 3));
    cases.put("picture of five parts", sealed(p -> SesForge.append(p, NUMBER), 3));
    cases.put("picture as bits", replaced(new DERBitString(new byte[] {1}), 3, 1));
    cases.put("negative height", replaced(new ASN1Integer(-42), 3, 3));
    cases.put("no height", replaced(new ASN1Integer(0), 3, 3));
    cases.put("extensions as SET", extended(new DERSet()));
    cases.put(
        "two extensions lists in one tag", extended(tagged(new DERSequence(), new DERSequence())));
    cases.put("extension of one part", extended(list(OID)));
    cases.put("extension of four parts", extended(list(OID, ASN1Boolean.TRUE, VALUE, VALUE)));
    cases.put("extension without identifier", extended(list(NUMBER, VALUE)));
    cases.put("extension with a number for TRUE", extended(list(OID, NUMBER, VALUE)));
    cases.put("extension with a text", extended(list(OID, new DERIA5String("x"))));
    cases.put("extension no sequence", extended(new DERSequence(VALUE)));
    cases.put(
        "six parts", resigned(s -> SesForge.append(SesForge.append(s, list(OID, VALUE)), NUMBER)));
    // The envelope, which no signature protects.
    cases.put("certificate not wrapped", enveloped(new DERSequence(), 1));
    cases.put("certificate that is none", enveloped(VALUE, 1));
    cases.put("algorithm as AlgorithmIdentifier", enveloped(new DERSequence(OID), 2));
    cases.put("value as octets", enveloped(VALUE, 3));
    return cases.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> assertMalformed(e.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> aSignatureOfAnotherShapeIsMalformedAlthoughItsSignerSignedIt() {
    Map<String, Bytes> cases = new LinkedHashMap<>();
    // toSign: 0 version, 1 seal, 2 time, 3 digest, 4 property.
    cases.put("four parts", signed(s -> SesForge.first(s, 4)));
    cases.put(
        "eight parts",
        signed(s -> SesForge.append(SesForge.append(SesForge.append(s, NUMBER), NUMBER), NUMBER)));
    cases.put("seven parts", signed(s -> SesForge.append(SesForge.append(s, NUMBER), NUMBER)));
    cases.put("version as text", signedWith(new DERIA5String("4"), 0));
    cases.put("seal as octets", signedWith(new DEROctetString(SEAL.toArray()), 1));
    cases.put("time as text", signedWith(new DERIA5String("20261101010000Z"), 2));
    cases.put(
        "digest as octets", signedWith(new DEROctetString(TestSeals.CONTENT_DIGEST.toArray()), 3));
    cases.put("extensions as text", signed(s -> SesForge.append(s, new DERIA5String("x"))));
    cases.put(
        "two lists in one tag",
        signed(s -> SesForge.append(s, tagged(new DERSequence(), new DERSequence()))));
    cases.put("one part", SesForge.edit(SIGNATURE, s -> SesForge.first(s, 1)));
    cases.put("time-stamp without a tag", stamped(new DERBitString(new byte[] {1})));
    cases.put("time-stamp as octets", stamped(new DERTaggedObject(true, 0, VALUE)));
    cases.put("empty time-stamp tag", stamped(new DERTaggedObject(false, 0, new DERSequence())));
    cases.put(
        "time-stamp of another tag",
        stamped(new DERTaggedObject(true, 1, new DERBitString(new byte[] {1}))));
    cases.put(
        "six parts of envelope", SesForge.edit(stamped(VALUE), s -> SesForge.append(s, VALUE)));
    cases.put(
        "certificate as text",
        SesForge.edit(SIGNATURE, s -> SesForge.at(s, o -> new DERIA5String("x"), 1)));
    cases.put(
        "null algorithm", SesForge.edit(SIGNATURE, s -> SesForge.at(s, o -> DERNull.INSTANCE, 2)));
    return cases.entrySet().stream()
        .map(
            e -> DynamicTest.dynamicTest(e.getKey(), () -> assertMalformedSignature(e.getValue())));
  }

  @Test
  void everyTruncationEndsInAVerdict() {
    for (int length = 0; length < SEAL.length(); length += 5) {
      assertMalformed(SEAL.slice(0, length));
    }
  }

  // Lists of signers by digest.

  @ParameterizedTest
  @CsvSource({
    "1.2.156.10197.1.401, true",
    "SM3, true",
    "sm3, true",
    "2.16.840.1.101.3.4.2.1, false",
    "SHA256, false",
    "'', false",
    "1.2.156.10197.1.40, false"
  })
  void aDigestCountsWhenItIsSaidToBeSm3(String type, boolean names) {
    Bytes digest = Digests.sm3(SIGNER.chain().get(0).der());
    Seal seal = Seal.parse(byDigest(entry(type, digest))).orElseThrow();
    assertThat(seal.lists(SIGNER.chain().get(0))).isEqualTo(names);
    assertThat(seal.lists(MAKER.chain().get(0))).isFalse();
  }

  @Test
  void aDigestEntryHasItsShape() {
    Bytes digest = Digests.sm3(SIGNER.chain().get(0).der());
    ASN1Encodable value = new DEROctetString(digest.toArray());
    ASN1Encodable type = new DERPrintableString(SealMaker.SM3);
    for (ASN1Encodable wrong :
        new ASN1Encodable[] {
          new DERSequence(type),
          new DERSequence(new ASN1Encodable[] {type, value, value}),
          new DERSequence(new ASN1Encodable[] {new ASN1Integer(3), value}),
          new DERSequence(new ASN1Encodable[] {type, new DERBitString(digest.toArray())}),
          value
        }) {
      assertMalformed(byDigest(wrong));
    }
    Bytes both = byDigest(entry("SM3", digest), entry(SealMaker.SM3, digest));
    assertThat(Seal.parse(both)).isPresent();
    Bytes twice = byDigest(entry("SM3", digest), entry("SM3", digest));
    assertThat(Seal.parse(twice).orElseThrow().deviations()).hasSize(1);
  }

  @Test
  void extensionsAreReadWithTheirMark() {
    ASN1Encodable two =
        new DERSequence(
            new ASN1Encodable[] {
              new DERSequence(new ASN1Encodable[] {OID, VALUE}),
              new DERSequence(new ASN1Encodable[] {OID, ASN1Boolean.TRUE, VALUE})
            });
    Seal seal = Seal.parse(extended(two)).orElseThrow();
    assertThat(seal.extensions())
        .containsExactly(
            new SesExtension("1.2.3.4", false, Bytes.hex("01")),
            new SesExtension("1.2.3.4", true, Bytes.hex("01")));
    assertThat(seal.deviations()).isEmpty();
    Seal written = Seal.parse(extended(list(OID, ASN1Boolean.FALSE, VALUE))).orElseThrow();
    assertThat(written.deviations()).singleElement().asString().contains("FALSE");
    Seal empty = Seal.parse(extended(new DERSequence())).orElseThrow();
    assertThat(empty.extensions()).isEmpty();
  }

  private static Bytes byDigest(ASN1Encodable... entries) {
    return resigned(
        s ->
            SesForge.at(
                SesForge.at(s, o -> new ASN1Integer(2), 2, 2),
                o -> new DERSequence(entries),
                2,
                3));
  }

  private static ASN1Encodable entry(String type, Bytes digest) {
    return new DERSequence(
        new ASN1Encodable[] {new DERPrintableString(type), new DEROctetString(digest.toArray())});
  }

  private static Bytes resigned(UnaryOperator<ASN1Sequence> change) {
    return SesForge.resigned(SEAL, change, MAKER);
  }

  private static Bytes sealed(UnaryOperator<ASN1Sequence> change, int part) {
    return resigned(s -> SesForge.at(s, o -> change.apply((ASN1Sequence) o), part));
  }

  private static Bytes replaced(ASN1Encodable other, int... path) {
    return resigned(s -> SesForge.at(s, o -> other, path));
  }

  private static Bytes extended(ASN1Encodable extensions) {
    return resigned(s -> SesForge.append(s, extensions));
  }

  private static Bytes enveloped(ASN1Encodable other, int part) {
    return SesForge.edit(SEAL, s -> SesForge.at(s, o -> other, part));
  }

  private static Bytes signed(UnaryOperator<ASN1Sequence> change) {
    return SesForge.resigned(SIGNATURE, change, SIGNER);
  }

  private static Bytes signedWith(ASN1Encodable other, int part) {
    return signed(s -> SesForge.at(s, o -> other, part));
  }

  private static Bytes stamped(ASN1Encodable stamp) {
    return SesForge.edit(SIGNATURE, s -> SesForge.append(s, stamp));
  }

  private static ASN1Encodable list(ASN1Encodable... parts) {
    return new DERSequence(new DERSequence(parts));
  }

  private static ASN1Encodable tagged(ASN1Encodable... inside) {
    return new DERTaggedObject(false, 0, new DERSequence(inside));
  }

  private static void assertMalformed(Bytes seal) {
    Report report = SealVerifier.verifySeal(seal, POLICY, TestPki.NOW).report();
    assertReason(report, "seal-format");
    assertThat(Seal.parse(seal)).isEmpty();
  }

  private static void assertMalformedSignature(Bytes signature) {
    SealClaim claim =
        new SealClaim(signature, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.empty());
    SealJudgement judged = SealVerifier.verifySignature(claim, POLICY);
    assertReason(judged.report(), "signature-format");
    assertThat(judged.seal()).isNull();
    assertThat(judged.signer()).isNull();
    assertThat(SesSignature.parse(signature)).isEmpty();
  }

  /** One check alone: what cannot be read is not judged further. */
  private static void assertReason(Report report, String id) {
    List<String> ids = new ArrayList<>();
    report.checks().forEach(c -> ids.add(c.id()));
    assertThat(ids).describedAs("%s", report).containsExactly(id);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.MALFORMED);
  }
}
