package org.xinfu.trust.p11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.p11.internal.wrapper.Cryptoki;
import org.xinfu.trust.p11.internal.wrapper.CryptokiException;
import org.xinfu.trust.p11.internal.wrapper.Template;

/** PINs, secrets, profiles: what the token gives to whom. */
class TokenAccessTest {
  private static final long CKR_ATTRIBUTE_SENSITIVE = 0x11;

  @TempDir Path directory;

  private HsmSim device;

  @BeforeEach
  void start() {
    device = HsmSim.start(directory, TokenSpec.of("seals", "12345678"));
  }

  @AfterEach
  void stop() {
    device.close();
  }

  @Test
  void aWrongPinIsTriedOnce() {
    List<char[]> asked = new ArrayList<>();
    Pkcs11Settings settings =
        Pkcs11Settings.of(
            device.library(),
            "seals",
            () -> {
              char[] wrong = "87654321".toCharArray();
              asked.add(wrong);
              return wrong;
            });
    assertThatThrownBy(() -> Pkcs11KeyVault.open(settings))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("0xa0");
    assertThat(asked).hasSize(1);
    assertThat(new String(asked.get(0))).isEqualTo("\0".repeat(8));
  }

  @Test
  void aPinThatBecomesWrongIsNotTriedAgain() throws Exception {
    List<Integer> tries = new ArrayList<>();
    char[][] pins = {"12345678".toCharArray(), "00000000".toCharArray(), "11111111".toCharArray()};
    try (Pkcs11KeyVault vault =
        Pkcs11KeyVault.open(
            device.library(),
            "seals",
            () -> {
              tries.add(tries.size());
              return pins[tries.size() - 1].clone();
            })) {
      device.close();
      device = HsmSim.start(directory);
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(vault::check).isInstanceOf(VaultException.class);
      }
      assertThat(tries).hasSize(2);
    }
  }

  @Test
  void anUnknownTokenIsAnError() {
    assertThatThrownBy(() -> Pkcs11KeyVault.open(device.library(), "nobody", "1"::toCharArray))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void aFileThatIsNoLibraryIsAProgrammersError() throws Exception {
    Path text = Files.writeString(directory.resolve("text.so"), "no");
    assertThatThrownBy(() -> Pkcs11KeyVault.open(text, "seals", "1"::toCharArray))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretValuesCannotBeRead() {
    try (Pkcs11KeyVault vault =
        Pkcs11KeyVault.open(device.library(), "seals", "12345678"::toCharArray)) {
      vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "sm2");
      vault.generate(SignatureAlgorithm.ECDSA_P256_SHA256, Bytes.hex("02"), "ec");
      vault.generate(SignatureAlgorithm.RSA_PKCS1_SHA256, Bytes.hex("03"), "rsa");
      Cryptoki cryptoki = Cryptoki.open(device.library(), 0);
      long session = cryptoki.openSession(cryptoki.slotOf("seals").orElseThrow());
      long[] keys = cryptoki.find(session, new Template().with(Cka.CLASS, Cka.PRIVATE_KEY));
      assertThat(keys).hasSize(3);
      for (long key : keys) {
        boolean rsa = cryptoki.number(session, key, Cka.KEY_TYPE) == Cka.KEY_RSA;
        for (long secret : rsa ? new long[] {0x123, 0x124, 0x125, 0x128} : new long[] {Cka.VALUE}) {
          assertThatThrownBy(() -> cryptoki.bytes(session, key, secret))
              .isInstanceOfSatisfying(
                  CryptokiException.class,
                  e -> assertThat(e.rv()).isEqualTo(CKR_ATTRIBUTE_SENSITIVE));
        }
      }
      cryptoki.closeSession(session);
    }
  }

  @Test
  void withoutALoginThereAreNoPrivateKeys() {
    try (Pkcs11KeyVault vault =
        Pkcs11KeyVault.open(device.library(), "seals", "12345678"::toCharArray)) {
      vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "sm2");
    }
    Cryptoki cryptoki = Cryptoki.open(device.library(), 0);
    long session = cryptoki.openSession(cryptoki.slotOf("seals").orElseThrow());
    assertThat(cryptoki.find(session, new Template().with(Cka.CLASS, Cka.PRIVATE_KEY))).isEmpty();
    assertThat(cryptoki.find(session, new Template().with(Cka.CLASS, Cka.PUBLIC_KEY))).hasSize(1);
    cryptoki.closeSession(session);
  }

  @ParameterizedTest
  @ValueSource(strings = {"project-default", "sansec", "tass"})
  void everyProfileSignsOnItsDevice(String name) {
    Path place = directory.resolve(name);
    try (HsmSim like = HsmSim.start(place, name, TokenSpec.of("t", "12345678"));
        Pkcs11KeyVault vault =
            Pkcs11KeyVault.open(
                Pkcs11Settings.of(like.library(), "t", "12345678"::toCharArray)
                    .withProfile(MechanismProfile.named(name)))) {
      Signer made = vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), name);
      Optional<Signer> found = vault.signer(new KeyRef("t", Bytes.hex("01"), name));
      Bytes message = Bytes.utf8(name);
      assertThat(made.publicKey().verify(message, found.orElseThrow().sign(message))).isTrue();
    }
  }

  @Test
  void anotherDevicesProfileFailsLoudly() {
    try (Pkcs11KeyVault vault =
        Pkcs11KeyVault.open(
            Pkcs11Settings.of(device.library(), "seals", "12345678"::toCharArray)
                .withProfile(MechanismProfile.named("sansec")))) {
      assertThatThrownBy(
              () -> vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "sansec"))
          .isInstanceOf(VaultException.class);
      assertThat(vault.list()).isEmpty();
    }
  }

  @Test
  void profilesAreCompleteOrRefused() {
    assertThatThrownBy(() -> MechanismProfile.named("nobody"))
        .isInstanceOf(IllegalArgumentException.class);
    java.util.Properties lacking = new java.util.Properties();
    lacking.setProperty("sm2.key-type", "0x80000004");
    assertThatThrownBy(() -> MechanismProfile.of("lacking", lacking))
        .hasMessageContaining("sm2.generate");
  }
}
