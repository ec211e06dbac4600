package org.xinfu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.json.Json;

class RowTest {
  private static final Row.Peer PEER = new Row.Peer("Another", 4, 0.5);

  @Test
  void a_goal_with_a_peer_is_about_the_ratio() {
    assertThat(new Row("x", "CPU ms", 2, PEER, 0.5).met()).isTrue();
    assertThat(new Row("x", "CPU ms", 2, PEER, 0.49).met()).isFalse();
  }

  @Test
  void a_goal_without_a_peer_is_about_the_value() {
    assertThat(new Row("x", "ms", 50, null, 50.0).met()).isTrue();
    assertThat(new Row("x", "ms", 50.1, null, 50.0).met()).isFalse();
    assertThat(new Row("x", "ms", 50.1, null, 50.0).text()).contains("MISSED");
  }

  @Test
  void the_json_has_the_names_of_the_contract() {
    Map<String, ?> row = Json.parseObject(new Row("x", "CPU ms", 2, PEER, 0.5).json());
    assertThat(row.keySet())
        .containsExactlyInAnyOrder(
            "id", "unit", "ours", "peer", "peerName", "ratio", "goal", "met");
    assertThat(row.get("peerName")).isEqualTo("Another");
    assertThat(row.get("met")).isEqualTo(true);
  }

  @Test
  void what_nobody_promised_is_null() {
    Map<String, ?> row = Json.parseObject(new Row("x", "s", 2, null, null).json());
    assertThat(row.get("goal")).isNull();
    assertThat(row.get("met")).isNull();
    assertThat(row.get("peer")).isNull();
  }
}
