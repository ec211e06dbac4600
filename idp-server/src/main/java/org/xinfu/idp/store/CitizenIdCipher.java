package org.xinfu.idp.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM over citizen id numbers, bound to the account they belong to, so that a copied column
 * value does not open in another row.
 */
public final class CitizenIdCipher {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /** Takes a key of 32 octets. */
  public CitizenIdCipher(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException("AES-256 wants 32 octets");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Nonce, ciphertext and tag. */
  byte[] seal(String accountId, String citizenId) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed =
        run(Cipher.ENCRYPT_MODE, nonce, accountId, citizenId.getBytes(StandardCharsets.UTF_8));
    byte[] out = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, out, NONCE, sealed.length);
    return out;
  }

  /** The number; fails loudly when the column was altered or belongs to another account. */
  String open(String accountId, byte[] sealed) {
    if (sealed.length < NONCE) {
      throw new IllegalStateException("the stored citizen id is cut off");
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE);
    byte[] rest = Arrays.copyOfRange(sealed, NONCE, sealed.length);
    return new String(run(Cipher.DECRYPT_MODE, nonce, accountId, rest), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, String accountId, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(accountId.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the stored citizen id does not open", e);
    }
  }
}
