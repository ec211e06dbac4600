package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;

/** Alters PDFs octet by octet, as an attacker does. */
final class PdfEdit {
  private static final Pattern RANGE =
      Pattern.compile("/ByteRange ?\\[ ?(\\d+) (\\d+) (\\d+) (\\d+) ?\\] *");

  private PdfEdit() {}

  /** What changed: of each path the object it lies in, and the way to it. */
  static List<String> places(List<String> paths) {
    return paths.stream()
        .flatMap(
            path -> {
              Matcher parts = Pattern.compile("(object \\d+ \\d+) (.*)").matcher(path);
              return parts.matches() ? Stream.of(parts.group(1), parts.group(2)) : Stream.of(path);
            })
        .distinct()
        .toList();
  }

  /** The objects of {@link #places} alone. */
  static List<String> objects(List<String> paths) {
    return places(paths).stream().filter(place -> place.startsWith("object ")).toList();
  }

  static String text(Bytes pdf) {
    return new String(pdf.toArray(), StandardCharsets.ISO_8859_1);
  }

  static Bytes bytes(String pdf) {
    return Bytes.of(pdf.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Replaces the last occurrence by a text of the same length, padded with blanks. */
  static Bytes replace(Bytes pdf, String from, String to) {
    String text = text(pdf);
    int at = text.lastIndexOf(from);
    if (at < 0 || to.length() > from.length()) {
      throw new IllegalArgumentException(from);
    }
    String padded = to + " ".repeat(from.length() - to.length());
    return bytes(text.substring(0, at) + padded + text.substring(at + from.length()));
  }

  /** The numbers of the last /ByteRange. */
  static long[] range(Bytes pdf) {
    Matcher found = last(pdf);
    return new long[] {
      Long.parseLong(found.group(1)),
      Long.parseLong(found.group(2)),
      Long.parseLong(found.group(3)),
      Long.parseLong(found.group(4))
    };
  }

  /** Writes other numbers into the last /ByteRange. */
  static Bytes withRange(Bytes pdf, String numbers) {
    Matcher found = last(pdf);
    String old = found.group();
    return replace(pdf, old, "/ByteRange[" + numbers + "]");
  }

  private static Matcher last(Bytes pdf) {
    Matcher matcher = RANGE.matcher(text(pdf));
    int at = -1;
    while (matcher.find()) {
      at = matcher.start();
    }
    matcher.find(at);
    return matcher;
  }

  /** The octets of the last /Contents, zeros included. */
  static Bytes contents(Bytes pdf) {
    long[] range = range(pdf);
    return Bytes.of(
        HexFormat.of().parseHex(text(pdf).substring((int) range[1] + 1, (int) range[2] - 1)));
  }

  /** The same document with another /Contents of at most the same length. */
  static Bytes withContents(Bytes pdf, Bytes contents) {
    long[] range = range(pdf);
    String text = text(pdf);
    int room = (int) (range[2] - range[1] - 2);
    String hex = contents.toHex();
    return bytes(
        text.substring(0, (int) range[1] + 1)
            + hex
            + "0".repeat(room - hex.length())
            + text.substring((int) range[2] - 1));
  }

  static Bytes flip(Bytes pdf, int at, int mask) {
    byte[] octets = pdf.toArray();
    octets[at] ^= (byte) mask;
    return Bytes.of(octets);
  }

  /** Appends one object and a cross-reference section that puts it in place of number. */
  static Bytes update(Bytes pdf, int number, String body) {
    String text = text(pdf);
    if (!text.endsWith("\n")) {
      text += "\n";
    }
    Matcher start = Pattern.compile("startxref\\s+(\\d+)\\s+%%EOF\\s*$").matcher(text);
    if (!start.find()) {
      throw new IllegalArgumentException("no startxref at the end");
    }
    Matcher trailer =
        Pattern.compile("trailer\\s*<<(.*?)>>\\s*startxref", Pattern.DOTALL).matcher(text);
    String entries = "";
    while (trailer.find()) {
      entries = trailer.group(1);
    }
    entries = entries.replaceAll("/Prev \\d+", "");
    int at = text.length();
    String object = number + " 0 obj\n" + body + "\nendobj\n";
    int xref = at + object.length();
    return bytes(
        text
            + object
            + "xref\n"
            + number
            + " 1\n"
            + String.format("%010d 00000 n \n", at)
            + "trailer\n<<"
            + entries
            + " /Prev "
            + start.group(1)
            + ">>\nstartxref\n"
            + xref
            + "\n%%EOF\n");
  }

  /** Number of the object whose text holds {@code mark}, the last one that does. */
  static int objectWith(Bytes pdf, String mark) {
    String text = text(pdf);
    int at = text.lastIndexOf(mark);
    Matcher object = Pattern.compile("(\\d+) 0 obj").matcher(text.substring(0, at));
    int number = -1;
    while (object.find()) {
      number = Integer.parseInt(object.group(1));
    }
    return number;
  }

  /** The last text of the object with this number, without its frame. */
  static String body(Bytes pdf, int number) {
    Matcher object =
        Pattern.compile("(?:^|\\s)" + number + " 0 obj\\s*(.*?)\\s*endobj", Pattern.DOTALL)
            .matcher(text(pdf));
    String body = "";
    while (object.find()) {
      body = object.group(1);
    }
    return body;
  }
}
