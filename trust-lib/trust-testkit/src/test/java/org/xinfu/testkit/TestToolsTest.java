package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.Mutators.Entry;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;

/** The tools that other tests stand on: an alteration alters one thing, a vault keeps its word. */
class TestToolsTest {
  private static final Bytes MESSAGE = Bytes.utf8("message");
  private final Bytes zip =
      Mutators.write(
          List.of(
              new Entry("a", Bytes.utf8("first")),
              new Entry("b", Bytes.utf8("second")),
              new Entry("a", Bytes.utf8("third"))));

  @Test
  void anAlterationChangesItsEntryAndNoOther() {
    assertThat(Mutators.entries(Mutators.replace(zip, "b", b -> b.concat(b))))
        .containsExactly(
            new Entry("a", Bytes.utf8("first")),
            new Entry("b", Bytes.utf8("secondsecond")),
            new Entry("a", Bytes.utf8("third")));
    assertThat(Mutators.entries(Mutators.rename(zip, "b", "c")))
        .extracting(Entry::name)
        .containsExactly("a", "c", "a");
    assertThat(Mutators.write(Mutators.entries(zip))).isEqualTo(zip);
  }

  @Test
  void ofEqualNamesTheFirstIsReadAndAllAreDropped() {
    assertThat(Mutators.entry(zip, "a")).isEqualTo(Bytes.utf8("first"));
    assertThat(Mutators.entries(Mutators.drop(zip, "a")))
        .extracting(Entry::name)
        .containsExactly("b");
  }

