package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.cms.ContentDigest;

/** Digests over a document as a stream, whatever its size. */
final class RangeDigest {
  private RangeDigest() {}

  /** The octets that {@code range} covers. */
  static InputStream covered(DocumentSource source, ByteRange range) {
    return new Covered(source.stream(), range);
  }

  /** The digest of what {@code range} covers. */
  static Bytes of(DocumentSource source, ByteRange range, ContentDigest digest) {
    String what = "%s 0-%s %s-%s".formatted(digest, range.gapStart(), range.gapEnd(), range.end());
    return source.derive(what, octets -> compute(octets, range, digest));
  }

  private static Bytes compute(DocumentSource source, ByteRange range, ContentDigest digest) {
    try (InputStream in = covered(source, range)) {
      return digest.of(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that {@code range} covers, for ranges that fit into memory. */
  static Bytes octets(DocumentSource source, ByteRange range) {
    try (InputStream in = covered(source, range)) {
      return Bytes.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The covered octets of a stream over the whole document. */
  private static final class Covered extends InputStream {
    private final InputStream in;
    private final ByteRange range;
    private long position;

    Covered(InputStream in, ByteRange range) {
      this.in = in;
      this.range = range;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position == range.gapStart()) {
        in.skipNBytes(range.gapEnd() - range.gapStart());
        position = range.gapEnd();
      }
      long stop = position < range.gapStart() ? range.gapStart() : range.end();
      if (position >= stop) {
        return -1;
      }
      int n = in.read(target, offset, (int) Math.min(length, stop - position));
      position += Math.max(n, 0);
      return n;
    }
  }
}
