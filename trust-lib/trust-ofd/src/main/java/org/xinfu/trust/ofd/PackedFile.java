package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.DigestStream;

/**
 * A file too large to be held: it went by once and left its SM3 and its first octets. Whoever asks
 * for it later gets it from the document again, and the same octets or none.
 */
final class PackedFile implements PackageFile {
  private final ZipContent content;
  private final Bytes sm3;
  private final Bytes head;

  private PackedFile(ZipContent content, Bytes sm3, Bytes head) {
    this.content = content;
    this.sm3 = sm3;
    this.head = head;
  }

  /** Reads the file to its end and keeps its measures. */
  static PackedFile open(ZipContent content) throws Finding {
    DigestStream sm3 = DigestStream.sm3();
    Memory head = new Memory((int) Math.min(HEAD, content.item().common().plain()));
    copy(content, new Both(sm3, head));
    return new PackedFile(content, sm3.digest(), head.octets());
  }

  /** All octets of an entry. */
  static Bytes read(ZipContent content) throws Finding {
    Memory all = new Memory(Math.toIntExact(content.item().common().plain()));
    copy(content, all);
    return all.octets();
  }

  private static void copy(ZipContent content, OutputStream memory) throws Finding {
    try {
      content.copyTo(memory);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  @Override
  public long size() {
    return content.item().common().plain();
  }

  @Override
  public int crc() {
    return content.item().common().crc();
  }

  @Override
  public Bytes sm3() {
    return sm3;
  }

  @Override
  public Bytes head() {
    return head;
  }

  @Override
  public Bytes octets() {
    Memory all = new Memory(Math.toIntExact(size()));
    try {
      copyTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.octets();
  }

  @Override
  public void copyTo(OutputStream out) throws IOException {
    DigestStream again = DigestStream.sm3();
    copyUnhashed(new Both(again, out));
    if (!again.digest().equals(sm3)) {
      throw changed();
    }
  }

  @Override
  public void copyUnhashed(OutputStream out) throws IOException {
    try {
      content.copyTo(out);
    } catch (Finding f) {
      throw changed();
    }
  }

  private IOException changed() {
    return new IOException("the document changed while it was read: " + content.item().name());
  }

  /** The first octets that are written. */
  private static final class Memory extends OutputStream {
    private final byte[] all;
    private int filled;

    Memory(int size) {
      all = new byte[size];
    }

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      int n = Math.min(length, all.length - filled);
      System.arraycopy(octets, offset, all, filled, n);
      filled += n;
    }

    Bytes octets() {
      return Bytes.of(all, 0, filled);
    }
  }

  /** What is written goes to two. */
  private static final class Both extends OutputStream {
    private final OutputStream one;
    private final OutputStream other;

    Both(OutputStream one, OutputStream other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public void write(int octet) throws IOException {
      one.write(octet);
      other.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      one.write(octets, offset, length);
      other.write(octets, offset, length);
    }
  }
}
