package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** Documents and updates that a reader shows otherwise when it does not believe the tables. */
final class PdfLeftovers {
  private static final String FORGED = PdfForms.stream("BT /F1 40 Tf 80 700 Td (FORGED) Tj ET");

  static final String FILE = "\n4 0 obj\n" + FORGED + "\nendobj\ntrailer %\n<</Root 1 0 R>>\n";

  private PdfLeftovers() {}

  /** The signed octets hold another content of the page, to which no table leads. */
  static Bytes planted() {
    String text = PdfEdit.text(PdfForge.plain());
    return PdfForge.signed(
        PdfUpdate.of(between(text, text.lastIndexOf("xref\n0 1"), "4 0 obj\n" + FORGED)), CADES);
  }

  /** Before the page's content there is another one of this generation, to which no table leads. */
  static Bytes earlier(int generation) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String copy = "/X(\n4 " + generation + " obj " + FORGED.length() + ")>>";
    objects.put(2, objects.get(2).replaceFirst(">>$", copy));
    return PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects)), CADES);
  }

  /**
   * A thousand copies of the page's content come before it.
   *
   * @param planted whether one to which no table leads comes behind it too
   */
  static Bytes crowded(boolean planted) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String copies = "/X(" + "\n4 0 obj".repeat(1001) + ")>>";
    objects.put(2, objects.get(2).replaceFirst(">>$", copies));
    String text = PdfEdit.text(PdfUpdate.file(objects));
    int table = text.lastIndexOf("xref\n0 1");
    Bytes pdf = planted ? between(text, table, "4 0 obj\n" + FORGED) : PdfEdit.bytes(text);
    return PdfForge.signed(PdfUpdate.of(pdf), CADES);
  }

  /** An object stream that was signed packs another page, which no table says it does. */
  static Bytes packed() {
    String body = "3 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    String stream = "<</Type/ObjStm/N 1/First 4/Length %d>>\nstream\n%s\nendstream";
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain()).with(60, stream.formatted(body.length(), body)), CADES);
  }

  /** The page names an object in vain that is in the file and in no table. */
  static Bytes vain() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(5, "[4 0 R 70 0 R]");
    String text = PdfEdit.text(PdfUpdate.file(objects));
    int table = text.lastIndexOf("xref\n0 1");
    return PdfForge.signed(PdfUpdate.of(between(text, table, "70 0 obj\n" + FORGED)), CADES);
  }

  /** The page names an object that was freed. */
  static Bytes freed() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(5, "[4 0 R 70 0 R]");
    objects.put(70, FORGED);
    Bytes freed = PdfUpdate.of(PdfUpdate.file(objects)).free(70).append();
    return PdfForge.signed(PdfUpdate.of(freed), CADES);
  }

  /** The same within a stream that a table lists. */
  static Bytes carried() {
    String stream = PdfForms.stream("\n4 0 obj\n" + FORGED + "\nendobj\n");
    return PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(60, stream), CADES);
  }

  /**
   * A file is attached uncompressed that is itself a PDF: it holds another content of the page and
   * a trailer.
   *
   * @param entries of the attached stream's dictionary
   * @param update what else the signed document has
   */
  static Bytes attached(String entries, PdfUpdate update) {
    String head = "<<" + entries.formatted(FILE.length()) + ">>\nstream\n";
    return PdfForge.signed(update.with(60, head + FILE + "\nendstream"), CADES);
  }

  static Bytes attached() {
    return attached("/Type/EmbeddedFile/Length %d", PdfUpdate.of(PdfForge.plain()));
  }

  /** The table of the signed document has object 63 where another one is. */
  static Bytes misplaced() {
    Bytes base = PdfUpdate.of(PdfForge.plain()).with(63, "<<>>").append();
    String text = PdfEdit.text(base).replace("63 0 obj", "64 0 obj");
    return attached("/Type/EmbeddedFile/Length %d", PdfUpdate.of(PdfEdit.bytes(text)));
  }

  /** The page of the signed document names an object in vain. */
  static Bytes attachedInVain() {
    String page = changed(PdfForge.PAGE, "/Type", "/X 70 0 R/Type");
    return attached(
        "/Type/EmbeddedFile/Length %d", PdfUpdate.of(PdfForge.plain()).with(PdfForge.PAGE, page));
  }

  /** An update of one new object, like any other: no reader has to rebuild its table. */
  static Bytes updated(Bytes pdf, String body) {
    String text = PdfEdit.text(PdfUpdate.of(pdf).with(80, body).append());
    int trailer = text.lastIndexOf("trailer");
    String right = text.substring(trailer).replaceFirst("/Size \\d+", "/Size 81");
    return PdfEdit.bytes(text.substring(0, trailer) + right);
  }

  /** The last table, and the trailer behind it, written otherwise. */
  static Bytes tabled(Bytes pdf, String from, String to) {
    String text = PdfEdit.text(pdf);
    int table = text.lastIndexOf("\nxref\n") + 1;
    int at = text.indexOf(from, table);
    if (at < 0) {
      throw new IllegalArgumentException("the last table has no " + from);
    }
    return PdfEdit.bytes(text.substring(0, at) + to + text.substring(at + from.length()));
  }

  /** An attached PDF, updated; the signed table has object 70 free. */
  static Bytes beside70() {
    PdfUpdate free = PdfUpdate.of(PdfUpdate.of(PdfForge.plain()).free(70).append());
    return updated(attached("/Type/EmbeddedFile/Length %d", free), "<<>>");
  }

  /** Two attached files, the first of a thousand trailers, and between them a stray one. */
  static Bytes crowdedTrailers() {
    String trailer = "trailer %\n<</Root 1 0 R>>\n";
    String file = "<</Type/EmbeddedFile";
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(60, PdfForms.stream(trailer.repeat(1000)).replaceFirst("<<", file))
            .with(61, PdfForms.stream(trailer))
            .with(62, PdfForms.stream(trailer).replaceFirst("<<", file)),
        CADES);
  }

  /** The signed octets hold a trailer that no table has, and the catalog that it names. */
  static Bytes trailer() {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(60, PdfForms.stream("\ntrailer %\n<</Root 61 0 R>>\n"))
            .with(61, changed(CATALOG, "/Pages 2 0 R", "/Pages 62 0 R"))
            .with(62, "<</Type/Pages/Kids[]/Count 0>>"),
        CADES);
  }

  /** An update with octets between its object and its table. */
  static Bytes stray(Bytes pdf, String octets) {
    String text = PdfEdit.text(PdfUpdate.of(pdf).with(80, "<<>>").append());
    return between(text, text.lastIndexOf("xref\n80 1"), octets);
  }

  /** The same with the page's content forged, its head spelled so. */
  static Bytes headed(Bytes pdf, String head) {
    return stray(pdf, head + "\n" + FORGED);
  }

  private static Bytes between(String text, int table, String octets) {
    String more = octets + "\nendobj\n";
    return PdfEdit.bytes(
        (text.substring(0, table) + more + text.substring(table))
            .replaceFirst(
                "startxref\n" + table + "\n", "startxref\n" + (table + more.length()) + "\n"));
  }

  /** The last table's trailer names a cross-reference stream in a way that some readers follow. */
  static Bytes hybrid(Bytes pdf, String place) {
    StringBuilder out = new StringBuilder(PdfEdit.text(pdf));
    String before = out.substring(out.lastIndexOf("startxref\n") + 10, out.lastIndexOf("\n%%EOF"));
    Map<Integer, Integer> places = new TreeMap<>();
    places.put(90, out.length());
    out.append("90 0 obj\n<</Type/XRef/W[1 4 1]/Index[4 1]/Size 92/Length 6>>\nstream\n");
    out.append("\0\0\0\0\0\0\nendstream\nendobj\n");
    places.put(91, out.length());
    out.append("91 0 obj\n").append(places.get(90)).append("\nendobj\n");
    int table = out.length();
    out.append("xref\n90 2\n");
    places.values().forEach(at -> out.append("%010d 00000 n \n".formatted(at)));
    out.append("trailer\n<</Root 1 0 R/Size 92/Prev ").append(before).append("/XRefStm ");
    out.append(place.formatted(places.get(90))).append(">>\nstartxref\n").append(table);
    return PdfEdit.bytes(out.append("\n%%EOF\n").toString());
  }

  /**
   * A document that begins with the parameters of a linearized one, then updated.
   *
   * @param meets whether the update is as long as makes the file's length what they say
   */
  static Bytes linearized(boolean meets) {
    return linearized(meets, "/L 9000");
  }

  /** The same with these words for the length. */
  static Bytes linearized(boolean meets, String length) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(40, objects.get(CATALOG));
    objects.put(CATALOG, "<</Linearized 1" + length + "/H[9 9]/O 3/E 9/N 2/T 9>>");
    String text = PdfEdit.text(PdfUpdate.file(objects)).replace("/Root 1 0", "/Root 40 0");
    Bytes signed = PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(text)), CADES);
    int last = PdfEdit.text(signed).length();
    Bytes grown = signed;
    for (int pad = 1; pad < 9000 - last && grown.length() != 9000; pad++) {
      grown = PdfUpdate.of(signed).with(80, "(" + "x".repeat(pad) + ")").append();
    }
    return meets ? grown : PdfUpdate.of(signed).with(80, "(x)").append();
  }
}
