package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
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

  /** Two objects, or none. */
  private static boolean plain(String head, String objects) {
    return packing(head.isEmpty() ? 0 : 2, head.length(), head + objects);
  }

  private static boolean packing(int count, int first, String octets) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String entries = "/Type/ObjStm/N " + count + "/First " + first;
    objects.put(60, PdfForms.stream(octets).replaceFirst("<<", "<<" + entries));
    PdfView view = new PdfView(Octets.of(DocumentSource.of(PdfUpdate.file(objects))));
    return PlainPacking.of(view, (PdfValue.Stream) view.object(60));
  }
}
