package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The figures that administrators see first are those of what happened. */
class DashboardTest {
  private static final Pattern LIVE = Pattern.compile("(?:live now: |当前有效登录：)([0-9,]+)");
  private static final Pattern NUMBER = Pattern.compile("<td [^>]*class=\"number\">([^<]*)</td>");

  private final RunningIdp idp = SharedIdp.get();
  private final Officials.Official admin = Officials.fresh("SYSTEM_ADMIN").strong();

  /** Live logins; logins, refusals, log-outs and tokens of today. */
  private record Figures(long live, long logins, long refused, long ended, long tokens) {
    Figures since(Figures before) {
      return new Figures(
          live - before.live,
          logins - before.logins,
          refused - before.refused,
          ended - before.ended,
          tokens - before.tokens);
    }
  }

  @Test
  void logins_refusals_tokens_and_ends_are_counted() {
    List<List<Figures>> tries = new ArrayList<>();
    List<Figures> wanted = List.of(new Figures(1, 1, 1, 0, 1), new Figures(0, 1, 1, 1, 1));
    while (tries.size() < 3 && !tries.contains(wanted)) { // a day may end, or a login of others
      tries.add(counted());
    }
    assertThat(tries).contains(wanted);
  }

  private List<Figures> counted() {
    Figures before = figures();
    Officials.Official member = Officials.fresh("");
    member.passwordOnly();
    SharedIdp.browser().logIn(member.name(), "not-" + Officials.PASSWORD);
    assertThat(idp.machine("department-demo", "licence:read").statusCode()).isEqualTo(200);
    Figures in = figures().since(before);
    member.browser().submit("/account", "/logout");
    return List.of(in, figures().since(before));
  }

  @Test
  void what_services_were_told_is_counted_for_a_month() {
    NewClient service = NewClient.web(idp, "client_name", "看板部门 " + admin.name());
    for (int daysAgo : List.of(0, 29, 40)) {
      SharedIdp.jdbc()
          .sql(
              """
              INSERT INTO logout_tally (client_id, day, delivered, failed, dead)
              VALUES (?, (now() AT TIME ZONE 'Asia/Shanghai')::date - ?, 3, 5, 1)
              """)
          .params(List.of(service.id, daysAgo))
          .update();
    }
    String page = page();
    String row = page.substring(page.indexOf("看板部门 " + admin.name()));
    assertThat(numbers(row.substring(0, row.indexOf("</tr>"))))
        .containsExactly("6", "10", "2", "0", "75.0%");
  }

  private Figures figures() {
    String page = page();
    Matcher live = LIVE.matcher(page);
    assertThat(live.find()).as(page).isTrue();
    List<String> today = numbers(page.substring(page.indexOf("<tbody"), page.indexOf("</tbody>")));
    return new Figures(
        number(live.group(1)),
        number(today.get(0)),
        number(today.get(1)),
        number(today.get(2)),
        number(today.get(3)));
  }

  private String page() {
    return admin.browser().get("/console").body();
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private static List<String> numbers(String html) {
    return new ArrayList<>(
        NUMBER.matcher(html).results().map((MatchResult found) -> found.group(1)).toList());
  }
}
