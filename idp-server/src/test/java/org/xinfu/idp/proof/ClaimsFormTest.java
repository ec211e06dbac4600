package org.xinfu.idp.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.IdDocument;

/** What is typed becomes the account's name when an authority finds it right. */
class ClaimsFormTest {
  private static ClaimsForm form(String name) {
    return new ClaimsForm(
        IdDocument.Type.CITIZEN_ID, "51000019820202012X", name, null, null, null, null, null);
  }

  @Test
  void a_name_is_taken_as_it_is_typed() {
    for (String pasted : new String[] {"\ufeff孙十一", "孙十一\u200b", "孙十一\u200e\u00a0\n"}) {
      assertThat(form(pasted).claims(null).orElseThrow().name()).isEqualTo("孙十一");
    }
    for (String name : new String[] {"孙十一（样例）", " 阿依古丽·买买提 ", "MARÍA JOSÉ"}) {
      assertThat(form(name).claims(null).orElseThrow().name()).isEqualTo(name.strip());
    }
  }

  /** GB/T 15834-2011 §4.14: keyboards and older systems have others that look alike. */
  @ParameterizedTest
  @ValueSource(strings = {"·", "•", "‧", "∙", "⋅", "・", "．", "･"})
  void the_dot_in_a_name_is_the_one_of_the_standard(String dot) {
    assertThat(form("阿苏" + dot + "木呷").claims(null).orElseThrow().name()).isEqualTo("阿苏\u00b7木呷");
  }

  /** An authority that is lax about them would have them shown everywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"孙\n十一", "孙\u202e十一", "孙\u200b十一", "\u3164", " ", "孙\u2028十一"})
  void what_is_unseen_is_no_part_of_a_name(String name) {
    assertThat(form(name).claims(null)).isEmpty();
  }
}
