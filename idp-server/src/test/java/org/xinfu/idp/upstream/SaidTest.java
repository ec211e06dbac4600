package org.xinfu.idp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.Upstream.Outcome;

/** What the platform says of somebody, as pages, mandates and books will show it. */
class SaidTest {
  @ParameterizedTest
  @ValueSource(strings = {"张三（样例）", "阿依古丽·买买提（样例）", " 张三（样例） ", "SAMPLE KIM"})
  void a_name_is_taken_as_it_reads(String name) {
    assertThat(said(name)).isInstanceOf(Outcome.Arrived.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "张\u202e三", "张\u200b三", "\u3164", "张\n三", "张\u200d三", "张\u00a0三"})
  void a_name_that_would_read_as_another_describes_nobody(String name) {
    assertThat(said(name)).isInstanceOf(Outcome.Refused.class);
  }

  private static Outcome said(String name) {
    Map<String, @Nullable Object> told = new HashMap<>();
    told.put("name", name);
    told.put("id_type", "CITIZEN_ID");
    told.put("id_number", "51000019800101011X");
    told.put("level", "L3");
    return Said.read("n-1", told);
  }
}
