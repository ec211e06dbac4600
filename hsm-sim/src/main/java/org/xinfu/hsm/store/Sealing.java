package org.xinfu.hsm.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/** AES-256-GCM boxes (nonce 12, ciphertext, tag 16) and keys stretched from PINs by scrypt. */
public final class Sealing {
  public static final int KEY_LENGTH = 32;

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int SCRYPT_N = 1 << 14;
  private static final int SCRYPT_R = 8;

  private final SecureRandom random;

  public Sealing(SecureRandom random) {
    this.random = random;
  }

  public byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  public static byte[] stretch(byte[] pin, byte[] salt) {
    return SCrypt.generate(pin, salt, SCRYPT_N, SCRYPT_R, 1, KEY_LENGTH);
  }

  public byte[] seal(byte[] key, byte[] plain, byte[] about) {
    byte[] nonce = random(NONCE);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, about).doFinal(plain);
      byte[] box = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, box, NONCE, sealed.length);
      return box;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has AES-GCM
    }
  }

  /** Null when the key is wrong or the box was altered: GCM cannot tell these apart. */
  public byte @Nullable [] open(byte[] key, byte[] box, byte[] about) {
    if (box.length < NONCE) return null;
    try {
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(box, NONCE), about)
          .doFinal(box, NONCE, box.length - NONCE);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] about)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(about);
    return cipher;
  }
}
