package org.xinfu.trust.pdf;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xinfu.trust.Bytes;

/**
 * The file encryption key of a document that opens without a password, ISO 32000-2 §7.6.4: its user
 * password is empty, as it is where only "permissions" were meant. The key opens what is to be
 * compared and protects nothing; no other password is tried.
 */
final class FileKey {
  /** What shorter passwords are filled up with, algorithm 2 step a. */
  private static final Bytes PAD =
      Bytes.hex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a");

  private static final int MOST_ROUNDS = 1024;

  private FileKey() {}

  /**
   * The entries of the encryption dictionary that the key is made of (table 21).
   *
   * @param revision of the standard security handler, R
   * @param length of the key in octets
   * @param metadata whether metadata streams are encrypted, EncryptMetadata
   * @param id first element of the trailer's ID
   */
  record Entries(
      int revision,
      int length,
      Bytes owner,
      Bytes user,
      Bytes userKey,
      int permissions,
      boolean metadata,
      Bytes id) {}

  /** The key; empty when the document wants a password, or its entries make no sense. */
  static Optional<Bytes> of(Entries entries) {
    try {
      return switch (entries.revision()) {
        case 2, 3, 4 -> digested(entries);
        case 5, 6 -> wrapped(entries);
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException unusable) {
      return Optional.empty();
    }
  }

  /** Algorithms 2, 4 and 5. */
  private static Optional<Bytes> digested(Entries e) throws GeneralSecurityException {
    if (e.length() < 5 || e.length() > 16 || e.owner().length() < 32 || e.user().length() < 16) {
      return Optional.empty();
    }
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(PAD.toArray());
    md5.update(e.owner().slice(0, 32).toArray());
    for (int shift = 0; shift < 32; shift += 8) {
      md5.update((byte) (e.permissions() >> shift));
    }
    md5.update(e.id().toArray());
    if (e.revision() >= 4 && !e.metadata()) {
      md5.update(new byte[] {-1, -1, -1, -1});
    }
    byte[] key = Arrays.copyOf(md5.digest(), e.length());
    for (int i = 0; e.revision() >= 3 && i < 50; i++) {
      key = Arrays.copyOf(md5.digest(key), e.length());
    }
    Bytes found = Bytes.of(key);
    return opens(e, found) ? Optional.of(found) : Optional.empty();
  }

  private static boolean opens(Entries e, Bytes key) throws GeneralSecurityException {
    if (e.revision() == 2) {
      return rc4(key, PAD).equals(e.user().slice(0, Math.min(32, e.user().length())));
    }
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(PAD.toArray());
    Bytes check = Bytes.of(md5.digest(e.id().toArray()));
    for (int round = 0; round < 20; round++) {
      byte[] turned = key.toArray();
      for (int i = 0; i < turned.length; i++) {
        turned[i] ^= (byte) round;
      }
      check = rc4(Bytes.of(turned), check);
    }
    return check.equals(e.user().slice(0, 16));
  }

  /** Algorithms 2.A and 11: the user password is checked, and opens UE. */
  private static Optional<Bytes> wrapped(Entries e) throws GeneralSecurityException {
    if (e.user().length() < 48 || e.userKey().length() < 32) {
      return Optional.empty();
    }
    Bytes check = hash(e.revision(), e.user().slice(32, 40));
    if (!check.equals(e.user().slice(0, 32))) {
      return Optional.empty();
    }
    Bytes wrapping = hash(e.revision(), e.user().slice(40, 48));
    Bytes open = aes(Cipher.DECRYPT_MODE, wrapping, new byte[16], e.userKey().slice(0, 32));
    return Optional.of(open);
  }

  /** Algorithm 2.B for an empty user password; revision 5 stops after the first digest. */
  private static Bytes hash(int revision, Bytes salt) throws GeneralSecurityException {
    byte[] k = MessageDigest.getInstance("SHA-256").digest(salt.toArray());
    if (revision == 5) {
      return Bytes.of(k);
    }
    for (int round = 0, last = 0; round < 64 || last > round - 32; round++) {
      if (round == MOST_ROUNDS) {
        throw new GeneralSecurityException("a digest without end");
      }
      byte[] repeated = new byte[64 * k.length];
      for (int i = 0; i < repeated.length; i++) {
        repeated[i] = k[i % k.length];
      }
      Bytes first = Bytes.of(k).slice(0, 16);
      byte[] iv = Arrays.copyOfRange(k, 16, 32);
      byte[] e = aes(Cipher.ENCRYPT_MODE, first, iv, Bytes.of(repeated)).toArray();
      int rest = 0;
      for (int i = 0; i < 16; i++) {
        rest += e[i] & 0xff;
      }
      String[] names = {"SHA-256", "SHA-384", "SHA-512"};
      k = MessageDigest.getInstance(names[rest % 3]).digest(e);
      last = e[e.length - 1] & 0xff;
    }
    return Bytes.of(k).slice(0, 32);
  }

  /** AES-CBC over whole blocks, nothing taken off. */
  static Bytes aes(int mode, Bytes key, byte[] iv, Bytes blocks) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(mode, new SecretKeySpec(key.toArray(), "AES"), new IvParameterSpec(iv));
    return Bytes.of(cipher.doFinal(blocks.toArray()));
  }

  /** RC4, which the JDK may be told to refuse; it protects nothing here. */
  static Bytes rc4(Bytes key, Bytes octets) {
    byte[] state = new byte[256];
    for (int i = 0; i < 256; i++) {
      state[i] = (byte) i;
    }
    for (int i = 0, j = 0; i < 256; i++) {
      j = j + state[i] + key.at(i % key.length()) & 0xff;
      swap(state, i, j);
    }
    byte[] out = octets.toArray();
    for (int n = 0, i = 0, j = 0; n < out.length; n++) {
      i = i + 1 & 0xff;
      j = j + state[i] & 0xff;
      swap(state, i, j);
      out[n] ^= state[state[i] + state[j] & 0xff];
    }
    return Bytes.of(out);
  }

  private static void swap(byte[] state, int i, int j) {
    byte kept = state[i];
    state[i] = state[j];
    state[j] = kept;
  }
}
