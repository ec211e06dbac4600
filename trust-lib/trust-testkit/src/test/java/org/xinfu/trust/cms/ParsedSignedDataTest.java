package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Signer;

/** The frame around the signers, RFC 5652 §5.1: what cannot be read, and what must not be so. */
class ParsedSignedDataTest {
  private static final TestPki PKI = TestPki.seeded("signed data");
  private static final Signer SM2 = PKI.sealSigner("样例");
  private static final ASN1Encodable NULL = DERNull.INSTANCE;

  @TestFactory
  Stream<DynamicTest> aFrameThatIsNoneIsMalformedAndNeverAnException() {
    Map<String, Consumer<CmsForge>> cases = new LinkedHashMap<>();
    cases.put("another content type", f -> f.type = CMSObjectIdentifiers.envelopedData);
    cases.put("version of two octets", f -> f.version = new ASN1Integer(300));
    cases.put("negative version", f -> f.version = new ASN1Integer(-1));
    cases.put("version that is no number", f -> f.version = NULL);
    cases.put(
        "digests no set",
        f -> f.digests = new DERSequence(CmsSuite.digestIdentifier(ContentDigest.SM3)));
    cases.put("digest empty", f -> f.digests = new DERSet(new DERSequence()));
    cases.put(
        "digest of a number", f -> f.digests = new DERSet(new DERSequence(new ASN1Integer(1))));
    cases.put("digest no sequence", f -> f.digests = new DERSet(NULL));
    cases.put("content empty", f -> f.encapsulated = new DERSequence());
    cases.put("content no sequence", f -> f.encapsulated = NULL);
    cases.put("content type a number", f -> f.encapsulated = new DERSequence(new ASN1Integer(1)));
    cases.put("content of three", f -> f.encapsulated = content(tagged(octets()), NULL));
    cases.put("content without a tag", f -> f.encapsulated = content(octets()));
    cases.put("content no octets", f -> f.encapsulated = content(tagged(new ASN1Integer(1))));
    cases.put(
        "content twice in its tag",
        f ->
            f.encapsulated =
                content(
                    new DERTaggedObject(
                        false, 0, new DERSequence(new ASN1Encodable[] {octets(), octets()}))));
    cases.put("an element after the signers", f -> f.afterSigners.add(NULL));
    cases.put(
        "an unknown tag before the signers",
        f -> f.afterCertificates.add(new DERTaggedObject(false, 2, new DERSet())));
    cases.put(
        "certificates after the lists",
        f -> f.afterCertificates.addAll(List.of(crls(), tagged(NULL))));
    cases.put("signer version of two octets", f -> f.signerVersion = new ASN1Integer(256));
    cases.put("signer identifier a number", f -> f.sid = new ASN1Integer(1));
    cases.put(
        "signer identifier of another tag", f -> f.sid = new DERTaggedObject(false, 1, octets()));
    cases.put("signer digest empty", f -> f.digest = new DERSequence());
    cases.put("signer algorithm a number", f -> f.algorithm = new ASN1Integer(1));
    cases.put(
        "signer algorithm of three",
        f ->
            f.algorithm =
                new DERSequence(new ASN1Encodable[] {CMSObjectIdentifiers.data, NULL, NULL}));
    cases.put("an element after the signature", f -> f.afterSignature.add(NULL));
    cases.put("an attribute that is no sequence", f -> f.attributes.add(NULL));
    cases.put(
        "an attribute of one part",
        f -> f.attributes.add(new DERSequence(CMSObjectIdentifiers.data)));
    cases.put(
        "an attribute of three parts",
        f ->
            f.attributes.add(
                new DERSequence(
                    new ASN1Encodable[] {CMSObjectIdentifiers.data, new DERSet(), NULL})));
    cases.put(
        "an attribute of a number",
        f ->
            f.attributes.add(
                new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), new DERSet()})));
    cases.put(
        "attribute values no set",
        f ->
            f.attributes.add(
                new DERSequence(
                    new ASN1Encodable[] {CMSObjectIdentifiers.data, new DERSequence()})));
    for (String text : List.of("2026Z", "2026ABCDEFGHIJZ")) {
      cases.put(
          "a time that is not DER: " + text,
          f -> f.attribute(CMSAttributes.signingTime, time(text)));
    }
    return cases.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(), () -> assertMalformed(forge(e.getValue()).make())));
  }

  @Test
  void otherOctetsAreMalformed() {
    Bytes good = new CmsForge(SM2).make();
    List<Bytes> all = new ArrayList<>();
    all.add(Bytes.empty());
    all.add(Bytes.hex("3000"));
    all.add(Bytes.hex("30020500"));
    all.add(good.concat(Bytes.hex("00")));
    all.add(Bytes.hex("3080").concat(good.slice(4, good.length())).concat(Bytes.hex("0000")));
    all.add(SM2.chain().get(0).der());
    for (int length = 1; length < good.length(); length += 7) {
      all.add(good.slice(0, length));
    }
    all.forEach(ParsedSignedDataTest::assertMalformed);
  }

  /** A SET OF in DER is in order, X.690 §11.6; the signature could be over either. */
  @Test
  void attributesOutOfOrderAreMalformed() {
    Bytes good = new CmsForge(SM2).make();
    CmsForge forge = new CmsForge(SM2);
    Bytes first = CmsForge.der(forge.attributes.get(0));
    Bytes second = CmsForge.der(forge.attributes.get(1));
    String swapped =
        good.toHex().replace(first.toHex() + second.toHex(), second.toHex() + first.toHex());
    assertThat(swapped).isNotEqualTo(good.toHex());
    assertMalformed(Bytes.hex(swapped));
  }

  /** Readers that recurse into such a nest die of it; the walk must end first. */
  @Test
  void aNestThatWouldExhaustTheStackIsMalformed() {
    Bytes nest = nest(60_000);
    Bytes algorithm = constructed(0x30, CmsForge.der(CMSObjectIdentifiers.data).concat(nest));
    Bytes data =
        Bytes.hex("020101")
            .concat(constructed(0x31, algorithm))
            .concat(CmsForge.der(new DERSequence(CMSObjectIdentifiers.data)))
            .concat(Bytes.hex("3100"));
    Bytes cms =
        CmsForge.der(CMSObjectIdentifiers.signedData)
            .concat(constructed(0xa0, constructed(0x30, data)));
    assertMalformed(constructed(0x30, cms));
  }

  @Test
  void theVersionFollowsFromTheContent() {
    assertFails(forge(f -> f.version = new ASN1Integer(3)), "cms-version");
    assertFails(forge(f -> f.version = new ASN1Integer(0)), "cms-version");
    CmsForge byKey =
        forge(
            f -> {
              f.sid =
                  new DERTaggedObject(
                      false,
                      0,
                      new DEROctetString(
                          SignerNames.subjectKey(SM2.chain().get(0)).orElseThrow().toArray()));
              f.signerVersion = new ASN1Integer(3);
            });
    assertFails(byKey, "cms-version");
    byKey.version = new ASN1Integer(3);
    assertThat(judge(byKey.make(), CmsProfile.PADES).structure().conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  @Test
  void theContentIsPlainDataAndElsewhere() {
    assertFails(forge(f -> f.encapsulated = content(tagged(octets()))), "cms-detached");
    CmsForge token =
        forge(
            f -> {
              f.encapsulated = new DERSequence(CMSObjectIdentifiers.digestedData);
              f.version = new ASN1Integer(3);
            });
    assertFails(token, "cms-detached");
    assertThat(judge(token.make(), CmsProfile.CADES).structure().check("cms-version"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.PASS));
  }

  /** One that a PDF in the older form names twice is told: RepeatedSignerTest. */
  @Test
  void thereIsASignerAndAPdfHasNoMore() {
    Map<CmsProfile, Outcome> ofTwo =
        Map.of(
            CmsProfile.PADES, Outcome.FAIL,
            CmsProfile.PKCS7, Outcome.WARN,
            CmsProfile.CADES, Outcome.PASS,
            CmsProfile.FILE, Outcome.PASS);
    ofTwo.forEach(
        (profile, two) -> {
          assertThat(count(0, profile)).isEqualTo(Outcome.FAIL);
          assertThat(count(1, profile)).isEqualTo(Outcome.PASS);
          assertThat(count(2, profile)).as(profile.name()).isEqualTo(two);
        });
  }

  @Test
  void thereAreNoMoreSignersThanTheBudgetAllows() {
    TrustPolicy usual = PKI.policy();
    TrustPolicy.Budgets b = usual.budgets();
    TrustPolicy two =
        new TrustPolicy(
            usual.name(),
            usual.signers(),
            List.of(),
            List.of(),
            usual.crls(),
            usual.algorithms(),
            usual.revocation(),
            usual.at(),
            new TrustPolicy.Budgets(
                b.documentBytes(),
                b.entries(),
                b.entryBytes(),
                b.inflatedBytes(),
                b.ratio(),
                b.depth(),
                2,
                b.chainLength()));
    CmsForge three = forge(f -> f.signers = 3);
    CmsJudgement judged =
        CmsVerifier.verify(
            three.make(),
            d -> d.of(CmsForge.CONTENT),
            new CmsContext(two, CmsProfile.CADES, Optional.empty()));
    assertThat(judged.structure().check("signer-count").orElseThrow().outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(judged.signers()).hasSize(2);
  }

  @Test
  void aCertificateThatCannotBeReadIsSaid() {
    Check check =
        failing(forge(f -> f.certificates.add(new DERSequence())), "certificates-readable");
    assertThat(check.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(check.detail()).startsWith("1 ");
    // An attribute certificate [1] is no X.509 certificate either.
    Check other =
        failing(
            forge(f -> f.certificates.add(new DERTaggedObject(false, 1, new DERSequence()))),
            "certificates-readable");
    assertThat(other.reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void embeddedListsAreSteppedOver() {
    CmsJudgement judged =
        judge(forge(f -> f.afterCertificates.add(crls())).make(), CmsProfile.PADES);
    assertThat(judged.structure().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged.signers()).hasSize(1);
  }

  /** A NULL in {@code depth} sequences, written from the inside outwards. */
  private static Bytes nest(int depth) {
    byte[] reversed = new byte[5 * depth + 2];
    int length = 2;
    reversed[1] = 5;
    for (int i = 0; i < depth; i++) {
      int content = length;
      for (int rest = content; ; rest >>>= 8) {
        if (content < 0x80 || rest == 0) {
          break;
        }
        reversed[length++] = (byte) rest;
      }
      int octets = length - content;
      reversed[length++] = (byte) (octets == 0 ? content : 0x80 | octets);
      reversed[length++] = 0x30;
    }
    byte[] nest = new byte[length];
    for (int i = 0; i < length; i++) {
      nest[i] = reversed[length - 1 - i];
    }
    return Bytes.of(nest);
  }

  private static Bytes constructed(int tag, Bytes content) {
    DEROctetString octets = new DEROctetString(content.toArray());
    Bytes encoded = CmsForge.der(octets);
    return Bytes.of(new byte[] {(byte) tag}).concat(encoded.slice(1, encoded.length()));
  }

  private static Outcome count(int signers, CmsProfile profile) {
    Bytes cms = forge(f -> f.signers = signers).make();
    CmsJudgement judged = judge(cms, profile);
    assertThat(judged.signers()).hasSize(signers);
    return judged.structure().check("signer-count").orElseThrow().outcome();
  }

  private static ASN1Encodable content(ASN1Encodable... rest) {
    List<ASN1Encodable> parts = new ArrayList<>(List.of(CMSObjectIdentifiers.data));
    parts.addAll(List.of(rest));
    return CmsForge.sequence(parts);
  }

  private static ASN1Encodable time(String text) {
    Bytes content = Bytes.utf8(text);
    Bytes header = Bytes.of(new byte[] {0x18, (byte) content.length()});
    try {
      return ASN1Primitive.fromByteArray(header.concat(content).toArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ASN1Encodable tagged(ASN1Encodable value) {
    return new DERTaggedObject(true, 0, value);
  }

  private static ASN1Encodable octets() {
    return new DEROctetString(CmsForge.CONTENT.toArray());
  }

  private static ASN1Encodable crls() {
    return new DERTaggedObject(false, 1, new DERSet(new DERSequence()));
  }

  private static CmsForge forge(Consumer<CmsForge> change) {
    CmsForge forge = new CmsForge(SM2);
    change.accept(forge);
    return forge;
  }

  private static CmsJudgement judge(Bytes cms, CmsProfile profile) {
    CmsContext context = new CmsContext(PKI.policy(), profile, Optional.of(TestPki.NOW));
    return CmsVerifier.verify(cms, d -> d.of(CmsForge.CONTENT), context);
  }

  private static void assertMalformed(Bytes cms) {
    // Interop reads BER and attributes out of order besides: see BerFormTest.
    TrustPolicy strict = PKI.policy().withMode(TrustPolicy.Mode.STRICT);
    CmsContext context = new CmsContext(strict, CmsProfile.CADES, Optional.of(TestPki.NOW));
    CmsJudgement judged = CmsVerifier.verify(cms, d -> d.of(CmsForge.CONTENT), context);
    assertThat(judged.structure().reason()).contains(Reason.MALFORMED);
    assertThat(judged.structure().checks()).hasSize(1);
    assertThat(judged.signers()).isEmpty();
  }

  private static void assertFails(CmsForge forge, String id) {
    assertThat(failing(forge, id).reason()).isEqualTo(Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  private static Check failing(CmsForge forge, String id) {
    CmsJudgement judged = judge(forge.make(), CmsProfile.PADES);
    Check check = judged.structure().check(id).orElseThrow();
    assertThat(check.outcome()).isEqualTo(Outcome.FAIL);
    return check;
  }
}
