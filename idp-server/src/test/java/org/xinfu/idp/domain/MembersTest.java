package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.staff.Members;

class MembersTest {
  private static final String ORG = "11510000MB0000019K";

  /** Whoever types their number would be led to that account, and so would their mandates. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "13800138000",
        "8613800138000",
        "008613800138000",
        "138-0013-8000",
        "p0123456789",
        "Zhang",
        "zhang\u200b",
        "\u0437hang",
        "zhang ",
        "zh"
      })
  void nobody_is_called_by_anothers_number_or_by_what_looks_like_another_name(String login) {
    assertThat(Members.wellFormed(login, "张三", ORG)).isFalse();
    assertThat(Members.wellFormed("zhang.san", "张三", ORG)).isTrue();
  }

  /** UAX #9: what turns the order round shows another name than the one that is kept. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "张\u202e三", "\u2066x\u2069", "\u200f", "a\u061cb", "a\u2028b", "a\u2029b", "张\u200b三",
        "\ufeff张三", "\u3164", "\u2800\u2800", "a\u00adb", "a\nb", "\ud800", "\udb40\udc41"
      })
  void a_name_shows_what_it_is(String name) {
    assertThat(Members.named(name)).isFalse();
  }

  @Test
  void names_of_all_peoples_are_names() {
    for (String name :
        new String[] {
          "阿依古丽·买买提", "ئايگۈل", "བཀྲ་ཤིས", "Ɣamuči", "\u0645\u06cc\u200c\u062e", "𠮷野", "O’Neill"
        }) {
      assertThat(Members.named(name)).as(name).isTrue();
    }
  }
}
