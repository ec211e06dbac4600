package org.xinfu.trust.pdf;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/**
 * The first octets of a document, a few pages of it in memory. Every look at an octet is counted,
 * so that no document, however twisted, costs more than a multiple of its size.
 */
final class Octets {
  private static final int PAGE = 64 * 1024;
  private static final int PAGES = 32;
  private static final long FREE = 24L << 20;
  private final Pages pages;
  private final Work work;
  private final long end;
  private long reach;

  private Octets(Pages pages, Work work, long end) {
    this.pages = pages;
    this.work = work;
    this.end = end;
  }

  /** The whole of a document. */
  static Octets of(DocumentSource source) {
    Work work = new Work(FREE + 60 * source.length());
    return new Octets(new Pages(source), work, source.length());
  }

  /** Decoded octets, counted together with this document's. */
  Octets inside(Bytes decoded) {
    return new Octets(new Pages(DocumentSource.of(decoded)), work, decoded.length());
  }

  /** The same document as if it ended earlier. */
  Octets upTo(long shorter) {
    return new Octets(pages, work, Math.min(shorter, end));
  }

  long end() {
    return end;
  }

  /** From here on {@link #reach} counts anew. */
  void untouched() {
    reach = 0;
  }

  /**
   * After the last octet that was looked at; beyond any place where the end was seen. What was made
   * of octets up to there is the same in a document that ends there or later.
   */
  long reach() {
    return reach;
  }

  /** The octet at a place; -1 outside. */
  int at(long place) {
    if (place < 0 || place >= end) {
      reach = place < 0 ? reach : Long.MAX_VALUE;
      return -1;
    }
    work.count(1);
    reach = Math.max(reach, place + 1);
    return pages.at(place);
  }

  /** Octets of a region, cut at the end. */
  Bytes slice(long from, long to) {
    long stop = Math.min(to, end);
    reach = Math.max(reach, to > end ? Long.MAX_VALUE : to);
    if (from < 0 || from >= stop) {
      return Bytes.empty();
    }
    work.count((stop - from) / 16);
    return pages.source.read(from, Math.toIntExact(stop - from));
  }

  /** Counts octets that a filter gave: unfolding costs about a quarter of looking. */
  void decoded(long count) {
    work.count(count / 4);
  }

  boolean startsWith(long place, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (at(place + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the text comes first in [from, to); -1 when nowhere. */
  long indexOf(String ascii, long from, long to) {
    long stop = Math.min(to, end) - ascii.length();
    for (long i = from; i <= stop; i++) {
      if (at(i) == ascii.charAt(0) && startsWith(i, ascii)) {
        return i;
      }
    }
    return -1;
  }

  /** Where the text comes last at or after {@code lowest}; -1 when nowhere. */
  long lastIndexOf(String ascii, long lowest) {
    for (long i = end - ascii.length(); i >= Math.max(0, lowest); i--) {
      if (startsWith(i, ascii)) {
        return i;
      }
    }
    return -1;
  }

  /** Where what is not white space ends, ISO 32000-2 table 1. */
  long contentEnd() {
    long i = end;
    while (i > 0 && white(at(i - 1))) {
      i--;
    }
    return i;
  }

  static boolean white(int octet) {
    return octet == ' '
        || octet == '\n'
        || octet == '\r'
        || octet == '\t'
        || octet == '\f'
        || octet == 0;
  }

  private static final class Work {
    private long left;

    Work(long most) {
      left = most;
    }

    void count(long octets) {
      left -= octets;
      if (left < 0) {
        throw new MalformedPdf("the document's structure is too much work to read", true);
      }
    }
  }

  private static final class Pages {
    private final DocumentSource source;
    private final Map<Long, Bytes> pages =
        new LinkedHashMap<>(PAGES * 2, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Bytes> eldest) {
            return size() > PAGES;
          }
        };
    private long index = -1;
    private Bytes current = Bytes.empty();

    Pages(DocumentSource source) {
      this.source = source;
    }

    int at(long place) {
      long wanted = place / PAGE;
      if (wanted != index) {
        current =
            pages.computeIfAbsent(
                wanted,
                i -> source.read(i * PAGE, (int) Math.min(PAGE, source.length() - i * PAGE)));
        index = wanted;
      }
      return current.at((int) (place % PAGE));
    }
  }
}
