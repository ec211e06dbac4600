package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads objects from octets, ISO 32000-2 §7.2 and §7.3; never deeper than a fixed nesting. */
final class PdfLexer {
  private static final int DEEPEST = 100;

  /** PDFium reads no deeper than 64, the object itself and what holds it counted. */
  private static final int DEEP = 32;

  /** PDFium reads 255 octets of a name, its escapes as they are written. */
  private static final int LONG = 200;

  /** Values of one object, and with them the memory that it takes; texts count by their length. */
  private static final int MOST = 500_000;

  private static final int TEXT = 32;
  private static final int SHORT = 32;
  private final Octets octets;
  private final boolean inFile;
  private long at;
  private int made;
  private boolean odd;
  private boolean foreign;
  private boolean loose;

  /** A reader from {@code at} on. */
  PdfLexer(Octets octets, long at) {
    this(octets, at, true);
  }

  /** A reader of an object stream's content, whose places are not places in the file. */
  static PdfLexer inside(Octets decoded, long at) {
    return new PdfLexer(decoded, at, false);
  }

  private PdfLexer(Octets octets, long at, boolean inFile) {
    this.octets = octets;
    this.at = at;
    this.inFile = inFile;
  }

  long position() {
    return at;
  }

  /** How many values were made. */
  int made() {
    return made;
  }

  /**
   * Whether some reader takes what was read for something else: a name in which it finds white
   * space or no end, or what is nested deeper than it reads.
   */
  boolean odd() {
    return odd || foreign;
  }

  /** Whether that is only for names with octets that are white space to PDFium. */
  boolean foreign() {
    return foreign && !odd;
  }

  /**
   * Whether a string was read that says something else to some reader (§7.3.4): PDF.js keeps codes
   * above 255, Ghostscript leaves out a last digit that has no other one.
   */
  boolean loose() {
    return loose;
  }

  private void make(int values) {
    made += values;
    if (made > MOST) {
      throw new MalformedPdf("an object is made of too many values", true);
    }
  }

  /** The next object. */
  PdfValue value() {
    return value(0);
  }

  /** Passes over white space and comments. */
  void skip() {
    for (int c = octets.at(at); ; c = octets.at(++at)) {
      if (c == '%') {
        while (c >= 0 && c != '\n' && c != '\r') {
          c = octets.at(++at);
        }
      }
      if (!Octets.white(c)) {
        return;
      }
    }
  }

  /** Whether the next token is this keyword; when it is, passes over it. */
  boolean keyword(String word) {
    skip();
    if (octets.startsWith(at, word) && !regular(octets.at(at + word.length()))) {
      at += word.length();
      return true;
    }
    return false;
  }

  /** The next token as a whole number that is not negative; -1, and nothing read, if it is none. */
  long whole() {
    skip();
    long start = at;
    long value = 0;
    int c = octets.at(at);
    while (c >= '0' && c <= '9' && at - start < 18) {
      value = value * 10 + (c - '0');
      c = octets.at(++at);
    }
    if (at == start || regular(c)) {
      at = start;
      return -1;
    }
    return value;
  }

