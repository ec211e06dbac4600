package org.xinfu.trust.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Tokens as RFC 3161 wants them, and as it does not. */
class TimestampTest {
  private static final TestPki PKI = TestPki.seeded("time");
  private static final Signer TSA = PKI.timestamper("样例时间戳");
  private static final Bytes STAMPED = Bytes.utf8("what was there");
  private static final Instant AT = TestPki.NOW.minusSeconds(3600).plusMillis(250);
  private static final String POLICY = "1.2.3.4.5";

  static Stream<Signer> authorities() {
    return Stream.of(
        TSA,
        authority(SignatureAlgorithm.SM2_SM3, PKI.signerRoot()),
        authority(SignatureAlgorithm.RSA_PKCS1_SHA256, PKI.documentRoot()),
        authority(SignatureAlgorithm.RSA_PSS_SHA512, PKI.documentRoot()),
        authority(SignatureAlgorithm.ED25519, PKI.documentRoot()));
  }

  private static Signer authority(SignatureAlgorithm suite, Signer issuer) {
    TestPki.Spec spec = PKI.spec("CN=样例 TSA " + suite, Purpose.TIMESTAMPER, TestPki.END);
    return PKI.issue(spec.with(suite), issuer);
  }

  private static TimestampMaker maker(Signer authority) {
    return new TimestampMaker(authority, POLICY, () -> BigInteger.valueOf(77));
  }

  private static Bytes token(Signer authority, ContentDigest digest) {
    return maker(authority)
        .token(new TimestampMaker.Order(digest, digest.of(STAMPED), Optional.empty()), AT);
  }

  private static TrustPolicy policy() {
    return PKI.policy()
        .withTimestampers(
            List.of(PKI.documentRoot().chain().get(0), PKI.signerRoot().chain().get(0)));
  }

  private static Verdict<ProvenTime> verify(Bytes token) {
    return TimestampVerifier.verify(token, d -> d.of(STAMPED), policy(), Evidence.none());
  }

  private static Optional<Reason> reason(Verdict<ProvenTime> verdict) {
    return verdict.report().reason();
  }

  private static void assertInvalid(Bytes token, Reason reason) {
    Verdict<ProvenTime> verdict = verify(token);
    assertThat(verdict).describedAs("%s", verdict.report()).isInstanceOf(Verdict.Invalid.class);
    assertThat(reason(verdict)).contains(reason);
  }

  private static void assertUndecided(Verdict<ProvenTime> verdict, Reason reason) {
    assertThat(verdict)
        .describedAs("%s", verdict.report())
        .isInstanceOf(Verdict.Indeterminate.class);
    assertThat(reason(verdict)).contains(reason);
  }

