package org.xinfu.licence.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;

/**
 * Keeps personal data unreadable in the database: records under AES-256-GCM (NIST SP 800-38D) bound
 * to their row, holders' numbers as HMAC-SM3 (GB/T 15852.2), since a citizen's number has too few
 * digits for a plain digest. The key lies beside the blobs' key until the HSM's key-encryption
 * token takes over.
 */
public final class RecordCipher {
  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private final SecretKeySpec records;
  private final byte[] holders;
  private final SecureRandom random = new SecureRandom();

  private RecordCipher(byte[] keys) {
    this.records = new SecretKeySpec(keys, 0, KEY, "AES");
    this.holders = Arrays.copyOfRange(keys, KEY, 2 * KEY);
  }

  /** The keys in this file, made when absent. */
  public static RecordCipher in(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      byte[] keys = Files.readAllBytes(file);
      if (keys.length != 2 * KEY) {
        throw new StoreUnavailable("not a record key: " + file, new IOException("length"));
      }
      return new RecordCipher(keys);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read the record key " + file, e);
    }
  }

  /** Encrypted for the row {@code id}. */
  byte[] seal(Bytes record, String id) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    return Bytes.of(nonce).concat(apply(Cipher.ENCRYPT_MODE, nonce, record, id)).toArray();
  }

  Bytes open(byte[] sealed, String id) {
    Bytes all = Bytes.of(sealed);
    byte[] nonce = all.slice(0, NONCE).toArray();
    return apply(Cipher.DECRYPT_MODE, nonce, all.slice(NONCE, all.length()), id);
  }

  /** The blind index of a holder. */
  byte[] holder(String idType, String id) {
    byte[] message = (idType + ":" + id).getBytes(StandardCharsets.UTF_8);
    HMac mac = new HMac(new SM3Digest());
    mac.init(new KeyParameter(holders));
    mac.update(message, 0, message.length);
    byte[] index = new byte[mac.getMacSize()];
    mac.doFinal(index, 0);
    return index;
  }

  private Bytes apply(int mode, byte[] nonce, Bytes input, String id) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, records, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(id.getBytes(StandardCharsets.US_ASCII));
      return Bytes.of(cipher.doFinal(input.toArray()));
    } catch (GeneralSecurityException e) {
      throw new StoreUnavailable("record was altered or is under another key: " + id, e);
    }
  }

  private static void make(Path file) throws IOException {
    byte[] keys = new byte[2 * KEY];
    new SecureRandom().nextBytes(keys);
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(part, keys, StandardOpenOption.SYNC);
    try {
      Files.createLink(file, part); // never replaces a key that another start has made
    } catch (FileAlreadyExistsException made) {
      // the other start's key holds
    } finally {
      Files.delete(part);
    }
  }
}