  private PdfValue value(int depth) {
    if (depth > DEEPEST) {
      throw new MalformedPdf("nested too deeply");
    }
    odd |= depth > DEEP;
    make(1);
    skip();
    int c = octets.at(at);
    if (c == '/') {
      return new PdfValue.Name(name());
    }
    if (c == '(') {
      return literal();
    }
    if (c == '[') {
      at++;
      return array(depth);
    }
    if (c == '<') {
      if (octets.at(at + 1) == '<') {
        at += 2;
        return dictionary(depth);
      }
      return hexadecimal();
    }
    if ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.') {
      return number();
    }
    return word();
  }

  private PdfValue word() {
    String token = token();
    return switch (token) {
      case "true" -> new PdfValue.Truth(true);
      case "false" -> new PdfValue.Truth(false);
      case "null" -> PdfValue.NULL;
      default -> throw new MalformedPdf("no object at octet " + at);
    };
  }

  private String token() {
    StringBuilder token = new StringBuilder();
    for (int c = octets.at(at); regular(c); c = octets.at(++at)) {
      token.append((char) c);
      if (token.length() > 200) {
        throw new MalformedPdf("a token without end");
      }
    }
    return token.toString();
  }

  private PdfValue number() {
    long start = at;
    long number = whole();
    if (number >= 0 && number <= Integer.MAX_VALUE) {
      long after = at;
      long generation = whole();
      if (generation >= 0 && generation <= 65535 && keyword("R")) {
        return new PdfValue.Ref((int) number, (int) generation);
      }
      at = after;
      return new PdfValue.Numeral(number, true);
    }
    at = start;
    String token = token();
    try {
      double value = Double.parseDouble(token);
      boolean plain = token.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0);
      if (!plain) {
        throw new MalformedPdf("no number: " + token);
      }
      return new PdfValue.Numeral(value, token.indexOf('.') < 0 && Math.abs(value) < 1e15);
    } catch (NumberFormatException e) {
      throw new MalformedPdf("no number: " + token);
    }
  }

  private String name() {
    DecodedOctets name = new DecodedOctets(SHORT);
    long from = at++;
    for (int c = octets.at(at); regular(c); c = octets.at(++at)) {
      // White space to PDFium, which goes on with the next key behind it.
      foreign |= c == 0x80 || c == 0xff;
      odd |= at - from > LONG;
      int high = c == '#' ? digit(octets.at(at + 1)) : -1;
      int low = high < 0 ? -1 : digit(octets.at(at + 2));
      if (low >= 0) {
        name.add(high << 4 | low);
        at += 2;
      } else {
        // PDFium makes a code of it all the same, PDF.js goes on behind both signs of ##.
        odd |= c == '#';
        name.add(c);
      }
      if (name.length() > 4096) {
        throw new MalformedPdf("a name without end");
      }
    }
    return name.latin();
  }

  private PdfValue array(int depth) {
    List<PdfValue> items = new ArrayList<>();
    for (skip(); octets.at(at) != ']'; skip()) {
      items.add(value(depth + 1));
    }
    at++;
    return new PdfValue.Array(List.copyOf(items));
  }

  private PdfValue.Dict dictionary(int depth) {
    Map<String, PdfValue> entries = new LinkedHashMap<>();
    Set<String> repeated = new HashSet<>();
    for (skip(); octets.at(at) == '/'; skip()) {
      String key = name();
      PdfValue value = value(depth + 1);
      PdfValue before = entries.put(key, value);
      if (before != null && !PdfValue.alike(before, value)) {
        repeated.add(key);
      }
    }
    if (octets.at(at) != '>' || octets.at(at + 1) != '>') {
      throw new MalformedPdf("a dictionary is not closed at octet " + at);
    }
    at += 2;
    return new PdfValue.Dict(entries, repeated);
  }

  private PdfValue hexadecimal() {
    long from = at++;
    DecodedOctets value = new DecodedOctets(SHORT);
    boolean plain = true;
    int high = -1;
    for (int c = octets.at(at); c != '>'; c = octets.at(++at)) {
      int digit = digit(c);
      if (digit < 0) {
        if (!Octets.white(c)) {
          throw new MalformedPdf("no hexadecimal string at octet " + at);
        }
        plain = false;
      } else if (high < 0) {
        high = digit;
      } else {
        value.add(high << 4 | digit);
        high = -1;
      }
    }
    if (high >= 0) {
      value.add(high << 4);
      loose = true;
      plain = false;
    }
    at++;
    return text(value, from, plain);
  }

  private PdfValue literal() {
    long from = at++;
    DecodedOctets value = new DecodedOctets(SHORT);
    for (int open = 1; ; ) {
      int c = octets.at(at++);
      if (c < 0) {
        throw new MalformedPdf("a string is not closed");
      }
      if (c == '\\') {
        escape(value);
        continue;
      }
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open == 0) {
        return text(value, from, false);
      }
      if (c == '\r') {
        at += octets.at(at) == '\n' ? 1 : 0;
        c = '\n';
      }
      value.add(c);
    }
  }

  private void escape(DecodedOctets value) {
    int c = octets.at(at++);
    if (c >= '0' && c <= '7') {
      int code = c - '0';
      for (int i = 0; i < 2 && octets.at(at) >= '0' && octets.at(at) <= '7'; i++) {
        code = code << 3 | (octets.at(at++) - '0');
      }
      loose |= code > 255;
      value.add(code);
    } else if (c == '\r') {
      at += octets.at(at) == '\n' ? 1 : 0;
    } else if (c != '\n' && c >= 0) {
      int meant = "nrtbf".indexOf(c);
      value.add(meant < 0 ? c : "\n\r\t\b\f".charAt(meant));
    }
  }

  private PdfValue.Text text(DecodedOctets value, long from, boolean plain) {
    make(value.length() / TEXT);
    return new PdfValue.Text(
        value.bytes(), inFile ? from : -1, inFile ? at : -1, plain && inFile, false);
  }

  private static int digit(int c) {
    return c < 0 ? -1 : Character.digit((char) c, 16);
  }

  /** Whether the octet can be part of a name or keyword, §7.2.3. */
  private static boolean regular(int c) {
    return switch (c) {
      case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%' -> false;
      default -> c >= 0 && !Octets.white(c);
    };
  }
}
