package org.xinfu.trust.facts;

import java.io.InputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** A document from its first octet to its last, read piece by piece. */
final class PieceStream extends InputStream {
  private static final int PIECE = 64 * 1024;
  private final DocumentSource source;
  private long next;
  private Bytes piece = Bytes.empty();
  private int at;

  PieceStream(DocumentSource source) {
    this.source = source;
  }

  @Override
  public int read() {
    return fill() ? piece.at(at++) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(count, piece.length() - at);
    System.arraycopy(piece.slice(at, at + n).toArray(), 0, target, offset, n);
    at += n;
    return n;
  }

  /** Passes over octets without reading them. */
  @Override
  public long skip(long count) {
    long here = next - piece.length() + at;
    long target = Math.min(here + Math.max(0, count), source.length());
    if (target < next) {
      at += (int) (target - here);
    } else {
      piece = Bytes.empty();
      at = 0;
      next = target;
    }
    return target - here;
  }

  private boolean fill() {
    if (at == piece.length()) {
      piece = source.read(next, PIECE);
      next += piece.length();
      at = 0;
    }
    return piece.length() > 0;
  }
}
