package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRuleTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example/app/*, https://a.example/app/",
    "https://a.example/app/*, https://a.example/app/x/y?z=1&u=https://b.example/",
    "https://a.example/*, https://a.example/",
    "https://a.example:8443/*, https://a.example:8443/x",
    "https://a.example/app, https://a.example/app",
    "https://a.example, https://a.example",
    "https://a.example/app?x=1, https://a.example/app?x=1"
  })
  void a_rule_covers(String rule, String service) {
    assertThat(ServiceRule.parse(rule).orElseThrow().covers(service)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/app/*, https://a.example/app",
    "https://a.example/app/*, https://a.example/application/",
    "https://a.example/app/*, https://a.example/app/../admin",
    "https://a.example/app/*, https://a.example/app/%2e%2e/admin",
    "https://a.example/app/*, https://a.example/app/%2E./admin",
    "https://a.example/app/*, https://a.example/app/..%2fadmin",
    "https://a.example/app/*, https://a.example/app/..%5cadmin",
    "https://a.example/app/*, https://a.example/app/..;/admin",
    "https://a.example/app/*, https://a.example/app//b.example/",
    "https://a.example/app/*, https://a.example/app/%252e%252e/admin",
    "https://a.example/app/*, http://a.example/app/",
    "https://a.example/app/*, HTTPS://a.example/app/",
    "https://a.example/app/*, https://A.example/app/",
    "https://a.example/app/*, https://a.example:443/app/",
    "https://a.example/app/*, https://a.example@b.example/app/",
    "https://a.example/app/*, https://b.example/?https://a.example/app/",
    "https://a.example/app/*, https://a.example.b.example/app/",
    "https://a.example/app/*, https://a.example/app/#fragment",
    "https://a.example/app/*, 'https://a.example/app/\\x'",
    "https://a.example/app/*, https://a.example/app/ä",
    "https://a.example/app/*, https://a.example/app/?ticket=ST-1",
    "https://a.example/app/*, https://a.example/app/?a=1&%74icket=ST-1",
    "https://a.example/app/*, //a.example/app/",
    "https://a.example/app/*, javascript:alert(1)",
    "https://a.example/app, https://a.example/app/",
    "https://a.example/app, https://a.example/app?x=1",
    "https://a.example/app?x=1, https://a.example/app?x=1&y=2",
    "https://a.example, https://a.example/"
  })
  void and_nothing_beside_it(String rule, String service) {
    assertThat(ServiceRule.parse(rule).orElseThrow().covers(service)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "https://*",
        "https://*.example/",
        "https://a.example/*/x",
        "https://a.example/a*",
        "https://a.example/a/../*",
        "https://a.example/a/%2e%2e/*",
        "https://a.example/a?x=/*",
        "https://u@a.example/*",
        "ftp://a.example/*",
        "https://a.example/app#x",
        "https://a.example/app?ticket=1",
        "https://a.example*"
      })
  void no_other_pattern_is_a_rule(String text) {
    assertThat(ServiceRule.parse(text)).isEmpty();
  }

  @Test
  void a_containers_session_id_is_no_part_of_a_service() {
    assertThat(ServiceRule.withoutSession("https://a.example/x;jsessionid=0A9.node1?y=1"))
        .isEqualTo("https://a.example/x?y=1");
    assertThat(ServiceRule.withoutSession("https://a.example/;JSESSIONID=0A!1!2"))
        .isEqualTo("https://a.example/");
    for (String other :
        List.of(
            "https://a.example/x;jsessionid=0A/../y",
            "https://a.example/x?y=;jsessionid=/",
            "https://a.example/x;other=1")) {
      assertThat(ServiceRule.withoutSession(other)).isEqualTo(other);
    }
  }

  @Test
  void the_narrowest_rule_comes_first() {
    assertThat(ServiceRule.covering("https://a.example/x/y?z"))
        .containsExactly("https://a.example/x/y?z", "https://a.example/x/*", "https://a.example/*");
  }
}
