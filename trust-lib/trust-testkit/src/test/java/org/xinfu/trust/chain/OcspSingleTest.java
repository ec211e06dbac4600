package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Answers that no maker writes, and answers by others than they name: RFC 6960 §4.2. */
class OcspSingleTest {
  private static final Instant NOW = TestPki.NOW;
  private static final TestPki PKI = TestPki.seeded("ocsp single");
  private static final Signer CA = PKI.signerCa();
  private static final Certificate ISSUER = CA.chain().get(0);
  private static final Certificate LEAF = PKI.sealSigner("样例").chain().get(0);
  private static final Certificate OTHER = PKI.sealSigner("样例别人").chain().get(0);
  private static final Signer RESPONDER =
      PKI.issue(PKI.spec("CN=样例应答,C=CN", Purpose.OCSP_RESPONDER, TestPki.END), CA);
  private static final Signer STRANGER =
      PKI.vault().key(SignatureAlgorithm.SM2_SM3, "stranger to ocsp");
  private static final ASN1Encodable GOOD = new DERTaggedObject(false, 0, DERNull.INSTANCE);
  private static final ASN1Encodable UNKNOWN = new DERTaggedObject(false, 2, DERNull.INSTANCE);
  private static final ASN1Encodable MADE = time(NOW.minusSeconds(60));
  private static final ASN1Encodable NEXT = new DERTaggedObject(true, 0, time(NOW.plusSeconds(60)));

  /** Whose key made it counts, not whose certificate stands in it. */
  @Test
  void anAnswerIsByWhoseKeyMadeIt() {
    assertThat(outcome(answer(RESPONDER))).isEqualTo(Outcome.PASS);
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    for (Signer named : List.of(RESPONDER, CA)) {
      ResponderID name = new ResponderID(named.chain().get(0).name());
      assertThat(outcome(signed(named, name, null, good))).isEqualTo(Outcome.PASS);
      assertThat(outcome(signed(STRANGER, name, null, good))).isEqualTo(Outcome.UNKNOWN);
    }
  }

