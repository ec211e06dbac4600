package org.xinfu.trust.p11;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.p11.internal.wrapper.Cryptoki;

/** What the device signs is checked by software that shares no line with it or with us. */
class OutsideOraclesTest {
  private static final Bytes MESSAGE = Bytes.utf8("message digest");
  private static final Bytes OTHER = Bytes.utf8("message digesu");

  @TempDir static Path directory;

  static HsmSim device;
  static Pkcs11KeyVault vault;

  @BeforeAll
  static void open() {
    device = HsmSim.start(directory.resolve("hsm"), TokenSpec.of("seals", "12345678"));
    vault = Pkcs11KeyVault.open(device.library(), "seals", "12345678"::toCharArray);
  }

  @AfterAll
  static void close() {
    vault.close();
    device.close();
  }

  @Test
  void bouncyCastleAcceptsSm2() throws Exception {
    Signer signer = vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "bc");
    Bytes signature = signer.sign(MESSAGE);
    assertThat(bouncyCastle(signer, MESSAGE, signature)).isTrue();
    assertThat(bouncyCastle(signer, OTHER, signature)).isFalse();
  }

  @Test
  void openSslAcceptsSm2() throws Exception {
    Signer signer = vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("02"), "openssl");
    for (int i = 0; i < 8; i++) { // among them r or s with a leading zero bit, both ways
      Bytes signature = signer.sign(MESSAGE);
      assertThat(openSsl(signer, MESSAGE, signature)).isTrue();
      assertThat(openSsl(signer, OTHER, signature)).isFalse();
    }
  }

  @Test
  void theJdkAcceptsEcdsaAndRsa() throws Exception {
    assertThat(jdk("EC", "SHA256withECDSA", SignatureAlgorithm.ECDSA_P256_SHA256, "03")).isTrue();
    assertThat(jdk("EC", "SHA384withECDSA", SignatureAlgorithm.ECDSA_P384_SHA384, "04")).isTrue();
    assertThat(jdk("RSA", "SHA256withRSA", SignatureAlgorithm.RSA_PKCS1_SHA256, "05")).isTrue();
  }

  /** GB/T 32905, appendix A.1. */
  @Test
  void theDeviceHashesAsTheStandardSays() {
    Cryptoki cryptoki = Cryptoki.open(device.library(), 0);
    long session = cryptoki.openSession(cryptoki.slotOf("seals").orElseThrow());
    byte[] digest = cryptoki.digest(session, 0x80000005L, "abc".getBytes(US_ASCII), 32);
    assertThat(Bytes.of(digest).toHex())
        .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    cryptoki.closeSession(session);
  }

  private static boolean bouncyCastle(Signer signer, Bytes message, Bytes signature)
      throws Exception {
    AsymmetricKeyParameter key = PublicKeyFactory.createKey(signer.publicKey().encoded().toArray());
    SM2Signer verifier = new SM2Signer();
    verifier.init(false, new ParametersWithID(key, "1234567812345678".getBytes(US_ASCII)));
    verifier.update(message.toArray(), 0, message.length());
    return verifier.verifySignature(signature.toArray());
  }

  private static boolean jdk(String keys, String name, SignatureAlgorithm suite, String id)
      throws Exception {
    Signer signer = vault.generate(suite, Bytes.hex(id), name);
    PublicKey key =
        KeyFactory.getInstance(keys)
            .generatePublic(new X509EncodedKeySpec(signer.publicKey().encoded().toArray()));
    byte[] signed = signer.sign(MESSAGE).toArray();
    Signature verifier = Signature.getInstance(name);
    verifier.initVerify(key);
    verifier.update(OTHER.toArray());
    assertThat(verifier.verify(signed)).isFalse();
    verifier.update(MESSAGE.toArray());
    return verifier.verify(signed);
  }

  private static boolean openSsl(Signer signer, Bytes message, Bytes signature) throws Exception {
    Path in = Files.write(directory.resolve("m"), message.toArray());
    Path signed = Files.write(directory.resolve("s"), signature.toArray());
    String key = Base64.getMimeEncoder().encodeToString(signer.publicKey().encoded().toArray());
    Path pem =
        Files.writeString(
            directory.resolve("k"),
            "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
    Process process =
        new ProcessBuilder(
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-digest",
                "sm3",
                "-pkeyopt",
                "distid:1234567812345678",
                "-pubin",
                "-inkey",
                pem.toString(),
                "-in",
                in.toString(),
                "-sigfile",
                signed.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("Signature Verif"); // "ied Successfully" or "ication Failure"
    return process.exitValue() == 0;
  }
}
