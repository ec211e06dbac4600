package org.xinfu.trust.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GB/T 36904: identifiers seen in public use, and others that only look right. */
class LicenceIdentifierTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S",
        "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
        "1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3",
        "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
        "1.2.156.3005.2.11100000MB0341032Y002.11420503087246977F.A1B2C3D4E5F6G7H8I9J0.001.V"
      })
  void genuineIdentifierIsReadAndPrintedAlike(String text) {
    assertThat(LicenceIdentifier.parse(text)).map(LicenceIdentifier::text).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M",
        "1.2.156.3005.2.11100000000013338W050.91610800064834709T.2023000001.001.X",
        "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.000.F",
        "1.2.156.3005.3.11100000000013338W032.11220000013544541J.2430599.001.F",
        "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F ",
        "1.2.156.3005.2.11100000000013338w032.11220000013544541J.2430599.001.F",
        "11100000000013338W032.11220000013544541J.2430599.001.F",
        ""
      })
  void wrongIdentifierIsRefused(String text) {
    assertThat(LicenceIdentifier.parse(text)).isEmpty();
  }

  @Test
  void everySubstitutedCharacterIsFound() {
    String genuine = "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F";
    for (int i = LicenceIdentifier.ROOT.length() + 1; i < genuine.length(); i++) {
      if (genuine.charAt(i) == '.') {
        continue;
      }
      for (char c : "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".toCharArray()) {
        if (c != genuine.charAt(i)) {
          String altered = genuine.substring(0, i) + c + genuine.substring(i + 1);
          assertThat(LicenceIdentifier.parse(altered)).as(altered).isEmpty();
        }
      }
    }
  }

  @Test
  void aChangeCountsTheVersionUp() {
    LicenceIdentifier first =
        LicenceIdentifier.parse(
                "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U")
            .orElseThrow();
    assertThat(first.next().text())
        .isEqualTo("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S");
    assertThat(first.issuerConforms()).isTrue();
  }

  @Test
  void malformedPartsAreAnError() {
    assertThatThrownBy(() -> new LicenceIdentifier("X", "11430000006122244L", "1", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new LicenceIdentifier("11100000000013338W011", "11430000006122244L", "1", 1000))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
