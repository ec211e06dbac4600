package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xinfu.trust.Reason;

/**
 * The content of one entry, stored or deflated, piece by piece: no more of it is in memory than one
 * buffer, and no more is inflated than the directory states.
 *
 * @param at where its packed data begin
 */
record ZipContent(ZipOctets zip, ZipItem item, long at) {
  private static final int BUFFER = 64 << 10;

  /** Writes the content; its size and CRC are checked, the data must end where they are said to. */
  void copyTo(OutputStream out) throws Finding, IOException {
    CRC32 crc = new CRC32();
    switch (item.common().method()) {
      case 0 -> store(out, crc);
      case 8 -> inflate(out, crc);
      default ->
          throw new Finding(
              Reason.PACKAGE_AMBIGUOUS,
              "method " + item.common().method() + " is not allowed: " + item.name());
    }
    ZipDirectory.ambiguousIf((int) crc.getValue() != item.common().crc(), "CRC of " + item.name());
  }

  private void store(OutputStream out, CRC32 crc) throws Finding, IOException {
    long size = item.common().plain();
    ZipDirectory.ambiguousIf(item.common().packed() != size, "two sizes of " + item.name());
    byte[] buffer = new byte[(int) Math.min(BUFFER, size)];
    for (long done = 0; done < size; ) {
      int n = zip.read(at + done, size - done, buffer);
      crc.update(buffer, 0, n);
      out.write(buffer, 0, n);
      done += n;
    }
  }

  private void inflate(OutputStream out, CRC32 crc) throws Finding, IOException {
    Inflater inflater = new Inflater(true);
    try {
      new Inflation(inflater, out, crc).run();
    } catch (DataFormatException e) {
      throw new Finding(Reason.MALFORMED, "deflate data are broken: " + item.name());
    } finally {
      inflater.end();
    }
  }

  /** One run through a deflate stream. */
  private final class Inflation {
    private final Inflater inflater;
    private final OutputStream out;
    private final CRC32 crc;
    private final byte[] packed;
    private long taken;
    private long made;

    Inflation(Inflater inflater, OutputStream out, CRC32 crc) {
      this.inflater = inflater;
      this.out = out;
      this.crc = crc;
      this.packed = new byte[(int) Math.min(BUFFER, item.common().packed())];
    }

    void run() throws Finding, IOException, DataFormatException {
      long size = item.common().plain();
      // One octet more than stated, so that a longer stream shows itself.
      byte[] buffer = new byte[(int) Math.min(BUFFER, size + 1)];
      while (!inflater.finished()) {
        int n = inflater.inflate(buffer);
        made += n;
        differentIf(made > size);
        crc.update(buffer, 0, n);
        out.write(buffer, 0, n);
        if (n == 0 && !inflater.finished()) {
          feed();
        }
      }
      differentIf(made != size || inflater.getRemaining() != 0 || taken != item.common().packed());
    }

    private void feed() throws Finding {
      long left = item.common().packed() - taken;
      ZipDirectory.ambiguousIf(
          left == 0 || !inflater.needsInput(), "data end early: " + item.name());
      int n = zip.read(at + taken, left, packed);
      inflater.setInput(packed, 0, n);
      taken += n;
    }

    private void differentIf(boolean different) throws Finding {
      ZipDirectory.ambiguousIf(different, "data and declared size differ: " + item.name());
    }
  }
}