  @ParameterizedTest
  @MethodSource("authorities")
  void aTokenProvesItsTime(Signer authority) {
    for (ContentDigest digest :
        EnumSet.of(ContentDigest.SM3, ContentDigest.SHA256, ContentDigest.SHA512)) {
      for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
        Verdict<ProvenTime> verdict =
            TimestampVerifier.verify(
                token(authority, digest),
                d -> d.of(STAMPED),
                policy().withMode(mode),
                Evidence.none());
        assertThat(verdict).describedAs("%s", verdict.report()).isInstanceOf(Verdict.Valid.class);
        ProvenTime time = verdict.orThrow(r -> new IllegalStateException(r.code()));
        assertThat(time.at()).isEqualTo(AT);
        assertThat(time.accuracy()).isEqualTo(Duration.ofSeconds(1));
        assertThat(time.authority()).isEqualTo(authority.chain().get(0));
        assertThat(time.serial()).isEqualTo(BigInteger.valueOf(77));
        assertThat(time.policy()).isEqualTo(POLICY);
      }
    }
  }

  /** A time-stamp on a time-stamp is a renewal; hundreds in each other would end the stack. */
  @Test
  void tokensInsideOfTokensAreReadSoFar() {
    Bytes imprint = ContentDigest.SHA256.of(STAMPED);
    Verdict<ProvenTime> few = verify(nested(imprint, 8));
    assertThat(few).describedAs("%s", few.report()).isInstanceOf(Verdict.Valid.class);
    assertUndecided(verify(nested(imprint, 9)), Reason.BUDGET_EXCEEDED);
  }

  /** A token with one on its value, which has one on its own: libraries make no ninth. */
  private static Bytes nested(Bytes imprint, int levels) {
    Bytes token =
        maker(TSA)
            .token(new TimestampMaker.Order(ContentDigest.SHA256, imprint, Optional.empty()), AT);
    if (levels == 1) {
      return token;
    }
    Der signedData = Der.outer(token).children().get(1).only();
    Der signer = last(last(signedData));
    Bytes inner = nested(ContentDigest.SHA256.of(last(signer).content()), levels - 1);
    Bytes type = Der.encode(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    Bytes stamp = element(Der.SEQUENCE, type.concat(element(0x31, inner)));
    return ending(Der.outer(token), 4, element(0xa1, stamp));
  }

  private static Der last(Der element) {
    return element.children().get(element.children().size() - 1);
  }

  /** With something more at the end of its last part, so many levels down. */
  private static Bytes ending(Der element, int down, Bytes more) {
    Bytes content = element.content();
    if (down == 0) {
      return element(element.tag(), content.concat(more));
    }
    int before = content.length() - last(element).encoded().length();
    return element(
        element.tag(), content.slice(0, before).concat(ending(last(element), down - 1, more)));
  }

  private static Bytes element(int tag, Bytes content) {
    int length = content.length();
    String head =
        length < 0x80
            ? "%02x".formatted(length)
            : length < 0x100 ? "81%02x".formatted(length) : "82%04x".formatted(length);
    return Bytes.hex("%02x".formatted(tag) + head).concat(content);
  }

  @Test
  void aTokenOverSomethingElseIsWrong() {
    Bytes token = token(TSA, ContentDigest.SHA256);
    Verdict<ProvenTime> other =
        TimestampVerifier.verify(token, d -> d.of(AT_OTHER), policy(), Evidence.none());
    assertThat(other).isInstanceOf(Verdict.Invalid.class);
    assertThat(reason(other)).contains(Reason.TIMESTAMP_WRONG);
  }

  private static final Bytes AT_OTHER = Bytes.utf8("something else");

  /** Nothing signs the tag before TSTInfo, so that only the standard's own may stand there. */
  @Test
  void theContentOfATokenIsAnOctetString() {
    Bytes token = token(TSA, ContentDigest.SM3);
    String type = "060b2a864886f70d0109100104";
    int tag = (token.toHex().indexOf(type) + type.length()) / 2 + 2;
    assertThat(token.at(tag)).isEqualTo(4);
    assertInvalid(Mutators.flip(token, tag, 1), Reason.TIMESTAMP_WRONG);
    assertInvalid(Mutators.flip(token, tag, 0x34), Reason.TIMESTAMP_WRONG);
  }

  @Test
  void dummyOctetsAreNoToken() {
    Bytes token = token(TSA, ContentDigest.SHA256);
    Bytes plain = CmsSigner.cadesAttached(STAMPED, PKI.documentSigner("样例"), AT);
    for (Bytes dummy :
        List.of(
            Bytes.empty(),
            Bytes.hex("01020304"),
            Bytes.hex("3000"),
            plain,
            token.slice(0, token.length() - 1),
            token.concat(Bytes.hex("00")))) {
      assertInvalid(dummy, Reason.TIMESTAMP_WRONG);
    }
  }

  @Test
  void noAlteredOctetIsPassedOver() {
    Bytes token = token(TSA, ContentDigest.SHA256);
    for (int i = 0; i < token.length(); i += 3) {
      Verdict<ProvenTime> verdict = verify(Mutators.flip(token, i, 1 << (i % 8)));
      if (verdict instanceof Verdict.Valid<ProvenTime> valid) {
        // What no signature covers may change: a version, an embedded issuer certificate.
        assertThat(valid.content().at()).isEqualTo(AT);
        assertThat(verdict.report().checks()).anyMatch(c -> c.outcome() == Outcome.WARN);
      }
    }
  }

  @Test
  void anUnknownAuthorityProvesNothing() {
    Signer stranger = TestPki.seeded("stranger").timestamper("外");
    assertUndecided(verify(token(stranger, ContentDigest.SHA256)), Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void aCertificateThatIsNotForTimeStampingAloneIsWrong() {
    assertInvalid(token(PKI.documentSigner("样例文档"), ContentDigest.SHA256), Reason.KEY_USAGE_WRONG);
  }

  @Test
  void theAuthoritysOwnTimeDecides() {
    Instant end = TestPki.NOW.minus(Duration.ofMinutes(30));
    TestPki.Spec spec =
        PKI.spec("CN=样例过期", Purpose.TIMESTAMPER, end).with(SignatureAlgorithm.ECDSA_P256_SHA256);
    Signer expired = PKI.issue(spec, PKI.documentRoot());
    Bytes before = token(expired, ContentDigest.SHA256);
    assertUndecided(verify(before), Reason.NO_PROOF_OF_EXISTENCE);
    Verdict<ProvenTime> vouched =
        TimestampVerifier.verify(
            before,
            d -> d.of(STAMPED),
            new TimestampContext(policy(), Evidence.none(), Optional.of(end.minusSeconds(1))));
    assertThat(vouched).isInstanceOf(Verdict.Valid.class);
    Bytes after =
        maker(expired)
            .token(
                new TimestampMaker.Order(
                    ContentDigest.SM3, ContentDigest.SM3.of(STAMPED), Optional.empty()),
                end.plusSeconds(1));
    assertInvalid(after, Reason.CERTIFICATE_EXPIRED);
  }

  @Test
  void aTokenFromTheFutureIsWrong() {
    Verdict<ProvenTime> verdict =
        TimestampVerifier.verify(
            token(TSA, ContentDigest.SM3),
            d -> d.of(STAMPED),
            policy().withAt(AT.minusSeconds(61)),
            Evidence.none());
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(reason(verdict)).contains(Reason.SIGNED_IN_FUTURE);
  }

  // TSTInfo as no honest authority writes it.

  private static Bytes forged(Forged info) {
    MessageImprint imprint =
        new MessageImprint(
            new AlgorithmIdentifier(info.digest.hash().oid()), info.digest.of(STAMPED).toArray());
    TSTInfo asn1 =
        new TSTInfo(
            new ASN1ObjectIdentifier(POLICY),
            imprint,
            new ASN1Integer(info.serial),
            new ASN1GeneralizedTime(info.time),
            null,
            info.ordering,
            null,
            null,
            info.extensions);
    try {
      return CmsSigner.timestamp(Bytes.of(asn1.getEncoded("DER")), TSA);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Forged {
    private ContentDigest digest = ContentDigest.SHA256;
    private BigInteger serial = BigInteger.ONE;
    private String time = "20261101010000Z";
    private ASN1Boolean ordering = ASN1Boolean.FALSE;
    private Extensions extensions;
  }

  @Test
  void aWeakImprintProvesNothing() {
    Forged info = new Forged();
    info.digest = ContentDigest.SHA1;
    assertUndecided(verify(forged(info)), Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void aSerialHasAtMost160Bits() {
    Forged info = new Forged();
    info.serial = BigInteger.ONE.shiftLeft(160);
    Bytes token = forged(info);
    assertThat(verify(token)).isInstanceOf(Verdict.Valid.class);
    assertThat(verify(token).report().check("serial").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    Verdict<ProvenTime> strict =
        TimestampVerifier.verify(
            token, d -> d.of(STAMPED), policy().withMode(TrustPolicy.Mode.STRICT), Evidence.none());
    assertThat(reason(strict)).contains(Reason.TIMESTAMP_WRONG);
  }

  @Test
  void aCriticalExtensionLeavesItUndecided() {
    Forged info = new Forged();
    info.extensions =
        new Extensions(
            new Extension(
                new ASN1ObjectIdentifier("1.2.3"), true, new DEROctetString(new byte[1])));
    assertUndecided(verify(forged(info)), Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  @Test
  void orderNeedsMoreThanTwoTimes() {
    Forged first = new Forged();
    Forged second = new Forged();
    second.time = "20261101010001Z";
    ProvenTime a = verify(forged(first)).orThrow(r -> new IllegalStateException(r.code()));
    ProvenTime b = verify(forged(second)).orThrow(r -> new IllegalStateException(r.code()));
    assertThat(a.before(b)).isTrue();
    ProvenTime vague =
        new ProvenTime(
            b.at(),
            Duration.ofSeconds(2),
            b.authority(),
            b.serial(),
            b.policy(),
            false,
            b.evidence());
    assertThat(a.before(vague)).isFalse();
  }

  // Request and response.

  private static TimestampExchange exchange() {
    return new TimestampExchange(
        ContentDigest.SM3, ContentDigest.SM3.of(STAMPED), BigInteger.TEN, Optional.of(POLICY));
  }

  @Test
  void aRequestIsAnsweredByItsToken() {
    Bytes response = maker(TSA).respond(exchange().request(), AT);
    Bytes token = exchange().token(response).orThrow(r -> new IllegalStateException(r.code()));
    assertThat(verify(token)).isInstanceOf(Verdict.Valid.class);
    TimestampSource source =
        TimestampExchange.over(r -> maker(TSA).respond(r, AT), () -> BigInteger.TWO);
    Verdict<Bytes> stamped = source.stamp(ContentDigest.SM3, ContentDigest.SM3.of(STAMPED));
    assertThat(stamped).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void anAnswerToAnotherRequestIsRefused() {
    Bytes response = maker(TSA).respond(exchange().request(), AT);
    TimestampExchange asked = exchange();
    for (TimestampExchange other :
        List.of(
            new TimestampExchange(asked.digest(), asked.imprint(), BigInteger.ONE, asked.policy()),
            new TimestampExchange(
                asked.digest(), ContentDigest.SM3.of(AT_OTHER), asked.nonce(), asked.policy()),
            new TimestampExchange(
                ContentDigest.SHA256, asked.imprint(), asked.nonce(), asked.policy()),
            new TimestampExchange(
                asked.digest(), asked.imprint(), asked.nonce(), Optional.of("1.2.3")))) {
      Verdict<Bytes> verdict = other.token(response);
      assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
      assertThat(verdict.report().reason()).contains(Reason.TIMESTAMP_WRONG);
    }
    for (Bytes junk : List.of(Bytes.empty(), Bytes.hex("3000"), Bytes.utf8("<html>"))) {
      assertThat(asked.token(junk)).isInstanceOf(Verdict.Invalid.class);
    }
  }

  @Test
  void theAuthorityRejectsWhatItCannotStamp() {
    TimestampExchange weak =
        new TimestampExchange(
            ContentDigest.SHA1, ContentDigest.SHA1.of(STAMPED), BigInteger.ONE, Optional.empty());
    TimestampExchange cut =
        new TimestampExchange(ContentDigest.SM3, Bytes.hex("00"), BigInteger.ONE, Optional.empty());
    TimestampExchange policy =
        new TimestampExchange(
            ContentDigest.SM3, exchange().imprint(), BigInteger.ONE, Optional.of("1.2.9"));
    for (TimestampExchange exchange : List.of(weak, cut, policy)) {
      Verdict<Bytes> verdict = exchange.token(maker(TSA).respond(exchange.request(), AT));
      assertThat(verdict.report().check("status").orElseThrow().outcome()).isEqualTo(Outcome.FAIL);
    }
    Bytes junk = maker(TSA).respond(Bytes.utf8("junk"), AT);
    assertThat(exchange().token(junk)).isInstanceOf(Verdict.Invalid.class);
  }

  // Files.

  private static DocumentReport file(Bytes octets) {
    return Trust.verify(DocumentSource.of(octets), policy());
  }

  /** RFC 3161 §2.4.2: with any other status there is no token. */
  @Test
  void aRefusalBringsNoToken() {
    String granted = maker(TSA).respond(exchange().request(), AT).toHex();
    int at = granted.indexOf("3003020100");
    assertThat(at).isEqualTo(8);
    for (int status = 0; status < 6; status++) {
      Bytes said = Bytes.hex(granted.replaceFirst("3003020100", "300302010" + status));
      DocumentReport report = file(said);
      if (status < 2) {
        assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
      } else {
        assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
        assertThat(report.reason()).contains(Reason.TIMESTAMP_WRONG);
      }
    }
  }

  @Test
  void aTokenFileIsJudgedForItselfOrOverItsContent() {
    Bytes token = token(TSA, ContentDigest.SHA256);
    Bytes response = maker(TSA).respond(exchange().request(), AT);
    for (Bytes octets : List.of(token, response)) {
      DocumentReport report = file(octets);
      assertThat(report.format()).isEqualTo(DocumentFormat.TST);
      assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
      assertThat(report.signatures().get(0).signedAt()).isEqualTo(AT);
      assertThat(report.signatures().get(0).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
      DocumentReport over =
          Trust.verify(DocumentSource.of(octets), DocumentSource.of(STAMPED), policy());
      assertThat(over.conclusion()).isEqualTo(Conclusion.VALID);
      DocumentReport other =
          Trust.verify(DocumentSource.of(octets), DocumentSource.of(AT_OTHER), policy());
      assertThat(other.conclusion()).isEqualTo(Conclusion.INVALID);
      assertThat(other.reason()).contains(Reason.TIMESTAMP_WRONG);
      assertThat(other.signatures().get(0).integrity()).isEqualTo(Integrity.BROKEN);
    }
    Signer stranger = TestPki.seeded("stranger").timestamper("外");
    DocumentReport foreign = file(token(stranger, ContentDigest.SHA256));
    assertThat(foreign.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(foreign.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }
}
