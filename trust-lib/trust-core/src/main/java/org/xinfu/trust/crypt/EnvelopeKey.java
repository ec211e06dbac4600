package org.xinfu.trust.crypt;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** One who can open envelopes: a certificate, and the private key behind it, wherever that is. */
public interface EnvelopeKey {
  /** The encryption certificate, by whose issuer and serial or key identifier one is found. */
  Certificate certificate();

  /**
   * The content key; empty when it does not open, for whatever reason. Implementations take the
   * same time for all of them.
   */
  Optional<Secret> unwrap(KeyWrap how, Bytes encryptedKey);

  /** An SM2 key in memory, as a key management centre delivers it. */
  static EnvelopeKey sm2(Certificate certificate, Sm2PrivateKey key) {
    return new EnvelopeKey() {
      @Override
      public Certificate certificate() {
        return certificate;
      }

      @Override
      public Optional<Secret> unwrap(KeyWrap how, Bytes encryptedKey) {
        return how == KeyWrap.SM2
            ? Sm2Ciphertext.parseDer(encryptedKey).flatMap(c -> Sm2Encryption.decrypt(key, c))
            : Optional.empty();
      }
    };
  }

  /** An RSA key that the JDK can use, in memory or in a device. */
  static EnvelopeKey rsa(Certificate certificate, PrivateKey key) {
    return new EnvelopeKey() {
      @Override
      public Certificate certificate() {
        return certificate;
      }

      @Override
      public Optional<Secret> unwrap(KeyWrap how, Bytes encryptedKey) {
        if (how == KeyWrap.SM2) {
          return Optional.empty();
        }
        try {
          Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
          rsa.init(Cipher.DECRYPT_MODE, key, oaep(how));
          return Optional.of(Secret.owning(rsa.doFinal(encryptedKey.toArray())));
        } catch (GeneralSecurityException refused) {
          return Optional.empty();
        }
      }
    };
  }

  /** The JDK's default would take SHA-1 for the mask whatever the label's digest is. */
  static OAEPParameterSpec oaep(KeyWrap how) {
    return new OAEPParameterSpec(
        how.digest(), "MGF1", new MGF1ParameterSpec(how.digest()), PSource.PSpecified.DEFAULT);
  }
}
