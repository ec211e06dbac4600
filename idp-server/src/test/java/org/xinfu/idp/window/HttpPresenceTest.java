package org.xinfu.idp.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.window.Presence;
import org.xinfu.idp.front.SignedAnswers;

/** What readers at a window say of who is there: the evidence of an act is dated by it. */
class HttpPresenceTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);

  private SignedAnswers there;

  @BeforeEach
  void start() throws IOException {
    there = new SignedAnswers();
  }

  @AfterEach
  void stop() {
    there.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-28T23:54:59Z", "2026-03-01T00:05:01Z", "2016-03-01T00:00:00Z"})
  void an_answer_of_another_time_is_none(String at) {
    there.say(said(at, "'LIVING'"));
    assertThatThrownBy(this::check)
        .isInstanceOf(Presence.Unavailable.class)
        .hasMessageContaining("not of now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-28T23:55:00Z", "2026-03-01T00:00:00Z", "2026-03-01T00:05:00Z"})
  void clocks_may_differ_a_little(String at) {
    there.say(said(at, "'LIVING'"));
    assertThat(check().present()).isTrue();
    assertThat(check().at()).isEqualTo(Instant.parse(at));
  }

  @Test
  void what_lacks_a_member_is_no_answer() {
    for (String odd :
        new String[] {"null", "{}", "{'id':'ID','present':true}", said("", "'LIVING'")}) {
      there.say(odd);
      assertThatThrownBy(this::check).as(odd).isInstanceOf(Presence.Unavailable.class);
    }
    there.say(said("2026-03-01T00:00:00Z", "null"));
    assertThatThrownBy(this::check).isInstanceOf(Presence.Unavailable.class);
  }

  private static String said(String at, String standing) {
    return "{'id':'ID','source':'s','reference':'r','at':'%s','present':true,'standing':%s}"
        .formatted(at, standing);
  }

  private Presence.Answer check() {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197704050033").orElseThrow();
    return new HttpPresence(there.address(), there::key, NOW)
        .check(document, "王五（样例）", "FACE0003-1");
  }
}
