package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ServiceNameTest {
  private static final ServiceName BOTH = new ServiceName("不动产登记", "Land registry");
  private static final ServiceName ONE = new ServiceName("不动产登记", null);

  @Test
  void a_page_in_chinese_says_the_plain_name_and_any_other_the_english_one() {
    assertThat(BOTH.in(Locale.SIMPLIFIED_CHINESE)).isEqualTo("不动产登记");
    assertThat(BOTH.in(Locale.TRADITIONAL_CHINESE)).isEqualTo("不动产登记");
    assertThat(BOTH.in(Locale.UK)).isEqualTo("Land registry");
    assertThat(BOTH.in(Locale.FRENCH)).as("its pages are in English").isEqualTo("Land registry");
    assertThat(ONE.in(Locale.ENGLISH)).isEqualTo("不动产登记");
  }

  @Test
  void whoever_decides_about_a_service_sees_the_other_name_too() {
    assertThat(BOTH.elsewhere(Locale.ENGLISH)).isEqualTo("不动产登记");
    assertThat(BOTH.elsewhere(Locale.CHINESE)).isEqualTo("Land registry");
    assertThat(ONE.elsewhere(Locale.ENGLISH)).isEmpty();
    assertThat(ONE.elsewhere(Locale.CHINESE)).isEmpty();
    assertThat(new ServiceName("Wallet", "Wallet").elsewhere(Locale.CHINESE)).isEmpty();
  }
}
