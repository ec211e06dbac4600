package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** A file that is in a package or goes into one; its measures are known before its octets. */
interface PackageFile {
  /** What tells XML from other files. */
  int HEAD = 64;

  /** Number of octets. */
  long size();

  /** CRC-32 of the octets, as a zip has it. */
  int crc();

  /** SM3 of the octets. */
  Bytes sm3();

  /** All octets; whoever asks has looked at {@link #size}. */
  Bytes octets();

  /** The first octets, 64 of them or all. */
  Bytes head();

  /**
   * Writes the octets that {@link #sm3} is the digest of.
   *
   * @throws IOException when {@code out} fails, or the octets are not the same any more
   */
  void copyTo(OutputStream out) throws IOException;

  /** As {@link #copyTo} without another hashing pass; {@link #crc} alone is checked again. */
  void copyUnhashed(OutputStream out) throws IOException;

  /** A file in memory. */
  static PackageFile of(Bytes octets) {
    return new Held(octets);
  }

  /** The file behind {@link #of}. */
  record Held(Bytes octets) implements PackageFile {
    @Override
    public long size() {
      return octets.length();
    }

    @Override
    public int crc() {
      CRC32 crc = new CRC32();
      crc.update(octets.toArray());
      return (int) crc.getValue();
    }

    @Override
    public Bytes sm3() {
      return Digests.sm3(octets);
    }

    @Override
    public Bytes head() {
      return octets.slice(0, Math.min(HEAD, octets.length()));
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
      octets.stream().transferTo(out);
    }

    @Override
    public void copyUnhashed(OutputStream out) throws IOException {
      copyTo(out);
    }
  }
}
