package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing acts on the page or terminal, and nothing is there that nobody sees. */
class PrintableTest {
  @ParameterizedTest
  @CsvSource({
    "a\u202Eb, a\uFFFDb",
    "a\u2066b, a\uFFFDb",
    "a\u200Bb, a\uFFFDb",
    "a\u2028b, a\uFFFDb",
    "a\u001B[2Jb, a\uFFFD[2Jb",
    "a\u3164b, a[U+3164]b",
    "a\uFE0Fb, a[U+FE0F]b",
    "\u6837\u4F8B \u5370\u7AE0, \u6837\u4F8B \u5370\u7AE0"
  })
  void ofStrangers(String text, String shown) {
    assertThat(Printable.of(text)).isEqualTo(shown);
  }
}
