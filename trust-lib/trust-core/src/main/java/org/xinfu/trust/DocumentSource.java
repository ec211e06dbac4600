package org.xinfu.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Hash;

/**
 * The octets under examination, readable at any offset and as often as needed; the only I/O that
 * the library does. Implementations are safe for one verification at a time.
 */
public interface DocumentSource {
  /** Number of octets. */
  long length();

  /**
   * Reads up to {@code length} octets at {@code offset}; fewer only at the end.
   *
   * @throws UncheckedIOException when the medium fails
   */
  Bytes read(long offset, int length);

  /** A stream from the first octet on. */
  InputStream stream();

  /**
   * All octets.
   *
   * @throws IllegalStateException when there are more than {@code limit}
   */
  default Bytes readAll(int limit) {
    if (length() > limit) {
      throw new IllegalStateException("document of " + length() + " octets exceeds " + limit);
    }
    return read(0, (int) length());
  }

  /**
   * What {@code computation} makes of this document: a few octets such as a digest, however large
   * the document is. A source that keeps what a verification saw keeps this answer instead of the
   * octets it came from, so ask by this for whatever reads a document from end to end.
   *
   * @param what names the computation and its parameters, the same for the same answer
   */
  default Bytes derive(String what, Function<DocumentSource, Bytes> computation) {
    return computation.apply(this);
  }

  /** SHA-256 of the whole document in lower-case hexadecimal, in one pass. */
  default String sha256() {
    Function<DocumentSource, Bytes> digest =
        source -> {
          try (InputStream stream = source.stream()) {
            return Digests.sha256(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return derive(Hash.SHA256.name(), digest).toHex();
  }

  /**
   * The same document for one verification: its {@link #sha256()} is computed from what is read for
   * other ends meanwhile, so that a document which is read from end to end is read once.
   */
  default DocumentSource inOnePass() {
    return OnePassSource.of(this);
  }

  /** A document in memory. */
  static DocumentSource of(Bytes content) {
    return new DocumentSource() {
      @Override
      public long length() {
        return content.length();
      }

      @Override
      public Bytes read(long offset, int length) {
        int from = (int) Math.min(offset, content.length());
        return content.slice(from, (int) Math.min((long) from + length, content.length()));
      }

      @Override
      public InputStream stream() {
        return content.stream();
      }
    };
  }

  /** A document on disk, read piece by piece. */
  static DocumentSource of(Path file) {
    try {
      long size = Files.size(file);
      return new FileSource(file, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file behind {@link #of(Path)}. */
  record FileSource(Path file, long length) implements DocumentSource {
    @Override
    public Bytes read(long offset, int length) {
      ByteBuffer buffer =
          ByteBuffer.allocate((int) Math.max(0, Math.min(length, this.length - offset)));
      try (SeekableByteChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.position(offset);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
          read = channel.read(buffer);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Bytes.of(buffer.array(), 0, buffer.position());
    }

    @Override
    public InputStream stream() {
      try {
        return Files.newInputStream(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
