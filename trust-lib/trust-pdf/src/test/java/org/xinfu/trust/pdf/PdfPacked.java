package org.xinfu.trust.pdf;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;

/**
 * Updates as compressing producers write them: objects in an object stream, a table in a stream.
 */
final class PdfPacked {
  private static final Pattern START = Pattern.compile("startxref\\s+(\\d+)\\s+%%EOF\\s*$");
  private final StringBuilder out;
  private final Map<Integer, String> rows = new TreeMap<>();

  private PdfPacked(Bytes pdf) {
    this.out = new StringBuilder(PdfEdit.text(pdf));
  }

  /**
   * Appends an update; the catalog is object 1.
   *
   * @param stream number of the object stream, and one more is the table's
   * @param packed objects inside it
   * @param plain objects beside it
   */
  static Bytes append(
      Bytes pdf, int stream, Map<Integer, String> packed, Map<Integer, String> plain) {
    PdfPacked update = new PdfPacked(pdf);
    Matcher start = START.matcher(update.out);
    if (!start.find()) {
      throw new IllegalArgumentException("no startxref at the end");
    }
    new TreeMap<>(plain).forEach(update::object);
    update.pack(stream, new TreeMap<>(packed));
    return update.table(stream + 1, start.group(1));
  }

  /** Appends an object stream as it is written, with the places of what it packs. */
  static Bytes append(Bytes pdf, Map<Integer, Integer> packed, int stream, String body) {
    PdfPacked update = new PdfPacked(pdf);
    Matcher start = START.matcher(update.out);
    if (!start.find()) {
      throw new IllegalArgumentException("no startxref at the end");
    }
    packed.forEach((number, index) -> update.rows.put(number, row(2, stream, index)));
    update.object(stream, body);
    return update.table(stream + 1, start.group(1));
  }

  private void object(int number, String body) {
    rows.put(number, row(1, out.length(), 0));
    out.append(number).append(" 0 obj\n").append(body).append("\nendobj\n");
  }

  private void pack(int stream, Map<Integer, String> objects) {
    StringBuilder head = new StringBuilder();
    StringBuilder body = new StringBuilder();
    int index = 0;
    for (Map.Entry<Integer, String> each : objects.entrySet()) {
      head.append(each.getKey()).append(' ').append(body.length()).append(' ');
      body.append(each.getValue()).append(' ');
      rows.put(each.getKey(), row(2, stream, index++));
    }
    object(
        stream,
        "<</Type/ObjStm/N %d/First %d/Length %d>>\nstream\n%s\nendstream"
            .formatted(
                objects.size(), head.length(), head.length() + body.length(), "" + head + body));
  }

  private Bytes table(int number, String previous) {
    int at = out.length();
    rows.put(number, row(1, at, 0));
    StringBuilder index = new StringBuilder();
    rows.keySet().forEach(n -> index.append(n).append(" 1 "));
    String data = String.join("", rows.values());
    object(
        number,
        "<</Type/XRef/W[1 4 2]/Index[%s]/Size %d/Root 1 0 R/Prev %s/Length %d>>\nstream\n%s\nendstream"
            .formatted(index, number + 1, previous, data.length(), data));
    return PdfEdit.bytes(out + "startxref\n" + at + "\n%%EOF\n");
  }

  private static String row(int kind, int place, int detail) {
    char[] row = {
      (char) kind,
      (char) (place >> 24 & 0xff),
      (char) (place >> 16 & 0xff),
      (char) (place >> 8 & 0xff),
      (char) (place & 0xff),
      (char) (detail >> 8),
      (char) (detail & 0xff)
    };
    return new String(row);
  }
}
