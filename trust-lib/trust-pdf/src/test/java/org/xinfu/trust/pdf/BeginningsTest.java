package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;

/**
 * What Ghostscript and MuPDF begin with when they rebuild a table, though no table leads there. An
 * update makes them do so with a name in vain, or no /Size (ISO 32000-2 §7.3.10, §7.5.8).
 */
class BeginningsTest {
  private static final int CATALOG = 61;
  private static final int STREAM = 60;

  /** A document of its own: catalog, pages, page and what is painted. */
  static Map<Integer, String> forged(int first) {
    return Map.of(
        first,
        "<</Type/Catalog/Pages " + (first + 1) + " 0 R>>",
        first + 1,
        "<</Type/Pages/Kids[" + (first + 2) + " 0 R]/Count 1>>",
        first + 2,
        page(first + 1, first + 3),
        first + 3,
        PdfForms.stream("BT /F1 40 Tf 80 700 Td (FORGED) Tj ET"));
  }

  private static String page(int parent, int content) {
    return "<</Type/Page/MediaBox[0 0 595 842]/Resources 6 0 R/Parent %d 0 R/Contents %d 0 R>>"
        .formatted(parent, content);
  }

  /** An object stream. */
  static String packing(Map<Integer, String> objects) {
    StringBuilder head = new StringBuilder();
    StringBuilder body = new StringBuilder();
    for (Map.Entry<Integer, String> each : new TreeMap<>(objects).entrySet()) {
      head.append(each.getKey()).append(' ').append(body.length()).append(' ');
      body.append(each.getValue()).append(' ');
    }
    String entries = "<</Type/ObjStm/N " + objects.size() + "/First " + head.length();
    return PdfForms.stream("" + head + body).replaceFirst("<<", entries);
  }

  /** The document with all of these objects but some, which are packed where no table says so. */
  static Map<Integer, String> hidden(int... packed) {
    Map<Integer, String> objects = new TreeMap<>(forged(CATALOG));
    Map<Integer, String> inside = new TreeMap<>();
    for (int number : packed) {
      inside.put(number, objects.remove(number));
    }
    objects.put(STREAM, packing(inside));
    return objects;
  }

  static Map<Integer, String> inVain() {
    return Map.of(
        PAGE,
        changed(PAGE, "/Contents 5 0 R", "/Contents 61 0 R"),
        STREAM,
        packing(Map.of(61, "[4 0 R 64 0 R]")),
        64,
        forged(CATALOG).get(64));
  }

