package org.xinfu.trust.pdf;

/**
 * Finds the head of an object that is spelled with comments between its numbers, as lexers read it
 * (ISO 32000-2 §7.2.4). Any mark may begin the comment: all readings are followed at once, so that
 * it takes one pass over a few octets, whatever they are.
 */
final class SpelledHead {
  private static final int LONGEST = 256;
  private static final long NONE = Long.MAX_VALUE;

  // Where the first reading began that is here now: in a number, behind it, in a comment.
  private long number = NONE;
  private long gap = NONE;
  private long comment = NONE;
  private long generation = NONE;
  private long end = NONE;
  private long remark = NONE;

  private SpelledHead() {}

  /** Where the first head begins that ends with this keyword; -1 if there is none. */
  static long before(Octets octets, long keyword, long from) {
    SpelledHead head = new SpelledHead();
    boolean digits = false;
    for (long at = Math.max(from, keyword - LONGEST); at < keyword; at++) {
      int octet = octets.at(at);
      boolean digit = octet >= '0' && octet <= '9';
      if (digit) {
        head.digit(digits ? head.number : at);
      } else if (white(octet)) {
        head.white(octet == '\r' || octet == '\n');
      } else {
        head.other(octet == '%');
      }
      digits = digit;
    }
    long first = Math.min(head.generation, head.end);
    return first == NONE ? -1 : first;
  }

  /** What some reader takes for white space: PDFium 80 and FF as well (§7.2.3). */
  static boolean white(int octet) {
    return Octets.white(octet) || octet == 0x0b || octet == 0x80 || octet == 0xff;
  }

  private void digit(long begin) {
    generation = Math.min(generation, gap);
    number = begin;
    gap = NONE;
    end = NONE;
  }

  private void white(boolean line) {
    gap = Math.min(gap, number);
    end = Math.min(end, generation);
    if (line) {
      gap = Math.min(gap, comment);
      end = Math.min(end, remark);
      comment = NONE;
      remark = NONE;
    }
    number = NONE;
    generation = NONE;
  }

  private void other(boolean mark) {
    if (mark) {
      comment = Math.min(comment, Math.min(number, gap));
      remark = Math.min(remark, Math.min(generation, end));
    }
    number = NONE;
    gap = NONE;
    generation = NONE;
    end = NONE;
  }
}
