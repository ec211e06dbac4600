package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.DocumentSource;

/** Heads spelled with comments are found wherever an expression that tries all readings finds. */
class SpelledHeadTest {
  private static final String GAP = "(?:[\\s\\x00]|%[^\\r\\n]*[\\r\\n])";
  private static final Pattern HEAD = Pattern.compile("\\d+" + GAP + "+\\d+" + GAP + "*$");

  @Test
  void headsWithCommentsAreFound() {
    assertThat(before("4 %\n0 %\n")).isZero();
    assertThat(before("x12%3 4\r%%\n0")).isEqualTo(1);
    assertThat(before("4 0 5 ")).isEqualTo(2);
    assertThat(before("4 %0 ")).isEqualTo(-1);
    assertThat(before("4 x\n0 ")).isEqualTo(-1);
  }

  @Test
  void everyReadingIsFollowed() {
    long seed = Long.getLong("xinfu.seed", 20261127L);
    Random random = new Random(seed);
    int heads = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(16); length >= 0; length--) {
        text.append("1234 \n\r\t\0\013%%x".charAt(random.nextInt(13)));
      }
      Matcher found = HEAD.matcher(text);
      long expected = found.find() ? found.start() : -1;
      heads += expected < 0 ? 0 : 1;
      assertThat(before(text.toString())).as("seed %d: %s", seed, text).isEqualTo(expected);
    }
    assertThat(heads).isGreaterThan(1000);
  }

  private static long before(String text) {
    Octets octets = Octets.of(DocumentSource.of(PdfEdit.bytes(text + "obj")));
    return SpelledHead.before(octets, text.length(), 0);
  }
}
