package org.xinfu.trust.pdf;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** The first octets of a {@link DocumentSource} as PDFBox reads them, a few pages in memory. */
final class SourceRead implements RandomAccessRead {
  private static final int PAGE = 64 * 1024;
  private static final int PAGES = 64;
  private final DocumentSource source;
  private final long length;
  private final Map<Long, Bytes> pages =
      new LinkedHashMap<>(PAGES * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Bytes> eldest) {
          return size() > PAGES;
        }
      };
  private long position;
  private long currentIndex = -1;
  private Bytes current = Bytes.empty();
  private boolean closed;
  private boolean skimmed;

  /** Reads {@code source} up to {@code length}, as if nothing followed. */
  SourceRead(DocumentSource source, long length) {
    this.source = source;
    this.length = length;
  }

  /**
   * From now on only the length counts, and what is read is not the document: for a library that
   * copies the original in front of its increment although only the latter is wanted.
   */
  void skim() {
    skimmed = true;
  }

  @Override
  public int read() {
    if (position >= length) {
      return -1;
    }
    if (skimmed) {
      position++;
      return 0;
    }
    int value = page(position / PAGE).at((int) (position % PAGE));
    position++;
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (position >= length) {
      return -1;
    }
    int n = (int) Math.min(count, length - position);
    if (skimmed) {
      position += n;
      return n;
    }
    for (int done = 0; done < n; ) {
      Bytes page = page(position / PAGE);
      int from = (int) (position % PAGE);
      int run = Math.min(n - done, page.length() - from);
      page.slice(from, from + run).stream().readNBytes(target, offset + done, run);
      done += run;
      position += run;
    }
    return n;
  }

  private Bytes page(long index) {
    if (index != currentIndex) {
      current =
          pages.computeIfAbsent(
              index, i -> source.read(i * PAGE, (int) Math.min(PAGE, length - i * PAGE)));
      currentIndex = index;
    }
    return current;
  }

  @Override
  public long getPosition() {
    return position;
  }

  @Override
  public void seek(long target) throws IOException {
    if (target < 0) {
      throw new IOException("position " + target);
    }
    position = Math.min(target, length);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isEOF() {
    return position >= length;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    pages.clear();
    current = Bytes.empty();
    currentIndex = -1;
  }

  @Override
  public RandomAccessReadView createView(long start, long count) {
    return new RandomAccessReadView(this, start, count);
  }
}
