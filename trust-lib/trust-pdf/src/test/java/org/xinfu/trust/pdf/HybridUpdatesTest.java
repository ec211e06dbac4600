package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;

/**
 * Updates of hybrid files (ISO 32000-2 §7.5.8.4) that name the first revision's table stream again,
 * as PDFBox and iText write them: what a newer revision changed, readers that look into the stream
 * first have as it was.
 */
class HybridUpdatesTest {
  private static final Bytes HYBRID = hybrid();

  @Test
  void anUpdateThatNamesTheOldStreamStands() {
    Bytes updated = PdfUpdate.of(HYBRID).with(300, "null").append();
    Bytes signed = signed(updated);
    assertThat(PdfEdit.text(signed).split("/XRefStm", -1)).as("named twice").hasSize(3);
    assertThat(verify(signed).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void anObjectChangedInBetweenIsTwoThings() {
    Bytes changed = PdfUpdate.of(HYBRID).with(200, field("1000")).append();
    assertThat(verify(signed(changed)).conclusion()).isEqualTo(Conclusion.VALID);
    Bytes named = PdfUpdate.of(changed).with(300, "null").append();
    DocumentReport report = verify(signed(named));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.MALFORMED);
  }

  @Test
  void theOldStreamTakesNothingBackBehindASignature() {
    String changed = PdfEdit.text(PdfUpdate.of(HYBRID).with(200, field("1000")).append());
    String stream = changed.replaceAll("(?s).*(/XRefStm \\d+).*", "$1");
    int last = changed.lastIndexOf(stream);
    Bytes plain =
        PdfEdit.bytes(
            changed.substring(0, last)
                + " ".repeat(stream.length())
                + changed.substring(last + stream.length()));
    Bytes signed = signed(plain);
    assertThat(verify(signed).conclusion()).isEqualTo(Conclusion.VALID);
    Bytes back = PdfUpdate.of(signed).with(300, "null").trailer(stream).append();
    assertThat(verify(back).reason().orElseThrow())
        .isIn(Reason.MALFORMED, Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void anObjectFreedSinceIsThereAndIsNot() {
    Bytes freed = PdfUpdate.of(HYBRID).free(200).append();
    assertThat(verify(signed(freed)).reason()).contains(Reason.MALFORMED);
  }

  /** Word's shape: a table that has the hidden objects free, then an empty one with the stream. */
  @Test
  void whatNoTableEverHadInUseIsHiddenOnly() {
    String text =
        PdfEdit.text(PdfUpdate.file(packed()))
            .replace("trailer\n", "200 1\n0000000000 65535 f \ntrailer\n");
    int table = text.lastIndexOf("xref\n0 1");
    String stream =
        "999 0 obj\n<</Type/XRef/W[1 4 1]/Index[200 1]/Size 1000/Length 6>>\nstream\n"
            + "\2\0\0\0\144\0\nendstream\nendobj\n";
    String last =
        "xref\n0 0\ntrailer\n<</Root 1 0 R/Size 1000/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(table, text.length(), text.length() + stream.length());
    Bytes signed = signed(PdfEdit.bytes(text + stream + last));
    assertThat(verify(signed).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** What the first stream shows and no table lists, a later table frees and its stream shows. */
  @Test
  void anotherStreamGivesNothingBackThatItsTableFrees() {
    Bytes signed = signed(HYBRID);
    assertThat(verify(signed).conclusion()).isEqualTo(Conclusion.VALID);
    String text = PdfEdit.text(signed);
    int place = text.length() + (text.endsWith("\n") ? 0 : 1);
    String stream =
        "<</Type/XRef/W[1 4 1]/Index[200 1]/Size 1000/Length 6>>\nstream\n"
            + "\2\0\0\0\144\0\nendstream";
    Bytes back =
        PdfUpdate.of(signed).with(998, stream).free(200).trailer("/XRefStm " + place).append();
    assertThat(verify(back).reason().orElseThrow())
        .isIn(Reason.MALFORMED, Reason.CHANGED_AFTER_SIGNING);
  }

  /** Nobody answers for it in any reading. */
  @Test
  void whatNobodySignedIsNotDoubted() {
    DocumentReport report = verify(PdfReaders.givenBack(PdfForge.plain(), false));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.NO_SIGNATURE);
    assertThat(report.document().check("structure").orElseThrow().reason())
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void streamsAreNamedAgainOnlySoOften() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    for (int i = 0; i < 17; i++) {
      objects.put(
          300 + i,
          "<</Type/XRef/W[1 4 1]/Index[7 1]/Size 1000/Length 6>>\nstream\n\0\0\0\0\0\0\nendstream");
    }
    String text = PdfEdit.text(PdfUpdate.file(objects));
    Bytes pdf = PdfEdit.bytes(text);
    for (int twice = 0; twice < 2; twice++) {
      for (int i = 0; i < 17; i++) {
        String last = PdfEdit.text(PdfUpdate.of(pdf).with(400, "null").append());
        int trailer = last.lastIndexOf("trailer\n<<") + "trailer\n<<".length();
        int place = text.indexOf("\n" + (300 + i) + " 0 obj") + 1;
        pdf =
            PdfEdit.bytes(
                last.substring(0, trailer)
                    + "/XRefStm "
                    + place
                    + " "
                    + last.substring(trailer).replaceAll("/XRefStm \\d+ ?", ""));
      }
    }
    assertThat(verify(pdf).document().checks().toString()).contains("too many");
  }

  private static Map<Integer, String> packed() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String packed = "200 0 " + field("1");
    objects.put(
        100,
        "<</Type/ObjStm/N 1/First 6/Length "
            + packed.length()
            + ">>\nstream\n"
            + packed
            + "\nendstream");
    objects.put(PdfForge.FORM, "<</Fields[200 0 R]>>");
    return objects;
  }

  private static Bytes hybrid() {
    return StructureFiltersTest.hybrid(PdfUpdate.file(packed()), "/Index[200 1]", "\2\0\0\0\144\0");
  }

  private static String field(String value) {
    return "<</FT/Tx/T(sum)/V(" + value + ")>>";
  }

  private static Bytes signed(Bytes pdf) {
    return PdfFixtures.sign(
        pdf, PdfSealRequest.invisible("Seal9", PdfFixtures.SIGNED), PdfFixtures.SM2);
  }

  private static DocumentReport verify(Bytes pdf) {
    return HostileMain.soon(pdf);
  }
}
