package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;

/**
 * Documents whose tables all are streams (§7.5.8), their updates, and what may be written in those
 * otherwise.
 */
final class PdfStreamed {
  private static final Pattern START = Pattern.compile("startxref\\s+(\\d+)\\s+%%EOF\\s*$");
  private final StringBuilder out;
  private final NavigableMap<Integer, int[]> rows = new TreeMap<>();
  private final NavigableMap<Integer, String> plain = new TreeMap<>();
  private final NavigableMap<Integer, String> packed = new TreeMap<>();
  private UnaryOperator<String> packing = body -> body;
  private UnaryOperator<String> table = body -> body;
  private int[] widths = {1, 4, 2};
  private String filter = "";
  private boolean listed = true;
  private char first = 2;
  private String head = "%d 0 obj";
  private int stream = 90;
  private String more = "";
  private String behind = "";
  private int own;

  private PdfStreamed(String text) {
    out = new StringBuilder(text);
  }

  /** An update. */
  static PdfStreamed of(Bytes pdf) {
    return new PdfStreamed(PdfEdit.text(pdf));
  }

  /** A whole file; object 1 is the catalog. */
  static Bytes file(Map<Integer, String> objects) {
    return behind("", objects);
  }

  /** The same with an object before all others, which no table lists. */
  static Bytes behind(String first, Map<Integer, String> objects) {
    PdfStreamed file = new PdfStreamed("%PDF-1.7\n%\u00e4\u00f6\u00fc\u00df\n" + first);
    file.plain.putAll(objects);
    file.rows.put(0, new int[] {0, 0, 0});
    return file.number(objects.keySet().stream().max(Integer::compare).orElse(0) + 1).append();
  }

