package org.xinfu.trust;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.key.DigestStream;
import org.xinfu.trust.key.Hash;

/**
 * A document whose SHA-256 is computed from the octets that are read for other ends, in the order
 * of the document; what nobody read is read in the end. It never reads in between, so that a source
 * that keeps what was read keeps nothing for this.
 */
final class OnePassSource implements DocumentSource {
  private final DocumentSource source;
  private final Seen seen;

  private OnePassSource(DocumentSource source, Seen seen) {
    this.source = source;
    this.seen = seen;
  }

  static OnePassSource of(DocumentSource source) {
    return new OnePassSource(source, new Seen());
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public Bytes read(long offset, int length) {
    Bytes octets = source.read(offset, length);
    seen.add(offset, octets);
    return octets;
  }

  @Override
  public InputStream stream() {
    return new Passing(source.stream(), seen);
  }

  /** By the name of SHA-256, as {@link #sha256} asks for it, the digest is finished. */
  @Override
  public Bytes derive(String what, Function<DocumentSource, Bytes> computation) {
    return source.derive(
        what,
        what.equals(Hash.SHA256.name())
            ? seen::finish
            : octets -> computation.apply(new OnePassSource(octets, seen)));
  }

  @Override
  public DocumentSource inOnePass() {
    return this;
  }

  /** The digest of the first octets, as far as they were met without a gap. */
  private static final class Seen {
    private static final int PIECE = 1 << 20;
    private final DigestStream digest = DigestStream.sha256();
    private long end;
    private Optional<Bytes> result = Optional.empty();

    void add(long offset, Bytes octets) {
      if (continues(offset, octets.length())) {
        add(offset, octets.toArray(), 0, octets.length());
      }
    }

    void add(long offset, byte[] octets, int from, int count) {
      if (continues(offset, count)) {
        int known = (int) (end - offset);
        digest.write(octets, from + known, count - known);
        end = offset + count;
      }
    }

    private boolean continues(long offset, int count) {
      return result.isEmpty() && offset <= end && offset + count > end;
    }

    /** The digest of the whole, after reading what is missing. */
    Bytes finish(DocumentSource source) {
      for (long from = -1; result.isEmpty() && from < end && end < source.length(); ) {
        from = end;
        add(from, source.read(from, PIECE));
      }
      Bytes known = result.orElseGet(digest::digest);
      result = Optional.of(known);
      return known;
    }
  }

  /** A stream from the first octet on that shows what passes; what is skipped is read as well. */
  private static final class Passing extends InputStream {
    private final InputStream in;
    private final Seen seen;
    private long at;

    Passing(InputStream in, Seen seen) {
      this.in = in;
      this.seen = seen;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = in.read(into, offset, length);
      if (n > 0) {
        seen.add(at, into, offset, n);
        at += n;
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
