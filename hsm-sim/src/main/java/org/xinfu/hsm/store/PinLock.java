package org.xinfu.hsm.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The token key under one PIN, and how often that PIN was wrong. The right PIN is the one that
 * opens it.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PinLock(byte[] salt, byte[] box, int failures) {
  public static final int MAX_FAILURES = 10;
  private static final int SALT = 16;
  private static final int MAX_FIELD = 256;

  static PinLock close(Sealing sealing, byte[] pin, byte[] tokenKey, byte[] about) {
    byte[] salt = sealing.random(SALT);
    return new PinLock(salt, sealing.seal(Sealing.stretch(pin, salt), tokenKey, about), 0);
  }

  byte @Nullable [] open(Sealing sealing, byte[] pin, byte[] about) {
    return sealing.open(Sealing.stretch(pin, salt), box, about);
  }

  PinLock failed() {
    return new PinLock(salt, box, failures + 1);
  }

  PinLock succeeded() {
    return new PinLock(salt, box, 0);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(salt.length);
    out.write(salt);
    out.writeInt(box.length);
    out.write(box);
    out.writeInt(failures);
  }

  static PinLock read(DataInputStream in) throws IOException {
    byte[] salt = field(in);
    byte[] box = field(in);
    return new PinLock(salt, box, in.readInt());
  }

  private static byte[] field(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_FIELD) throw new IOException("field length " + length);
    return in.readNBytes(length);
  }
}
