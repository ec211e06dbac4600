package org.xinfu.trust.crypt;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xinfu.trust.Bytes;

/** Runs an {@link EnvelopeCipher}: SM4 by {@link Sm4}, AES by the JDK. */
final class ContentCipher {
  private ContentCipher() {}

  static Sm4.Sealed seal(EnvelopeCipher cipher, Secret key, Bytes content, SecureRandom random) {
    return switch (cipher) {
      case SM4_CBC -> Sm4.encryptCbc(key, content, random);
      case SM4_GCM -> Sm4.encryptGcm(key, content, Bytes.empty(), random);
      case AES256_CBC, AES256_GCM -> sealAes(cipher, key, content, random);
    };
  }

  static Optional<Bytes> open(EnvelopeCipher cipher, Secret key, EnvelopeCipher.Text text) {
    return switch (cipher) {
      case SM4_CBC -> Sm4.decryptCbc(key, text.sealed());
      case SM4_GCM -> Sm4.decryptGcm(key, text.sealed(), text.associated());
      case AES256_CBC, AES256_GCM -> openAes(cipher, key, text);
    };
  }

  private static Sm4.Sealed sealAes(
      EnvelopeCipher cipher, Secret key, Bytes content, SecureRandom random) {
    byte[] iv = new byte[cipher.authenticated() ? 12 : 16];
    random.nextBytes(iv);
    try {
      Cipher aes = aes(cipher, Cipher.ENCRYPT_MODE, key, Bytes.of(iv));
      return new Sm4.Sealed(Bytes.of(iv), Bytes.of(aes.doFinal(content.toArray())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  private static Optional<Bytes> openAes(
      EnvelopeCipher cipher, Secret key, EnvelopeCipher.Text text) {
    try {
      Cipher aes = aes(cipher, Cipher.DECRYPT_MODE, key, text.sealed().iv());
      if (cipher.authenticated()) {
        aes.updateAAD(text.associated().toArray());
      }
      return Optional.of(Bytes.of(aes.doFinal(text.sealed().octets().toArray())));
    } catch (GeneralSecurityException refused) {
      return Optional.empty();
    }
  }

  private static Cipher aes(EnvelopeCipher cipher, int mode, Secret key, Bytes iv)
      throws GeneralSecurityException {
    boolean gcm = cipher.authenticated();
    Cipher aes = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
    AlgorithmParameterSpec with =
        gcm ? new GCMParameterSpec(128, iv.toArray()) : new IvParameterSpec(iv.toArray());
    aes.init(mode, key.use(octets -> new SecretKeySpec(octets, "AES")), with);
    return aes;
  }
}
