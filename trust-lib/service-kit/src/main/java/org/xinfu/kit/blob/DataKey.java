package org.xinfu.kit.blob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;

/**
 * Encrypts blobs with AES-256-GCM (NIST SP 800-38D) and a random nonce; the address is additional
 * data, so that two files cannot be swapped.
 *
 * <p>For now the key lies in a file of mode 0600 beside the blobs: it protects copies of the blobs
 * alone. The key-encryption token of the HSM takes its place with the storage issue
 * (specs/divergences.md).
 */
final class DataKey {
  private static final int LENGTH = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private DataKey(byte[] octets) {
    this.key = new SecretKeySpec(octets, "AES");
  }

  /** The key in this file, made when absent. */
  static DataKey in(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      byte[] octets = Files.readAllBytes(file);
      if (octets.length != LENGTH) { // 16 would be a key as well, but a weaker one
        throw new StoreUnavailable("the data key is not of 32 octets: " + file);
      }
      return new DataKey(octets);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read the data key " + file, e);
    }
  }

  Bytes seal(Bytes content, String address) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    return Bytes.of(nonce).concat(apply(Cipher.ENCRYPT_MODE, nonce, content, address));
  }

  Bytes open(Bytes sealed, String address) {
    if (sealed.length() < NONCE) {
      throw new StoreUnavailable("blob is truncated: " + address);
    }
    byte[] nonce = sealed.slice(0, NONCE).toArray();
    return apply(Cipher.DECRYPT_MODE, nonce, sealed.slice(NONCE, sealed.length()), address);
  }

  private Bytes apply(int mode, byte[] nonce, Bytes input, String address) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(address.getBytes(StandardCharsets.US_ASCII));
      return Bytes.of(cipher.doFinal(input.toArray()));
    } catch (GeneralSecurityException e) {
      throw new StoreUnavailable("blob was altered or is under another key: " + address, e);
    }
  }

  private static void make(Path file) throws IOException {
    byte[] octets = new byte[LENGTH];
    new SecureRandom().nextBytes(octets);
    Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(part, octets);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
