package org.xinfu.trust.p11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.testkit.KeyVaultContract;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

class Pkcs11KeyVaultTest extends KeyVaultContract {
  @TempDir static Path directory;

  static HsmSim device;
  static Pkcs11KeyVault vault;

  @BeforeAll
  static void open() {
    device =
        HsmSim.start(
            directory, TokenSpec.of("seals", "12345678"), TokenSpec.of("oidc", "87654321"));
    vault = Pkcs11KeyVault.open(device.library(), "seals", "12345678"::toCharArray);
  }

  @AfterAll
  static void close() {
    vault.close();
    device.close();
  }

  @Override
  protected KeyVault vault() {
    return vault;
  }

  @Override
  protected Set<SignatureAlgorithm> supported() {
    return Set.of(
        SignatureAlgorithm.SM2_SM3,
        SignatureAlgorithm.ECDSA_P256_SHA256,
        SignatureAlgorithm.ECDSA_P384_SHA384,
        SignatureAlgorithm.RSA_PKCS1_SHA256);
  }

  @Test
  void anIdIsOneKeyOfOneSuite() {
    vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("0101"), "one");
    assertThatThrownBy(
            () -> vault.generate(SignatureAlgorithm.ECDSA_P256_SHA256, Bytes.hex("0101"), "one"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.empty(), "none"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokensDoNotSeeEachOthersKeys() {
    Bytes id = Bytes.hex("0202");
    Signer ours = vault.generate(SignatureAlgorithm.SM2_SM3, id, "ours");
    try (Pkcs11KeyVault other =
        Pkcs11KeyVault.open(device.library(), "oidc", "87654321"::toCharArray)) {
      assertThat(other.signer(new KeyRef("oidc", id, "ours"))).isEmpty();
      assertThat(other.signer(new KeyRef("seals", id, "ours"))).isEmpty();
      Signer theirs = other.generate(SignatureAlgorithm.SM2_SM3, id, "theirs");
      assertThat(theirs.publicKey().encoded()).isNotEqualTo(ours.publicKey().encoded());
    }
    assertThat(ours.publicKey().verify(Bytes.utf8("m"), ours.sign(Bytes.utf8("m")))).isTrue();
  }

  @Test
  void randomIsNotConstant() {
    assertThat(vault.random(32).length()).isEqualTo(32);
    assertThat(vault.random(32)).isNotEqualTo(vault.random(32));
  }
}