  private static Map<Integer, String> with(Map<Integer, String> more) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.putAll(more);
    return objects;
  }

  /** Signed with an older revision that packs another page. */
  static Bytes superseded() {
    Map<Integer, String> objects = with(Map.of(64, forged(CATALOG).get(64)));
    String honest = objects.remove(PAGE);
    Bytes older = PdfStreamed.of(PdfStreamed.file(objects)).packed(PAGE, page(2, 64)).append();
    return PdfStreamed.sign(PdfStreamed.of(older).with(PAGE, honest).number(93).append(), 95);
  }

  static Bytes freed(int number, Map<Integer, String> more) {
    Bytes file = PdfStreamed.file(with(more));
    return PdfStreamed.sign(PdfStreamed.of(file).row(number, 0, 0, 1).number(67).append(), 70);
  }

  private static Map<String, Bytes> signed() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    Map<Integer, String> packedPage =
        Map.of(STREAM, packing(Map.of(PAGE, page(2, 64))), 64, forged(CATALOG).get(64));
    all.put("another catalog that a table lists", PdfStreamed.signed(forged(CATALOG)));
    all.put("a catalog that was freed", freed(CATALOG, forged(CATALOG)));
    all.put("an object stream that was freed", freed(STREAM, packedPage));
    all.put("a catalog that is packed and not listed", PdfStreamed.signed(hidden(61, 62, 63)));
    all.put("what is named in vain, packed and not listed", PdfStreamed.signed(inVain()));
    all.put("a packed page that was written anew", superseded());
    return all;
  }

  /** What leads no reader that was tried to rebuild: doubted with what no table lists alone. */
  private static final Set<String> FOLLOWED = Set.of("no /Root", "a name in vain");

  private static final Set<String> LISTED_NOWHERE =
      Set.of(
          "a catalog that is packed and not listed",
          "what is named in vain, packed and not listed");

  private static Map<String, Bytes> updates(Bytes signed) {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("/Info in vain", inVain(update(signed)));
    all.put("no /Size", update(signed).table("/Size", "/Siz").append());
    all.put("no /Root", update(signed).table("/Root 1 0 R", "").append());
    all.put("no catalog", update(signed).table("/Root 1 0 R", "/Root 3 0 R").append());
    all.put("another object", update(signed).table("/Root 1 0 R", "/Root 180 0 R").append());
    all.put("no end of line", update(signed).table(">>\nstream\n", ">>stream").append());
    all.put("a name in vain", PdfStreamed.of(signed).with(180, "<</X 999 0 R>>").append());
    return all;
  }

  private static PdfStreamed update(Bytes signed) {
    return PdfStreamed.of(signed).with(180, "<<>>").number(192);
  }

  static Bytes inVain(PdfStreamed update) {
    return update.table("/Type/XRef", "/Type/XRef/Info 999 0 R").append();
  }

  @TestFactory
  Stream<DynamicTest> beginningsOfSignedOctetsAreDoubted() {
    return signed().entrySet().stream()
        .flatMap(
            one ->
                Stream.concat(
                    Stream.of(
                        DynamicTest.dynamicTest(one.getKey(), () -> accepted(one.getValue()))),
                    updates(one.getValue()).entrySet().stream()
                        .filter(
                            update ->
                                LISTED_NOWHERE.contains(one.getKey())
                                    || !FOLLOWED.contains(update.getKey()))
                        .map(
                            update ->
                                DynamicTest.dynamicTest(
                                    one.getKey() + ": " + update.getKey(),
                                    () -> doubted(update.getValue())))));
  }

  /** No reader rebuilds here. */
  @TestFactory
  Stream<DynamicTest> updatesThatEveryReaderFollowsAreNoDoubt() {
    Map<String, Bytes> good = new LinkedHashMap<>(signed());
    good.remove("a catalog that is packed and not listed");
    good.remove("what is named in vain, packed and not listed");
    return good.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(), () -> accepted(update(one.getValue()).append())));
  }

  /** The signed octets hold nothing of it: it came later, and nothing that is shown leads there. */
  @TestFactory
  Stream<DynamicTest> beginningsThatCameLaterAreDoubted() {
    Bytes signed = PdfStreamed.signed(Map.of());
    Map<String, Bytes> open = new LinkedHashMap<>();
    open.put("a catalog", inVain(later(signed)));
    open.put(
        "a catalog that went again",
        inVain(PdfStreamed.of(later(signed).append()).row(181, 0, 0, 1).number(195)));
    Bytes page =
        PdfStreamed.of(signed)
            .with(184, forged(181).get(184))
            .packed(PAGE, page(2, 184))
            .number(192)
            .append();
    int before = PdfEdit.text(signed).lastIndexOf("\n" + PAGE + " 0 obj") + 1;
    open.put(
        "a packed page that went again",
        inVain(PdfStreamed.of(page).row(PAGE, 1, before, 0).row(191, 0, 0, 1).number(195)));
    return open.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> doubted(one.getValue())));
  }

  static PdfStreamed later(Bytes signed) {
    PdfStreamed update = PdfStreamed.of(signed).number(192);
    forged(181).forEach(update::with);
    return update;
  }

  /** What no table lists is no less a beginning where an update then uses its number. */
  @TestFactory
  Stream<DynamicTest> numbersThatAreUsedSinceAreNoExcuse() {
    Map<Integer, String> rest = new TreeMap<>(forged(CATALOG));
    String catalog = rest.remove(CATALOG);
    return Stream.of(
            "66 0 obj\n" + catalog,
            "66 0 obj\n" + packing(Map.of(PAGE, page(2, 64))),
            "66 0 obj\n<</Type/XRef/Root 61 0 R/W[1 1 1]/Size 0/Length 0>>stream\n\nendstream",
            "66 3 obj\n(x)")
        .map(first -> PdfStreamed.sign(PdfStreamed.behind(first + "\nendobj\n", with(rest))))
        .map(
            signed ->
                DynamicTest.dynamicTest(
                    "used", () -> doubted(inVain(update(signed).with(66, "<<>>")))));
  }

  /** The same with classic tables. */
  @TestFactory
  Stream<DynamicTest> beginningsBesideClassicTablesAreDoubted() {
    Map<String, Map<Integer, String>> all = new LinkedHashMap<>();
    all.put("listed", forged(CATALOG));
    all.put("packed", hidden(61, 62, 63));
    all.put("named in vain", inVain());
    return all.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () -> {
                      Bytes file = PdfUpdate.file(with(one.getValue()));
                      Bytes signed = PdfForge.signed(PdfUpdate.of(file), CADES);
                      accepted(signed);
                      doubted(
                          PdfUpdate.of(signed).with(80, "<<>>").trailer("/Info 999 0 R").append());
                    }));
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
