package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;

/** Writes PDFs by hand: whole files, and updates of several objects with an honest table. */
final class PdfUpdate {
  private final String text;
  private final Map<Integer, String> objects = new TreeMap<>();
  private final Map<Integer, Integer> generations = new TreeMap<>();
  private final java.util.Set<Integer> freed = new java.util.TreeSet<>();
  private String trailer = "";

  private PdfUpdate(String text) {
    this.text = text.endsWith("\n") ? text : text + "\n";
  }

  static PdfUpdate of(Bytes pdf) {
    return new PdfUpdate(PdfEdit.text(pdf));
  }

  /** Puts an object in place of the one with this number, or adds it. */
  PdfUpdate with(int number, String body) {
    objects.put(number, body);
    return this;
  }

  /** The same under another generation. */
  PdfUpdate with(int number, int generation, String body) {
    generations.put(number, generation);
    return with(number, body);
  }

  /** Says in the table that the object is no longer in use. */
  PdfUpdate free(int number) {
    freed.add(number);
    return this;
  }

  /** More entries of the trailer; the last of equal names wins here. */
  PdfUpdate trailer(String entries) {
    trailer = entries;
    return this;
  }

  /** The document with one more revision. */
  Bytes append() {
    StringBuilder out = new StringBuilder(text);
    StringBuilder table = new StringBuilder("xref\n");
    objects.forEach(
        (number, body) -> {
          int generation = generations.getOrDefault(number, 0);
          table.append(number).append(" 1\n");
          table.append(String.format("%010d %05d n \n", out.length(), generation));
          out.append(number).append(' ').append(generation).append(" obj\n");
          out.append(body).append("\nendobj\n");
        });
    freed.forEach(number -> table.append(number).append(" 1\n0000000000 00001 f \n"));
    int start = out.length();
    String old = lastTrailer().replaceAll("/Prev \\d+", "");
    for (Matcher named = Pattern.compile("/(\\w+) ").matcher(trailer); named.find(); ) {
      old = old.replaceAll("/" + named.group(1) + " \\d+ \\d+ R", "");
    }
    out.append(table).append("trailer\n<<").append(old).append(trailer);
    out.append(" /Prev ").append(startXref()).append(">>\nstartxref\n").append(start);
    return PdfEdit.bytes(out.append("\n%%EOF\n").toString());
  }

  /** A new file of these objects, the first of them the catalog. */
  static Bytes file(Map<Integer, String> objects) {
    return file(objects, "");
  }

  /** The same with more in the trailer. */
  static Bytes file(Map<Integer, String> objects, String entries) {
    return behind("", objects, entries);
  }

  /** The same behind octets before the header, which its places count too. */
  static Bytes behind(String junk, Map<Integer, String> objects, String entries) {
    StringBuilder out = new StringBuilder(junk + "%PDF-1.7\n%\u00e4\u00f6\u00fc\u00df\n");
    Map<Integer, Integer> places = new LinkedHashMap<>();
    new TreeMap<>(objects)
        .forEach(
            (number, body) -> {
              places.put(number, out.length());
              out.append(number).append(" 0 obj\n").append(body).append("\nendobj\n");
            });
    int start = out.length();
    out.append("xref\n0 1\n0000000000 65535 f \n");
    places.forEach(
        (number, place) ->
            out.append(number).append(" 1\n").append(String.format("%010d 00000 n \n", place)));
    int size = places.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    out.append("trailer\n<</Root 1 0 R /Size ").append(size).append(entries);
    out.append(">>\nstartxref\n").append(start).append("\n%%EOF\n");
    return Bytes.of(out.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private String lastTrailer() {
    Matcher trailers =
        Pattern.compile("trailer\\s*<<(.*?)>>\\s*startxref", Pattern.DOTALL).matcher(text);
    String last = "";
    while (trailers.find()) {
      last = trailers.group(1);
    }
    return last;
  }

  private String startXref() {
    Matcher start = Pattern.compile("startxref\\s+(\\d+)\\s+%%EOF\\s*$").matcher(text);
    if (!start.find()) {
      throw new IllegalArgumentException("no startxref at the end");
    }
    return start.group(1);
  }
}
