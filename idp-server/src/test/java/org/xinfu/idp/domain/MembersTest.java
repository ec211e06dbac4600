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
        "138.0013.8000",
        "86-13800138000",
        "86.138.0013.8000",
        "0085261234567",
        "00852.6123-4567",
        "0014155550123",
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

  /** Numbers of people, padded with zeros, lead to nobody's telephone (E.164). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "001234567",
        "0012345678",
        "000000123456",
        "001234567890",
        "00138001380",
        "0099912345678",
        "12800138000",
        "1380013800",
        "2026-0012.5",
        "p012345678"
      })
  void a_number_that_is_nobodys_telephone_is_a_name(String login) {
    assertThat(Members.wellFormed(login, "张三", ORG)).isTrue();
  }

  /** UAX #9: what turns the order round shows another name than the one that is kept. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "张\u202e三",
        "\u2066x\u2069",
        "\u200f",
        "a\u061cb",
        "a\u2028b",
        "a\u2029b",
        "张\u200b三",
        "\ufeff张三",
        "\u3164",
        "\u2800\u2800",
        "a\u00adb",
        "a\nb",
        "\ud800",
        "\udb40\udc41",
        // show nothing
        "",
        " ",
        "\u200d",
        "\u200c",
        "\u180e",
        "\ufe0f",
        "\u00a0",
        "\u2007",
        "\u202f",
        "\u3000",
        "\u0301",
        "-",
        "\udb40\udd00",
        "\u034f",
        "\udb43\udff0",
        "\ufff0",
        // look like another
        "税务厅\u200d",
        "张\u200d三",
        "\u200c张三",
        "a\u200cb",
        "1\u200d2",
        "张 \u200d三",
        "税务厅\u00a0",
        "张\u202f三",
        "张\u2007三",
        "税务厅\ufe0f",
        "税务厅\ufe0e",
        "a\ufe00",
        "1\ufe0f",
        "\udb40\udd00葛",
        "葛\udb40\udd00\udb40\udd01",
        "a\udb40\udd00",
        "\u0645\u06cc\u200c",
        "\u200c\u062e",
        "\u0645\u06cc\u200c\u200c\u062e",
        "\u0645\u200c三",
        "张\u180e三",
        "张\u180b"
      })
  void a_name_shows_what_it_is(String name) {
    assertThat(Members.named(name)).isFalse();
  }

  @Test
  void names_of_all_peoples_are_names() {
    for (String name :
        new String[] {
          "阿依古丽·买买提",
          "ئايگۈل",
          "བཀྲ་ཤིས",
          "Ɣamuči",
          "\u0645\u06cc\u200c\u062e",
          "𠮷野",
          "O’Neill",
          "葛\udb40\udd00",
          "葛\udb40\udd00城",
          "\u795e\ufe00",
          "\ue863",
          "\udb80\udc00某",
          "𪚥",
          "\ud884\udf50",
          "\u0d15\u0d4d\u200d\u0d37",
          "\u0915\u094d\u200c\u0937",
          "\u182e\u1823\u180e\u1820",
          "\u1820\u180b",
          "张　三",
          "中华人民共和国 税务",
          "e\u0301",
          "12345",
          "☎\ufe0f热线",
          "〇"
        }) {
      assertThat(Members.named(name)).as(name).isTrue();
    }
  }
}
