package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.NOTE;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.SECOND;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/**
 * What iText, PDFBox, EU DSS, mutool and others do to signed documents when they update them, and
 * beside each habit the alteration that looks like it.
 */
class ProducerHabitsTest {
  private static final Bytes SIGNED = PdfForge.signed(CADES);
  private static final String BOX =
      "<</FT/Btn/T(Box)/Type/Annot/Subtype/Widget/P 3 0 R/Rect[9 9 19 19]";
  private static final String FACES = "/AP<</N<</Yes 13 0 R/Off 4 0 R>>>>";

  // Tables.

  @Test
  void aFreeObjectMayHaveAnyGeneration() {
    String text = PdfEdit.text(PdfForge.plain()).replace("65535 f", "65536 f");
    valid(PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(text)), CADES));
    String used = text.replaceFirst("00000 n", "65536 n");
    assertThat(verify(PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(used)), CADES)).reason())
        .contains(Reason.MALFORMED);
  }

  /** Quartz writes objects that it does not use so; no object begins at octet 0. */
  @Test
  void anObjectInUseAtOctetNoneIsNone() {
    String unused = "70 1\n0000000000 65536 n \ntrailer";
    String text = PdfEdit.text(PdfForge.plain()).replace("trailer", unused);
    valid(PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(text)), CADES));
  }

  @Test
  void aBlankLineMayStandBeforeTheTrailer() {
    String text = PdfEdit.text(PdfForge.plain()).replace("trailer", "\n\ntrailer");
    valid(PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(text)), CADES));
  }

  // The information dictionary.

  @ParameterizedTest
  @CsvSource({"'[(a)(b)]', VALID", "'[<</A(b)>>]', INVALID", "'[[(a)]]', INVALID"})
  void keywordsMayBeAList(String keywords, Conclusion conclusion) {
    Bytes update =
        PdfUpdate.of(SIGNED)
            .with(90, "<</AAPL:Keywords" + keywords + ">>")
            .trailer("/Info 90 0 R ")
            .append();
    assertThat(verify(update).conclusion()).isEqualTo(conclusion);
  }

  // What a form lends.

  /** PDFBox 1.8 puts the resources of its next signature in place of those that were there. */
  @ParameterizedTest
  @CsvSource({"Helv, '', INDETERMINATE", "Helv, /Font<</Helv 17 0 R>>, INVALID", "F1, '', INVALID"})
  void aFontThatNothingBorrowsMayGo(String name, String left, Conclusion conclusion) {
    String lent = "/DR<<%s>>/SigFlags";
    String font = "/Font<</" + name + " 16 0 R>>";
    Bytes signed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "/SigFlags", lent.formatted(font)))
                .with(16, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
            CADES);
    Bytes update =
        PdfUpdate.of(signed)
            .with(FORM, changed(FORM, "/SigFlags", lent.formatted(left)))
            .with(17, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")
            .append();
    assertThat(verify(update).conclusion()).isEqualTo(conclusion);
  }

  // Fields that were there.

  @Test
  void aFieldMayLoseItsRoomWhenItIsSigned() {
    valid(second(SIGNED, "[0 0 0 0]", ""));
    valid(second(SIGNED, "[200 50 300 90]", "/MK<<>>/BS<</W 0>>/StructParent 3"));
    invalid(with(SECOND, PdfForge.field("Second", "[0 0 0 0]", "")));
    invalid(with(SECOND, PdfForge.field("Second", "[200 50 300 90]", "/MK<</BG[1]>>")));
  }

  @Test
  void aFieldThatMovesUnderACertificationIsDoubted() {
    Bytes certified = PdfForge.signed(CADES + PdfForge.certify(2));
    doubted(second(certified, "[0 0 595 842]", "/AP<</N 13 0 R>>"));
    valid(second(certified, "[0 0 0 0]", ""));
  }

  @Test
  void aSignedFieldKeepsThePictureOfItsWidget() {
    PdfUpdate update =
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "[11", "[30 0 R 11"))
            .with(30, "<</FT/Sig/T(Split)/V 20 0 R/Kids[31 0 R]>>")
            .with(31, widget("/AP<</N 13 0 R>>"));
    Bytes signed = PdfForge.sign(update, 20, CADES, PdfFixtures.SM2);
    valid(signed);
    invalid(PdfUpdate.of(signed).with(31, widget("")).append());
    invalid(PdfUpdate.of(signed).with(31, widget("/AP<</N 4 0 R>>")).append());
  }

  @Test
  void aWidgetIsPaintedWhenItsFieldIsSigned() {
    Bytes prepared =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "[11", "[30 0 R 11"))
                .with(30, "<</FT/Sig/T(Split)/Kids[31 0 R]>>")
                .with(31, widget("")),
            CADES);
    valid(
        PdfForge.sign(
            PdfUpdate.of(prepared)
                .with(30, "<</FT/Sig/T(Split)/V 40 0 R/Kids[31 0 R]>>")
                .with(31, widget("/AP<</N 13 0 R>>")),
            40,
            CADES,
            PdfFixtures.ECDSA));
    invalid(PdfUpdate.of(prepared).with(31, widget("/AP<</N 13 0 R>>")).append());
  }

  /**
   * node-signpdf writes a form of its own, which the catalog of a document with one never names.
   */
  @Test
  void aSignatureMayStandOnThePageAlone() {
    valid(onThePage(SIGNED, "[0 0 0 0]", ""));
    valid(onThePage(SIGNED, "[300 50 400 90]", "/AP<</N 13 0 R>>"));
    Bytes certified = PdfForge.signed(CADES + PdfForge.certify(2));
    valid(onThePage(certified, "[0 0 0 0]", ""));
    doubted(onThePage(certified, "[300 50 400 90]", "/AP<</N 13 0 R>>"));
    invalid(onThePage(PdfForge.signed(CADES + PdfForge.certify(1)), "[0 0 0 0]", ""));
    for (String more :
        List.of("/A<</S/JavaScript/JS(1)>>", "/Parent 12 0 R", "/Kids[12 0 R]", "/AP 13 0 R")) {
      invalid(onThePage(SIGNED, "[0 0 0 0]", more));
    }
    for (String value : List.of("", "/V 20 0 R", "/V(signed)", "/V 99 0 R")) {
      Bytes unsigned =
          PdfUpdate.of(SIGNED)
              .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 40 0 R]"))
              .with(40, PdfForge.field("Page", "[300 50 400 90]", value))
              .append();
      assertThat(verify(unsigned).conclusion()).as(value).isEqualTo(Conclusion.INVALID);
    }
  }

  /** OpenPDF 3 says for screen readers what a signature field is. */
  @Test
  void aNewSignatureMayBeSpokenOf() {
    String spoken = "/Alt(Digital signature)/Contents(Digital signature)/Lang(zh)";
    valid(onThePage(SIGNED, "[300 50 400 90]", "/AP<</N 13 0 R>>" + spoken));
    for (String more : List.of("/Alt 13 0 R", "/Contents<</S/JavaScript>>", "/Lang[(zh)]")) {
      invalid(onThePage(SIGNED, "[0 0 0 0]", more));
    }
  }

  private static Bytes onThePage(Bytes signed, String rectangle, String more) {
    return PdfForge.sign(
        PdfUpdate.of(signed)
            .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 40 0 R]"))
            .with(40, PdfForge.field("Page", rectangle, "/V 41 0 R" + more)),
        41,
        CADES,
        PdfFixtures.ECDSA);
  }

  private static String widget(String more) {
    return "<</Parent 30 0 R/Type/Annot/Subtype/Widget/P 3 0 R/Rect[300 50 400 90]" + more + ">>";
  }

  /** Scripts of forms give a field another colour while it is filled in. */
  @Test
  void aFilledFieldMayGetAnotherColour() {
    String filled = changed(AMOUNT, "/V(100)", "/V(900)/MK<</BG[1 0 0]>>/BS<</W 2>>");
    Bytes update =
        PdfUpdate.of(SIGNED)
            .with(AMOUNT, filled.replace("13 0 R", "92 0 R"))
            .with(92, PdfForge.face("900"))
            .append();
    doubted(update);
    doubted(PdfForge.countersigned(update, CADES));
    invalid(with(AMOUNT, changed(AMOUNT, "/V(100)", "/V(100)/MK<</BG[1 0 0]>>")));
    Bytes closed = PdfForge.signed(CADES + PdfForge.certify(1));
    invalid(PdfUpdate.of(closed).with(AMOUNT, filled.replace("13 0 R", "4 0 R")).append());
  }

  /** iText names the sign of a check box when it ticks one. */
  @Test
  void aTickedBoxMayNameItsSign() {
    Bytes base = boxed(BOX + "/AS/Off" + FACES + ">>");
    String ticked = BOX + "/AS/Yes/V/Yes" + FACES;
    valid(ticked(base, ticked + "/MK<</CA(4)>>>>"));
    doubted(ticked(base, ticked + "/MK<</CA(4)/BG[1]>>>>"));
    invalid(ticked(base, BOX + "/AS/Off/MK<</CA(4)>>" + FACES + ">>"));
    Bytes closed = ticked(base, ticked + "/A<</S/URI/URI(x)>>>>");
    invalid(closed);
  }

  /** iText 7 gives a box that it ticks its own sign in place of the one that was named. */
  @Test
  void aTickedBoxMayGetAnotherSign() {
    Bytes base = boxed(BOX + "/AS/Off" + FACES + "/MK<</BC[0]/CA(4)>>>>");
    valid(ticked(base, BOX + "/AS/Yes/V/Yes" + FACES + "/MK<</BC[0]/CA(8)>>>>"));
    for (String look :
        List.of("<</BC[0]/CA(88)>>", "<</BC[1]/CA(8)>>", "<</BC[0]/CA<FEFF>>>", "<</CA(8)>>")) {
      doubted(ticked(base, BOX + "/AS/Yes/V/Yes" + FACES + "/MK" + look + ">>"));
    }
    invalid(ticked(base, BOX + "/AS/Off" + FACES + "/MK<</BC[0]/CA(8)>>>>"));
    String push = BOX + "/Ff 65536/AP<</N 13 0 R>>/MK<</CA(4)>>>>";
    doubted(ticked(boxed(push), push.replace("(4)", "(8)").replace("13 0 R", "4 0 R")));
  }

  private static Bytes boxed(String box) {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "[11", "[30 0 R 11"))
            .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 30 0 R]"))
            .with(30, box),
        CADES);
  }

  private static Bytes ticked(Bytes base, String box) {
    return PdfForge.countersigned(PdfUpdate.of(base).with(30, box).append(), CADES);
  }

  // Pages.

  /** MuPDF writes reals anew, as near as single precision has them. */
  @Test
  void realsAreOfSinglePrecision() {
    String page = changed(PAGE, "595 842", "595.27563 841.8898");
    Bytes base = PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(PAGE, page), CADES);
    valid(PdfUpdate.of(base).with(PAGE, page.replace("595.27563", "595.27566")).append());
    invalid(PdfUpdate.of(base).with(PAGE, page.replace("595.27563", "595.2758")).append());
    Bytes whole =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain()).with(RESOURCES, "<</Font<<>>/Id 16777216>>"), CADES);
    invalid(PdfUpdate.of(whole).with(RESOURCES, "<</Font<<>>/Id 16777217>>").append());
  }

  @Test
  void whatAPageInheritsMayBeWrittenIntoIt() {
    String page =
        "<</Type/Page/Parent 2 0 R/Contents 9 0 R/Resources 6 0 R/Annots[11 0 R 12 0 R 14 0 R 15 0"
            + " R]";
    Bytes base =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(
                    2, "<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2/MediaBox[0 0 595 842]/Rotate 90>>")
                .with(PAGE, page + ">>"),
            CADES);
    valid(PdfUpdate.of(base).with(PAGE, page + "/MediaBox[0 0 595 842]/Rotate 90>>").append());
    valid(PdfUpdate.of(base).with(PAGE, page + "/CropBox[0 0 595 842]>>").append());
    invalid(PdfUpdate.of(base).with(PAGE, page + "/CropBox[0 0 595 800]>>").append());
    invalid(PdfUpdate.of(base).with(PAGE, page + "/Rotate 0>>").append());
    invalid(PdfUpdate.of(base).with(PAGE, page + "/MediaBox[0 0 99 99]>>").append());
    valid(with(PAGE, changed(PAGE, "/Type", "/Rotate 0/Type")));
    invalid(with(PAGE, changed(PAGE, "/MediaBox[0 0 595 842]", "")));
  }

  /**
   * LibreOffice lets the form share the pages' resources, and iText puts its faces there. What was
   * shown stays as it was; whether content waited for the name is another matter.
   */
  @Test
  void aResourceUnderAFreeNameIsDoubtful() {
    String shared = "<</Font<</F1 61 0 R>>%s>>";
    Bytes base =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(RESOURCES, shared.formatted(""))
                .with(61, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
            CADES);
    String face = "/XObject<</FRM 13 0 R>>";
    doubted(PdfUpdate.of(base).with(RESOURCES, shared.formatted(face)).append());
    String second = shared.formatted("").replace("<</F1", "<</Helv 61 0 R/F1");
    doubted(PdfUpdate.of(base).with(RESOURCES, second).append());
    // But a default colour space or a layer changes what is there (§8.6.5.6, §8.11.3.2).
    for (String more :
        List.of(
            "/ColorSpace<</DefaultRGB/DeviceGray>>",
            "/Properties<</M 13 0 R>>",
            "/ExtGState<</G<<>>>>")) {
      invalid(PdfUpdate.of(base).with(RESOURCES, shared.formatted(more)).append());
    }
    invalid(PdfUpdate.of(base).with(RESOURCES, "<</Font<</F1 13 0 R>>>>").append());
    invalid(PdfUpdate.of(base).with(RESOURCES, "<<" + face + ">>").append());
  }

  @Test
  void oneContentMayBeAList() {
    Bytes base =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(PAGE, changed(PAGE, "/Contents 5 0 R", "/Contents 4 0 R")),
            CADES);
    valid(
        PdfUpdate.of(base)
            .with(PAGE, changed(PAGE, "/Contents 5 0 R", "/Contents[4 0 R]"))
            .append());
    invalid(
        PdfUpdate.of(base)
            .with(PAGE, changed(PAGE, "/Contents 5 0 R", "/Contents[4 0 R 4 0 R]"))
            .append());
    invalid(
        PdfUpdate.of(base)
            .with(PAGE, changed(PAGE, "/Contents 5 0 R", "/Contents[13 0 R]"))
            .append());
    invalid(
        PdfUpdate.of(base).with(PAGE, changed(PAGE, "/Contents 5 0 R", "/Contents[]")).append());
  }

  // The catalog.

  @Test
  void aProducersNotesAreDoubted() {
    doubted(with(CATALOG, changed(CATALOG, "/Type", "/PieceInfo<</X<</Private 4 0 R>>>>/Type")));
    doubted(with(PAGE, changed(PAGE, "/Type", "/PieceInfo<<>>/Type")));
  }

  /** Usage rights are the reader's licence: a producer that knows none drops them. */
  @Test
  void usageRightsMayGo() {
    String perms = changed(CATALOG, "/Type", "/Perms<</UR3 84 0 R>>/Type");
    String rights = "/Reference[<</Type/SigRef/TransformMethod/UR3/TransformParams<<>>>>]";
    Bytes base =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(84, "<<" + CADES + rights + "/ByteRange[0 9 12 9]/Contents<3000>>>")
                .with(CATALOG, perms),
            CADES);
    doubted(PdfUpdate.of(base).with(CATALOG, changed(CATALOG, "/Type", "/Type")).append());
    doubted(
        PdfUpdate.of(base).with(CATALOG, changed(CATALOG, "/Type", "/Perms<<>>/Type")).append());
    invalid(PdfUpdate.of(base).with(CATALOG, perms.replace("84 0 R", "4 0 R")).append());
    invalid(PdfUpdate.of(base).with(CATALOG, perms.replace("<</UR3 84 0 R>>", " 4 0 R")).append());
    invalid(with(CATALOG, perms));
  }

  // Annotations.

  @Test
  void anAnnotationMayBeCalledOne() {
    String bare = changed(NOTE, "/Type/Annot", "");
    Bytes signed = PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(NOTE, bare), CADES);
    valid(PdfUpdate.of(signed).with(NOTE, changed(NOTE, "/Annot", "/Annot")).append());
    invalid(PdfUpdate.of(signed).with(NOTE, changed(NOTE, "/Annot", "/Other")).append());
    invalid(PdfUpdate.of(SIGNED).with(NOTE, bare).append());
  }

  @Test
  void aWidgetWithoutRoomMayLeaveThePage() {
    valid(with(PAGE, changed(PAGE, "[11 0 R 12", "[12")));
    invalid(with(PAGE, changed(PAGE, "11 0 R 12 0 R", "11 0 R")));
    invalid(with(PAGE, changed(PAGE, " 15 0 R]", "]")));
  }

  @Test
  void anObjectMayBeWrittenAnewUnderAnotherNumber() {
    PdfUpdate moved =
        PdfUpdate.of(SIGNED)
            .with(91, changed(AMOUNT, "100", "100"))
            .with(92, changed(NOTE, "note", "note"))
            .with(FORM, changed(FORM, "12 0 R", "91 0 R"))
            .with(PAGE, changed(PAGE, "12 0 R 14 0 R 15 0 R", "91 0 R 14 0 R 92 0 R"));
    valid(PdfReaders.counted(moved.append(), 93));
    invalid(moved.with(91, changed(AMOUNT, "(100)", "(900)")).append());
    invalid(
        moved
            .with(91, changed(AMOUNT, "100", "100"))
            .with(92, changed(NOTE, "note", "paid"))
            .append());
  }

  /** endesive gives a signature that nobody sees a face without its stream. */
  @Test
  void anUnseenSignatureMayHaveAFaceWithoutAStream() {
    String face = "<</Length 0/Type/XObject/Subtype/Form/Bbox[0 0 0 0]>>";
    valid(faced("[0 0 0 0]", "/AP<</N 82 0 R>>", face));
    invalid(faced("[9 9 99 99]", "/AP<</N 82 0 R>>", face));
    invalid(faced("[0 0 0 0]", "/AP<</N 82 0 R/D[]>>", face));
    for (String other : List.of("<</Length<<>>>>", "<</Bbox[13 0 R]>>", "[0]", "(face)")) {
      invalid(faced("[0 0 0 0]", "/AP<</N 82 0 R>>", other));
    }
  }

  private static Bytes faced(String rectangle, String more, String face) {
    return PdfForge.sign(
        PdfUpdate.of(SIGNED)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
            .with(81, PdfForge.field("Later", rectangle, "/V 21 0 R" + more))
            .with(82, face),
        21,
        CADES,
        PdfFixtures.ECDSA);
  }

  // Tags.

  @Test
  void newSealsMayBeTagged() {
    valid(tagged("<</Type/StructElem/S/Form/P 51 0 R/Pg 3 0 R/K<</Type/OBJR/Obj 81 0 R>>>>", ""));
    valid(tagged("<</S/Form/P 51 0 R/K[<</Type/OBJR/Obj 81 0 R/Pg 3 0 R>>]>>", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "<</S/Form/P 51 0 R/ActualText(paid)/K<</Type/OBJR/Obj 81 0 R>>>>",
    "<</S/Form/P 51 0 R/Alt(paid)/K<</Type/OBJR/Obj 81 0 R>>>>",
    "<</S/P/P 51 0 R/K 0>>",
    "<</S/P/P 51 0 R>>",
    "<</S/Form/P 51 0 R/K<</Type/OBJR/Obj 12 0 R>>>>"
  })
  void otherTagsAreDoubted(String element) {
    doubted(tagged(element, ""));
  }

  /** iText 7 writes an empty map of roles, which says what none says (§14.8.4). */
  @Test
  void anEmptyMapOfRolesSaysNothing() {
    valid(rolesAdded("<<>>"));
    doubted(rolesAdded("<</P/Artifact>>"));
    doubted(rolesAdded("null/ClassMap<</A<</O/Layout>>>>"));
    Bytes mapped =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(CATALOG, changed(CATALOG, "/Type", "/StructTreeRoot 50 0 R/Type"))
                .with(50, "<</Type/StructTreeRoot/RoleMap<</Note/P>>>>"),
            CADES);
    doubted(PdfUpdate.of(mapped).with(50, "<</Type/StructTreeRoot/RoleMap<<>>>>").append());
  }

  private static Bytes rolesAdded(String roles) {
    String root = tree("51 0 R", "[0[52 0 R]]");
    return PdfUpdate.of(tags())
        .with(50, root.replace("/Type/", "/RoleMap " + roles + "/Type/"))
        .append();
  }

  /** Where no element was there, iText 7 tags the widget within one for the document. */
  @Test
  void aTagOfANewWidgetMayStandInANewElement() {
    String link = "<</S/Form/P 55 0 R/K<</Type/OBJR/Obj 81 0 R>>>>";
    valid(nested("<</S/Document/P 50 0 R/K 54 0 R>>", link));
    doubted(nested("<</S/Document/P 50 0 R/K 54 0 R/ActualText(paid)>>", link));
    doubted(nested("<</S/Document/P 50 0 R/K[54 0 R 55 0 R]>>", link));
    doubted(nested("<</S/Document/P 50 0 R/K[54 0 R 0]>>", link));
    doubted(nested("<</S/Document/P 50 0 R/K 54 0 R>>", "<</S/P/P 55 0 R/Pg 3 0 R/K 0>>"));
  }

  private static Bytes nested(String element, String leaf) {
    Bytes base =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(CATALOG, changed(CATALOG, "/Type", "/StructTreeRoot 50 0 R/Type"))
                .with(50, "<</Type/StructTreeRoot>>"),
            CADES);
    return PdfForge.sign(
        PdfUpdate.of(base)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
            .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 81 0 R]"))
            .with(50, tree("[55 0 R]", "[0 54 0 R]"))
            .with(54, leaf)
            .with(55, element)
            .with(81, PdfForge.field("Later", "[9 9 99 99]", "/V 21 0 R/StructParent 0")),
        21,
        CADES,
        PdfFixtures.ECDSA);
  }

  @Test
  void tagsThatWereThereStay() {
    String link = "<</S/Form/P 51 0 R/K<</Type/OBJR/Obj 81 0 R>>>>";
    doubted(tagged(link, "/ActualText(paid)"));
    Bytes base = tags();
    doubted(PdfUpdate.of(base).with(50, tree("[51 0 R]", "[0[53 0 R]]")).append());
    doubted(PdfUpdate.of(base).with(50, tree("[]", "[0[52 0 R]]")).append());
    valid(PdfUpdate.of(base).with(50, tree("51 0 R", "[0[52 0 R]]")).append());
    doubted(PdfUpdate.of(base).with(51, document("[53 0 R 52 0 R]", "")).append());
    doubted(PdfUpdate.of(base).with(CATALOG, changed(CATALOG, "/Type", "/Type")).append());
  }

  private static Bytes tags() {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(CATALOG, changed(CATALOG, "/Type", "/StructTreeRoot 50 0 R/Type"))
            .with(50, tree("51 0 R", "[0[52 0 R]]"))
            .with(51, document("[52 0 R 53 0 R]", ""))
            .with(52, "<</S/P/P 51 0 R/Pg 3 0 R/K 0>>")
            .with(53, "<</S/P/P 51 0 R/Pg 3 0 R/K 1/Alt(two)>>"),
        CADES);
  }

  private static String tree(String kids, String numbers) {
    return "<</Type/StructTreeRoot/K "
        + kids
        + "/ParentTree<</Nums"
        + numbers
        + ">>/ParentTreeNextKey 9>>";
  }

  private static String document(String kids, String more) {
    return "<</S/Document/P 50 0 R/K" + kids + more + ">>";
  }

  /** A tagged document with a second seal and a tag that came with it. */
  private static Bytes tagged(String element, String more) {
    return PdfForge.sign(
        PdfUpdate.of(tags())
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
            .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 81 0 R]"))
            .with(50, tree("[51 0 R]", "[0[52 0 R]1 54 0 R]"))
            .with(51, document("[52 0 R 53 0 R 54 0 R]", more))
            .with(54, element)
            .with(81, PdfForge.field("Later", "[9 9 99 99]", "/V 21 0 R/StructParent 1")),
        21,
        CADES,
        PdfFixtures.ECDSA);
  }

  private static Bytes second(Bytes pdf, String rectangle, String more) {
    return PdfForge.sign(
        PdfUpdate.of(pdf).with(SECOND, PdfForge.field("Second", rectangle, "/V 21 0 R" + more)),
        21,
        CADES,
        PdfFixtures.ECDSA);
  }

  private static Bytes with(int number, String body) {
    return PdfUpdate.of(SIGNED).with(number, body).append();
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  private static void valid(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
  }

  private static void invalid(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as("%s", report).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  private static void doubted(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).as("%s", report).contains(Reason.CONTENT_NOT_COVERED);
  }
}