  /** The issuer's key under another name is another issuer. */
  @Test
  void aResponderIsCertifiedInTheIssuersName() {
    Certificate alias =
        new CertificateForge("CN=alias responder,C=CN", STRANGER, CA, "CN=alias,C=CN")
            .with(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning))
            .with(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)
            .make();
    Bytes answer = answer(STRANGER.withChain(List.of(alias)));
    assertThat(outcome(answer)).isEqualTo(Outcome.UNKNOWN);
    OcspAnswer asked = new OcspAnswer(LEAF, ISSUER, Bytes.hex("00"), TrustPolicy.Mode.INTEROP);
    assertThat(asked.refusal(answer))
        .contains("an OCSP response by somebody whom the issuer did not certify");
  }

  @Test
  void whatTheResponderDoesNotKnowIsNotGood() {
    assertThat(outcome(answered(single(LEAF, GOOD, MADE, NEXT)))).isEqualTo(Outcome.PASS);
    assertThat(outcome(answered(single(LEAF, UNKNOWN, MADE, NEXT)))).isEqualTo(Outcome.UNKNOWN);
    // What it does not know of others takes nothing from what it says of this one.
    ASN1Encodable other = single(OTHER, UNKNOWN, MADE, NEXT);
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    assertThat(outcome(answered(other, good))).isEqualTo(Outcome.PASS);
    assertThat(outcome(answered(good, other))).isEqualTo(Outcome.PASS);
  }

  /** §4.4: what has to be understood and is not makes the one answer unreadable. */
  @Test
  void anAnswerWithACriticalExtensionIsNotHeard() {
    ASN1ObjectIdentifier odd = new ASN1ObjectIdentifier("1.2.3.4");
    ASN1Encodable told = extensions(new Extension(odd, false, new byte[] {5, 0}));
    assertThat(outcome(answered(single(LEAF, GOOD, MADE, NEXT, told)))).isEqualTo(Outcome.PASS);
    ASN1Encodable critical = extensions(new Extension(odd, true, new byte[] {5, 0}));
    ASN1Encodable unread = single(LEAF, GOOD, MADE, NEXT, critical);
    assertThat(outcome(answered(unread))).isEqualTo(Outcome.UNKNOWN);
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    assertThat(outcome(answered(unread, good))).isEqualTo(Outcome.PASS);
  }

  /** A moment that cannot be read is no moment; others' answers beside it stay. */
  @Test
  void anAnswerOfNoMomentIsNotHeard() {
    ASN1Primitive none = CertificateForge.noMoment();
    ASN1Encodable never = new DERTaggedObject(true, 0, none);
    assertThat(outcome(answered(single(LEAF, GOOD, none, NEXT)))).isEqualTo(Outcome.UNKNOWN);
    // Without the next moment it would serve for a day.
    assertThat(outcome(answered(single(LEAF, GOOD, MADE, never)))).isEqualTo(Outcome.UNKNOWN);
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    for (ASN1Encodable odd :
        List.of(single(OTHER, GOOD, none, NEXT), single(OTHER, GOOD, MADE, never))) {
      assertThat(outcome(answered(odd, good))).isEqualTo(Outcome.PASS);
    }
  }

  /** Of what was made in the second of the expiry nothing was dropped yet. */
  @Test
  void untilItsExpiryACertificateIsRemembered() {
    Instant end = LEAF.notAfter();
    ASN1Encodable next = new DERTaggedObject(true, 0, time(end.plusSeconds(600)));
    Instant now = end.plusSeconds(60);
    Bytes last = answered(single(LEAF, GOOD, time(end), next));
    assertThat(outcome(last, now)).isEqualTo(Outcome.PASS);
    Bytes late = answered(single(LEAF, GOOD, time(end.plusSeconds(1)), next));
    assertThat(outcome(late, now)).isEqualTo(Outcome.UNKNOWN);
  }

  /** A digest that is not computed here names nobody, whatever the serial. */
  @Test
  void aCertificateIsNamedByDigestsThatAreComputed() {
    AlgorithmIdentifier md5 = new AlgorithmIdentifier(PKCSObjectIdentifiers.md5, DERNull.INSTANCE);
    ASN1Sequence genuine = ASN1Sequence.getInstance(single(LEAF, GOOD, MADE, NEXT));
    ASN1Encodable named = SesForge.at(genuine, o -> md5, 0, 0);
    assertThat(outcome(answered(named))).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 11, 255, 256, 0x10006})
  void aCauseThatNobodyKnowsIsStillARevocation(int number) {
    Bytes answer = answered(single(LEAF, revoked(number), MADE, NEXT));
    OcspSingle read = OcspResponse.parse(answer).orElseThrow().about(LEAF, ISSUER).get(0);
    assertThat(read.entry().orElseThrow().cause()).isEqualTo(RevocationCause.UNSPECIFIED);
    assertThat(outcome(answer)).isEqualTo(Outcome.FAIL);
  }

  /** Of a number beyond all numbers the last bits are none: six would be a hold, which ends. */
  @Test
  void aRevocationThatCannotBeReadIsNoGoodWord() {
    ASN1Encodable odd = new DERTaggedObject(false, 1, new DERSequence());
    for (ASN1Encodable status : List.of(odd, revoked(0x100000006L))) {
      assertThat(outcome(answered(single(LEAF, status, MADE, NEXT)))).isEqualTo(Outcome.UNKNOWN);
    }
  }

  private static ASN1Encodable revoked(long cause) {
    ASN1EncodableVector revoked = new ASN1EncodableVector();
    revoked.add(time(NOW.minusSeconds(90_000)));
    revoked.add(new DERTaggedObject(true, 0, new ASN1Enumerated(BigInteger.valueOf(cause))));
    return new DERTaggedObject(false, 1, new DERSequence(revoked));
  }

  /** An error has no basic response, and another type of response is not read. */
  @Test
  void onlyASuccessfulBasicResponseIsRead() {
    OCSPResponse good = OCSPResponse.getInstance(answer(CA).toArray());
    ResponseBytes bytes = good.getResponseBytes();
    for (int status : new int[] {1, 2, 3, 5, 6}) {
      Bytes refused = SesForge.der(new OCSPResponse(new OCSPResponseStatus(status), bytes));
      assertThat(outcome(refused)).isEqualTo(Outcome.UNKNOWN);
    }
    ResponseBytes other =
        new ResponseBytes(new ASN1ObjectIdentifier("1.2.3.4"), bytes.getResponse());
    Bytes odd =
        SesForge.der(
            new OCSPResponse(new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL), other));
    assertThat(outcome(odd)).isEqualTo(Outcome.UNKNOWN);
  }

  /** §4.4: a nonce may be critical, and nothing else. */
  @Test
  void aResponseWithACriticalExtensionIsLeftUnread() {
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    byte[] octets = new byte[] {4, 1, 9};
    ASN1ObjectIdentifier nonce = OCSPObjectIdentifiers.id_pkix_ocsp_nonce;
    Extension critical = new Extension(nonce, true, octets);
    Extension odd = new Extension(new ASN1ObjectIdentifier("1.2.3.4"), true, octets);
    Extension told = new Extension(new ASN1ObjectIdentifier("1.2.3.4"), false, octets);
    assertThat(outcome(answered(new Extensions(critical), good))).isEqualTo(Outcome.PASS);
    assertThat(outcome(answered(new Extensions(told), good))).isEqualTo(Outcome.PASS);
    assertThat(outcome(answered(new Extensions(odd), good))).isEqualTo(Outcome.UNKNOWN);
    Extensions both = new Extensions(new Extension[] {critical, odd});
    assertThat(outcome(answered(both, good))).isEqualTo(Outcome.UNKNOWN);
  }

  /** What is not understood says nothing for sure, but that it tells a revocation is a doubt. */
  @Test
  void whomAnAnswerWithACriticalExtensionRevokesIsInDoubt() {
    Extension odd = new Extension(new ASN1ObjectIdentifier("1.2.3.4"), true, new byte[] {5, 0});
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    ASN1Encodable revoked = single(LEAF, revoked(4), MADE, NEXT);
    ASN1Encodable told = single(LEAF, revoked(4), MADE, NEXT, extensions(odd));
    assertThat(outcome(answered(revoked))).isEqualTo(Outcome.FAIL);
    assertThat(outcome(answered(told, good))).isEqualTo(Outcome.UNKNOWN);
    Bytes whole = answered(new Extensions(odd), revoked);
    assertThat(outcome(whole)).isEqualTo(Outcome.UNKNOWN);
    OcspAnswer asked = new OcspAnswer(LEAF, ISSUER, Bytes.hex("00"), TrustPolicy.Mode.INTEROP);
    assertThat(asked.refusal(whole)).isEmpty();
    assertThat(asked.refusal(answered(new Extensions(odd), good))).isPresent();
  }

  /** §4.2.1: by the hash of its key, which is no other's. */
  @Test
  void aResponderMayNameItselfByItsKey() {
    Bytes own = Hash.SHA1.of(OcspSingle.keyBits(ISSUER));
    ResponderID key = new ResponderID(new DEROctetString(own.toArray()));
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    assertThat(outcome(signed(CA, key, null, good))).isEqualTo(Outcome.PASS);
    Bytes others = Hash.SHA1.of(OcspSingle.keyBits(LEAF));
    ResponderID another = new ResponderID(new DEROctetString(others.toArray()));
    assertThat(outcome(signed(CA, another, null, good))).isEqualTo(Outcome.UNKNOWN);
    ResponderID name = new ResponderID(CertificateMaker.name("CN=another,C=CN"));
    assertThat(outcome(signed(CA, name, null, good))).isEqualTo(Outcome.UNKNOWN);
  }

  /** What is fetched has to be the answer to what was asked. */
  @Test
  void aFetchedAnswerIsToTheRequest() {
    Bytes nonce = Bytes.hex("0408aabbccdd");
    OcspAnswer strict = new OcspAnswer(LEAF, ISSUER, nonce, TrustPolicy.Mode.STRICT);
    OcspAnswer interop = new OcspAnswer(LEAF, ISSUER, nonce, TrustPolicy.Mode.INTEROP);
    assertThat(interop.refusal(Bytes.utf8("no answer"))).contains("not a successful OCSP response");
    ASN1Encodable good = single(LEAF, GOOD, MADE, NEXT);
    assertThat(interop.refusal(answered(single(OTHER, GOOD, MADE, NEXT))))
        .contains("an OCSP response about others");
    ResponderID name = new ResponderID(ISSUER.name());
    assertThat(interop.refusal(signed(STRANGER, name, null, good)))
        .contains("an OCSP response by somebody whom the issuer did not certify");
    ResponderID another = new ResponderID(CertificateMaker.name("CN=another,C=CN"));
    assertThat(interop.refusal(signed(CA, another, null, good)))
        .contains("an OCSP response by somebody whom the issuer did not certify");
    assertThat(interop.refusal(answered(good))).isEmpty();
    assertThat(strict.refusal(answered(good))).contains("an OCSP response without the nonce");
    Bytes wrapped = SesForge.der(new DEROctetString(nonce.toArray()));
    for (Bytes same : List.of(wrapped, nonce)) {
      assertThat(strict.refusal(answered(nonce(same), good))).isEmpty();
    }
    // Another, in an OCTET STRING or bare, and what is none.
    for (String other : List.of("0401aa", "aabbccdd", "3000", "04")) {
      assertThat(interop.refusal(answered(nonce(Bytes.hex(other)), good)))
          .contains("an OCSP response to another request: the nonce differs");
    }
  }

  private static Extensions nonce(Bytes value) {
    return new Extensions(
        new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, value.toArray()));
  }

  @Test
  void aRequestByGetIsTheLastPartOfTheAddress() {
    Bytes request = Bytes.hex("fbff");
    for (String start : List.of("http://localhost/ocsp", "http://localhost/ocsp/")) {
      assertThat(OcspAnswer.address(URI.create(start), request))
          .isEqualTo(URI.create("http://localhost/ocsp/%2B%2F8%3D"));
    }
  }

  private static ASN1Encodable single(
      Certificate certificate, ASN1Encodable status, ASN1Encodable... rest) {
    Bytes made =
        OcspMaker.respond(
            CA,
            List.of(new OcspMaker.Status(certificate, ISSUER, Hash.SHA256, Optional.empty())),
            new OcspMaker.Issue(NOW, Optional.empty(), Optional.empty()));
    ASN1Sequence usual =
        ASN1Sequence.getInstance(basic(made).getTbsResponseData().getResponses().getObjectAt(0));
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(usual.getObjectAt(0));
    parts.add(status);
    for (ASN1Encodable each : rest) {
      parts.add(each);
    }
    return new DERSequence(parts);
  }

  private static ASN1Encodable extensions(Extension only) {
    return new DERTaggedObject(true, 1, new Extensions(only));
  }

  private static ASN1Encodable time(Instant at) {
    return new DERGeneralizedTime(Date.from(at));
  }

  private static BasicOCSPResponse basic(Bytes response) {
    return BasicOCSPResponse.getInstance(
        OCSPResponse.getInstance(response.toArray()).getResponseBytes().getResponse().getOctets());
  }

  private static Bytes answer(Signer by) {
    return OcspMaker.respond(
        by,
        List.of(new OcspMaker.Status(LEAF, ISSUER, Hash.SHA256, Optional.empty())),
        new OcspMaker.Issue(
            NOW.minusSeconds(60), Optional.of(NOW.plusSeconds(60)), Optional.empty()));
  }

  private static Bytes answered(ASN1Encodable... singles) {
    return signed(CA, new ResponderID(ISSUER.name()), null, singles);
  }

  private static Bytes answered(Extensions extensions, ASN1Encodable single) {
    return signed(CA, new ResponderID(ISSUER.name()), extensions, single);
  }

  /** An answer that names {@code by}, with the responder's certificate, by this key. */
  private static Bytes signed(
      Signer key, ResponderID by, @Nullable Extensions extensions, ASN1Encodable... singles) {
    try {
      ASN1EncodableVector parts = new ASN1EncodableVector();
      parts.add(by);
      parts.add(time(NOW));
      parts.add(new DERSequence(singles));
      if (extensions != null) {
        parts.add(new DERTaggedObject(true, 1, extensions));
      }
      DERSequence content = new DERSequence(parts);
      SignerContent signer = new SignerContent(key);
      signer.getOutputStream().write(content.getEncoded("DER"));
      ASN1EncodableVector basic = new ASN1EncodableVector();
      basic.add(content);
      basic.add(signer.getAlgorithmIdentifier());
      basic.add(new DERBitString(signer.getSignature()));
      ASN1Encodable responder = RESPONDER.chain().get(0).holder().toASN1Structure();
      basic.add(new DERTaggedObject(true, 0, new DERSequence(responder)));
      return SesForge.der(new DERSequence(basic));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome outcome(Bytes response) {
    return outcome(response, NOW);
  }

  private static Outcome outcome(Bytes response, Instant now) {
    TrustPolicy policy =
        PKI.policy()
            .withAt(now)
            .withMode(TrustPolicy.Mode.STRICT)
            .withCrls(List.of())
            .withOcsps(List.of(response));
    ChainQuery query =
        new ChainQuery(
            policy, Role.SIGNER, NOW.minusSeconds(1), TimeSource.TIMESTAMP, Lenience.ETSI);
    Report.Builder checks = new Report.Builder();
    Evidence evidence = new Evidence(List.of(), List.of(), policy.ocsps());
    RevocationPool pool = new RevocationPool(evidence, query, new Links());
    new RevocationRules(query, pool, checks).check(LEAF, ISSUER);
    return checks.report().check("certificate-revocation").orElseThrow().outcome();
  }
}
