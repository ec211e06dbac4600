package org.xinfu.trust.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** A document that counts what is read of it. */
record CountedSource(DocumentSource source, AtomicLong octets) implements DocumentSource {
  CountedSource(DocumentSource source) {
    this(source, new AtomicLong());
  }

  String passes() {
    return ", read " + Math.round((double) octets.get() / length()) + " times";
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public Bytes read(long offset, int length) {
    Bytes read = source.read(offset, length);
    octets.addAndGet(read.length());
    return read;
  }

  @Override
  public InputStream stream() {
    return new FilterInputStream(source.stream()) {
      @Override
      public int read() throws IOException {
        int octet = super.read();
        octets.addAndGet(octet < 0 ? 0 : 1);
        return octet;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        octets.addAndGet(Math.max(0, n));
        return n;
      }
    };
  }
}
