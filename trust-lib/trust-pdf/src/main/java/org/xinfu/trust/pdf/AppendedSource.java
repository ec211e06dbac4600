package org.xinfu.trust.pdf;

import java.io.InputStream;
import java.io.SequenceInputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** A document and the revision appended to it; only the latter is in memory. */
record AppendedSource(DocumentSource head, Bytes tail) implements DocumentSource {
  @Override
  public long length() {
    return head.length() + tail.length();
  }

  @Override
  public Bytes read(long offset, int length) {
    if (offset + length <= head.length()) {
      return head.read(offset, length);
    }
    int from = (int) Math.min(Math.max(0, offset - head.length()), tail.length());
    int to = (int) Math.min(offset + length - head.length(), tail.length());
    Bytes late = tail.slice(from, Math.max(from, to));
    return offset < head.length()
        ? head.read(offset, (int) (head.length() - offset)).concat(late)
        : late;
  }

  @Override
  public InputStream stream() {
    return new SequenceInputStream(head.stream(), tail.stream());
  }
}
