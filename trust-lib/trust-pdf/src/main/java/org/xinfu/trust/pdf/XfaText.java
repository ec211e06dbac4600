package org.xinfu.trust.pdf;

import org.xinfu.trust.Bytes;

/**
 * A text between two tags as PDF.js reads it: comments and CDATA sections part it, and where it
 * heeds no white space, which depends on the element, every part but CDATA is trimmed by itself ("5
 * &lt;!-- --&gt;000" is 5000). A no-break space, the last of a row, is a space unless in CDATA.
 */
final class XfaText {
  private static final char NO_BREAK = '\u00a0';
  private static final char ORDER_MARK = '\ufeff';

  private final StringBuilder whole = new StringBuilder();
  private final StringBuilder kept = new StringBuilder();
  private final StringBuilder trimmed = new StringBuilder();
  private final StringBuilder part = new StringBuilder();

  void add(String text, boolean section) {
    whole.append(text);
    if (section) {
      split();
      kept.append(text);
      trimmed.append(text);
    } else {
      part.append(text);
    }
  }

  /** A comment, or anything that is no text. */
  void split() {
    for (int i = 0; i < part.length(); i++) {
      boolean last = i + 1 == part.length() || part.charAt(i + 1) != NO_BREAK;
      if (part.charAt(i) == NO_BREAK && last) {
        part.setCharAt(i, ' ');
      }
    }
    kept.append(part);
    int from = 0;
    int to = part.length();
    while (from < to && blank(part.charAt(from))) {
      from++;
    }
    while (to > from && blank(part.charAt(to - 1))) {
      to--;
    }
    trimmed.append(part, from, to);
    part.setLength(0);
  }

  private static boolean blank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == ORDER_MARK;
  }

  String whole() {
    return whole.toString();
  }

  String kept() {
    split();
    return kept.toString();
  }

  String trimmed() {
    split();
    return trimmed.toString();
  }

  void clear() {
    whole.setLength(0);
    kept.setLength(0);
    trimmed.setLength(0);
    part.setLength(0);
  }

  /** Whether a byte order mark comes first, which PDF.js has for a text. */
  static boolean marked(Bytes octets) {
    return starts(octets, 0, "\u00ef\u00bb\u00bf");
  }

  /**
   * Whether there is a carriage return alone, which XML has for a line's end, or a tab or line's
   * end in a value of an attribute, which it has for a space. The octets are well-formed XML.
   */
  static boolean raw(Bytes octets) {
    boolean tag = false;
    int quote = 0;
    for (int i = 0; i < octets.length(); i++) {
      if (octets.at(i) == '\r' && (i + 1 == octets.length() || octets.at(i + 1) != '\n')) {
        return true;
      }
    }
    for (int i = 0; i < octets.length(); i++) {
      int c = octets.at(i);
      if (quote != 0) {
        if (c == '\t' || c == '\n' || c == '\r') {
          return true;
        }
        quote = c == quote ? 0 : quote;
      } else if (tag) {
        quote = c == '"' || c == '\'' ? c : 0;
        tag = c != '>';
      } else if (c == '<') {
        int behind = past(octets, i);
        tag = behind == i;
        i = behind;
      }
    }
    return false;
  }

  /** The last octet of the comment, section or instruction that begins here; else this one. */
  private static int past(Bytes octets, int from) {
    String end =
        starts(octets, from, "<!--")
            ? "-->"
            : starts(octets, from, "<![CDATA[") ? "]]>" : starts(octets, from, "<?") ? "?>" : "";
    int at = from;
    while (!end.isEmpty() && at < octets.length() && !starts(octets, at, end)) {
      at++;
    }
    return end.isEmpty() ? from : at + end.length() - 1;
  }

  private static boolean starts(Bytes octets, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (from + i >= octets.length() || octets.at(from + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
