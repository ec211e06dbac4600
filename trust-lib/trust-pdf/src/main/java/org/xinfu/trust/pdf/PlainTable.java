package org.xinfu.trust.pdf;

import java.util.List;

/**
 * A cross-reference table in the one spelling that no reader takes for broken (ISO 32000-2 §7.5.4):
 * subsections that are not empty under two numbers with one space between them, rows of 20 octets,
 * object 0 free and no object in use at octet 0.
 */
final class PlainTable {
  private static final int ROW = 20;
  private static final int FLAG = 17;
  private static final List<String> ENDS_OF_ROWS = List.of(" \n", " \r", "\r\n");
  private static final List<String> ENDS_OF_LINES = List.of("\r\n", "\n", "\r");

  /** MuPDF repairs a file of more. */
  static final long MOST_NUMBERS = 8_388_608;

  private final Octets octets;

  PlainTable(Octets octets) {
    this.octets = octets;
  }

  /** Where the rows end of the table that begins there; negative when it is spelled otherwise. */
  long end(long from) {
    long at = line(from, "xref");
    do {
      at = subsection(at);
    } while (octets.at(at) >= '0' && octets.at(at) <= '9');
    return at;
  }

  private long subsection(long from) {
    PdfLexer head = new PdfLexer(octets, from);
    long first = head.whole();
    long count = head.whole();
    if (count < 1 || first + count > MOST_NUMBERS) {
      return -1;
    }
    long at = line(from, first + " " + count);
    for (long number = first; at >= 0 && number < first + count; number++) {
      at = row(at, number) ? at + ROW : -1;
    }
    return at;
  }

  /** Where the line ends that says no more than this; negative when there is none. */
  private long line(long from, String text) {
    long to = from + text.length();
    return octets.startsWith(from, text)
        ? ENDS_OF_LINES.stream()
            .filter(end -> octets.startsWith(to, end))
            .findFirst()
            .map(end -> to + end.length())
            .orElse(-1L)
        : -1;
  }

  private boolean row(long at, long number) {
    for (int i = 0; i < FLAG; i++) {
      int c = octets.at(at + i);
      boolean digit = c >= '0' && c <= '9';
      boolean space = i == 10 || i == 16;
      if (space ? c != ' ' : !digit) {
        return false;
      }
    }
    boolean used = number > 0 && !octets.startsWith(at, "0".repeat(10));
    int flag = octets.at(at + FLAG);
    return (flag == 'f' || (flag == 'n' && used))
        && ENDS_OF_ROWS.stream().anyMatch(end -> octets.startsWith(at + FLAG + 1, end));
  }
}
