package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealClaim;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealPicture;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.seal.SealVerifier;
import org.xinfu.trust.seal.SesSignature;

/**
 * Whatever octet changes, a seal and a signature with it are never valid; what is made reads back.
 */
class FlippedOctetTest {
  private static final TestPki PKI = TestPki.create();
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  private static final Bytes SIGNATURE = TestSeals.signature(SEAL, SIGNER);
  private static final TrustPolicy POLICY = PKI.policy();

  @Property(tries = 400)
  void anAlteredSealIsNeverValid(
      @ForAll @IntRange(max = 100_000) int place, @ForAll @IntRange(min = 1, max = 255) int mask) {
    Bytes altered = Mutators.flip(SEAL, place % SEAL.length(), mask);
    assertThat(SealVerifier.verifySeal(altered, POLICY, TestPki.NOW).report().conclusion())
        .isNotEqualTo(Conclusion.VALID);
    assertThat(Trust.verify(DocumentSource.of(altered), POLICY).conclusion())
        .isNotEqualTo(Conclusion.VALID);
  }

  @Property(tries = 400)
  void anAlteredSignatureIsNeverValid(
      @ForAll @IntRange(max = 100_000) int place, @ForAll @IntRange(min = 1, max = 255) int mask) {
    Bytes altered = Mutators.flip(SIGNATURE, place % SIGNATURE.length(), mask);
    assertThat(judge(altered)).isNotEqualTo(Conclusion.VALID);
  }

  @Property(tries = 100)
  void aTruncatedOrExtendedSignatureIsNeverValid(@ForAll @IntRange(max = 100_000) int length) {
    assertThat(judge(Mutators.truncate(SIGNATURE, length % SIGNATURE.length())))
        .isEqualTo(Conclusion.INVALID);
    assertThat(judge(SIGNATURE.concat(Bytes.of(new byte[1 + length % 50]))))
        .isEqualTo(Conclusion.INVALID);
  }

  @Property(tries = 100)
  void anyOctetsEndInAVerdict(@ForAll byte[] octets) {
    assertThat(judge(Bytes.of(octets))).isEqualTo(Conclusion.INVALID);
    assertThat(Seal.parse(Bytes.of(octets))).isEmpty();
    assertThat(SesSignature.parse(Bytes.of(octets))).isEmpty();
  }

  @Property(tries = 60)
  void whatIsMadeReadsBack(
      @ForAll @StringLength(min = 1, max = 60) String name,
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(max = 99) int type,
      @ForAll boolean byDigest) {
    String wellFormed = Bytes.utf8(name).toUtf8();
    SealSpec usual = TestSeals.spec(SIGNER);
    SealSpec spec =
        new SealSpec(
            usual.esId(),
            usual.vendorId(),
            type,
            wellFormed,
            usual.signers(),
            byDigest,
            usual.createdAt(),
            usual.validFrom(),
            usual.validTo(),
            new SealPicture("ofd", TestSeals.PNG, width, 30));
    Seal read = Seal.parse(SealMaker.make(spec, MAKER)).orElseThrow();
    assertThat(read.name()).isEqualTo(wellFormed);
    assertThat(read.type()).isEqualTo(type);
    assertThat(read.picture()).isEqualTo(spec.picture());
    assertThat(read.validFrom()).isEqualTo(spec.validFrom());
    assertThat(read.lists(TestSeals.certificate(SIGNER))).isTrue();
    assertThat(read.lists(TestSeals.certificate(MAKER))).isFalse();
  }

  private static Conclusion judge(Bytes signature) {
    SealClaim claim =
        new SealClaim(signature, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.empty());
    return SealVerifier.verifySignature(claim, POLICY).report().conclusion();
  }
}
