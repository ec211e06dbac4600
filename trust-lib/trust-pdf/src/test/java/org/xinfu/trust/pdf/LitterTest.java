package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;

/**
 * Acrobat saves streams anew that became shorter with what came behind them before: heads of
 * objects in use, at the end of a stream's data. A reader that rebuilds the table finds them there,
 * and what they hide is not shown. So no update may give any reader a reason to.
 */
class LitterTest {
  static final String LITTER = "x\r\nendstream\rendobj\r13 0 obj\r<</";

  /** What is refused without litter too. */
  private static final Set<String> REFUSED =
      Set.of(
          "/W[1 4 2.0] for /W[1 4 2]",
          "/Index[80.0 1 81 1 for /Index[80 1 81 1",
          "/Type/XRef/XRefStm 15 for /Type/XRef",
          " for endstream",
          "no width of types",
          "an object that is freed",
          "an object in no stream",
          "an object at another place",
          "a table under a number in use",
          "/N 1/F(x)",
          "/N 1.0",
          ">>\nstream\n%",
          "81 1",
          "[".repeat(20) + "1");

  /** The documents, by what is written in them; made once. */
  private final Bytes littered = littered(LITTER);

  static Bytes littered(String data) {
    return PdfStreamed.signed(Map.of(60, PdfForms.stream(data)));
  }

  /** An update of one new object, and one that is packed. */
  static PdfStreamed update(Bytes pdf) {
    return PdfStreamed.of(pdf).with(80, "<<>>").packed(81, "<</A(b)/C[1 0 R]>>");
  }

