package org.xinfu.trust.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** GB 11643, with numbers of divisions and days that nobody holds. */
class CitizenIdNumberTest {
  @Test
  void theStandardsExampleHolds() {
    // GB 11643-1999 annex A.
    CitizenIdNumber number = CitizenIdNumber.parse("11010519491231002X").orElseThrow();
    assertThat(number.birthDate()).isEqualTo(LocalDate.of(1949, 12, 31));
    assertThat(CitizenIdNumber.parse("440524188001010014")).isPresent();
    assertThat(CitizenIdNumber.parse("11010519491231002x")).contains(number);
  }

  @Test
  void wrongCheckCharacterDayOrLengthIsRefused() {
    assertThat(CitizenIdNumber.parse("110105194912310021")).isEmpty();
    assertThat(CitizenIdNumber.parse(withCheck("11010519490230002"))).isEmpty();
    assertThat(CitizenIdNumber.parse("11010519491231002")).isEmpty();
    assertThat(CitizenIdNumber.parse("")).isEmpty();
  }

  @Test
  void everySubstitutedDigitIsFound() {
    String genuine = "11010519491231002X";
    for (int i = 0; i < 17; i++) {
      for (char c = '0'; c <= '9'; c++) {
        if (c != genuine.charAt(i)) {
          String altered = genuine.substring(0, i) + c + genuine.substring(i + 1);
          assertThat(CitizenIdNumber.parse(altered)).as(altered).isEmpty();
        }
      }
    }
  }

  @Test
  void itsTextIsMasked() {
    CitizenIdNumber number = CitizenIdNumber.complete("11010519491231002");
    assertThat(number).hasToString("110*************2X");
    assertThatThrownBy(() -> new CitizenIdNumber("110105194912310021"))
        .hasMessageNotContaining("110105194912310021");
  }

  /** The check character of 17 digits whose date does not exist, by the definition. */
  private static String withCheck(String first17) {
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (first17.charAt(i) - '0') * weights[i];
    }
    return first17 + "10X98765432".charAt(sum % 11);
  }
}
