package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Signer;

/** What the makers of seals and signatures refuse to make, and what they write. */
class SealMakerTest {
  private static final TestPki PKI = TestPki.seeded("seal maker");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Certificate CERTIFICATE = SIGNER.chain().get(0);
  private static final SealSpec USUAL = TestSeals.spec(SIGNER);
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);

  @Test
  void aSealNamesItsSignersEachOnce() {
    assertThatThrownBy(() -> signers(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signers(List.of(CERTIFICATE, CERTIFICATE)))
        .isInstanceOf(IllegalArgumentException.class);
    List<Certificate> list = new ArrayList<>(List.of(CERTIFICATE));
    SealSpec spec = signers(list);
    list.clear();
    assertThat(spec.signers()).containsExactly(CERTIFICATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "章", "5100\u0080"})
  void aNumberIsAsciiAndNotEmpty(String esId) {
    assertThatThrownBy(() -> spec(esId, "vendor", TestSeals.MADE, USUAL.picture()))
        .isInstanceOf(IllegalArgumentException.class);
    if (!esId.isEmpty()) {
      assertThatThrownBy(() -> spec("1", esId, TestSeals.MADE, USUAL.picture()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aVendorMayBeEmpty() {
    Bytes made = SealMaker.make(spec("1\u007f", "", TestSeals.MADE, USUAL.picture()), MAKER);
    Seal read = Seal.parse(made).orElseThrow();
    assertThat(read.vendorId()).isEmpty();
    assertThat(read.esId()).isEqualTo("1\u007f");
  }

  @Test
  void aPictureHasSizeAndContent() {
    for (SealPicture picture :
        List.of(
            new SealPicture("PNG", TestSeals.PNG, 0, 1),
            new SealPicture("PNG", TestSeals.PNG, 1, 0),
            new SealPicture("PNG", TestSeals.PNG, -1, 1),
            new SealPicture("PNG", Bytes.empty(), 1, 1))) {
      assertThatThrownBy(() -> spec("1", "v", TestSeals.MADE, picture))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSealDoesNotEndBeforeItBegins() {
    assertThatThrownBy(() -> spec("1", "v", TestSeals.SEAL_END.plusSeconds(1), USUAL.picture()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(spec("1", "v", TestSeals.SEAL_END, USUAL.picture()).validTo())
        .isEqualTo(TestSeals.SEAL_END);
  }

  @Test
  void timesAreCutToWholeSeconds() {
    Instant fraction = TestSeals.MADE.plusNanos(999_999_999);
    Seal read =
        Seal.parse(SealMaker.make(spec("1", "v", fraction, USUAL.picture()), MAKER)).orElseThrow();
    assertThat(read.validFrom()).isEqualTo(TestSeals.MADE);
    Bytes signature =
        SealSigner.sign(new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, "/a", fraction), SIGNER);
    assertThat(SesSignature.parse(signature).orElseThrow().signedAt()).contains(TestSeals.MADE);
  }

  @Test
  void onlyAnSm2KeyWithACertificateMakesOrSigns() {
    Signer p256 = PKI.documentSigner("样例文档");
    Signer bare = SIGNER.withChain(List.of());
    SealedContent content =
        new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
    for (Signer wrong : List.of(p256, bare)) {
      assertThatThrownBy(() -> SealMaker.make(USUAL, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SM2");
      assertThatThrownBy(() -> SealSigner.sign(content, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onlyAReadableSealIsSignedWith() {
    Bytes five = SesForge.edit(SEAL, s -> SesForge.first(s, 2));
    for (Bytes wrong :
        List.of(Bytes.empty(), SEAL.slice(0, 100), five, SEAL.concat(Bytes.hex("00")))) {
      SealedContent content =
          new SealedContent(wrong, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
      assertThatThrownBy(() -> SealSigner.sign(content, SIGNER))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not a seal of version 4");
    }
  }

  @Test
  void theSealNamesWhoSigns() {
    SealedContent content =
        new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, TestSeals.PATH, TestSeals.SIGNED);
    assertThatThrownBy(() -> SealSigner.sign(content, PKI.sealSigner("样例外人")))
        .hasMessage("the seal does not name this signer");
    // The same key with another certificate is another signer.
    Signer renewed = SIGNER.withChain(List.of(CERTIFICATE));
    assertThat(SealSigner.sign(content, renewed).length()).isPositive();
  }

  @Test
  void aDigestHasThirtyTwoOctetsAndAPathIsAscii() {
    for (int length : new int[] {0, 20, 31, 33, 64}) {
      Bytes digest = Bytes.of(new byte[length]);
      assertThatThrownBy(() -> new SealedContent(SEAL, digest, "/a", TestSeals.SIGNED))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () -> new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, "/文", TestSeals.SIGNED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new SealedContent(SEAL, TestSeals.CONTENT_DIGEST, "", TestSeals.SIGNED).time())
        .isEqualTo(TestSeals.SIGNED);
  }

  @Test
  void theSignatureHoldsTheSealOctetByOctet() {
    Bytes signature = TestSeals.signature(SEAL, SIGNER);
    SesSignature read = SesSignature.parse(signature).orElseThrow();
    assertThat(read.seal().der()).isEqualTo(SEAL);
    assertThat(signature.toHex()).contains(SEAL.toHex());
    assertThat(read.dataHash()).isEqualTo(TestSeals.CONTENT_DIGEST);
    assertThat(read.propertyInfo()).isEqualTo(TestSeals.PATH);
    assertThat(read.signedAt()).contains(TestSeals.SIGNED);
    assertThat(read.signerCertificate()).isEqualTo(CERTIFICATE);
    assertThat(read.deviations()).isEmpty();
    assertThat(read.extensions()).isEmpty();
    assertThat(read.timestamp()).isEmpty();
    assertThat(read.version()).isEqualTo(4);
  }

  private static SealSpec signers(List<Certificate> signers) {
    return new SealSpec(
        USUAL.esId(),
        USUAL.vendorId(),
        USUAL.type(),
        USUAL.name(),
        signers,
        false,
        USUAL.createdAt(),
        USUAL.validFrom(),
        USUAL.validTo(),
        USUAL.picture());
  }

  private static SealSpec spec(String esId, String vendor, Instant from, SealPicture picture) {
    return new SealSpec(
        esId,
        vendor,
        USUAL.type(),
        USUAL.name(),
        USUAL.signers(),
        false,
        USUAL.createdAt(),
        from,
        USUAL.validTo(),
        picture);
  }
}
