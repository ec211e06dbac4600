package org.xinfu.trust.pdf;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.xinfu.trust.Bytes;

/**
 * Keeps what follows the first octets written; how an increment is taken from a library that writes
 * whole files.
 */
public final class TailOutput extends OutputStream {
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
  private long skip;

  /** Drops the first {@code skip} octets. */
  public TailOutput(long skip) {
    this.skip = skip;
  }

  @Override
  public void write(int octet) {
    if (skip > 0) {
      skip--;
    } else {
      tail.write(octet);
    }
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    int drop = (int) Math.min(skip, length);
    skip -= drop;
    tail.write(octets, offset + drop, length - drop);
  }

  /** What was kept so far. */
  public Bytes tail() {
    return Bytes.of(tail.toByteArray());
  }
}
