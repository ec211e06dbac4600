package org.xinfu.testkit.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.xinfu.trust.Reason;

/** The enum, its sentences and {@code reasons.yaml} say the same. */
class ReasonsTest {
  @Test
  void enumAndYamlAgreeBothWays() throws IOException {
    List<Map<String, Object>> entries = yaml();
    assertThat(entries.stream().map(e -> e.get("code")).toList())
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(Reason::code).toList());
    for (Map<String, Object> entry : entries) {
      Reason reason = Reason.ofCode((String) entry.get("code")).orElseThrow();
      assertThat(entry)
          .containsEntry("rank", reason.rank())
          .containsEntry("clause", reason.clause())
          .containsEntry("zh", reason.sentence(Locale.SIMPLIFIED_CHINESE))
          .containsEntry("en", reason.sentence(Locale.ENGLISH));
      assertThat((Integer) entry.get("http")).isBetween(400, 499);
      assertThat(entry).hasSize(6);
    }
  }

  @Test
  void ranksAreDistinctSoThatTheReasonNeverDependsOnOrder() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::rank).toList()).doesNotHaveDuplicates();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> yaml() throws IOException {
    try (InputStream stream = ReasonsTest.class.getResourceAsStream("/specs/reasons.yaml")) {
      return (List<Map<String, Object>>)
          new Load(LoadSettings.builder().build()).loadFromInputStream(stream);
    }
  }
}
