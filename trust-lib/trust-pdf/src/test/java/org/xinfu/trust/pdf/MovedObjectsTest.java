package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.NOTE;

import org.junit.jupiter.api.Test;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;

/** An annotation that is written anew under another number, with entries that are nothing. */
class MovedObjectsTest {

  @Test
  void itIsTheSameWhereNoEntryThatIsNothingCame() {
    assertThat(moved("", "")).isEqualTo(Conclusion.VALID);
    assertThat(moved("/C null", "/C null")).isEqualTo(Conclusion.VALID);
    assertThat(moved("/C null", "")).isEqualTo(Conclusion.VALID);
    assertThat(moved("/C 97 0 R", "/C 98 0 R")).isEqualTo(Conclusion.VALID);
  }

  /** To some readers such an entry is a value where the usual one would be taken (§7.3.7). */
  @Test
  void itIsAnotherWhereOneCame() {
    assertThat(moved("", "/C null")).isNotEqualTo(Conclusion.VALID);
    assertThat(moved("", "/C 97 0 R")).isNotEqualTo(Conclusion.VALID);
    assertThat(moved("/C null", "/C 97 0 R")).isNotEqualTo(Conclusion.VALID);
    assertThat(moved("/C 97 0 R", "/C null")).isNotEqualTo(Conclusion.VALID);
  }

  private static Conclusion moved(String before, String after) {
    String body = PdfForge.objects().get(NOTE);
    return new PdfVerifier()
        .verify(
            DocumentSource.of(
                PdfSpellings.renumbered(
                    NOTE,
                    body.replaceFirst(">>$", before + ">>"),
                    body.replaceFirst(">>$", after + ">>"))),
            PdfFixtures.POLICY)
        .conclusion();
  }
}