  /** The document of {@link PdfForge} with these objects too, signed. */
  static Bytes signed(Map<Integer, String> more) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.putAll(more);
    return sign(file(objects));
  }

  /** Signs the first field. */
  static Bytes sign(Bytes file) {
    return sign(file, 70);
  }

  /**
   * The same.
   *
   * @param number of the table's stream
   */
  static Bytes sign(Bytes file, int number) {
    ContentDigest digest = ContentDigest.of(PdfForge.first().algorithm());
    String field = PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R");
    return PdfForge.sign(
        body -> of(file).with(PdfForge.SEAL, field).with(20, body).number(number).append(),
        CADES,
        covered -> CmsSigner.pades(digest.of(covered), PdfForge.first()));
  }

  PdfStreamed with(int number, String body) {
    plain.put(number, body);
    return this;
  }

  PdfStreamed packed(int number, String body) {
    packed.put(number, body);
    return this;
  }

  /** The number of the table's stream; that of the stream of objects is one less. */
  PdfStreamed number(int number) {
    own = number;
    stream = number - 1;
    return this;
  }

  /** The number of the table's stream alone. */
  PdfStreamed tableNumber(int number) {
    own = number;
    return this;
  }

  /** The head of the table's stream. */
  PdfStreamed head(String format) {
    head = format;
    return this;
  }

  /** The kind of the first row's difference to nothing. */
  PdfStreamed first(int kind) {
    first = (char) kind;
    return this;
  }

  /** The stream of packed objects written otherwise. */
  PdfStreamed packing(String from, String to) {
    packing = body -> replaced(body, from, to);
    return this;
  }

  /** The table's stream written otherwise, its rows as they are. */
  PdfStreamed table(String from, String to) {
    UnaryOperator<String> before = table;
    table = body -> replaced(before.apply(body), from, to);
    return this;
  }

  /** Rows of these widths. */
  PdfStreamed widths(int... octets) {
    widths = octets.clone();
    return this;
  }

  /** Deflated, as the differences between rows if so said. */
  PdfStreamed deflated(boolean differences) {
    filter = differences ? "up" : "flate";
    return this;
  }

  /** Octets behind the rows, before or after they are deflated. */
  PdfStreamed trailing(String inside, String after) {
    more = inside;
    behind = after;
    return this;
  }

  /** A table that does not list its own stream (PDFBox). */
  PdfStreamed unlisted() {
    listed = false;
    return this;
  }

  /** One more row. */
  PdfStreamed row(int number, int kind, int place, int detail) {
    rows.put(number, new int[] {kind, place, detail});
    return this;
  }

  private static String replaced(String body, String from, String to) {
    if (!body.contains(from)) {
      throw new IllegalArgumentException(body + " has no " + from);
    }
    return body.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
  }

  Bytes append() {
    Matcher start = START.matcher(out);
    String before = start.find() ? "/Prev " + start.group(1) : "";
    own = own == 0 ? stream + 1 : own;
    plain.forEach(this::object);
    if (!packed.isEmpty()) {
      object(stream, packing.apply(packing()));
    }
    int at = out.length();
    if (listed) {
      rows.put(own, new int[] {1, at, 0});
    }
    int size = Math.max(own, rows.lastKey()) + 1;
    write(head.formatted(own), table.apply(table("/Size " + size + "/Root 1 0 R" + before)));
    return PdfEdit.bytes(out + "startxref\n" + at + "\n%%EOF\n");
  }

  private void object(int number, String body) {
    rows.put(number, new int[] {1, out.length(), 0});
    write(number + " 0 obj", body);
  }

  private void write(String opening, String body) {
    out.append(opening).append("\n").append(body).append("\nendobj\n");
  }

  private String packing() {
    StringBuilder head = new StringBuilder();
    StringBuilder body = new StringBuilder();
    for (Map.Entry<Integer, String> each : packed.entrySet()) {
      rows.put(each.getKey(), new int[] {2, stream, indexOf(each.getKey())});
      head.append(each.getKey()).append(' ').append(body.length()).append(' ');
      body.append(each.getValue()).append(' ');
    }
    String octets = "" + head + body;
    String entries = "/Type/ObjStm/N " + packed.size() + "/First " + head.length();
    return streamed(entries, octets);
  }

  private int indexOf(int number) {
    return packed.headMap(number).size();
  }

  private String table(String entries) {
    StringBuilder index = new StringBuilder();
    rows.keySet().forEach(number -> index.append(number).append(" 1 "));
    StringBuilder data = new StringBuilder();
    int length = widths[0] + widths[1] + widths[2];
    String above = "\0".repeat(length);
    for (int[] row : rows.values()) {
      String now = octets(row);
      data.append(filter.equals("up") ? first + difference(above, now) : now);
      first = 2;
      above = now;
    }
    data.append(more);
    String w = "/W[" + widths[0] + " " + widths[1] + " " + widths[2] + "]";
    String up = "/DecodeParms<</Columns " + length + "/Predictor 12>>";
    String octets = filter.isEmpty() ? data.toString() : deflate(data.toString());
    return streamed(
        "/Type/XRef"
            + entries
            + w
            + "/Index["
            + index
            + "]"
            + (filter.isEmpty() ? "" : "/Filter/FlateDecode")
            + (filter.equals("up") ? up : ""),
        octets + behind);
  }

  private String octets(int[] row) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      for (int shift = 8 * (widths[i] - 1); shift >= 0; shift -= 8) {
        all.append((char) (shift > 24 ? 0 : row[i] >> shift & 0xff));
      }
    }
    return all.toString();
  }

  private static String difference(String above, String now) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < now.length(); i++) {
      all.append((char) (now.charAt(i) - above.charAt(i) & 0xff));
    }
    return all.toString();
  }

  private static String deflate(String data) {
    Deflater deflater = new Deflater();
    deflater.setInput(PdfEdit.bytes(data).toArray());
    deflater.finish();
    byte[] all = new byte[data.length() + 64];
    int length = deflater.deflate(all);
    deflater.end();
    return PdfEdit.text(Bytes.of(all, 0, length));
  }

  private static String streamed(String entries, String octets) {
    return "<<" + entries + "/Length " + octets.length() + ">>\nstream\n" + octets + "\nendstream";
  }
}
