package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;

/** Where objects and their places lie in an object stream (ISO 32000-2 §7.5.7). */
class PlainPackingTest {

  @Test
  void objectsInTheOrderOfTheirPlacesArePlain() {
    assertThat(plain("7 0 8 2 ", "5 6 ")).isTrue();
    assertThat(plain("7 0 8 4\n", "5   6")).isTrue();
    assertThat(plain("", "")).isTrue();
  }

  /** A reader that takes one object to reach to the next one's place finds others. */
  @Test
  void objectsThatLieInOneAnotherAreNotPlain() {
    assertThat(plain("7 0 8 1 ", "56 ")).isFalse();
    assertThat(plain("7 0 8 1 ", "[5]")).isFalse();
    assertThat(plain("7 0 8 0 ", "5 ")).isFalse();
    assertThat(plain("7 2 8 0 ", "5 6 ")).isFalse();
  }

  @Test
  void whatBelongsToNoObjectIsNotPlain() {
    assertThat(plain("7 2 8 4 ", "4 5 6 ")).isFalse();
    assertThat(plain("7 0 8 4 ", "5 4 6 ")).isFalse();
    assertThat(plain("7 0 8 2 ", "5 6 4")).isFalse();
  }

  /** Readers that read places on find more of them, or read them where objects are. */
  @Test
  void placesThatReachElsewhereAreNotPlain() {
    assertThat(plain("7 0 8 2 9 ", "5 6 ")).isFalse();
    assertThat(plain("7 0 8 2 %x\n", "5 6 ")).isFalse();
    assertThat(packing(2, 6, "7 0 8 2 5")).isFalse();
    assertThat(packing(1, 2, "7 0 ")).isFalse();
  }

  /** Ghostscript and Poppler read no further than the length, or nothing where there is none. */
  @Test
  void lengthsThatAreNoneAreNotPlain() {
    String octets = "7 0 8 2 5 6 ";
    for (String right : new String[] {"/Length 12", "/Length  12"}) {
      assertThat(measured(octets, right)).as(right).isTrue();
    }
    for (String wrong :
        new String[] {"", "/Length 9", "/Length 0", "/Length -1", "/Length 40", "/Length 12.0"}) {
      assertThat(measured(octets, wrong)).as(wrong).isFalse();
    }
  }

  /** PDFium finds nothing in a stream whose numbers stand elsewhere. */
  @Test
  void numbersThatStandElsewhereAreNotPlain() {
    assertThat(numbered("/N 2/First 8")).isTrue();
    for (String other : new String[] {"/N 61 0 R/First 8", "/N 2/First 62 0 R", "/N 2.0/First 8"}) {
      assertThat(numbered(other)).as(other).isFalse();
    }
  }

  private static boolean numbered(String entries) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(60, PdfForms.stream("7 0 8 2 5 6 ").replace("<<", "<</Type/ObjStm" + entries));
    objects.put(61, "2");
    objects.put(62, "8");
    PdfView view = new PdfView(Octets.of(DocumentSource.of(PdfUpdate.file(objects))));
    return PlainPacking.of(view, (PdfValue.Stream) view.object(60));
  }

  private static boolean measured(String octets, String length) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String stream =
        PdfForms.stream(octets).replace("/Length 12", "/Type/ObjStm/N 2/First 8" + length);
    objects.put(60, stream);
    PdfView view = new PdfView(Octets.of(DocumentSource.of(PdfUpdate.file(objects))));
    return PlainPacking.of(view, (PdfValue.Stream) view.object(60));
  }

  /** Parameters in another shape than the filters are heard by some readers only (table 5). */
  @Test
  void parametersThatSomeReadersDoNotHearAreNotPlain() {
    String rule = "<</Predictor 12/Columns 12>>";
    assertThat(deflated("/Filter/FlateDecode/DecodeParms" + rule)).isTrue();
    assertThat(deflated("/Filter[/FlateDecode]/DecodeParms[" + rule + "]")).isTrue();
    assertThat(deflated("/Filter[/FlateDecode]/DecodeParms" + rule)).isFalse();
    assertThat(deflated("/Filter/FlateDecode/DecodeParms[" + rule + "]")).isFalse();
    for (String other : new String[] {"3", "9", "16", "12.0"}) {
      String kind = rule.replace("12/C", other + "/C");
      assertThat(deflated("/Filter/FlateDecode/DecodeParms" + kind)).as(kind).isFalse();
    }
  }

  /** The same of tables: a later one leaves the document in doubt. */
  @Test
  void tablesThatSomeReadersUnpackOtherwiseAreDoubted() {
    Bytes signed = PdfStreamed.signed(Map.of());
    String rule = "/DecodeParms<</Columns 7/Predictor 12>>";
    assertThat(table(signed, rule, rule)).isEqualTo(Conclusion.VALID);
    String list = rule.replace("<<", "[<<").replace(">>", ">>]");
    assertThat(
            new PdfVerifier()
                .verify(
                    DocumentSource.of(
                        update(signed)
                            .table("/Filter/FlateDecode", "/Filter[/FlateDecode]")
                            .table(rule, list)
                            .append()),
                    PdfFixtures.POLICY)
                .conclusion())
        .isEqualTo(Conclusion.VALID);
    for (String other :
        new String[] {
          list,
          rule.replace("12", "9"),
          rule.replace("12", "3"),
          rule.replace("12", "12.5"),
          rule + "/DP<</Predictor 1>>"
        }) {
      assertThat(table(signed, rule, other)).as(other).isEqualTo(Conclusion.INDETERMINATE);
    }
    assertThat(table(signed, "/Filter/FlateDecode", "/Filter[/FlateDecode]"))
        .isEqualTo(Conclusion.INDETERMINATE);
  }

  private static PdfStreamed update(Bytes signed) {
    String same = PdfForge.objects().get(PdfForge.AMOUNT);
    return PdfStreamed.of(signed).with(PdfForge.AMOUNT, same).number(80).deflated(true);
  }

  private static Conclusion table(Bytes signed, String from, String to) {
    Bytes pdf = update(signed).table(from, to).append();
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY).conclusion();
  }

  private static boolean deflated(String filter) {
    Deflater deflater = new Deflater();
    deflater.setInput(PdfEdit.bytes("\0" + "7 0 8 2 5 6 ").toArray());
    deflater.finish();
    byte[] out = new byte[256];
    int length = deflater.deflate(out);
    deflater.end();
    return packing(2, 8, PdfEdit.text(Bytes.of(out, 0, length)), filter);
  }

  /** Two objects, or none. */
  private static boolean plain(String head, String objects) {
    return packing(head.isEmpty() ? 0 : 2, head.length(), head + objects);
  }

  private static boolean packing(int count, int first, String octets) {
    return packing(count, first, octets, "");
  }

  private static boolean packing(int count, int first, String octets, String filter) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String entries = "/Type/ObjStm/N " + count + "/First " + first + filter;
    objects.put(60, PdfForms.stream(octets).replaceFirst("<<", "<<" + entries));
    PdfView view = new PdfView(Octets.of(DocumentSource.of(PdfUpdate.file(objects))));
    return PlainPacking.of(view, (PdfValue.Stream) view.object(60));
  }
}
