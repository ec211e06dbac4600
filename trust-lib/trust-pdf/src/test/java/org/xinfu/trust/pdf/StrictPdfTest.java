package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** Whatever PDFBox thinks of hostile octets, callers hear of it as unreadable and nothing else. */
class StrictPdfTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Root 1 0 R",
        "/Root null",
        "/Root 9 0 R",
        "/Root [1 0 R]",
        "/Root 1 0 R/Prev -1",
        "/Root 1 0 R/Prev 99999999999999999999",
        "/Root 1 0 R/Encrypt 1 0 R",
        "/Root 1 0 R/Encrypt<</Filter/Standard/V 9/R -3/Length -8/O()/U()/P 0>>",
        "/Root 1 0 R/Encrypt<</Filter/Standard/V 5/R 6/O(x)/U(y)/OE 3/UE[]/P(z)>>/ID[()]",
        "/Root 1 0 R/ID[1 2]",
        "/Root 1 0 R/Size -2147483648"
      })
  void trailersThatContradictThemselvesAreReadOrUnreadable(String trailer) throws IOException {
    assertReadOrUnreadable(document("<</Type/Catalog/Pages 2 0 R>>", trailer));
  }

  @Test
  void whatIsNestedBeyondTheStackIsUnreadable() {
    for (String open : new String[] {"[", "<</A"}) {
      Bytes deep = document(open.repeat(200_000), "/Root 1 0 R");
      assertThatThrownBy(() -> load(deep)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void alteredOctetsAreReadOrUnreadable() throws IOException {
    Random random = new Random(20_261_126);
    for (Bytes sound : new Bytes[] {PdfFixtures.plain(), PdfFixtures.compressed()}) {
      assertThat(load(sound)).isTrue();
      for (int i = 0; i < 400; i++) {
        byte[] octets = sound.toArray();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
          octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        int end = random.nextInt(4) == 0 ? random.nextInt(octets.length) : octets.length;
        assertReadOrUnreadable(Bytes.of(octets).slice(0, end));
      }
    }
  }

  private static void assertReadOrUnreadable(Bytes pdf) throws IOException {
    try {
      load(pdf);
    } catch (IOException unreadable) {
      assertThat(unreadable).hasMessageNotContaining("Out of memory");
    }
  }

  private static boolean load(Bytes pdf) throws IOException {
    try (PDDocument document = StrictPdf.load(DocumentSource.of(pdf), pdf.length())) {
      return document.getNumberOfPages() > 0;
    }
  }

  private static Bytes document(String first, String trailer) {
    String head = "%PDF-1.7\n";
    String one = "1 0 obj\n" + first + "\nendobj\n";
    String two = "2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n";
    int table = head.length() + one.length() + two.length();
    return Bytes.utf8(
        head
            + one
            + two
            + "xref\n0 3\n0000000000 65535 f \n"
            + "%010d 00000 n \n%010d 00000 n \n"
                .formatted(head.length(), head.length() + one.length())
            + "trailer\n<</Size 3"
            + trailer
            + ">>\nstartxref\n"
            + table
            + "\n%%EOF\n");
  }
}
