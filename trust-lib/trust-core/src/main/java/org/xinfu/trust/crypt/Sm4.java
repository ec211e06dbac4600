package org.xinfu.trust.crypt;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.DefaultBufferedBlockCipher;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.xinfu.trust.Bytes;

/**
 * SM4 (GB/T 32907), key and block of 16 octets, in the modes of GB/T 17964. What is encrypted here
 * gets its IV or nonce from the given randomness: nobody can use one twice by mistake.
 */
public final class Sm4 {
  /** Octets of a key, of a block and of a GCM tag; shorter tags are neither made nor read. */
  public static final int BLOCK = 16;

  private static final int NONCE = 12;

  private Sm4() {}

  /**
   * A ciphertext and what must travel with it.
   *
   * @param iv 16 octets for CBC and CTR, 12 for GCM when made here
   * @param octets the ciphertext; for GCM followed by the tag
   */
  public record Sealed(Bytes iv, Bytes octets) {}

  /** CBC with the padding of RFC 5652 §6.3. It hides, but does not protect against alteration. */
  public static Sealed encryptCbc(Secret key, Bytes message, SecureRandom random) {
    return seal(message, draw(BLOCK, random), (m, iv) -> run(cbc(), true, new With(key, iv), m));
  }

  /** Empty when the length or the padding is wrong: of a wrong key, an altered text, either. */
  public static Optional<Bytes> decryptCbc(Secret key, Sealed sealed) {
    if (sealed.iv().length() != BLOCK
        || sealed.octets().length() == 0
        || sealed.octets().length() % BLOCK != 0) {
      return Optional.empty();
    }
    return attempt(() -> run(cbc(), false, new With(key, sealed.iv()), sealed.octets()));
  }

  /** CTR: as long as the message; hides, but does not protect against alteration. */
  public static Sealed encryptCtr(Secret key, Bytes message, SecureRandom random) {
    return seal(message, draw(BLOCK, random), (m, iv) -> run(ctr(), true, new With(key, iv), m));
  }

  /** Whatever comes out: CTR cannot tell a wrong key. Empty when the IV has not 16 octets. */
  public static Optional<Bytes> decryptCtr(Secret key, Sealed sealed) {
    if (sealed.iv().length() != BLOCK) {
      return Optional.empty();
    }
    return attempt(() -> run(ctr(), false, new With(key, sealed.iv()), sealed.octets()));
  }

  /**
   * GCM (RFC 8998 §3), nonce of 12 octets, tag of 16.
   *
   * @param associated protected, but not hidden
   */
  public static Sealed encryptGcm(
      Secret key, Bytes message, Bytes associated, SecureRandom random) {
    return seal(
        message, draw(NONCE, random), (m, iv) -> gcm(true, new With(key, iv), associated, m));
  }

  /** Empty when key, nonce, associated octets, ciphertext or tag is not what it was. */
  public static Optional<Bytes> decryptGcm(Secret key, Sealed sealed, Bytes associated) {
    if (sealed.iv().length() == 0 || sealed.octets().length() < BLOCK) {
      return Optional.empty();
    }
    return attempt(() -> gcm(false, new With(key, sealed.iv()), associated, sealed.octets()));
  }

  /** ECB without padding: for GM/T 0009 §7.4 alone, where a random key hides a random key. */
  static byte[] ecb(boolean encrypt, Secret key, byte[] blocks) {
    SM4Engine engine = new SM4Engine();
    key.use(
        octets -> {
          engine.init(encrypt, new KeyParameter(octets));
          return octets.length;
        });
    byte[] out = new byte[blocks.length];
    for (int at = 0; at < blocks.length; at += BLOCK) {
      engine.processBlock(blocks, at, out, at);
    }
    return out;
  }

  private record With(Secret key, Bytes iv) {}

  private interface Mode {
    Bytes apply(Bytes message, Bytes iv) throws InvalidCipherTextException;
  }

  private interface Opening {
    Bytes open() throws InvalidCipherTextException;
  }

  private static Sealed seal(Bytes message, Bytes iv, Mode mode) {
    try {
      return new Sealed(iv, mode.apply(message, iv));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encryption does not fail", e);
    }
  }

  private static Optional<Bytes> attempt(Opening opening) {
    try {
      return Optional.of(opening.open());
    } catch (InvalidCipherTextException refused) {
      return Optional.empty();
    }
  }

  private static BufferedBlockCipher cbc() {
    return new PaddedBufferedBlockCipher(
        CBCBlockCipher.newInstance(new SM4Engine()), new PKCS7Padding());
  }

  private static BufferedBlockCipher ctr() {
    return new DefaultBufferedBlockCipher(SICBlockCipher.newInstance(new SM4Engine()));
  }

  private static Bytes run(BufferedBlockCipher cipher, boolean encrypt, With with, Bytes in)
      throws InvalidCipherTextException {
    with.key.use(
        octets -> {
          cipher.init(encrypt, new ParametersWithIV(new KeyParameter(octets), with.iv.toArray()));
          return octets.length;
        });
    byte[] out = new byte[cipher.getOutputSize(in.length())];
    try {
      int length = cipher.processBytes(in.toArray(), 0, in.length(), out, 0);
      length += cipher.doFinal(out, length);
      return Bytes.of(out, 0, length);
    } finally {
      Arrays.fill(out, (byte) 0);
    }
  }

  private static Bytes gcm(boolean encrypt, With with, Bytes associated, Bytes in)
      throws InvalidCipherTextException {
    AEADBlockCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
    with.key.use(
        octets -> {
          cipher.init(
              encrypt,
              new AEADParameters(
                  new KeyParameter(octets), 8 * BLOCK, with.iv.toArray(), associated.toArray()));
          return octets.length;
        });
    byte[] out = new byte[cipher.getOutputSize(in.length())];
    try {
      int length = cipher.processBytes(in.toArray(), 0, in.length(), out, 0);
      length += cipher.doFinal(out, length);
      return Bytes.of(out, 0, length);
    } finally {
      Arrays.fill(out, (byte) 0);
    }
  }

  private static Bytes draw(int length, SecureRandom random) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return Bytes.of(octets);
  }
}
