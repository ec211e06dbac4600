package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** The first octets of a document, as if nothing followed. */
record HeadSource(DocumentSource whole, long length) implements DocumentSource {
  HeadSource {
    if (length < 0 || length > whole.length()) {
      throw new IllegalArgumentException("the document is shorter than " + length);
    }
  }

  @Override
  public Bytes read(long offset, int count) {
    return whole.read(offset, (int) Math.max(0, Math.min(count, length - offset)));
  }

  @Override
  public InputStream stream() {
    return new Head(whole.stream(), length);
  }

  private static final class Head extends InputStream {
    private final InputStream in;
    private long left;

    Head(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      int n = left == 0 ? -1 : in.read(target, offset, (int) Math.min(count, left));
      left -= Math.max(n, 0);
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
