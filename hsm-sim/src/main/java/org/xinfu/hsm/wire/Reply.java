package org.xinfu.hsm.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.xinfu.hsm.token.Output;

/** A reply frame being written: length, return value, outputs. */
final class Reply {
  private static final int HEADER = 12;

  private ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
  private long rv;

  Reply() {
    restart(0);
  }

  /** Forgets the outputs; for a call that failed after it had begun to answer. */
  void restart(long failure) {
    out.clear().position(HEADER);
    rv = failure;
  }

  void rv(long value) {
    rv = value;
  }

  long rv() {
    return rv;
  }

  Reply octet(int value) {
    grow(1).put((byte) value);
    return this;
  }

  Reply ulong(long value) {
    grow(8).putLong(value);
    return this;
  }

  /** Octets without a length: the reader knows how many. */
  Reply fixed(byte[] bytes) {
    grow(bytes.length).put(bytes);
    return this;
  }

  /** A field of PKCS#11 text: padded with blanks, never zero-terminated. */
  Reply padded(String ascii, int size) {
    byte[] field = new byte[size];
    Arrays.fill(field, (byte) ' ');
    byte[] text = ascii.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, field, 0, Math.min(size, text.length));
    return fixed(field);
  }

  Reply output(Output output) {
    rv = output.rv();
    ulong(output.length());
    byte[] bytes = output.bytes();
    if (bytes != null) fixed(bytes);
    return this;
  }

  ByteBuffer frame() {
    out.putInt(0, out.position() - 4).putLong(4, rv);
    return out.flip();
  }

  private ByteBuffer grow(int more) {
    if (out.remaining() < more) {
      ByteBuffer larger =
          ByteBuffer.allocate((out.position() + more) * 2).order(ByteOrder.LITTLE_ENDIAN);
      out = larger.put(out.flip());
    }
    return out;
  }
}
