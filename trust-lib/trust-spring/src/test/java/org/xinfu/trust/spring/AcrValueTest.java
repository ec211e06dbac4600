package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcrValueTest {
  private static boolean does(String told, String wanted) {
    return AcrValue.satisfies(told, wanted);
  }

  @Test
  void a_level_covers_what_is_below_it_on_each_axis() {
    assertThat(does("urn:xinfu:acr:ial2:aal2", "urn:xinfu:acr:aal2")).isTrue();
    assertThat(does("urn:xinfu:acr:ial2:aal2", "urn:xinfu:acr:ial1:aal2")).isTrue();
    assertThat(does("urn:xinfu:acr:ial2:aal2", "urn:xinfu:acr:ial2")).isTrue();
    assertThat(does("urn:xinfu:acr:aal3", "urn:xinfu:acr:aal2")).isTrue();
    assertThat(does("urn:mace:silver", "urn:mace:silver")).isTrue();
  }

  @Test
  void what_a_value_does_not_say_it_does_not_cover() {
    assertThat(does("urn:xinfu:acr:ial3:aal1", "urn:xinfu:acr:aal2")).isFalse();
    assertThat(does("urn:xinfu:acr:ial1:aal3", "urn:xinfu:acr:ial2")).isFalse();
    assertThat(does("urn:xinfu:acr:ial3", "urn:xinfu:acr:aal1")).isFalse();
    assertThat(does("urn:xinfu:acr:aal3", "urn:xinfu:acr:ial1:aal1")).isFalse();
    assertThat(does("urn:other:aal3", "urn:xinfu:acr:aal1")).isFalse();
    assertThat(does("urn:xinfu:acr:aal9", "urn:xinfu:acr:aal1")).isFalse();
    assertThat(does("urn:mace:gold", "urn:mace:silver")).isFalse();
    assertThat(does("", "urn:xinfu:acr:aal1")).isFalse();
  }
}