  @Test
  void anAlterationOfNothingIsAMistakeOfTheTest() {
    assertThatThrownBy(() -> Mutators.replace(zip, "absent", b -> b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absent");
    assertThatThrownBy(() -> Mutators.rename(zip, "absent", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mutators.duplicate(zip, "absent", MESSAGE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mutators.flip(MESSAGE, MESSAGE.length(), 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aFlipFlipsItsBitsAndTwoFlipsNone() {
    for (int mask = 1; mask < 256; mask <<= 1) {
      Bytes once = Mutators.flip(MESSAGE, 3, mask);
      assertThat(once).isNotEqualTo(MESSAGE);
      assertThat(once.at(3) ^ MESSAGE.at(3)).isEqualTo(mask);
      assertThat(Mutators.flip(once, 3, mask)).isEqualTo(MESSAGE);
    }
  }

  @Test
  void aCompressedPackageWithDirectoriesIsReadAndWrittenStored() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream compressed = new ZipOutputStream(out)) {
      compressed.putNextEntry(new ZipEntry("dir/"));
      compressed.putNextEntry(new ZipEntry("dir/x"));
      compressed.write("x".repeat(1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Bytes source = Bytes.of(out.toByteArray());
    assertThat(Mutators.entries(source)).extracting(Entry::name).containsExactly("dir/x");
    Bytes added = Mutators.add(source, "y", MESSAGE);
    assertThat(Mutators.entry(added, "dir/x").length()).isEqualTo(1000);
    assertThat(added.length()).isGreaterThan(1000);
  }

  @Test
  void aPackageOfNothingIsStillAZip() {
    Bytes empty = Mutators.write(List.of());
    assertThat(empty.toHex()).startsWith("504b0506").hasSize(44);
    assertThat(Mutators.entries(empty)).isEmpty();
  }

  @Test
  void aClosedVaultGivesNothing() {
    SoftKeyVault vault = SoftKeyVault.random();
    KeyRef ref = new KeyRef(SoftKeyVault.TOKEN, Bytes.utf8("k"), "k");
    vault.key(SignatureAlgorithm.SM2_SM3, "k");
    vault.close();
    assertThatThrownBy(vault::list).isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> vault.signer(ref)).isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> vault.key(SignatureAlgorithm.SM2_SM3, "k"))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void anIdIsOneKeyOfOneKind() {
    SoftKeyVault vault = SoftKeyVault.random();
    Bytes id = Bytes.hex("01");
    Signer made = vault.generate(SignatureAlgorithm.SM2_SM3, id, "one");
    assertThat(vault.generate(SignatureAlgorithm.SM2_SM3, id, "another label")).isSameAs(made);
    assertThat(vault.list()).containsExactly(new KeyRef(SoftKeyVault.TOKEN, id, "one"));
    assertThatThrownBy(() -> vault.generate(SignatureAlgorithm.ECDSA_P256_SHA256, id, "one"))
        .isInstanceOf(IllegalArgumentException.class);
    for (int length : new int[] {0, 33}) {
      Bytes wrong = Bytes.of(new byte[length]);
      assertThatThrownBy(() -> vault.generate(SignatureAlgorithm.SM2_SM3, wrong, "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.of(new byte[32]), "x")).isNotNull();
  }

  @Test
  void aSeededKeyDoesNotDependOnWhatWasMadeBefore() {
    SoftKeyVault one = SoftKeyVault.seeded("s");
    one.key(SignatureAlgorithm.SM2_SM3, "other");
    one.key(SignatureAlgorithm.SM2_SM3, "k").sign(Bytes.utf8("another message"));
    Signer late = one.key(SignatureAlgorithm.SM2_SM3, "k");
    Signer early = SoftKeyVault.seeded("s").key(SignatureAlgorithm.SM2_SM3, "k");
    assertThat(late.publicKey().encoded()).isEqualTo(early.publicKey().encoded());
    assertThat(late.sign(MESSAGE)).isEqualTo(early.sign(MESSAGE));
    assertThat(late.sign(MESSAGE)).isNotEqualTo(late.sign(Bytes.utf8("other")));
  }

  @Test
  void randomVaultsShareNothing() {
    Signer one = SoftKeyVault.random().key(SignatureAlgorithm.SM2_SM3, "k");
    Signer two = SoftKeyVault.random().key(SignatureAlgorithm.SM2_SM3, "k");
    assertThat(one.publicKey().encoded()).isNotEqualTo(two.publicKey().encoded());
    assertThat(one.sign(MESSAGE)).isNotEqualTo(one.sign(MESSAGE));
  }

  @Test
  void aSignatureUnderAnotherUserIdIsGoodForNobody() {
    SoftKeyVault vault = SoftKeyVault.seeded("s");
    Signer signer = vault.key(SignatureAlgorithm.SM2_SM3, "k");
    Bytes odd = vault.signAs(signer.publicKey(), Bytes.utf8("Alice"), MESSAGE);
    Bytes usual = vault.signAs(signer.publicKey(), Bytes.utf8("1234567812345678"), MESSAGE);
    assertThat(signer.publicKey().verify(MESSAGE, odd)).isFalse();
    assertThat(signer.publicKey().verify(MESSAGE, usual)).isTrue();
    Signer stranger = SoftKeyVault.seeded("t").key(SignatureAlgorithm.SM2_SM3, "k");
    assertThatThrownBy(() -> vault.signAs(stranger.publicKey(), MESSAGE, MESSAGE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aKeyPrintsItsKindAndNothingSecret(SignatureAlgorithm suite) {
    Signer signer = SoftKeyVault.seeded("s").key(suite, "k");
    assertThat(signer).hasToString("SoftKey[" + suite + "]");
    assertThat(signer.publicKey().verify(Bytes.utf8("messagf"), signer.sign(MESSAGE))).isFalse();
  }

  @Test
  void thePkiGivesEveryRoleItsSuiteAndItsOwnSerial() {
    TestPki pki = TestPki.create();
    Signer seal = pki.sealSigner("s");
    Signer maker = pki.maker("m");
    Signer document = pki.documentSigner("d");
    Signer timestamper = pki.timestamper("t");
    assertThat(List.of(seal.algorithm(), maker.algorithm()))
        .containsOnly(SignatureAlgorithm.SM2_SM3);
    assertThat(List.of(document.algorithm(), timestamper.algorithm()))
        .containsOnly(SignatureAlgorithm.ECDSA_P256_SHA256);
    List<Certificate> own =
        List.of(seal, maker, document, timestamper).stream().map(s -> s.chain().get(0)).toList();
    assertThat(own).extracting(Certificate::serial).doesNotHaveDuplicates();
    assertThat(maker.chain().get(1)).isEqualTo(pki.makerRoot().chain().get(0));
    assertThat(document.chain().get(1)).isEqualTo(pki.documentRoot().chain().get(0));
    // The signer signs with the key that its certificate names.
    assertThat(own.get(0).publicKey().orElseThrow().verify(MESSAGE, seal.sign(MESSAGE))).isTrue();
    assertThat(own.get(0).publicKey().orElseThrow().verify(MESSAGE, maker.sign(MESSAGE))).isFalse();
  }

  @Test
  void thePolicyTrustsEachRootForItsPurposeAlone() {
    TestPki pki = TestPki.create();
    TrustPolicy policy = pki.policy();
    Certificate maker = pki.makerRoot().chain().get(0);
    assertThat(policy.makers()).containsExactly(maker);
    assertThat(policy.signers()).doesNotContain(maker).hasSize(3);
    assertThat(policy.at()).isEqualTo(TestPki.NOW);
    assertThat(policy.crls()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void anotherSeedIsAnotherPkiWithTheSameNames() {
    Certificate one = TestPki.seeded("a").signerRoot().chain().get(0);
    Certificate two = TestPki.seeded("b").signerRoot().chain().get(0);
    assertThat(one.subject()).isEqualTo(two.subject());
    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void aSpecifiedCertificateSaysWhatWasSpecified() {
    TestPki pki = TestPki.create();
    TestPki.Spec spec =
        pki.spec("CN=x,C=CN", Purpose.SEAL_SIGNER, TestPki.BEGIN.plus(Duration.ofDays(1)))
            .with(SignatureAlgorithm.RSA_PKCS1_SHA256);
    Signer issued = pki.issue(spec, pki.signerRoot());
    Certificate certificate = issued.chain().get(0);
    assertThat(certificate.notBefore()).isEqualTo(TestPki.BEGIN);
    assertThat(certificate.notAfter()).isEqualTo(TestPki.BEGIN.plus(Duration.ofDays(1)));
    assertThat(issued.algorithm()).isEqualTo(SignatureAlgorithm.RSA_PKCS1_SHA256);
    assertThat(issued.chain()).hasSize(2);
  }
}
