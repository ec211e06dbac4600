package org.xinfu.trust.pdf;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.NOTE;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.SEAL;
import static org.xinfu.trust.pdf.PdfForge.SECOND;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/**
 * Makes {@code specs/vectors/pdf/attacks.json}: every published class of attacks on signed PDFs in
 * several spellings, and beside each what a genuine producer writes that looks like it.
 */
final class PdfAttackVectors extends PdfCases {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "as producers write it, beside the attacks that look like it",
          "Wrapping", "signature wrapping: the signed octets moved or copied inside the file",
          "Reading", "readers that repair or take the first of two would show another document",
          "Shadow", "prepared before signing: layers, labels, streams and references",
          "Annotation", "evil annotation: something painted over a certified page",
          "Sneaky", "sneaky signature: a field or signature that paints or pretends",
          "Permission", "the certification or a lock weakened after signing",
          "Active", "actions, scripts, attachments and forms in XML that came later",
          "Encrypted", "changes behind an empty user password");

  private PdfAttackVectors() {
    super("attacks", PdfFixtures.POLICY, FLAGS);
  }

  /** The file's text; the same at every call. */
  static String write() {
    PdfAttackVectors all = new PdfAttackVectors();
    all.wrapping();
    all.reading();
    all.structureStreams();
    all.readers();
    all.counts();
    all.lentResources();
    all.disguises();
    all.faces();
    all.leftovers();
    all.beginnings();
    all.attachments();
    all.spellings();
    all.places();
    all.shadows();
    all.annotations();
    all.sneaky();
    all.permissions();
    all.active();
    all.radioButtons();
    all.xmlForms();
    all.encrypted();
    all.lockedStreams();
    all.renumbered();
    all.emptied();
    all.numbers();
    all.browsers();
    return all.text();
  }

  private void wrapping() {
    Bytes wrapped = PdfWrap.insideTheGap(signed);
    bad("Wrapping", "objects and a table in a gap made wider", wrapped, Reason.BYTE_RANGE_WRONG);
    bad(
        "Wrapping",
        "the value copied into a dictionary that covers the whole file",
        PdfForge.sign(
            PdfUpdate.of(signed).with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 83 0 R")),
            83,
            CADES,
            covered -> PdfEdit.contents(signed)));
    String body = PdfEdit.body(signed, 20);
    bad(
        "Wrapping",
        "/ByteRange twice",
        PdfForge.signed(CADES + "/ByteRange[0 1 3 1]"),
        Reason.SIGNATURE_DICTIONARY_WRONG);
    bad(
        "Wrapping",
        "/Contents moved to an object of its own",
        PdfUpdate.of(signed)
            .with(20, body.replaceFirst("/Contents<[0-9a-f]*>", "/Contents 84 0 R"))
            .with(84, "<" + PdfEdit.contents(signed).toHex() + ">")
            .append(),
        Reason.BYTE_RANGE_WRONG);
    bad(
        "Wrapping",
        "the numbers of /ByteRange in an object that changes",
        PdfUpdate.of(signed)
            .with(20, body.replaceFirst("/ByteRange *\\[[^\\]]*\\]", "/ByteRange 85 0 R"))
            .with(85, "[0 10 20 30]")
            .append(),
        Reason.BYTE_RANGE_WRONG);
  }

  private void reading() {
    String page = changed(PAGE, "/Contents 5 0 R", "/Contents 95 0 R/Contents 5 0 R");
    bad("Reading", "a page with two contents, the forged one first", forged(PAGE, page));
    String other = changed(PAGE, "/Contents 5 0 R", "/Contents 5 0 R/Contents 95 0 R");
    bad("Reading", "a page with two contents, the forged one last", forged(PAGE, other));
    bad(
        "Reading",
        "a field with two faces",
        PdfForge.countersigned(
            PdfUpdate.of(signed)
                .with(AMOUNT, changed(AMOUNT, "/AP<</N 13 0 R>>", "/AP<<>>/AP<</N 13 0 R>>"))
                .append(),
            CADES));
    good(
        "an entry twice with one value",
        PdfUpdate.of(signed)
            .with(PAGE, changed(PAGE, "/Type/Page", "/Type/Page/Type/Page"))
            .append());
    Bytes update = PdfUpdate.of(signed).with(54, "<<>>").append();
    bad("Reading", "an object that no table lists", hidden(update, "4 0 obj\n" + FORGED));
    bad("Reading", "a page that no table lists", hidden(update, "3 0 obj\n<</Type/Page>>"));
    good("an object replaced twice", PdfUpdate.of(update).with(54, "<</A 1>>").append());
    bad(
        "Reading",
        "an entry that leads to no object",
        PdfEdit.bytes(PdfEdit.text(update).replaceFirst("(54 1\n)\\d{10}", "$1" + "0000000020")));
    bad("Reading", "an object that is no object", PdfUpdate.of(signed).with(54, "<</A").append());
    bad(
        "Reading",
        "the update leaves the signed revision out",
        PdfEdit.bytes(
            PdfEdit.text(PdfUpdate.of(signed).with(4, FORGED).append())
                .replaceFirst("/Prev \\d+(?=>>\nstartxref\n\\d+\n%%EOF\n$)", "/Prev 0")),
        Reason.MALFORMED);
  }

  private static final String FORGED = stream("(FORGED) Tj");

  private Bytes forged(int number, String body) {
    return PdfUpdate.of(signed).with(number, body).with(95, FORGED).append();
  }

  /** Puts an object between the last update's objects and its table, whose place is mended. */
  private static Bytes hidden(Bytes pdf, String object) {
    String text = PdfEdit.text(pdf);
    int table = text.lastIndexOf("xref\n54 1");
    String more = object + "\nendobj\n";
    String moved = text.substring(0, table) + more + text.substring(table);
    return PdfEdit.bytes(
        moved.replaceFirst(
            "startxref\n" + table + "\n", "startxref\n" + (table + more.length()) + "\n"));
  }

  private void structureStreams() {
    bad("Reading", "an object stream packs a page that no table lists", packing("3 0 "));
    bad("Reading", "an object stream packs what is free", packing("70 0 "));
    bad(
        "Reading",
        "an object stream that cannot be read",
        PdfUpdate.of(signed)
            .with(90, "<</Type/ObjStm/N 1/Length 1>>\nstream\n0\nendstream")
            .append());

    Bytes packed = PdfWrap.packed();
    Bytes base =
        PdfForge.sign(
            PdfUpdate.of(packed).with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
            20,
            CADES,
            PdfForge.first());
    bad(
        "Shadow",
        "an object stream whose /First lies elsewhere",
        PdfUpdate.of(base).with(PdfWrap.FIRST, PdfWrap.SECOND_PLACE).append());
    good(
        "an object stream whose /First is written anew",
        PdfUpdate.of(base).with(PdfWrap.FIRST, PdfWrap.FIRST_PLACE).append());
    bad(
        "Shadow",
        "an object stream replaced",
        PdfUpdate.of(base)
            .with(
                PdfWrap.STREAM,
                PdfEdit.body(base, PdfWrap.STREAM).replace("[4 0 R]  ", "[44 0 R] "))
            .append());
  }

  private void readers() {
    bad(
        "Reading",
        "a forged page taken back by a stream that a stream names",
        PdfReaders.takenBack(signed, true));
    bad(
        "Reading",
        "a forged page taken back by the stream of a table",
        PdfReaders.takenBack(signed, false));
    bad(
        "Reading",
        "a forged page taken back by a table that leads to the signed one",
        PdfReaders.repointed(signed));
    bad("Reading", "a page's content that came and was freed", PdfReaders.cameAndWent());
    bad("Reading", "an update says that there are four objects", PdfReaders.sized(signed, 4));
    good("an update says that there are more", PdfReaders.sized(signed, 99));
    open(
        "Reading",
        "an update says that there are more than the signed revision said",
        PdfReaders.sized(PdfReaders.miscounted(), 99));
    bad(
        "Reading",
        "a /Size that is no number",
        PdfReaders.trailed(signed, "/Size \\d+", "/Size/X"));
    bad(
        "Reading",
        "a trailer without catalog says that there are four objects",
        PdfReaders.trailed(signed, "/Root 1 0 R /Size \\d+", "/Size 4"));
    good("a trailer without catalog", PdfReaders.trailed(signed, "/Root 1 0 R", ""));
    bad(
        "Reading",
        "a second trailer behind the first",
        PdfReaders.trailed(signed, "startxref", "trailer\n<</Root 8 0 R>>\nstartxref"));
    open(
        "Reading",
        "a catalog with another one behind it",
        with(CATALOG, changed(CATALOG, ">>", ">> <</Type/Catalog/Pages 70 0 R>>")));
    bad("Reading", "a trailer with two catalogs", PdfReaders.rooted(signed));
    bad("Reading", "an object stream holds one number twice", PdfReaders.packedTwice(signed));
    String stamp = CADES.replace("/Type/Sig", "/Type/DocTimeStamp");
    bad(
        "Sneaky",
        "an empty field is given the signature of another",
        PdfUpdate.of(signed)
            .with(SECOND, PdfForge.field("Second", "[200 50 300 90]", "/V 20 0 R/AP<</N 13 0 R>>"))
            .append());
    Bytes one = PdfForge.signed(CADES + PdfForge.certify(1));
    bad(
        "Permission",
        "P=1: an empty field that is seen",
        field(one, PdfForge.field("S", "[0 0 9 9]", "")));
    bad(
        "Permission",
        "P=1: the flags of a field",
        PdfUpdate.of(one).with(AMOUNT, changed(AMOUNT, "/FT/Tx", "/FT/Tx/Ff 8192")).append());
    bad(
        "Permission",
        "P=1: a signature that calls itself a time-stamp",
        PdfForge.sign(
            PdfUpdate.of(one)
                .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
                .with(81, PdfForge.field("Third", "[0 0 0 0]", "/V 21 0 R")),
            21,
            stamp,
            PdfFixtures.ECDSA));
  }

  /** Objects and tables under numbers that are others'. */
  private void numbers() {
    Bytes streamed = PdfStreamed.signed(Map.of());
    bad("Reading", "a table under a page's number", PdfNumbers.table(streamed, PAGE));
    bad("Reading", "a table under the catalog's number", PdfNumbers.table(streamed, CATALOG));
    bad("Reading", "a stream under a page's number behind tables", PdfNumbers.table(signed, PAGE));
    bad(
        "Reading",
        "a hybrid table's stream under a page's number",
        PdfNumbers.hybrid(signed, PAGE));
    bad("Reading", "a table under a number that a page names in vain", PdfNumbers.vain());
    good(
        "a table that does not list itself, and an object of its number later",
        PdfStreamed.of(PdfStreamed.of(streamed).with(80, "<<>>").unlisted().append())
            .with(91, "<<>>")
            .number(93)
            .append());
    bad(
        "Reading",
        "a page's copy where another object was once said to be",
        PdfNumbers.superseded(false, "03 0 obj"));
    bad(
        "Reading",
        "a page's copy where a stream once said that another object is",
        PdfNumbers.superseded(true, "03 0 obj"));
    bad("Reading", "a page and what was packed later at one place", PdfNumbers.twice());
    Bytes littered = LitterTest.littered(LitterTest.LITTER);
    open("Reading", "object 8388608 behind litter", PdfNumbers.high(littered, 8_388_608));
    good("object 8388607 behind litter", PdfNumbers.high(littered, 8_388_607));
  }

  private void counts() {
    bad(
        "Reading",
        "a page's content freed by a table and given back by its stream",
        PdfReaders.givenBack(signed, false));
    bad(
        "Reading",
        "a page's content freed and given back by a stream later",
        PdfReaders.givenBack(signed, true));
    Bytes last = PdfReaders.rootedLast();
    good(
        "an update that counts its own objects alone, the catalog not among them",
        PdfForge.countersigned(PdfReaders.counted(filled(last), 22), CADES));
    open(
        "Reading",
        "an update that counts its own objects alone and leaves a page's resources out",
        PdfReaders.counted(PdfReaders.rewritten(signed), 5));
    bad(
        "Reading",
        "an update that leaves the catalog out and counts in no way",
        PdfReaders.counted(PdfReaders.rewritten(last), 30));
    Bytes elsewhere = PdfReaders.elsewhere(signed);
    open("Reading", "a page's contents written anew beyond /Size", elsewhere);
    good("a page's contents written anew", PdfReaders.counted(elsewhere, 96));
    good("a string twice with one value", with(54, "<</A[(a)]/A[<61>]>>"));
    bad("Reading", "a string twice with two values", with(54, "<</A[(a)]/A[(b)]>>"));
    String twice = "/ID[<aa><bb>]/ID[<AA><%s>]/Root";
    good("identifiers twice", PdfReaders.trailed(signed, "/Root", twice.formatted("bb")));
    bad(
        "Reading",
        "other identifiers the second time",
        PdfReaders.trailed(signed, "/Root", twice.formatted("bc")));
  }

  private void disguises() {
    for (String name : new String[] {"Tabs", "StructParents", "LastModified"}) {
      bad(
          "Shadow",
          "a page that is its own pictures, one of them /" + name,
          PdfDisguises.page(name));
    }
    for (String name : new String[] {"M", "RV", "F", "Q", "DA", "AS", "I", "TI"}) {
      bad(
          "Shadow",
          "a field that is a page's pictures, one of them /" + name,
          PdfDisguises.field(name));
    }
    bad("Shadow", "the metadata is a glyph", PdfDisguises.glyph());
    for (int number : new int[] {PAGE, CATALOG, PdfDisguises.INFO}) {
      bad(
          "Shadow",
          "the metadata is a glyph of a font that object " + number + " names too",
          PdfDisguises.glyph(number));
    }
    bad("Shadow", "the icon of a signature field is a page's picture", PdfDisguises.icon());
    bad("Shadow", "the icon of a signature field is a field's face", PdfDisguises.state());
    good("a signature field behind an index of tags", PdfDisguises.indexed());
    bad("Shadow", "the tree of pages is a field, whose kids change places", PdfDisguises.tree());
    bad("Reading", "a content that reaches beyond the signed octets", PdfDisguises.longer(true));
    open("Reading", "the same, and only the signature is there", PdfDisguises.longer(false));
  }

  private void faces() {
    Bytes hint = PdfDisguises.placeholder("");
    String empty = PdfForge.field("Second", "[200 50 300 90]", "");
    open(
        "Sneaky",
        "an unsigned field loses its face",
        PdfUpdate.of(hint).with(SECOND, empty).append());
    bad(
        "Sneaky",
        "an unsigned field that paints in a rectangle without room",
        roomless("1 0 0 rg f", "[0 0 9 9]"));
    good(
        "a picture without content in a rectangle without room",
        roomless("% DSBlank\nq Q", "[0 0 9 9]"));
    good("a picture without room in a rectangle without room", roomless("/FRM Do", "[0 0 0 0]"));
    Bytes none = PdfDisguises.faceless("/DA(/F1 9 Tf 0 g)", "");
    open(
        "Shadow",
        "a field without a face is drawn in white",
        PdfDisguises.lent(none, "0 g", "1 g"));
    open("Shadow", "a field without a face is drawn as stars", PdfDisguises.starred(none));
    for (String face : new String[] {"/D 13 0 R", "/N null", "/N<</Off null>>"}) {
      Bytes other = PdfDisguises.faceless("/DA(/F1 9 Tf 0 g)", "/AP<<" + face + ">>");
      open(
          "Shadow",
          "a field with no face but " + face + " is drawn in white",
          PdfDisguises.lent(other, "0 g", "1 g"));
    }
    Bytes drawn = PdfDisguises.faceless("/DA(/F1 9 Tf 0 g)", "/DA(/F1 9 Tf 0 g)/AP<</N 13 0 R>>");
    good("a form's appearance string that draws nothing", PdfDisguises.lent(drawn, "0 g", "1 g"));
    Bytes lent = PdfDisguises.faceless("/DA(/F9 9 Tf 0 g)/DR 43 0 R", "");
    open(
        "Shadow",
        "a font comes in which a field is drawn",
        PdfDisguises.fonts(lent, "F9", "Symbol"));
    Bytes spelled = PdfDisguises.faceless("/DA(/#469 9 Tf 0 g)/DR 43 0 R", "");
    open(
        "Shadow",
        "a font comes in which a field is drawn, its name spelled otherwise",
        PdfDisguises.fonts(spelled, "F9", "Symbol"));
    Bytes redrawn = PdfDisguises.faceless("/NeedAppearances true", "/AP<</N 13 0 R>>");
    open("Shadow", "readers draw values no longer", PdfDisguises.lent(redrawn, "true", "false"));
    good("a font comes in which nothing is drawn", PdfDisguises.fonts(lent, "F8", "Helvetica"));
  }

  private Bytes roomless(String content, String box) {
    String face = stream(content).replace("<<", "<</Type/XObject/Subtype/Form/BBox" + box);
    return PdfUpdate.of(field(signed, PdfForge.field("S", "[0 0 0 0]", "/AP<</N 82 0 R>>")))
        .with(82, face)
        .append();
  }

  /** What was signed stands under another number, which hides no whole number written as a real. */
  private void renumbered() {
    String note = changed(NOTE, "/Type", "/F 2/Type");
    good(
        "an annotation written anew, its measures as reals",
        PdfSpellings.renumbered(NOTE, note, note.replace("[9 9 29 29]", "[9.0 9 29. 29]")));
    bad(
        "Reading",
        "a hidden annotation written anew, its flags as a real",
        PdfSpellings.renumbered(NOTE, note, note.replace("/F 2", "/F 2.0")));
    for (String entry : new String[] {"/Q 2", "/MaxLen 5"}) {
      String field = changed(AMOUNT, "/Type", entry + "/Type");
      good("a field written anew with " + entry, PdfSpellings.renumbered(AMOUNT, field, field));
      bad(
          "Reading",
          "a field written anew with " + entry + ".0",
          PdfSpellings.renumbered(AMOUNT, field, field.replace(entry, entry + ".0")));
    }
    String black = "<</FunctionType 2/Domain[0 1]/N 1>>";
    Map<Integer, String> states = new TreeMap<>();
    states.put(RESOURCES, "<</Font<</F1 7 0 R>>/ExtGState<</G<</BG 44 0 R>>>>>>");
    states.put(44, black);
    open(
        "Reading",
        "a function's type that is no whole number",
        PdfSpellings.later(states, Map.of(44, black.replace("Type 2", "Type 2.0"))));
    String pressed = PdfForge.face("x").replace("<<", "<</FormType 1");
    Map<Integer, String> faces = new TreeMap<>();
    faces.put(NOTE, changed(NOTE, "/Type", "/AP<</N 13 0 R/D 44 0 R>>/Type"));
    faces.put(44, pressed);
    open(
        "Reading",
        "a form's type that is no whole number",
        PdfSpellings.later(faces, Map.of(44, pressed.replace("Type 1", "Type 1.0"))));
  }

  /** Entries that are nothing: who rewrites objects drops them, which none reads otherwise. */
  private void emptied() {
    String font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>";
    String empty = font.replace("/Helvetica", "/Helvetica/Encoding null");
    good(
        "an entry that is nothing goes",
        PdfSpellings.later(Map.of(RESOURCES, empty), Map.of(RESOURCES, font)));
    open(
        "Reading",
        "an entry that is nothing comes",
        PdfSpellings.later(Map.of(RESOURCES, font), Map.of(RESOURCES, empty)));
    String node = changed(2, "/Type", "/Rotate null/Type");
    open(
        "Reading",
        "what pages inherit is no longer nothing",
        PdfSpellings.later(Map.of(2, node), Map.of(2, node.replace("/Rotate null", ""))));
  }

  private void spellings() {
    good("a turned page and what pages inherit", PdfSpellings.inheriting());
    String[][] same = {
      {"/Rotate 90", "/Ro#74ate +90"},
      {"/Rotate 90", "/Rotate 80 0 R"},
      {"/Rotate 90", "/Rotate 90"}
    };
    for (String[] one : same) {
      good(
          "a page that says the same: " + one[1],
          PdfUpdate.of(PdfSpellings.rewritten(PAGE, one[0], one[1])).with(80, "90").append());
    }
    good(
        "a measure that is whole or not",
        PdfSpellings.rewritten(2, "[0 0 595 842]", "[0.0 0 595.0 842.]"));
    String[] others = {"/Rotate 90.0", "/Rotate 90."};
    for (String other : others) {
      open(
          "Reading",
          "a whole number that no longer is one: " + other,
          PdfSpellings.rewritten(PAGE, "/Rotate 90", other));
    }
    open(
        "Reading",
        "a whole number in an array that no longer is one",
        PdfSpellings.rewritten(45, "Gray 1<", "Gray 1.0<"));
    for (String nothing : new String[] {"/Resources null", "/MediaBox null"}) {
      open(
          "Reading",
          "what pages inherit is nothing to this one: " + nothing,
          PdfSpellings.rewritten(PAGE, "/Rotate 90", "/Rotate 90" + nothing));
    }
    open(
        "Reading",
        "a font whose encoding is an object that is not there",
        PdfSpellings.rewritten(7, "/BaseFont", "/Encoding 99 0 R/BaseFont"));
    PdfSpellings.Shape plain = PdfSpellings.Shape.PLAIN;
    for (String dict : new String[] {"", "/Extends 90 0 R", "/DecodeParms null"}) {
      good("a font and a form packed as they were" + dict, PdfSpellings.repacked(dict, plain));
    }
    for (String dict :
        new String[] {
          "/F/FlateDecode",
          "/DP<</Predictor 12/Columns 4>>",
          "/Filter/Crypt",
          "/Filter[/Crypt]/DecodeParms[<</Name/Identity>>]",
          "/DecodeParms<</Predictor 1.5>>"
        }) {
      open("Reading", "packed in a stream with " + dict, PdfSpellings.repacked(dict, plain));
    }
    good("packed and measured as they are", PdfSpellings.remeasured("/N", "/N 2"));
    for (String length : new String[] {"", "/Length 9", "/Length -1", "/Length 0"}) {
      open(
          "Reading",
          length.isEmpty() ? "packed without a length" : "packed in another length: " + length,
          PdfSpellings.remeasured("/Length", length));
    }
    open(
        "Reading",
        "packed, and counted in another object",
        PdfSpellings.remeasured("/N", "/N 71 0 R"));
    open(
        "Reading",
        "packed, and where the first begins in another object",
        PdfSpellings.remeasured("/First", "/First 72 0 R"));
    open(
        "Reading",
        "packed in the order of their numbers and not of their places",
        PdfSpellings.repacked("", new PdfSpellings.Shape(true, "", "")));
    open(
        "Reading",
        "packed behind a comment",
        PdfSpellings.repacked("", new PdfSpellings.Shape(false, "%comment\n ", "")));
    open(
        "Reading",
        "packed before something else",
        PdfSpellings.repacked("", new PdfSpellings.Shape(false, "", "endobj ")));
    good("evidence where the tag of a removed field was left", PdfSpellings.removed(false, 40, 0));
    good("the same under its number", PdfSpellings.removed(false, AMOUNT, 1));
    open(
        "Shadow",
        "the same under its number and generation",
        PdfSpellings.removed(false, AMOUNT, 0));
    open(
        "Shadow",
        "evidence where the page names a removed field, and its tag too",
        PdfSpellings.removed(true, 40, 0));
    good("a table over object streams", PdfSpellings.tabled(""));
    open(
        "Reading",
        "a table over object streams, and a name for nothing: readers rebuild and lose what is"
            + " packed",
        PdfSpellings.tabled("/AP<</N 99 0 R>>"));
  }

  private void lockedStreams() {
    for (boolean aes : new boolean[] {false, true}) {
      String how = aes ? "AES-128: " : "RC4: ";
      for (String entries :
          new String[] {"", "/Type/Metadata/Subtype/XML", "/Filter[/Crypt]/Type/X"}) {
        PdfLockedStreams locked = new PdfLockedStreams(aes, entries);
        Bytes pdf = locked.signed();
        good(how + "streams alone encrypted, the page's content " + entries, pdf);
        good(
            how + "the page's content written anew " + entries,
            PdfUpdate.of(pdf).with(CONTENT, locked.content(CONTENT, 0)).append());
        Bytes moved =
            PdfUpdate.of(pdf).with(5, "[60 0 R]").with(60, locked.content(60, 0)).append();
        if (entries.isEmpty()) {
          good(how + "the page's content in another object", moved);
        } else {
          bad("Encrypted", how + "a clear content in another object " + entries, moved);
        }
      }
    }
    PdfLockedStreams locked = new PdfLockedStreams(true, "");
    bad(
        "Encrypted",
        "AES-128: a padding that some readers leave on",
        PdfUpdate.of(locked.signed()).with(CONTENT, locked.content(CONTENT, 3)).append());
    bad(
        "Encrypted",
        "AES-128: another /ID, of which the key is made",
        PdfUpdate.of(PdfEdit.bytes(PdfEdit.text(locked.signed())))
            .with(80, "<<>>")
            .trailer("/ID[<00><00>] ")
            .append());
    Bytes pdf = EncryptedPdfTest.signed(new EncryptedPdfTest.Lock(128, true, false, ""));
    int amount = PdfEdit.objectWith(pdf, "/FT /Tx");
    String body = PdfEdit.body(pdf, amount);
    bad(
        "Encrypted",
        "AES-128: strings in the clear that say the same",
        PdfUpdate.of(pdf)
            .with(
                amount,
                body.replaceFirst("/V <[^>]*>", "/V (100)")
                    .replaceFirst("/T <[^>]*>", "/T (Amount)"))
            .append());
  }

  private void leftovers() {
    for (Bytes planted : new Bytes[] {PdfLeftovers.planted(), PdfLeftovers.carried()}) {
      good("signed beside another content that no table lists", planted);
      open(
          "Reading",
          "an update that makes readers rebuild a table which leaves a content out",
          PdfReaders.trailed(planted, "/Root 1 0 R", ""));
    }
    good(
        "an update behind a copy that was written anew",
        PdfReaders.trailed(PdfLeftovers.earlier(0), "/Root", "/Root"));
    open(
        "Reading",
        "an update behind a copy of a later generation",
        PdfReaders.trailed(PdfLeftovers.earlier(7), "/Root", "/Root"));
    good(
        "an update behind a thousand copies that were written anew",
        PdfReaders.trailed(PdfLeftovers.crowded(false), "/Root", "/Root"));
    open(
        "Reading",
        "an update behind a thousand copies and one that counts",
        PdfReaders.trailed(PdfLeftovers.crowded(true), "/Root 1 0 R", ""));
    Bytes packed = PdfLeftovers.packed();
    good("signed beside another page in an object stream that no table lists", packed);
    open(
        "Reading",
        "an update beside another page in an object stream",
        PdfReaders.trailed(packed, "/Root 1 0 R", ""));
    open(
        "Reading",
        "another page in an object stream, and white space that hides the end",
        packed.concat(Bytes.utf8(" ".repeat(1100))));
    Bytes vain = PdfLeftovers.vain();
    good("signed with a page that names in vain what no table lists", vain);
    open("Reading", "an update of it", PdfReaders.trailed(vain, "/Root 1 0 R", ""));
    Bytes freed = PdfLeftovers.freed();
    open(
        "Reading",
        "an update where a page names what was freed",
        PdfReaders.trailed(freed, "/Root 1 0 R", ""));
    open(
        "Reading",
        "an update that makes readers rebuild, where a trailer was planted",
        PdfReaders.trailed(PdfLeftovers.trailer(), "/Root 1 0 R", ""));
    for (String zeros :
        new String[] {"0000000000004 0 obj", "4" + " ".repeat(20) + "0 obj", "+4 0 obj"}) {
      bad("Reading", "an object that no table lists: " + zeros, PdfLeftovers.headed(signed, zeros));
    }
    bad(
        "Reading",
        "an object that no table lists, with comments in its head",
        PdfLeftovers.headed(signed, "4 %\n0 %\nobj"));
    bad(
        "Reading",
        "a trailer between an object and its table",
        PdfLeftovers.stray(signed, "trailer\n<</Root 8 0 R>>"));
    open("Reading", "octets of no object", PdfLeftovers.stray(signed, "(nothing)"));
    good("comments between objects", commented());
  }

  /** What readers begin with that rebuild a table, beside what Acrobat leaves in streams. */
  private void beginnings() {
    good(
        "heads of objects at the end of a stream, and an update that every reader follows",
        LitterTest.update(LitterTest.littered(LitterTest.LITTER)).append());
    Bytes unlisted =
        PdfStreamed.sign(
            PdfStreamed.behind(
                "75 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", PdfForge.objects()));
    good("signed beside a catalog that no table lists", unlisted);
    open("Reading", "an /Info in vain, and a catalog that no table lists", inVain(unlisted));
    Bytes used = LitterTest.update(unlisted).with(75, "<<>>").append();
    open("Reading", "a catalog that no table lists, its number used since", used);
    Bytes hidden = PdfStreamed.signed(BeginningsTest.hidden(61, 62, 63));
    open("Reading", "an /Info in vain, and a packed catalog that no table lists", inVain(hidden));
    Bytes listed = PdfStreamed.signed(BeginningsTest.forged(61));
    good("an update beside another catalog", LitterTest.update(listed).append());
    open("Reading", "an /Info in vain, and another catalog", inVain(listed));
    Bytes freed = BeginningsTest.freed(61, BeginningsTest.forged(61));
    open("Reading", "an /Info in vain, and a catalog that was freed", inVain(freed));
    open(
        "Reading",
        "an /Info in vain, and what is named in vain is packed",
        inVain(PdfStreamed.signed(BeginningsTest.inVain())));
    open(
        "Reading",
        "an /Info in vain, and a packed page that was written anew",
        inVain(BeginningsTest.superseded()));
    open(
        "Reading",
        "an /Info in vain, and a catalog that came later",
        BeginningsTest.inVain(BeginningsTest.later(PdfStreamed.signed(Map.of()))));
    add(
        "Reading",
        "a linearized file of two lengths",
        PdfLeftovers.linearized(true, "/L 9000/L 10"),
        INDETERMINATE,
        Reason.MALFORMED);
  }

  private static Bytes inVain(Bytes signed) {
    return BeginningsTest.inVain(PdfStreamed.of(signed).with(180, "<<>>").number(192));
  }

  /** A PDF that is attached uncompressed: what it holds is shown where a table is rebuilt. */
  private void attachments() {
    Bytes attached = PdfLeftovers.attached();
    good("signed with a PDF attached uncompressed", attached);
    Bytes updated = PdfLeftovers.updated(attached, "<</A(b)/C[1 0 R]>>");
    good("the same with an update that every reader follows", updated);
    good("the same with two such updates", PdfLeftovers.updated(updated, PdfForms.stream("x")));
    open(
        "Reading",
        "an attached PDF, and an update that makes readers rebuild",
        PdfReaders.trailed(attached, "/Root 1 0 R", ""));
    for (String body :
        new String[] {"null", "<</A 99 0 R>>", "<</A null>>", "<<%c\n/A 1>>", "<</A(%)>>"}) {
      open(
          "Reading",
          "an attached PDF, and an update " + body,
          PdfLeftovers.updated(attached, body));
    }
    String stream = PdfForms.stream("x");
    for (String odd :
        new String[] {
          stream.replace("Length 1", "Length 9"),
          stream.replace("<<", "<</Type/ObjStm/N 0/First 0"),
          stream.replace("<<", "<</Filter/Fl")
        }) {
      open("Reading", "an attached PDF, and a stream that reads oddly", updated(attached, odd));
    }
    open("Reading", "an attached PDF behind a table that errs", updated(PdfLeftovers.misplaced()));
    open("Reading", "an attached PDF, and a name in vain", updated(PdfLeftovers.attachedInVain()));
    open("Reading", "a PDF in a stream that is no attachment", updated(PdfLeftovers.carried()));
    open("Reading", "a PDF beside an attachment", updated(PdfLeftovers.planted()));
    PdfUpdate length = PdfUpdate.of(PdfForge.plain()).with(61, "" + PdfLeftovers.FILE.length());
    open(
        "Reading",
        "an attached PDF of a length that is named",
        updated(PdfLeftovers.attached("/Type/EmbeddedFile/Length 61 0 R", length)));
    Bytes many = attached;
    for (int i = 0; i < 9; i++) {
      many = updated(many);
    }
    open("Reading", "an attached PDF, and nine updates", many);
    String text = PdfEdit.text(updated);
    int row = text.lastIndexOf(" n \n");
    String nineteen = text.substring(0, row) + " n\n" + text.substring(row + 4);
    open("Reading", "an attached PDF, and a row of 19 octets", PdfEdit.bytes(nineteen));
    Bytes white = Bytes.utf8(" ".repeat(1100));
    open("Reading", "an attached PDF, and white space that hides the end", attached.concat(white));
    open("Reading", "the same behind an update", updated.concat(white));
    spelledTables(updated);
    streams(attached);
  }

  /** Streams that came later, and attached files of no type, beside an attached PDF. */
  private void streams(Bytes attached) {
    String stream = PdfForms.stream("x");
    for (String usual :
        new String[] {
          "/Filter[/FlateDecode]/DecodeParms<</Predictor 15/Colors 3>>",
          "/Filter/DCTDecode",
          "/Filter[/ASCII85Decode/LZWDecode]/DecodeParms[<<>><</EarlyChange 0>>]"
        }) {
      good(
          "an attached PDF, and a stream " + usual,
          updated(attached, stream.replace("<<", "<<" + usual)));
    }
    for (String odd :
        new String[] {
          "/F(x)",
          "/Type/XRef",
          "/Type 62 0 R",
          "/Filter 62 0 R",
          "/Filter[/FlateDecode 62 0 R]",
          "/Filter/Crypt",
          "/Filter[[/FlateDecode]]",
          "/Filter/FlateDecode/DecodeParms 61 0 R",
          "/Filter/FlateDecode/DecodeParms 80 0 R",
          "/Filter[/FlateDecode]/DecodeParms[<</Predictor 63 0 R>>]",
          "/Filter/FlateDecode/DecodeParms 1"
        }) {
      PdfUpdate named =
          PdfUpdate.of(PdfForge.plain()).with(61, "/ObjStm").with(62, "/FlateDecode").with(63, "1");
      open(
          "Reading",
          "an attached PDF, and a stream " + odd,
          updated(
              PdfLeftovers.attached("/Type/EmbeddedFile/Length %d", named),
              stream.replace("<<", "<<" + odd)));
    }
    for (String specified : new String[] {"<</F 60 0 R>>", "62 0 R"}) {
      good(
          "an attached PDF of no type, under /EF " + specified,
          updated(untyped("/Length %d", "/EF" + (" " + specified).replace(" <", "<"))));
    }
    open("Reading", "a PDF of no type that nothing specifies", updated(untyped("/Length %d", "")));
    open(
        "Reading",
        "a PDF of no type under a generation that is none",
        updated(untyped("/Length %d", "/EF<</F 60 1 R>>/A<</EF 60 0 R>>")));
    open(
        "Reading",
        "a PDF of another type that is specified",
        updated(untyped("/Type/XObject/Length %d", "/EF<</F 60 0 R>>")));
  }

  private static Bytes untyped(String entries, String specification) {
    return PdfLeftovers.attached(
        entries,
        PdfUpdate.of(PdfForge.plain())
            .with(61, "[<</F(a.pdf)" + specification + ">>]")
            .with(62, "<</F 60 0 R>>"));
  }

  /** What some reader takes for a broken table, beside an attached PDF. */
  private void spelledTables(Bytes updated) {
    good(
        "an attached PDF, and object 0 free again",
        PdfLeftovers.tabled(updated, "xref\n", "xref\r\n0 1\r\n0000000000 65535 f\r\n"));
    String[] rows = {"0 1\n0000000000 65535 n \n", "100000000 0\n", "81 0\n"};
    for (String more : rows) {
      open(
          "Reading",
          "an attached PDF, and a table that says " + more.strip().replace('\n', ' '),
          PdfLeftovers.tabled(updated, "xref\n", "xref\n" + more));
    }
    for (String head : new String[] {"80\t1", "80  1", "080 1", "80 1 "}) {
      open(
          "Reading",
          "an attached PDF, and rows under " + head.replace("\t", "<tab>"),
          PdfLeftovers.tabled(updated, "80 1\n", head + "\n"));
    }
    open(
        "Reading",
        "an attached PDF, and a free object in use at octet 0",
        PdfLeftovers.tabled(
            PdfLeftovers.beside70(), "80 1\n", "70 1\n0000000000 00001 n \n80 1\n"));
    Bytes attached = PdfLeftovers.attached();
    for (int number : new int[] {0, 1 << 23}) {
      Bytes pdf = PdfUpdate.of(attached).with(80, "<<>>").with(number, "<<>>").append();
      int size = Math.max(80, number) + 1;
      open("Reading", "an attached PDF, and object " + number, PdfReaders.counted(pdf, size));
    }
    for (String info : new String[] {"999 0 R", "4 1 R", "null"}) {
      open(
          "Reading",
          "an attached PDF, and /Info " + info,
          PdfLeftovers.tabled(updated, "/Root 1 0 R", "/Root 1 0 R/Info " + info));
    }
    open(
        "Reading",
        "an attached PDF, and an /ID that leads to nothing",
        PdfLeftovers.tabled(updated, "/Root 1 0 R", "/Root 1 0 R/ID[999 0 R 999 0 R]"));
    String stream = PdfForms.stream("x");
    for (String body :
        new String[] {"1 %c", stream + " %c", stream.replace("\nendstream", "\n%c\nendstream")}) {
      open("Reading", "an attached PDF, and a comment behind a value", updated(attached, body));
    }
  }

  private static Bytes updated(Bytes pdf) {
    return updated(pdf, "<<>>");
  }

  private static Bytes updated(Bytes pdf, String body) {
    return PdfLeftovers.updated(pdf, body);
  }

  private void places() {
    for (String place : new String[] {"%d.0", "91 0 R", "-%d"}) {
      bad("Reading", "/XRefStm " + place, PdfLeftovers.hybrid(signed, place));
    }
    bad(
        "Reading",
        "/Prev in an object",
        PdfReaders.trailed(signed, "/Prev (\\d+)", "/Prev 80 0 R/A $1"),
        Reason.MALFORMED);
    bad("Reading", "as long as a linearized file of another end", PdfLeftovers.linearized(true));
    good("a linearized file that was updated", PdfLeftovers.linearized(false));
    bad(
        "Encrypted",
        "encryption by nothing",
        PdfReaders.trailed(signed, "/Root", "/Encrypt 99 0 R/Root"));
  }

  /** An update with comments between its object and its table, as some producers write them. */
  private Bytes commented() {
    String text = PdfEdit.text(PdfLeftovers.stray(signed, "% saved"));
    return PdfEdit.bytes(text.replace("% saved\nendobj\n", "% saved        \n"));
  }

  private void lentResources() {
    String swapped = "<</n0 63 0 R>>";
    bad(
        "Shadow",
        "a lent layer swapped that a picture in a picture draws",
        PdfReaders.lent(PdfReaders.borrowing("/n0 Do", true, false), swapped));
    bad(
        "Shadow",
        "a lent layer swapped that an annotation draws",
        PdfReaders.lent(PdfReaders.borrowing("/#6e0 Do", false, true), swapped));
    good(
        "a lent layer swapped that nothing draws",
        PdfReaders.lent(PdfReaders.borrowing("/n1 Do", false, false), swapped));
    String added = "<</n0 62 0 R/X 63 0 R>>";
    open(
        "Shadow",
        "a lent resource added that a picture had named in vain",
        PdfReaders.lent(PdfReaders.borrowing("/X Do", false, false), added));
    good(
        "a lent resource added that nothing names",
        PdfReaders.lent(PdfReaders.borrowing("/Y Do", false, false), added));
    String font = "/DR<</Font<</F1<</Type/Font/Subtype/%s>>>>>>/SigFlags";
    open(
        "Shadow",
        "a lent font that draws in its own way",
        with(FORM, changed(FORM, "/SigFlags", font.formatted("Type3"))));
  }

  /** An object stream that came later, with one object that it says is of this number. */
  private Bytes packing(String head) {
    String body = head + "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    String stream =
        "<</Type/ObjStm/N 1/First %d/Length %d>>\nstream\n%s\nendstream"
            .formatted(head.length(), body.length(), body);
    return PdfUpdate.of(signed).with(90, stream).append();
  }

  private void shadows() {
    String layers = "/OCProperties<</OCGs[60 0 R]/D<</ON[60 0 R]/OFF[]>>>>/Type";
    Bytes base =
        prepared(CATALOG, changed(CATALOG, "/Type", layers), 60, "<</Type/OCG/Name(paid)>>");
    bad(
        "Shadow",
        "a layer switched off",
        PdfUpdate.of(base)
            .with(
                CATALOG,
                changed(CATALOG, "/Type", layers.replace("/ON[60 0 R]/OFF[]", "/ON[]/OFF[60 0 R]")))
            .append());
    bad(
        "Shadow",
        "layers off unless named",
        PdfUpdate.of(base)
            .with(CATALOG, changed(CATALOG, "/Type", layers.replace("/D<<", "/D<</BaseState/OFF")))
            .append());
    bad(
        "Shadow",
        "a layer of another use",
        PdfUpdate.of(base)
            .with(60, "<</Type/OCG/Name(paid)/Usage<</Print<</PrintState/OFF>>>>>>")
            .append());
    bad("Shadow", "page labels", entry("/PageLabels<</Nums[0<</P(9)>>]>>"));
    bad(
        "Shadow",
        "the page's box on the tree of pages",
        with(2, "<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2/CropBox[0 0 9 9]>>"));
    bad(
        "Shadow",
        "a page turned with the tree of pages",
        with(2, "<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2/Rotate 180>>"));
    bad(
        "Shadow",
        "another unit on the page",
        with(PAGE, changed(PAGE, "/Type", "/UserUnit 9/Type")));
    bad(
        "Shadow",
        "an action on the page",
        with(PAGE, changed(PAGE, "/Type", "/AA<</O 4 0 R>>/Type")));
    String font =
        "<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 62 0 R/ToUnicode 63 0 R>>";
    Bytes fonts =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(RESOURCES, "<</Font<</F1 61 0 R>>>>")
                .with(61, font)
                .with(62, "<</Type/FontDescriptor/FontFile2 64 0 R>>")
                .with(63, stream("map"))
                .with(64, stream("outlines")),
            CADES);
    bad(
        "Shadow",
        "a font's outlines swapped",
        PdfUpdate.of(fonts).with(64, stream("swapped!")).append());
    bad(
        "Shadow",
        "a font's descriptor swapped",
        PdfUpdate.of(fonts).with(62, "<</Type/FontDescriptor>>").append());
    bad(
        "Shadow",
        "a font's characters swapped",
        PdfUpdate.of(fonts).with(63, stream("pam")).append());
    Bytes pattern = prepared(RESOURCES, "<</Pattern 12 0 R>>", 9, "[4 0 R]");
    bad(
        "Shadow",
        "replace: a pattern is a field's value",
        PdfForge.countersigned(
            PdfUpdate.of(pattern)
                .with(AMOUNT, changed(AMOUNT, "/V(100)", "/V 65 0 R"))
                .with(65, "<</PatternType 1/Length 1>>\nstream\nx\nendstream")
                .append(),
            CADES));
    Bytes redraws =
        prepared(
            FORM,
            changed(FORM, "/SigFlags", "/NeedAppearances true/DA(/F1 9 Tf)/SigFlags"),
            9,
            "[4 0 R]");
    open(
        "values drawn by readers in another way",
        PdfUpdate.of(redraws)
            .with(
                FORM,
                changed(FORM, "/SigFlags", "/NeedAppearances true/DA(/F1 0.1 Tf 1 g)/SigFlags"))
            .append());
  }

  private void annotations() {
    Bytes one = PdfForge.signed(CADES + PdfForge.certify(1));
    Bytes two = PdfForge.signed(CADES + PdfForge.certify(2));
    Bytes three = PdfForge.signed(CADES + PdfForge.certify(3));
    for (String kind :
        new String[] {"Stamp", "Redact", "Ink", "Line", "FileAttachment", "Widget", "Link"}) {
      bad("Annotation", "P=2: " + kind, note(two, kind, "/AP<</N 13 0 R>>"));
    }
    bad("Annotation", "P=1: a link", note(one, "Link", ""));
    bad("Annotation", "P=1: a highlight", note(one, "Highlight", ""));
    bad(
        "Annotation",
        "P=2: the note says something else",
        PdfUpdate.of(two).with(NOTE, changed(NOTE, "(note)", "(paid)")).append());
    bad("Annotation", "P=3: a widget of no field", note(three, "Widget", "/AP<</N 13 0 R>>"));
    for (String kind : new String[] {"Stamp", "FreeText", "Square"}) {
      open(
          "P=3: " + kind + " with a face",
          PdfForge.countersigned(note(three, kind, "/AP<</N 13 0 R>>"), CADES));
    }
    for (String acting : new String[] {"/A", "/AA", "/PA"}) {
      bad(
          "Annotation",
          "P=3: a note with a script in " + acting,
          PdfForge.countersigned(note(three, "Text", acting + "<</S/JavaScript/JS(x)>>"), CADES));
    }
    bad("Annotation", "no certification: a redaction", note(signed, "Redact", ""));
    bad(
        "Annotation",
        "no certification: a highlight with a face",
        note(signed, "Highlight", "/AP<</N 13 0 R>>"));
    bad(
        "Annotation",
        "an annotation that was there becomes another",
        with(NOTE, changed(NOTE, "/Text", "/Stamp")));
  }

  private void sneaky() {
    String empty = PdfForge.field("Later", "[100 100 300 200]", "");
    for (int level : new int[] {2, 3}) {
      open(
          "Sneaky",
          "an empty field that is seen, certified with P=" + level,
          field(PdfForge.signed(CADES + PdfForge.certify(level)), empty));
    }
    Bytes two = PdfForge.signed(CADES + PdfForge.certify(2));
    bad(
        "Sneaky",
        "P=2: an unsigned field that paints",
        field(two, PdfForge.field("S", "[0 0 595 842]", "/AP<</N 13 0 R>>")));
    bad(
        "Sneaky",
        "P=2: an unsigned field with a background",
        field(two, PdfForge.field("S", "[0 0 595 842]", "/MK<</BG[1]>>")));
    bad(
        "Sneaky",
        "a signature field that acts",
        field(signed, PdfForge.field("S", "[0 0 9 9]", "/A<</S/JavaScript/JS(x)>>")));
    bad(
        "Sneaky",
        "a signature field whose value is an old object",
        field(signed, PdfForge.field("S", "[0 0 9 9]", "/V 4 0 R")));
    bad(
        "Sneaky",
        "a signature without a value",
        field(signed, PdfForge.field("S", "[0 0 595 842]", "/AP<</N 13 0 R>>/V<<>>")));
    bad(
        "Sneaky",
        "a button that looks like a seal",
        field(
            signed,
            "<</FT/Btn/Ff 65536/T(S)/Type/Annot/Subtype/Widget/Rect[0 0 99 99]/AP<</N 13 0 R>>>>"));
    bad("Sneaky", "an unsigned field that paints two levels down", deep(signed).append());
    add(
        "Sneaky",
        "P=2: a signature that paints two levels down",
        PdfForge.sign(deep(two), 21, CADES, PdfFixtures.ECDSA),
        INDETERMINATE,
        Reason.CONTENT_NOT_COVERED);
    bad("Sneaky", "one more widget for a signature that was there", another());
    bad(
        "Sneaky",
        "one more widget for a signature that was there, signed by another",
        PdfForge.countersigned(another(), CADES));
    String faceless = PdfForge.field("S", "[0 0 9 9]", "/AP<</N 13 0 R>>");
    bad(
        "Sneaky",
        "an unsigned field that paints in no rectangle",
        field(signed, faceless.replace("/Rect[0 0 9 9]", "")));
    Bytes parent =
        PdfForge.sign(
            PdfUpdate.of(signed)
                .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
                .with(81, "<</T(Other)/Kids[82 0 R]>>")
                .with(82, PdfForge.field("Seal", "[0 0 0 0]", "/Parent 81 0 R/V 21 0 R")),
            21,
            CADES,
            PdfFixtures.ECDSA);
    good("the same last name under another parent", parent);
    bad(
        "Sneaky",
        "a text field under a new parent",
        PdfUpdate.of(signed)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
            .with(81, "<</T(Other)/Kids[82 0 R]>>")
            .with(82, changed(AMOUNT, "/FT", "/Parent 81 0 R/FT"))
            .append());
    bad(
        "Sneaky",
        "P=1: a seal under a new parent",
        PdfForge.sign(
            PdfUpdate.of(PdfForge.signed(CADES + PdfForge.certify(1)))
                .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
                .with(81, "<</T(Other)/Kids[82 0 R]>>")
                .with(82, PdfForge.field("Seal", "[0 0 0 0]", "/Parent 81 0 R/V 21 0 R")),
            21,
            CADES,
            PdfFixtures.ECDSA));
    String rights = "/Reference[<</Type/SigRef/TransformMethod/UR3/TransformParams<<>>>>]";
    Bytes enabled =
        PdfUpdate.of(PdfForge.plain())
            .with(84, "<<" + CADES + rights + "/ByteRange[0 9 12 9]/Contents<3000>>>")
            .with(CATALOG, changed(CATALOG, "/Type", "/Perms<</UR3 84 0 R>>/Type"))
            .append();
    good("signed where usage rights are", PdfForge.signed(PdfUpdate.of(enabled), CADES));
    good(
        "signed where usage rights were",
        PdfForge.signed(
            PdfUpdate.of(enabled).with(CATALOG, changed(CATALOG, "/Type", "/Type")), CADES));
    add("Sneaky", "usage rights alone", enabled, INDETERMINATE, Reason.NO_SIGNATURE);
    Bytes clash =
        PdfForge.sign(
            PdfUpdate.of(
                    PdfForge.sign(
                        PdfUpdate.of(PdfForge.plain())
                            .with(FORM, changed(FORM, "[11", "[81 0 R 11"))
                            .with(81, "<</T(A)/Kids[82 0 R]>>")
                            .with(
                                82, PdfForge.field("Seal", "[0 0 0 0]", "/Parent 81 0 R/V 20 0 R")),
                        20,
                        CADES,
                        PdfForge.first()))
                .with(FORM, changed(FORM, "[11", "[81 0 R 83 0 R 11"))
                .with(83, PdfForge.field("A.Seal", "[0 0 0 0]", "/V 21 0 R")),
            21,
            CADES,
            PdfFixtures.ECDSA);
    add(
        "Sneaky",
        "the full name of another field as a last name",
        clash,
        INDETERMINATE,
        Reason.SIGNATURE_DICTIONARY_WRONG);
    bad(
        "Sneaky",
        "the seal taken from its field",
        with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "")));
    bad(
        "Sneaky",
        "the seal called usage rights and taken from its field",
        PdfUpdate.of(signed)
            .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", ""))
            .with(CATALOG, changed(CATALOG, "/Type", "/Perms<</UR3 20 0 R>>/Type"))
            .append());
    bad(
        "Sneaky",
        "the field behind the seal is another's",
        with(SEAL, PdfForge.field("Chief", "[0 0 0 0]", "/V 20 0 R")));
  }

  private void permissions() {
    String reference = "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams 86 0 R>>]";
    Bytes apart =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain()).with(86, "<</Type/TransformParams/V/1.2/P 1>>"),
            CADES + reference);
    bad(
        "Permission",
        "the level lies in an object that changes",
        PdfUpdate.of(apart).with(86, "<</Type/TransformParams/V/1.2/P 3>>").append());
    bad("Permission", "the level taken away", PdfUpdate.of(apart).with(86, "null").append());
    String lock = "/V 20 0 R/Lock 87 0 R";
    Bytes locked =
        PdfForge.sign(
            PdfUpdate.of(PdfForge.plain())
                .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", lock))
                .with(87, "<</Type/SigFieldLock/Action/All>>"),
            20,
            CADES,
            PdfForge.first());
    bad(
        "Permission",
        "the lock lies in an object that changes",
        PdfUpdate.of(locked)
            .with(87, "<</Type/SigFieldLock/Action/Include/Fields[(X)]>>")
            .append());
    bad(
        "Permission",
        "the lock is not kept",
        PdfForge.countersigned(
            PdfUpdate.of(locked).with(AMOUNT, changed(AMOUNT, "(100)", "(900)")).append(), CADES));
    Bytes certified =
        PdfForge.sign(
            PdfUpdate.of(PdfForge.plain())
                .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R"))
                .with(CATALOG, changed(CATALOG, "/Type", "/Perms<</DocMDP 20 0 R>>/Type")),
            20,
            CADES + PdfForge.certify(2),
            PdfForge.first());
    good("certified as the catalog says", certified);
    bad(
        "Permission",
        "the catalog forgets the certification",
        PdfUpdate.of(certified).with(CATALOG, changed(CATALOG, "/Type", "/Type")).append());
    bad(
        "Permission",
        "the catalog names another certification",
        PdfUpdate.of(certified)
            .with(CATALOG, changed(CATALOG, "/Type", "/Perms<</DocMDP 54 0 R>>/Type"))
            .with(54, "<<>>")
            .append());
    bad(
        "Permission",
        "usage rights that come later",
        PdfUpdate.of(certified)
            .with(CATALOG, changed(CATALOG, "/Type", "/Perms<</DocMDP 20 0 R/UR3 54 0 R>>/Type"))
            .with(54, "<<>>")
            .append());
    String fields =
        "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields[(Amount)]/V/1.2>>>>]";
    bad(
        "Permission",
        "FieldMDP: a field named",
        PdfForge.countersigned(filled(PdfForge.signed(CADES + fields)), CADES));
    String rest = fields.replace("Include", "Exclude").replace("(Amount)", "(Second)");
    bad(
        "Permission",
        "FieldMDP: a field not excluded",
        PdfForge.countersigned(filled(PdfForge.signed(CADES + rest)), CADES));
    String others = fields.replace("(Amount)", "(Other)");
    good(
        "FieldMDP: another field is named",
        PdfForge.countersigned(filled(PdfForge.signed(CADES + others)), CADES));
  }

  /** A signed field with a widget of its own gets another one over the page. */
  static Bytes another() {
    String widget = "<</Type/Annot/Subtype/Widget/Parent 30 0 R/P 3 0 R";
    String parent = "<</FT/Sig/T(Office)/V 20 0 R/Kids[31 0 R]>>";
    Bytes base =
        PdfForge.sign(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "[11", "[30 0 R 11"))
                .with(30, parent)
                .with(31, widget + "/Rect[0 0 0 0]>>"),
            20,
            CADES,
            PdfForge.first());
    return PdfUpdate.of(base)
        .with(30, parent.replace("[31 0 R]", "[31 0 R 32 0 R]"))
        .with(32, widget + "/Rect[0 0 595 842]/AP<</N 13 0 R>>>>")
        .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 32 0 R]"))
        .append();
  }

  /** A signature field whose widget is two levels below it. */
  static PdfUpdate deep(Bytes pdf) {
    return PdfUpdate.of(pdf)
        .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
        .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 83 0 R]"))
        .with(81, "<</FT/Sig/T(S)/Kids[82 0 R]/V 21 0 R>>")
        .with(82, "<</Parent 81 0 R/Kids[83 0 R]>>")
        .with(
            83,
            "<</Type/Annot/Subtype/Widget/Parent 82 0 R/P 3 0 R/Rect[0 0 595 842]"
                + "/AP<</N 13 0 R>>>>");
  }

  private void active() {
    for (String entry :
        new String[] {
          "/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>",
          "/AF[4 0 R]",
          "/Collection<<>>",
          "/OpenAction<</S/JavaScript/JS(x)>>",
          "/URI<</Base(http://x)>>",
          "/ViewerPreferences<</HideToolbar true>>",
          "/Requirements[<<>>]"
        }) {
      bad("Active", "catalog: " + entry, entry(entry));
    }
    bad(
        "Active",
        "a script on a field",
        with(AMOUNT, changed(AMOUNT, "/V(100)", "/V(100)/AA<</F<</S/JavaScript/JS(x)>>>>")));
    bad(
        "Active",
        "an action on a field",
        with(AMOUNT, changed(AMOUNT, "/V(100)", "/V(100)/A<</S/URI/URI(x)>>")));
    bad(
        "Active",
        "an order of calculation",
        with(FORM, changed(FORM, "/SigFlags", "/CO[12 0 R]/SigFlags")));
    String xfa = "/XFA[(template)88 0 R(datasets)89 0 R]/SigFlags";
    Bytes form =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "/SigFlags", xfa))
                .with(88, stream("<template/>"))
                .with(89, stream("<data/>")),
            CADES);
    good("a form in XML that stays", PdfForge.countersigned(form, CADES));
    bad(
        "Active",
        "XFA: another template",
        PdfUpdate.of(form).with(88, stream("<tampered/>")).append());
    bad(
        "Active",
        "XFA: other packets",
        PdfUpdate.of(form)
            .with(FORM, changed(FORM, "/SigFlags", xfa.replace("(template)88 0 R", "")))
            .append());
  }

  private void radioButtons() {
    Bytes radios = PdfForms.radio(CADES);
    good("radio buttons split as iText does", PdfForms.split(radios, 90, "<<>>"));
    String kid = PdfForms.kid("/Parent 30 0 R", 300, "/A");
    Map<String, String> others =
        new TreeMap<>(
            Map.of(
                "stands elsewhere", kid.replace("/Rect[300", "/Rect[200"),
                "acts", kid.replace("/F 4", "/F 4/A<</S/URI/URI(x)>>"),
                "has a background", kid.replace("/F 4", "/F 4/MK<</BG[1]>>"),
                "is another field's", kid.replace("/Parent 30", "/Parent 12"),
                "is a signature", kid.replace("/F 4", "/F 4/FT/Sig")));
    others.forEach(
        (how, body) ->
            bad("Sneaky", "a split radio button " + how, PdfForms.split(radios, 41, body)));
    String page = changed(PAGE, "15 0 R]", "15 0 R 31 0 R 32 0 R]");
    bad(
        "Sneaky",
        "split radio buttons that their page has lost",
        PdfForms.split(radios, PAGE, page));
    String face = kid.replace("/A 33 0 R", "/A 13 0 R");
    open("a split radio button with another face", PdfForms.split(radios, 41, face));
    bad(
        "Permission",
        "P=1: a split radio button with another face",
        PdfForge.countersigned(
            PdfForms.split(PdfForms.radio(CADES + PdfForge.certify(1)), 41, face), CADES));
  }

  private void xmlForms() {
    Bytes form = PdfForms.xfa(CADES);
    String filled = PdfForms.DATA.replace("100", "900");
    Bytes update = PdfUpdate.of(form).with(89, stream(filled)).append();
    open("XFA: filled in and not signed again", update);
    good("XFA: filled in, then signed again", PdfForge.countersigned(update, CADES));
    good(
        "XFA: the template spelled anew",
        PdfUpdate.of(form).with(88, stream(PdfForms.TEMPLATE.replace("\"", "'"))).append());
    bad(
        "Permission",
        "P=1: XFA filled in",
        PdfUpdate.of(PdfForms.xfa(CADES + PdfForge.certify(1))).with(89, stream(filled)).append());
    bad(
        "Active",
        "XFA: a template among the data",
        PdfUpdate.of(form)
            .with(89, stream(filled.replace("</xfa:datasets>", "<template/></xfa:datasets>")))
            .append());
    bad(
        "Active",
        "XFA: the template has another field",
        PdfUpdate.of(form).with(88, stream(PdfForms.TEMPLATE.replace("\"b\"", "\"c\""))).append());
    bad(
        "Active",
        "XFA: the data are a page's content",
        PdfUpdate.of(form)
            .with(FORM, changed(FORM, "/SigFlags", PdfForms.PACKETS.replace("89 0 R", "4 0 R")))
            .append());
    parted();
    String rows = PdfForms.TEMPLATE + " ".repeat(4000 - PdfForms.TEMPLATE.length());
    String cut = "\0" + rows + "\0" + PdfForms.TEMPLATE.replace("\"b\"", "\"c\"");
    String filter = "<</Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 4000>>";
    String row = stream(XfaReadingTest.deflated(cut)).replaceFirst("<<", filter);
    bad(
        "Active",
        "XFA: another template in a row cut short",
        PdfUpdate.of(form).with(88, row).append());
    parameters();
    String named = "<FEFF00740065006D0070006C006100740065>";
    String packets = PdfForms.PACKETS.replace("(template)", named);
    open(
        "Active",
        "XFA: the template's name in UTF-16 (PDF.js)",
        PdfUpdate.of(form).with(FORM, changed(FORM, "/SigFlags", packets)).append());
  }

  /** A table of which some readers do not hear how it is packed. */
  private void parameters() {
    String rule = "/DecodeParms<</Columns 7/Predictor 12>>";
    Bytes update =
        PdfStreamed.of(PdfStreamed.signed(Map.of()))
            .with(PdfForge.AMOUNT, PdfForge.objects().get(PdfForge.AMOUNT))
            .number(80)
            .deflated(true)
            .table(rule, rule.replace("<<", "[<<").replace(">>", ">>]"))
            .append();
    add(
        "Reading",
        "a table's parameters in a list, its filter in none",
        update,
        INDETERMINATE,
        Reason.MALFORMED);
  }

  /** PDF.js shows 5 for the one and 5000 for the other. */
  private void parted() {
    String value = "<draw><value><integer>5 000</integer></value></draw><field";
    String template = PdfForms.TEMPLATE.replace("<field", value);
    Bytes form =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "/SigFlags", "/XFA 86 0 R/SigFlags"))
                .with(86, stream(PdfForms.xdp(template, PdfForms.DATA))),
            CADES);
    String other = template.replace("5 000", "5 <!-- -->000");
    Bytes update = PdfUpdate.of(form).with(86, stream(PdfForms.xdp(other, PdfForms.DATA))).append();
    open("Active", "XFA: a number parted by a comment (PDF.js)", update);
    String lent = "/DR<</Font<</New 85 0 R>>>>/SigFlags";
    String shaped =
        "<</Type/Font/Subtype/Type1/BaseFont/B/FontDescriptor"
            + "<</Type/FontDescriptor/FontName/B/FontFamily(A B)>>>>";
    open(
        "Active",
        "XFA: a font that the form comes to lend (PDF.js)",
        PdfUpdate.of(form)
            .with(FORM, changed(FORM, "/SigFlags", "/XFA 86 0 R" + lent))
            .with(85, shaped)
            .append());
    turnedOff(template);
  }

  /** Firefox shows the pages and no form in XML once there is a field at another place. */
  private void turnedOff(String template) {
    String one = "<</Fields[11 0 R]/XFA 86 0 R/SigFlags 3>>";
    Bytes form =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(CATALOG, changed(CATALOG, "/Pages", "/NeedsRendering true/Pages"))
                .with(FORM, one)
                .with(86, stream(PdfForms.xdp(template, PdfForms.DATA))),
            CADES);
    String empty = "<</FT/Sig/T(Empty)/Type/Annot/Subtype/Widget/F 132/P 3 0 R/Rect[5 5 5 5]>>";
    Bytes update =
        PdfUpdate.of(form)
            .with(FORM, one.replace("11 0 R", "11 0 R 85 0 R"))
            .with(85, empty)
            .append();
    open("Active", "XFA: a field without room turns it off (PDF.js)", update);
  }

  private void encrypted() {
    for (boolean aes : new boolean[] {false, true}) {
      String how = aes ? "AES-128: " : "RC4: ";
      var lock = new EncryptedPdfTest.Lock(128, aes, false, "");
      Bytes pdf = EncryptedPdfTest.signed(lock);
      good(how + "signed", pdf);
      bad("Encrypted", how + "another content", EncryptedPdfTest.forged(pdf, lock));
      String key = aes ? "/AESV2" : "/V 2";
      bad(
          "Encrypted",
          how + "an octet of the encryption dictionary",
          PdfEdit.bytes(PdfEdit.text(pdf).replaceFirst(key, key.replace('2', '3'))),
          aes ? Reason.CONTENTS_PADDING_WRONG : Reason.DIGEST_MISMATCH);
      bad(
          "Encrypted",
          how + "no encryption any more",
          PdfUpdate.of(pdf).with(90, "<<>>").trailer("/Encrypt null /Info 90 0 R ").append());
      bad(
          "Encrypted",
          how + "a content in the clear",
          PdfUpdate.of(pdf).with(content(pdf), stream("(FORGED) Tj")).append());
      int amount = PdfEdit.objectWith(pdf, "/FT /Tx");
      String identified =
          PdfEdit.text(PdfUpdate.of(pdf).with(amount, PdfEdit.body(pdf, amount)).append());
      int id = identified.lastIndexOf("/ID");
      String half = "/ID[<" + "42".repeat(16) + ">]";
      open(
          "Encrypted",
          how + "an identifier without its second half (MuPDF)",
          PdfEdit.bytes(
              identified.substring(0, id)
                  + half
                  + identified.substring(identified.indexOf(']', id) + 1)));
      var sealed = lock.with("secret");
      Bytes closed = EncryptedPdfTest.signed(sealed);
      add(
          "Encrypted",
          how + "behind a password",
          closed,
          INDETERMINATE,
          Reason.ENCODING_NOT_STANDARD);
      add(
          "Encrypted",
          how + "another content behind a password",
          EncryptedPdfTest.forged(closed, sealed),
          INDETERMINATE,
          Reason.CONTENT_NOT_COVERED);
    }
  }

  /** The number of the first content stream, which PDFBox gave. */
  private static int content(Bytes pdf) {
    PdfView view = new PdfView(Octets.of(DocumentSource.of(pdf)));
    PdfValue page = view.array(view.dict(view.catalog().get("Pages")).get("Kids")).get(0);
    PdfValue contents = view.dict(page).get("Contents");
    PdfValue first = view.array(contents).stream().findFirst().orElse(contents);
    return ((PdfValue.Ref) first).number();
  }

  /** What PDFium and PDF.js show otherwise. */
  private void browsers() {
    PdfBrowsers.spelled().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfBrowsers.referred().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfBrowsers.nodes().forEach((comment, pdf) -> bad("Shadow", comment, pdf));
    PdfBrowsers.trailers()
        .forEach((comment, pdf) -> add("Reading", comment, pdf, INDETERMINATE, Reason.MALFORMED));
    PdfBrowsers.parents().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfBrowsers.layers().forEach((comment, pdf) -> bad("Shadow", comment, pdf));
    PdfBrowsers.drawn().forEach((comment, pdf) -> bad("Annotation", comment, pdf));
    PdfBrowsers.values().forEach((comment, pdf) -> open("Sneaky", comment, pdf));
    PdfBrowsers.genuine().forEach(this::good);
    PdfLentLooks.fields().forEach((comment, pdf) -> open("Sneaky", comment, pdf));
    PdfLentLooks.editions().forEach((comment, pdf) -> bad("Shadow", comment, pdf));
    PdfLentLooks.gaps().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfLentLooks.encodings().forEach((comment, pdf) -> bad("Shadow", comment, pdf));
    PdfLentLooks.lengths().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfLentLooks.strings().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfLentLooks.genuine().forEach(this::good);
    PdfLockLies.locked().forEach((comment, pdf) -> bad("Permission", comment, pdf));
    PdfLockLies.ordered().forEach((comment, pdf) -> open("Sneaky", comment, pdf));
    PdfLockLies.opened().forEach((comment, pdf) -> open("Sneaky", comment, pdf));
    PdfLockLies.open().forEach(this::good);
    PdfMarks.seen().forEach((comment, pdf) -> open("Sneaky", comment, pdf));
    PdfMarks.moved().forEach((comment, pdf) -> bad("Sneaky", comment, pdf));
    PdfMarks.genuine().forEach(this::good);
    PdfSeeds.strangers()
        .forEach(
            (comment, pdf) ->
                add("Permission", comment, pdf, INDETERMINATE, Reason.SIGNATURE_DICTIONARY_WRONG));
    PdfSeeds.genuine().forEach(this::good);
    PdfLoosely.lent().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfLoosely.misread().forEach((comment, pdf) -> open("Reading", comment, pdf));
    PdfLoosely.genuine().forEach(this::good);
  }

  private void open(String comment, Bytes pdf) {
    open("Annotation", comment, pdf);
  }

  private void open(String flag, String comment, Bytes pdf) {
    add(flag, comment, pdf, INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }
}
