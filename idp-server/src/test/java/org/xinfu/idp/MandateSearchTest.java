package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.store.BlindIndex;

/** Whoever gives mandates is told whether somebody has an account: not of everybody. */
class MandateSearchTest {
  private static final RunningIdp idp = SharedIdp.get();

  @Test
  void who_may_give_none_learns_of_nobody() {
    Companies.seeded(idp);
    Browser agent = Companies.loggedIn(idp, Companies.AGENT);
    String under = Companies.standing(idp, Companies.AGENT);
    assertThat(give(agent, under, "citizen")).isEqualTo("delegation-not-allowed");
    assertThat(give(agent, under, "19900000000")).isEqualTo("delegation-not-allowed");
  }

  @Test
  void who_may_give_some_does_not_look_through_numbers() {
    Companies.seeded(idp);
    Browser representative = Companies.loggedIn(idp, Companies.REPRESENTATIVE);
    String under = Companies.standing(idp, Companies.REPRESENTATIVE);
    for (int i = 0; i < 100; i++) {
      assertThat(give(representative, under, "199" + (10_000_000 + i))).isEqualTo("person-unknown");
    }
    assertThat(give(representative, under, "19920000000")).isEqualTo("limited");
    assertThat(give(representative, under, "citizen")).as("who is there too").isEqualTo("limited");
    String line =
        "mandates given by " + Companies.account(idp, Companies.REPRESENTATIVE) + " per PT24H";
    assertThat(
            SharedIdp.jdbc()
                .sql("DELETE FROM budget WHERE key_hash = ?")
                .param(idp.bean(BlindIndex.class).of("budget", line))
                .update())
        .as("tomorrow")
        .isOne();
    assertThat(give(representative, under, "19920000000")).isEqualTo("person-unknown");
  }

  private static String give(Browser browser, String under, String person) {
    Map<String, String> form =
        Map.of(
            "under", under,
            "person", person,
            "role", "AGENT",
            "matters", "land:register",
            "region", "510100",
            "until", LocalDate.now(java.time.ZoneOffset.UTC).plusDays(30).toString(),
            "depth", "0");
    String[] fields =
        form.entrySet().stream()
            .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
            .toArray(String[]::new);
    return Companies.outcome(browser.submit("/account/entities", "/account/mandates/give", fields));
  }
}