  @TestFactory
  Stream<DynamicTest> updatesThatEveryReaderFollowsAreNoDoubt() {
    Map<String, Bytes> good = new LinkedHashMap<>();
    Bytes once = update(littered).append();
    good.put("an update", once);
    good.put("two updates", PdfStreamed.of(once).packed(81, "(d)").number(93).append());
    good.put("a deflated table", update(littered).deflated(false).append());
    good.put("differences of rows", update(littered).widths(1, 3, 0).deflated(true).append());
    good.put("a table that does not list itself", update(littered).unlisted().append());
    good.put("a stream that came later", update(littered).with(82, PdfForms.stream("x")).append());
    good.put("object 0 free again", update(littered).row(0, 0, 0, 0).append());
    good.put(
        "two heads",
        update(littered(LITTER.replace("13", "12 0 obj\r\nendstream\rendobj\r13"))).append());
    good.put("a linearized file", update(linearized(1000)).append());
    good.put("the highest number", PdfNumbers.high(littered, 8_388_607));
    good.put("an attached PDF", update(attached()).append());
    good.put("a classic table", PdfLeftovers.updated(classic(LITTER), "<<>>"));
    return good.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> accepted(one.getValue())));
  }

  /** What is no litter: a reader that rebuilds may find something to show there. */
  @TestFactory
  Stream<DynamicTest> copiesThatSayAnythingAreDoubted() {
    return Stream.of(
            "13 0 obj\r<</Type/Catalog",
            "13 0 obj\r<</Type/XRef/Size 99",
            "13 0 obj\r<</Type/ObjStm/N 1/First 4",
            "13 0 obj\r<</Type/Pages/Kids[]>>",
            "13 0 obj\r<</FT/Sig",
            "13 0 obj\r<</Encrypt 1 0 R",
            "13 0 obj\r<</Root 1 0 R>>",
            "13 0 obj\r4 0 R",
            "13 0 obj\rnull",
            "13 0 obj\r[",
            "13 0 obj\r(",
            "13 0 obj\r<",
            "13 0 obj\r<</A",
            "13 0 obj\r<<>>\rendobj\r",
            "13 0 obj\r<<>>stream\r\n",
            "13 0 obj\r<</Length 99>>stream\r\nBT",
            "13 0 obj\r<</\r\nendstream\rendobj\rtrailer",
            "13 0 obj\r<</\r\nendstream\rendobj\r4 0 obj\r1",
            "13 0 obj\r<</%",
            "13 1 obj\r<</",
            "13 00 obj\r<</",
            "013 0 obj\r<</",
            "+13 0 obj\r<</",
            "13  0 obj\r<</",
            "13 %\n0 obj\r<</",
            "13 0%\n obj\r<</",
            "13 0 obj" + " ".repeat(130) + "<</")
        .map(
            copy ->
                DynamicTest.dynamicTest(
                    copy, () -> doubted(update(littered("x\rendobj\r" + copy)).append())));
  }

  @TestFactory
  Stream<DynamicTest> litterElsewhereIsDoubted() {
    Map<String, Bytes> open = new LinkedHashMap<>();
    open.put(
        "in a string",
        update(PdfStreamed.signed(Map.of(60, "(x\nendobj\n13 0 obj\n<</)"))).append());
    String named = PdfForms.stream(LITTER).replaceFirst("/Length \\d+", "/Length 61 0 R");
    open.put(
        "in a stream of a length that is named",
        update(PdfStreamed.signed(Map.of(60, named, 61, "" + LITTER.length()))).append());
    open.put(
        "in a stream of a wrong length",
        update(
                PdfStreamed.signed(
                    Map.of(60, PdfForms.stream(LITTER).replaceFirst("/Length \\d+", "/Length 9"))))
            .append());
    open.put("beside another copy", update(littered(LITTER + "\n4 0 obj\n(x)")).append());
    open.put("of a page that is named in vain", update(vain()).append());
    open.put("that an update names in vain", named("<</A 75 0 R>>", "<<>>"));
    open.put("that a packed object names in vain", named("<<>>", "<</A 75 0 R>>"));
    open.put("of a file as long as a linearized one says", update(linearized(90_000)).append());
    return doubted(open);
  }

  /** The litter's number is in no table, and an update names it. */
  private static Bytes named(String plain, String packed) {
    Bytes signed = littered(LITTER.replace("13", "75"));
    return PdfStreamed.of(signed).with(80, plain).packed(81, packed).append();
  }

  private static Bytes vain() {
    return PdfStreamed.signed(
        Map.of(
            60,
            PdfForms.stream(LITTER.replace("13", "75")),
            PdfForge.PAGE,
            PdfForge.changed(PdfForge.PAGE, "/Type", "/X 75 0 R/Type")));
  }

  /** Tables that some reader takes for broken, so that it rebuilds. */
  @TestFactory
  Stream<DynamicTest> tablesThatAnyReaderDoubtsAreDoubted() {
    Map<String, Function<String, Bytes>> open = new LinkedHashMap<>();
    String[][] spellings = {
      {"/W[1 4 2]", "/W[1 4 2 0]"},
      {"/W[1 4 2]", "/W[1 4 2.0]"},
      {"/Type/XRef", "/Type/XRef/Extends 1"},
      {"/Type/XRef", "/Type/XRef/XRefStm 15"},
      {"/Type/XRef", "/Type/XRef/DecodeParms null"},
      {"/Type/XRef", "/Type/XRef/Filter[]"},
      {"/Type/XRef", "/Type/XRef/Filter null"},
      {"/Type/XRef", "/Type/XRef/Info 99 0 R"},
      {"/Type/XRef", "/Type/XRef/ID[99 0 R 99 0 R]"},
      {"/Type/XRef", "/Type/XRef/Info null"},
      {"/Type/XRef", "/Type/XRef%c\n"},
      {"/Root 1 0 R", "/Root 1 0 R/Root 1 0 R/A 1"},
      {"/Root 1 0 R", ""},
      {"/Index[80 1 81 1", "/Index[80 2 81 0"},
      {"/Index[80 1 81 1", "/Index[80.0 1 81 1"},
      {"/Size 92", "/Size 93"},
      {"/Size 92", "/Size 91"},
      {"/Size 92", "/Size 92.0"},
      {">>\nstream\n", ">>\nstream \n"},
      {">>\nstream\n", ">>stream\r"},
      {"\nendstream", "\n%c\nendstream"},
      {"\nendstream", ""},
    };
    for (String[] each : spellings) {
      open.put(
          each[1].replace('\n', ' ').replace('\r', ' ') + " for " + each[0].strip(),
          data -> update(littered(data)).table(each[0], each[1]).append());
    }
    open.put("no width of types", data -> update(littered(data)).widths(0, 4, 2).append());
    open.put("a wide type", data -> update(littered(data)).widths(2, 4, 2).append());
    open.put("a wide place", data -> update(littered(data)).widths(1, 5, 2).append());
    open.put("a wide generation", data -> update(littered(data)).widths(1, 4, 3).append());
    open.put("more rows than are said", data -> update(littered(data)).trailing("\0", "").append());
    open.put(
        "octets behind what is deflated",
        data -> update(littered(data)).deflated(false).trailing("", "\n").append());
    open.put(
        "another predictor",
        data ->
            update(littered(data)).deflated(true).table("/Predictor 12", "/Predictor 15").append());
    open.put(
        "colours of rows",
        data ->
            update(littered(data))
                .deflated(true)
                .table("/Predictor 12", "/Predictor 12/Colors 1")
                .append());
    open.put(
        "a short filter",
        data ->
            update(littered(data))
                .deflated(false)
                .table("/Filter/FlateDecode", "/Filter/Fl")
                .append());
    open.put(
        "an array of one filter",
        data ->
            update(littered(data))
                .deflated(false)
                .table("/Filter/FlateDecode", "/Filter[/FlateDecode]")
                .append());
    open.put("a type that is none", data -> update(littered(data)).row(85, 3, 9, 0).append());
    open.put(
        "an object in use at octet 0", data -> update(littered(data)).row(85, 1, 0, 0).append());
    open.put("an object that is freed", data -> update(littered(data)).row(15, 0, 0, 1).append());
    open.put("an object in no stream", data -> update(littered(data)).row(85, 2, 60, 0).append());
    open.put(
        "an object at another place", data -> update(littered(data)).row(85, 1, 17, 0).append());
    open.put(
        "a table under a number in use",
        data -> update(littered(data)).unlisted().tableNumber(13).append());
    open.put("a number too high", data -> PdfNumbers.high(littered(data), 8_388_608));
    open.put(
        "a packed number too high",
        data -> PdfStreamed.of(littered(data)).packed(8_388_608, "<<>>").append());
    open.put(
        "a table's number too high",
        data -> update(littered(data)).unlisted().tableNumber(8_388_608).append());
    open.put(
        "a free number too high", data -> update(littered(data)).row(8_388_608, 0, 0, 0).append());
    open.put(
        "a classic number too high",
        data -> PdfUpdate.of(classic(data)).with(8_388_608, "1").append());
    open.put("a long head", data -> update(littered(data)).unlisted().head("%d  0 obj").append());
    open.put(
        "information that is nowhere",
        data ->
            update(littered(data))
                .unlisted()
                .table("/Type/XRef", "/Type/XRef/Info 99 0 R")
                .append());
    open.put(
        "differences of another kind",
        data -> update(littered(data)).deflated(true).first(0).append());
    open.put("object 0 in use at octet 0", data -> update(littered(data)).row(0, 1, 0, 0).append());
    open.put(
        "object 0 of a type that is none", data -> update(littered(data)).row(0, 3, 0, 0).append());
    open.put(
        "an empty subsection",
        data -> update(littered(data)).table("/Index[", "/Index[70 0 ").append());
    open.put(
        "falling subsections",
        data ->
            update(littered(data))
                .trailing("\0".repeat(7), "")
                .table("91 1 ]", "91 1 0 1]")
                .append());
    open.put(
        "a size that was too small",
        data ->
            PdfStreamed.of(update(littered(data)).table("/Size 92", "/Size 50").append())
                .with(80, "<<>>")
                .number(93)
                .append());
    open.put(
        "a classic table behind streams", data -> PdfLeftovers.updated(littered(data), "<<>>"));
    open.put("a stream behind a table behind white space", data -> update(spaced(data)).append());
    open.put("a stream behind a classic table", data -> update(classic(data)).append());
    return rebuilt(open);
  }

  /** Streams of objects, and what they hold, that some reader cannot read. */
  @TestFactory
  Stream<DynamicTest> packedObjectsThatAnyReaderDoubtsAreDoubted() {
    Map<String, Function<String, Bytes>> open = new LinkedHashMap<>();
    for (String[] each :
        new String[][] {
          {"/N 1", "/N 1/Extends 1 0 R"},
          {"/N 1", "/N 1/Filter[]"},
          {"/N 1", "/N 1/Filter null"},
          {"/N 1", "/N 1/DecodeParms<<>>"},
          {"/N 1", "/N 1/F(x)"},
          {"/N 1", "/N 1.0"},
          {"/N 1", "/N 1%c\n"},
          {">>\nstream\n", ">>\nstream \n"},
          {">>\nstream\n", ">>\nstream\n%"},
          {"81 0 ", "81 1 "},
        }) {
      open.put(each[1].strip(), data -> update(littered(data)).packing(each[0], each[1]).append());
    }
    for (String odd : new String[] {"null", "<</A null>>", "<</A 99 0 R>>", "[".repeat(20) + "1"}) {
      open.put(odd, data -> PdfStreamed.of(littered(data)).packed(81, odd).append());
    }
    open.put(
        "one that was written anew",
        data ->
            PdfStreamed.of(PdfStreamed.of(littered(data)).packed(81, "null").append())
                .packed(81, "1")
                .number(93)
                .append());
    open.put("nine updates", LitterTest::nine);
    open.put(
        "white space that hides the end",
        data -> littered(data).concat(Bytes.utf8(" ".repeat(1100))));
    return rebuilt(open);
  }

  private static Bytes nine(String data) {
    Bytes many = littered(data);
    for (int i = 0; i < 9; i++) {
      many = PdfStreamed.of(many).with(80, "<<>>").number(91 + i).append();
    }
    return many;
  }

  /** Each is doubted for the litter's sake alone, but for those that nobody accepts. */
  private static Stream<DynamicTest> rebuilt(Map<String, Function<String, Bytes>> open) {
    return open.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () -> {
                      DocumentReport clean = verify(one.getValue().apply("x"));
                      boolean refused = REFUSED.contains(one.getKey());
                      assertThat(clean.conclusion() != Conclusion.VALID)
                          .as("%s", clean)
                          .isEqualTo(refused);
                      doubted(one.getValue().apply(LITTER));
                      if (!refused) {
                        assertThat(verify(one.getValue().apply(LITTER)).reason())
                            .contains(Reason.CONTENT_NOT_COVERED);
                      }
                    }));
  }

  private static Bytes classic(String litter) {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain()).with(60, PdfForms.stream(litter)), PdfForge.CADES);
  }

  /** One revision, whose {@code startxref} names the white space before its classic table. */
  private static Bytes spaced(String litter) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(60, PdfForms.stream(litter));
    objects.put(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R"));
    ContentDigest digest = ContentDigest.of(PdfForge.first().algorithm());
    return PdfForge.sign(
        body -> {
          objects.put(20, body);
          String text = PdfEdit.text(PdfUpdate.file(objects));
          int table = text.lastIndexOf("\nxref\n");
          return PdfEdit.bytes(text.replace("startxref\n" + (table + 1), "startxref\n" + table));
        },
        PdfForge.CADES,
        covered -> CmsSigner.pades(digest.of(covered), PdfForge.first()));
  }

  private static Bytes attached() {
    String file = PdfForms.stream(PdfLeftovers.FILE).replaceFirst("<<", "<</Type/EmbeddedFile");
    return PdfStreamed.signed(Map.of(60, file));
  }

  /** A document that begins with the parameters of a linearized one of this length. */
  private static Bytes linearized(int length) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(60, PdfForms.stream(LITTER));
    String first = "<</Linearized 1/L " + length + "/H[9 9]/O 3/E 9/N 2/T 9>>";
    return PdfStreamed.sign(PdfStreamed.behind("61 0 obj\n" + first + "\nendobj\n", objects));
  }

  /**
   * Ghostscript rebuilds the table for a name in vain, and begins with the last catalog that it
   * finds: one that no table lists and nothing names, before what was signed.
   */
  @TestFactory
  Stream<DynamicTest> beginningsThatNoTableListsAreDoubted() {
    String table = "<</Type/XRef/Root 3 0 R/W[1 1 1]/Size 0/Length 0>>stream\n\nendstream";
    String packed = "<</Type/ObjStm/N 0/First 0/Length 0>>stream\n\nendstream";
    return Stream.of("<</Type/Catalog/Pages 3 0 R>>", "<</Type/#43atalog>>", table, packed)
        .flatMap(
            body ->
                Stream.of("75 0 obj\n" + body, "75 1 obj " + body, "75%c\n0 obj\n" + body)
                    .map(object -> PdfStreamed.behind(object + "\nendobj\n", PdfForge.objects())))
        .map(PdfStreamed::sign)
        .map(
            signed ->
                DynamicTest.dynamicTest(
                    "beginning",
                    () -> {
                      accepted(signed);
                      doubted(
                          update(signed).table("/Type/XRef", "/Type/XRef/Info 99 0 R").append());
                    }));
  }

  /** Readers that take the first of two lengths begin elsewhere than those that take the last. */
  @TestFactory
  Stream<DynamicTest> lengthsThatAreSaidTwiceAreDoubted() {
    return Stream.of("/L 9000/L 10", "/L 10/L 9000")
        .map(
            twice ->
                DynamicTest.dynamicTest(
                    twice, () -> doubted(PdfLeftovers.linearized(true, twice))));
  }

  private static Stream<DynamicTest> doubted(Map<String, Bytes> open) {
    return open.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> doubted(one.getValue())));
  }

  private static void doubted(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isNotEqualTo(Conclusion.VALID);
  }

  private static void accepted(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }
}
