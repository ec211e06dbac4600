package org.xinfu.trust.pdf;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/**
 * Makes {@code specs/vectors/pdf/habits.json}: object numbers that are used again, octets before
 * the header, and files that are archives too; each habit beside the attack that looks like it.
 */
final class PdfHabitVectors extends PdfCases {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "as producers, printers and mail write signed documents",
          "Number", "an object number freed and used again, ISO 32000-2 §7.5.4",
          "Header", "octets before the header, ISO 32000-2 §7.5.2",
          "Date", "times of signing without a zone, ISO 32000-2 §7.9.4",
          "Outside", "content in another file, ISO 32000-2 §7.3.8.2 and §8.10.4",
          "Resources", "what a form lends its fields, ISO 32000-2 §12.7.3",
          "Archive", "archives and object streams that hold what only some readers find");

  private static final Reason EXPIRED = Reason.CERTIFICATE_EXPIRED;
  private static final int SPARE = 16;
  private static final int VALUE = 21;
  private static final String NOTES = "<</Producer(notes)>>";

  /** What printers put before a document. */
  private static final String PRINTER = "\u001b%-12345X@PJL ENTER LANGUAGE=PDF\r\n";

  private PdfHabitVectors() {
    super("habits", PdfFixtures.POLICY, FLAGS);
  }

  /** The file's text; the same at every call. */
  static String write() {
    PdfHabitVectors all = new PdfHabitVectors();
    all.numbersUsedAgain();
    all.numbersAbused();
    all.packedUpdates();
    all.headers();
    all.archives();
    all.dates();
    all.outside();
    all.layers();
    return all.text();
  }

  /** The signed document holds an object that nothing leads to. */
  private static Bytes spare(String entries) {
    return PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(SPARE, NOTES), entries);
  }

  /** Adds a signed field under this number and generation. */
  private static Bytes reused(Bytes pdf, int generation, String more) {
    return PdfForge.sign(
        PdfUpdate.of(pdf)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R " + SPARE + " " + generation + " R]"))
            .with(SPARE, generation, PdfForge.field("Third", "[0 0 0 0]", "/V 21 0 R" + more)),
        VALUE,
        CADES,
        PdfFixtures.ECDSA);
  }

  private void numbersUsedAgain() {
    Bytes spare = spare(CADES);
    good("freed in one update, a signature field in the next", reused(freed(spare), 1, ""));
    good("freed and a signature field in one update", reused(spare, 1, ""));
    good("freed twice", reused(freed(reused(freed(spare), 1, "")), 2, ""));
    good("freed before it was signed", reused(PdfForge.signed(freed(), CADES), 1, ""));
    good(
        "a number used again for the signature itself",
        PdfForge.sign(
            PdfUpdate.of(freed(spare))
                .with(SPARE, 1, "")
                .with(
                    PdfForge.SECOND,
                    PdfForge.field("Second", "[200 50 300 90]", "/V " + SPARE + " 1 R")),
            SPARE,
            CADES,
            PdfFixtures.ECDSA));
  }

  private static Bytes freed(Bytes pdf) {
    return PdfUpdate.of(pdf).free(SPARE).append();
  }

  private static PdfUpdate freed() {
    return PdfUpdate.of(freed(PdfUpdate.of(PdfForge.plain()).with(SPARE, NOTES).append()));
  }

  private void numbersAbused() {
    Bytes shown =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(5, "[4 0 R " + SPARE + " 0 R]")
                .with(SPARE, stream("(shown) Tj")),
            CADES);
    bad("Number", "what was shown is freed for a signature field", reused(freed(shown), 1, ""));
    Bytes listed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R " + SPARE + " 0 R]"))
                .with(SPARE, PdfForge.changed(PdfForge.NOTE, "(note)", "(paid)")),
            CADES);
    bad("Number", "an annotation's number is a signature field's", reused(freed(listed), 1, ""));
    bad("Number", "the same generation, never freed", reused(spare(CADES), 0, ""));
    Bytes vain = PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(5, "[4 0 R 70 0 R]"), CADES);
    bad(
        "Number",
        "readers that take no notice of generations find what was named in vain",
        PdfUpdate.of(vain).with(70, 1, stream("(FORGED) Tj")).append());
    Bytes later =
        PdfForge.signed(PdfUpdate.of(freed(spare(CADES))).with(5, "[4 0 R 16 0 R]"), CADES);
    bad(
        "Number",
        "a freed number that a page names is used again",
        PdfUpdate.of(later).with(SPARE, 1, stream("(FORGED) Tj")).append());
    Bytes early = PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(5, "[4 0 R 4 1 R]"), CADES);
    bad(
        "Number",
        "the page names the next generation of its own content",
        PdfUpdate.of(early).with(CONTENT, 1, stream("(FORGED) Tj")).append());
  }

  /** Tables and objects in streams, the same objects packed anew by every update. */
  private void packedUpdates() {
    Bytes first = stored(signed, 90, "[51 0 R]");
    good("validation material in an object stream", first);
    Bytes second = stored(first, 92, "[51 0 R 51 0 R]");
    good("the same objects packed anew", second);
    String table = PdfEdit.text(second);
    int row = table.lastIndexOf("\2\0\0\0\134\0\1");
    bad(
        "Archive",
        "the table leaves out what the object stream packs",
        PdfEdit.bytes(table.substring(0, row) + "\0\0\0\0\0\0\0" + table.substring(row + 7)));
  }

  private static Bytes stored(Bytes pdf, int stream, String certificates) {
    return PdfPacked.append(
        pdf,
        stream,
        Map.of(
            PdfForge.CATALOG,
            changed(PdfForge.CATALOG, "/Type", "/DSS 50 0 R/Type"),
            50,
            "<</Certs" + certificates + ">>"),
        Map.of(51, stream("x")));
  }

  private void headers() {
    Bytes inside = behind(PRINTER);
    strictDoubts(
        "Genuine",
        "octets before the header that are counted and signed",
        inside,
        Reason.ENCODING_NOT_STANDARD);
    strictDoubts(
        "Genuine",
        "the same, signed twice",
        PdfForge.countersigned(inside, CADES),
        Reason.ENCODING_NOT_STANDARD);
    String[][] before = {
      {"a line end", "\r\n"},
      {"a byte order mark", "\u00ef\u00bb\u00bf"},
      {"a printer's", PRINTER},
      {"a page's", "<html>\n"},
      {"a protocol's", "HTTP/1.1 200 OK\r\n\r\n"},
      {"as many as readers look at", "x".repeat(1019)}
    };
    for (String[] junk : before) {
      add(
          "Header",
          "octets before the header that came after the signature: " + junk[0],
          PdfEdit.bytes(junk[1]).concat(signed),
          INDETERMINATE,
          Reason.CONTENT_NOT_COVERED);
    }
    bad(
        "Header",
        "an altered octet before the header",
        PdfEdit.bytes(PdfEdit.text(inside).replaceFirst("ENTER", "enter")),
        Reason.DIGEST_MISMATCH);
    bad(
        "Header",
        "octets before the header taken away",
        PdfEdit.bytes(PdfEdit.text(inside).substring(PRINTER.length())),
        Reason.MALFORMED);
  }

  private static Bytes behind(String junk) {
    return PdfForge.signed(PdfUpdate.of(PdfUpdate.behind(junk, PdfForge.objects(), "")), CADES);
  }

  private void archives() {
    good("an archive inside, where no reader of archives looks", carrying(zip("", "")));
    add(
        "Archive",
        "signed as both: the end of the document is the archive's comment",
        polyglot(),
        INDETERMINATE,
        Reason.MALFORMED);
    String archive = PdfEdit.text(zip("OFD.xml", "<OFD/>"));
    bad(
        "Archive",
        "an archive in an object that came later",
        PdfUpdate.of(signed).with(90, stream(archive)).append());
    bad(
        "Archive",
        "an archive behind the end",
        signed.concat(PdfEdit.bytes(archive)),
        Reason.MALFORMED);
  }

  /** The certificate begins with the year 2026 and ends with the year 2028, UTC. */
  private void dates() {
    good("a time without a zone before the certificate, in the west", at("20251231190000"));
    add(
        "Date",
        "a time without a zone after the certificate, in the east, which is to come",
        at("20290101090000"),
        INDETERMINATE,
        Reason.SIGNED_IN_FUTURE);
    bad("Date", "the same in UTC", at("20251231190000Z"), Reason.CERTIFICATE_NOT_YET_VALID);
    bad("Date", "the same in another zone", at("20290101090000+08'00'"), EXPIRED);
    bad("Date", "before it in all zones", at("20251231115959"), Reason.CERTIFICATE_NOT_YET_VALID);
    bad("Date", "after it in all zones", at("20290101140001"), EXPIRED);
    bad("Date", "no octets as signed", altered(at("20260601000000")), Reason.DIGEST_MISMATCH);
  }

  private static Bytes at(String time) {
    return PdfForge.signed(CADES + "/M(D:" + time + ")");
  }

  /** Whoever keeps the other file says what is shown. */
  private void outside() {
    String page = stream("").replace("<<", "<</F(http://example.cn/page)");
    outside("the page's content is in another file", CONTENT, page);
    String named = stream("(own) Tj").replace("<<", "<</F<</Type/Filespec/UF(page.bin)>>");
    outside("the same beside octets that count for nothing", CONTENT, named);
    String face = PdfForge.face("100").replace("<<", "<</Ref<</F(other.pdf)/Page 0>>");
    outside("a form stands for a page of another document", PdfForge.FACE, face);
    String nothing = PdfForge.face("100").replace("<<", "<</F null");
    good("another file that is null", prepared(PdfForge.FACE, nothing, 90, NOTES));
    String link = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/F(other.pdf)>>>>";
    good("a link to another document", prepared(PdfForge.NOTE, link, 90, NOTES));
  }

  /** iText keeps the layers of its last picture in the form's resources. */
  private void layers() {
    Bytes own = prepared(FORM, lent("FRM", 13), 90, NOTES);
    good("another layer in place of the last one's, signed again", replaced(own, "FRM"));
    bad("Resources", "another form under a name of no layer", replaced(logo(), "Logo"));
    Bytes font = prepared(FORM, lent("FRM", 13).replace("XObject", "Font"), 90, NOTES);
    bad("Resources", "another font", replaced(font, "FRM"));
    String borrowed = PdfForge.face("/FRM Do");
    Bytes drawn = prepared(FORM, lent("FRM", 90), PdfForge.FACE, borrowed);
    bad("Resources", "a field's picture draws the layer", replaced(drawn, "FRM"));
    Bytes noted = prepared(2, pages("(5.5)"), 90, NOTES);
    good("a library's note of its release, signed again", again(noted, pages("(7.1)")));
    bad("Resources", "a note that is no text", again(noted, pages("<</A 4 0 R>>")));
  }

  private static Bytes logo() {
    return prepared(FORM, lent("Logo", 13), 90, NOTES);
  }

  private static String lent(String name, int object) {
    return changed(FORM, "/Fields", "/DR<</XObject<</" + name + " " + object + " 0 R>>>>/Fields");
  }

  private static Bytes replaced(Bytes pdf, String name) {
    String form = PdfEdit.body(pdf, FORM).replaceFirst("/" + name + " \\d+", "/" + name + " 70");
    return PdfForge.sign(
        PdfUpdate.of(pdf)
            .with(FORM, form)
            .with(70, PdfForge.face("900"))
            .with(PdfForge.SECOND, PdfForge.field("Second", "[200 50 300 90]", "/V 21 0 R")),
        VALUE,
        CADES,
        PdfFixtures.ECDSA);
  }

  private static String pages(String note) {
    return changed(2, "/Type", "/ITXT" + note + "/Type");
  }

  private static Bytes again(Bytes pdf, String pages) {
    return PdfForge.sign(
        PdfUpdate.of(pdf)
            .with(2, pages)
            .with(PdfForge.SECOND, PdfForge.field("Second", "[200 50 300 90]", "/V 21 0 R")),
        VALUE,
        CADES,
        PdfFixtures.ECDSA);
  }

  private void outside(String comment, int number, String body) {
    Bytes pdf = prepared(number, body, 90, NOTES);
    add("Outside", comment, pdf, INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  private static Bytes altered(Bytes pdf) {
    return PdfEdit.bytes(PdfEdit.text(pdf).replaceFirst("\\(note\\)", "(nota)"));
  }

  private static Bytes carrying(Bytes zip) {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain()).with(90, stream(PdfEdit.text(zip))), CADES);
  }

  /** The comment's length is known when the rest of the file is. */
  private static Bytes polyglot() {
    Bytes zip = zip("OFD.xml", "<OFD/>");
    Bytes first = carrying(zip);
    int end = PdfEdit.text(first).lastIndexOf("PK\u0005\u0006") + 22;
    int rest = first.length() - end;
    byte[] with = zip.toArray();
    with[with.length - 2] = (byte) rest;
    with[with.length - 1] = (byte) (rest >> 8);
    return carrying(Bytes.of(with));
  }

  private static Bytes zip(String name, String content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      byte[] octets = content.getBytes(StandardCharsets.US_ASCII);
      CRC32 crc = new CRC32();
      crc.update(octets);
      ZipEntry entry = new ZipEntry(name.isEmpty() ? "a.txt" : name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(octets.length);
      entry.setCrc(crc.getValue());
      entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      zip.write(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }
}
