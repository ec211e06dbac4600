package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.ProvenTime;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampVerifier;

/** Tokens of GM/T 0033: TSTInfo in a SignedData of GB/T 35275. */
class NationalTokenTest extends CmsCases {
  private final Signer authority =
      pki.issue(pki.spec("CN=样例国密时间戳", Purpose.TIMESTAMPER, TestPki.END), pki.documentRoot());
  private final Bytes info = info(CONTENT);

  @Override
  Vectors vectors() {
    throw new IllegalStateException("no vectors are made here");
  }

  private Bytes info(Bytes stamped) {
    TimestampMaker.Order order =
        new TimestampMaker.Order(
            ContentDigest.SM3, ContentDigest.SM3.of(stamped), Optional.empty());
    Bytes token =
        new TimestampMaker(authority, "1.2.3", () -> BigInteger.ONE).token(order, STAMPED);
    return SignedMessage.parse(token).flatMap(SignedMessage::content).orElseThrow();
  }

  private Bytes token(Bytes content, Consumer<SignedDataForge> change) {
    return SignedDataForge.of(
        authority,
        content,
        f -> {
          f.gbAttributes();
          f.type = new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4");
          f.instead(SignedDataForge.CONTENT_TYPE, f.type).carry();
          f.attribute(SignedDataForge.CERTIFICATE, SignedDataForge.naming(own()));
          change.accept(f);
        });
  }

  private Certificate own() {
    return authority.chain().get(0);
  }

  /** PKCS#7's way: the structure itself, whose octets are digested without their tag. */
  private Bytes structured() {
    int header = info.at(1) < 0x80 ? 2 : 2 + (info.at(1) & 0x7f);
    Bytes inside = info.slice(header, info.length());
    Bytes wrapped = token(inside, f -> {});
    int at = wrapped.toHex().indexOf("04" + info.slice(1, info.length()).toHex()) / 2;
    return Mutators.flip(wrapped, at, 0x04 ^ 0x30);
  }

  private Verdict<ProvenTime> judge(Bytes token, TrustPolicy.Mode mode) {
    TrustPolicy policy = pki.policy().withMode(mode);
    return TimestampVerifier.verify(token, d -> d.of(CONTENT), policy, Evidence.none());
  }

  private void assertProves(Bytes token, TrustPolicy.Mode mode) {
    Verdict<ProvenTime> judged = judge(token, mode);
    assertThat(judged).as("%s", judged.report()).isInstanceOf(Verdict.Valid.class);
    Instant at = judged.orThrow(r -> new IllegalStateException(r.code())).at();
    assertThat(at).isEqualTo(STAMPED);
  }

  private void assertTold(Bytes token, TrustPolicy.Mode mode, String check) {
    assertThat(judge(token, mode).report().check(check).orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
  }

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void bothFormsOfTheContentAreRead(TrustPolicy.Mode mode) {
    assertProves(token(info, f -> {}), mode);
    assertProves(structured(), mode);
    assertThat(TimestampVerifier.claimedTime(structured())).contains(STAMPED);
  }

  @Test
  void withoutTheAuthoritysHashItIsTold() {
    Bytes token = token(info, f -> f.without(SignedDataForge.CERTIFICATE));
    assertProves(token, TrustPolicy.Mode.INTEROP);
    assertTold(token, TrustPolicy.Mode.INTEROP, "signing-certificate");
    assertThat(judge(token, TrustPolicy.Mode.STRICT)).isInstanceOf(Verdict.Invalid.class);
  }

  /** As the national CA's time-stamp servers list SM3 (GM/T 0006), and name it in the signer. */
  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void aListOfDigestsMayNameSm3ByItsUse(TrustPolicy.Mode mode) {
    AlgorithmIdentifier byUse = SignedDataForge.withNull("1.2.156.10197.1.401.1");
    Bytes token = token(info, f -> f.digests = List.of(byUse));
    assertProves(token, mode);
    assertTold(token, mode, "algorithm-spelling");
    AlgorithmIdentifier other = SignedDataForge.withNull("1.2.156.10197.1.401.3");
    assertThat(judge(token(info, f -> f.digests = List.of(other)), mode).report().reason())
        .contains(Reason.ALGORITHM_MISMATCH);
  }

  /** Their tokens of 2018 have the imprint's algorithm without its SEQUENCE. */
  @Test
  void aBareIdentifierOfTheImprintsAlgorithmIsTold() {
    Bytes token = token(bare(info), f -> {});
    assertProves(token, TrustPolicy.Mode.INTEROP);
    assertTold(token, TrustPolicy.Mode.INTEROP, "encoding");
    assertThat(TimestampVerifier.claimedTime(token)).contains(STAMPED);
    assertThat(judge(token, TrustPolicy.Mode.STRICT).report().reason())
        .contains(Reason.TIMESTAMP_WRONG);
    Bytes other = token(bare(info(Bytes.utf8("另一份"))), f -> {});
    assertThat(judge(other, TrustPolicy.Mode.INTEROP).report().reason())
        .contains(Reason.TIMESTAMP_WRONG);
  }

  private static Bytes bare(Bytes info) {
    ASN1Encodable[] fields = ASN1Sequence.getInstance(info.toArray()).toArray();
    ASN1ObjectIdentifier sm3 = new ASN1ObjectIdentifier("1.2.156.10197.1.401.1");
    MessageImprint imprint = MessageImprint.getInstance(fields[2]);
    Bytes stamped = Bytes.of(imprint.getHashedMessage());
    fields[2] = SignedDataForge.sequence(sm3, SignedDataForge.octets(stamped));
    return SesForge.der(SignedDataForge.sequence(fields));
  }

  @Test
  void anAlteredOneProvesNothing() {
    for (Bytes token : List.of(token(info, f -> {}), structured())) {
      int from = token.toHex().indexOf("020101", 60) / 2;
      for (int at = from; at < from + info.length() - 4; at++) {
        assertThat(judge(Mutators.flip(token, at, 1), TrustPolicy.Mode.INTEROP))
            .as("octet %d", at)
            .isNotInstanceOf(Verdict.Valid.class);
      }
      Bytes other = token(info, f -> f.value = v -> Mutators.flip(v, v.length() - 1, 1));
      assertThat(judge(other, TrustPolicy.Mode.INTEROP).report().reason())
          .contains(Reason.SIGNATURE_VALUE_WRONG);
      String type = "060b2a864886f70d0109100104";
      int tag = (token.toHex().indexOf(type) + type.length()) / 2 + 2;
      for (int mask = 1; mask < 256; mask++) {
        assertThat(judge(Mutators.flip(token, tag, mask), TrustPolicy.Mode.INTEROP))
            .as("tag ^ %d", mask)
            .isNotInstanceOf(Verdict.Valid.class);
      }
    }
  }
}
