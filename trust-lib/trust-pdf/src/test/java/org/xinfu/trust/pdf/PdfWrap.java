package org.xinfu.trust.pdf;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** Documents of two attacks that need places in the file: wrapping, and object streams. */
final class PdfWrap {
  /** The object that says where the first object of the stream begins. */
  static final int FIRST = 41;

  static final int STREAM = 40;
  static final String FIRST_PLACE = "4";
  static final String SECOND_PLACE = "13";

  private PdfWrap() {}

  /**
   * Signature wrapping: the gap is made so wide that the place to which the signed startxref leads
   * lies in it, with a table and a page content of the attacker's.
   */
  static Bytes insideTheGap(Bytes signed) {
    long[] range = PdfEdit.range(signed);
    String text = PdfEdit.text(signed);
    int gapEnd = (int) range[2];
    int start = Integer.parseInt(text.replaceAll("(?s).*startxref\\s+(\\d+)\\s+%%EOF\\s*", "$1"));
    String contents = text.substring((int) range[1], gapEnd);
    String close = ">>\nendobj\n";
    String head = "20 0 obj\n<<" + PdfForge.CADES + "/Contents" + contents;
    String forged = "4 0 obj\n<</Length 11>>\nstream\n(FORGED) Tj\nendstream\nendobj\n";
    String trailer = text.replaceAll("(?s).*trailer\\s*<<(.*?)>>\\s*startxref.*", "$1");
    // The numbers have one width, so that the places do not move.
    int rows = rows(0, 0, trailer).length();
    int dictionary = start + rows;
    int content = dictionary + head.length() + numbers(range, 0).length() + close.length();
    int second = content + forged.length();
    String inserted =
        close
            + " ".repeat(start - gapEnd - close.length())
            + rows(content, dictionary, trailer)
            + head
            + numbers(range, second)
            + close
            + forged;
    return PdfEdit.bytes(text.substring(0, gapEnd) + inserted + text.substring(gapEnd));
  }

  private static String rows(int content, int dictionary, String trailer) {
    return "xref\n4 1\n"
        + row(content)
        + "20 1\n"
        + row(dictionary)
        + "trailer\n<<"
        + trailer
        + ">>\n";
  }

  private static String numbers(long[] range, int second) {
    return String.format(
        Locale.ROOT, "/ByteRange[0 %010d %010d %010d]", range[1], second, range[3]);
  }

  private static String row(int place) {
    return String.format(Locale.ROOT, "%010d 00000 n \n", place);
  }

  /** A document whose list of contents is packed twice; /First says which counts. */
  static Bytes packed() {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(FIRST, FIRST_PLACE);
    String body = "5 0 " + "[4 0 R]  " + "[44 0 R] ";
    objects.put(
        STREAM,
        "<</Type/ObjStm/N 1/First "
            + FIRST
            + " 0 R/Length "
            + body.length()
            + ">>\nstream\n"
            + body
            + "\nendstream");
    objects.remove(5);
    objects.put(44, "<</Length 11>>\nstream\n(FORGED) Tj\nendstream");
    return table(PdfUpdate.file(new TreeMap<>(objects)));
  }

  /** Adds the table stream that says where object 5 is packed. */
  private static Bytes table(Bytes plain) {
    String text = PdfEdit.text(plain);
    int at = text.lastIndexOf("xref\n0 1");
    int classic = at;
    String stream =
        "45 0 obj\n<</Type/XRef/W[1 4 1]/Index[5 1]/Size 46/Length 6>>\nstream\n"
            + "\2\0\0\0\50\0"
            + "\nendstream\nendobj\n";
    String tail = text.substring(classic).replace("/Size 45", "/Size 46/XRefStm " + classic);
    return PdfEdit.bytes(
        text.substring(0, classic)
            + stream
            + tail.replaceFirst("startxref\n\\d+", "startxref\n" + (classic + stream.length())));
  }
}
