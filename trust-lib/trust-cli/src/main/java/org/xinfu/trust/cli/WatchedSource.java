package org.xinfu.trust.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** A document that counts how much of it was read. */
record WatchedSource(DocumentSource source, Count count) implements DocumentSource {
  /** The octets of all watched documents, and those read. */
  record Count(AtomicLong length, AtomicLong read) {
    Count() {
      this(new AtomicLong(), new AtomicLong());
    }

    DocumentSource watch(DocumentSource source) {
      length.addAndGet(source.length());
      return new WatchedSource(source, this);
    }

    /** As the end of a line; never all of it, since reading again is possible. */
    String percent() {
      long whole = length.get();
      return whole == 0 ? "" : ", " + Math.min(99, 100 * read.get() / whole) + " %";
    }
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public Bytes read(long offset, int length) {
    Bytes octets = source.read(offset, length);
    count.read().addAndGet(octets.length());
    return octets;
  }

  @Override
  public InputStream stream() {
    return new FilterInputStream(source.stream()) {
      @Override
      public int read() throws IOException {
        int octet = super.read();
        count.read().addAndGet(octet < 0 ? 0 : 1);
        return octet;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        count.read().addAndGet(Math.max(0, n));
        return n;
      }
    };
  }
}
