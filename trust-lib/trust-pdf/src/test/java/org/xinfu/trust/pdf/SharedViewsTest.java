package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.json.Json;

/**
 * A revision that takes what it can from the longer document says the same as one that is read by
 * itself (ISO 32000-2 §7.5.6).
 */
class SharedViewsTest {
  private static final String MARK = "%%EOF";

  @ParameterizedTest
  @ValueSource(strings = {"attacks", "habits", "signature", "long-term"})
  void publishedDocumentsSayTheSame(String vectors) throws IOException {
    int compared = 0;
    for (Object test : (List<?>) Objects.requireNonNull(read(vectors).get("tests"))) {
      Map<?, ?> each = (Map<?, ?>) test;
      @SuppressWarnings("unchecked")
      Map<String, ?> input = (Map<String, ?>) Objects.requireNonNull(each.get("input"));
      compared += compare(VectorFile.octets(input, "document"), "" + each.get("comment"));
    }
    assertThat(compared).isGreaterThan(10);
  }

  private static Map<String, ?> read(String vectors) throws IOException {
    String path = "/specs/vectors/pdf/" + vectors + ".json";
    try (InputStream in = SharedViewsTest.class.getResourceAsStream(path)) {
      return Json.parseObject(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** How many revisions were held against themselves. */
  private static int compare(Bytes pdf, String comment) {
    Octets octets = Octets.of(DocumentSource.of(pdf));
    Optional<PdfView> latest = view(() -> new PdfView(octets));
    int compared = 0;
    for (long at = latest.isEmpty() ? -1 : octets.indexOf(MARK, 0, octets.end());
        at >= 0;
        at = octets.indexOf(MARK, at + 1, octets.end())) {
      // Where readers end a revision, and where hostile ranges may.
      for (long end = at + 3; end < at + 8; end++) {
        compared += compare(latest.orElseThrow(), end, comment);
      }
    }
    return compared;
  }

  private static int compare(PdfView latest, long end, String comment) {
    Optional<PdfView> shared = view(() -> latest.upTo(end));
    Optional<PdfView> alone = view(() -> new PdfView(latest.octets().upTo(end)));
    assertThat(shared.isPresent()).as(comment).isEqualTo(alone.isPresent());
    if (alone.isEmpty()) {
      return 0;
    }
    assertSame(shared.orElseThrow(), alone.get(), comment + ", up to " + end);
    return 1;
  }

  private static void assertSame(PdfView shared, PdfView alone, String comment) {
    assertThat(shared.table()).as(comment).isEqualTo(alone.table());
    assertThat(shared.numbers()).as(comment).isEqualTo(alone.numbers());
    for (int number : alone.numbers()) {
      assertThat(shared.object(number))
          .as("%s, %d", comment, number)
          .isEqualTo(alone.object(number));
      assertThat(shared.ends(number)).as("%s, %d", comment, number).isEqualTo(alone.ends(number));
    }
  }

  private interface Opening {
    PdfView view();
  }

  private static Optional<PdfView> view(Opening opening) {
    try {
      return Optional.of(opening.view());
    } catch (MalformedPdf unreadable) {
      return Optional.empty();
    }
  }

  /** A stream whose /Length is another object's, and another one since. */
  @Test
  void lengthsByReferenceAreLookedUpAnew() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(60, "<</Length 61 0 R>>\nstream\n0 0 m\nendstream\n5 5 l\nendstream");
    objects.put(61, "5");
    PdfView latest = latest(PdfUpdate.of(PdfUpdate.file(objects)).with(61, "21").append());
    PdfView then = latest.upTo(firstEnd(latest));
    // Known before, so that no octet behind the revision is looked at for it.
    assertThat(latest.object(61)).isEqualTo(new PdfValue.Numeral(21, true));
    assertThat(length(latest)).isEqualTo(21);
    assertThat(length(then)).isEqualTo(5);
    assertSame(then, new PdfView(latest.octets().upTo(firstEnd(latest))), "by reference");
  }

  private static long length(PdfView view) {
    PdfValue.Stream stream = (PdfValue.Stream) view.object(60);
    return stream.to() - stream.from();
  }

  /** An object stream that says how many objects it holds by another object. */
  @Test
  void countsByReferenceAreLookedUpAnew() {
    Bytes plain = PdfForge.plain();
    String stream =
        "<</Type/ObjStm/N 71 0 R/First 10/Length 14>>\nstream\n72 0 73 2 5 6 \nendstream";
    Bytes packed =
        PdfPacked.append(
            PdfUpdate.of(plain).with(71, "1").append(), Map.of(72, 0, 73, 1), 70, stream);
    PdfView latest = latest(PdfStreamed.of(packed).with(71, "2").number(80).append());
    long end = PdfEdit.text(packed).length();
    PdfView then = latest.upTo(end);
    assertThat(then.object(73)).isInstanceOf(PdfValue.Unreadable.class);
    assertThat(latest.object(73)).isEqualTo(new PdfValue.Numeral(6, true));
    assertSame(then, new PdfView(latest.octets().upTo(end)), "by reference");
  }

  /** A revision that ends within an object, which goes on behind it and says more. */
  @Test
  void objectsThatGoOnBehindTheEndAreReadAnew() {
    for (String open : new String[] {"12 %", "12 0 %", "(", "[1 %", "<</A 1>>%", "<</A(", "%"}) {
      for (String on : new String[] {"0 R", "R", ")", "]", "stream\n\nendstream", ")>>", "7"}) {
        String text = PdfEdit.text(PdfForge.plain());
        int table = text.lastIndexOf("xref\n0 1");
        String rows = "90 1\n0000000000 00000 n \ntrailer";
        text = text.substring(0, text.lastIndexOf("startxref")).replace("trailer", rows);
        text =
            text.replace(
                "0000000000 00000 n \ntrailer", digits(text.length()) + " 00000 n \ntrailer");
        String first = text + "90 0 obj " + open + "startxref " + table + " " + MARK;
        String second = first + "\n" + on + "\nendobj\n";
        String update =
            "xref\n0 0\ntrailer\n<</Root 1 0 R/Size 91/Prev " + table + ">>\nstartxref\n";
        Bytes pdf = PdfEdit.bytes(second + update + second.length() + "\n" + MARK + "\n");
        PdfView then = latest(pdf).upTo(first.length());
        assertSame(then, new PdfView(then.octets()), open + on);
      }
    }
  }

  /** A revision that ends within the section that it names, in a string of the trailer. */
  @Test
  void sectionsThatGoOnBehindTheEndAreReadAnew() {
    String text = PdfEdit.text(PdfForge.plain());
    int table = text.lastIndexOf("xref\n0 1");
    String named = "startxref\n" + table + "\n" + MARK;
    String whole = text.replace("trailer\n<<", "trailer\n<</Note(" + named + ")");
    PdfView latest = latest(PdfEdit.bytes(whole));
    long end = firstEnd(latest);
    assertThat(end).isLessThan(latest.octets().end() - named.length());
    assertThat(view(() -> new PdfView(latest.octets().upTo(end)))).isEmpty();
    assertThat(view(() -> latest.upTo(end))).isEmpty();
  }

  private static String digits(int number) {
    String digits = "000000000" + number;
    return digits.substring(digits.length() - 10);
  }

  private static PdfView latest(Bytes pdf) {
    return new PdfView(Octets.of(DocumentSource.of(pdf)));
  }

  private static long firstEnd(PdfView view) {
    return view.octets().indexOf(MARK, 0, view.octets().end()) + MARK.length();
  }
}
