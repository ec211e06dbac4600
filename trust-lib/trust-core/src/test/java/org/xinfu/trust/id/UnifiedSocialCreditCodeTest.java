package org.xinfu.trust.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GB 32100: codes in public use and their neighbours. */
class UnifiedSocialCreditCodeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "11220000013544541J",
        "11430000006122244L",
        "11420503087246977F",
        "11370306MB2867521U",
        "11100000000013338W",
        "91370406L24894136J"
      })
  void genuineCodeHolds(String code) {
    assertThat(UnifiedSocialCreditCode.parse(code)).isPresent();
    assertThat(UnifiedSocialCreditCode.complete(code.substring(0, 17)).value()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"11220000013544541K", "1122000001354454J", "11220000O13544541J", "", "１１２２"})
  void wrongCodeIsRefused(String code) {
    assertThat(UnifiedSocialCreditCode.parse(code)).isEmpty();
  }

  @Test
  void everySubstitutedCharacterIsFound() {
    String genuine = "11430000006122244L";
    for (int i = 0; i < 18; i++) {
      for (char c : "0123456789ABCDEFGHJKLMNPQRTUWXY".toCharArray()) {
        if (c != genuine.charAt(i)) {
          String altered = genuine.substring(0, i) + c + genuine.substring(i + 1);
          assertThat(UnifiedSocialCreditCode.parse(altered)).as(altered).isEmpty();
        }
      }
    }
  }

  @Test
  void aWrongCodeCannotBeConstructed() {
    assertThatThrownBy(() -> new UnifiedSocialCreditCode("11430000006122244M"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UnifiedSocialCreditCode.complete("1143000000612224I"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
