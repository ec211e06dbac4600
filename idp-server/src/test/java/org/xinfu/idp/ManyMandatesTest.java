package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.mandate.ActingIdentities;

/** Agents of many years and firms: what stands is found among all that is over. */
class ManyMandatesTest {
  private static final String HERE = "/account/entities";

  /** Before every random id. */
  private final String mark = "00000000-" + UUID.randomUUID().toString().substring(0, 4) + "-";

  private String standing;

  @BeforeEach
  void many() {
    Companies.seeded(SharedIdp.get());
    standing = Companies.standing(SharedIdp.get(), Companies.AGENT);
    copies("a", "accepted_at, now(), 'GIVER', NULL");
    copies("b", "accepted_at, NULL, NULL, now()");
    copies("c", "NULL, NULL, NULL, NULL");
  }

  /** More of the agent's mandate than a choice has, each with other marks. */
  private void copies(String kind, String marks) {
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO mandate (id, entity_id, person_id, parent_id, role, matters, region,
              from_at, until_at, depth, given_at, evidence, accepted_at, revoked_at, revoke_cause,
              suspended_at)
            SELECT :mark || g, entity_id, person_id, parent_id, role, matters, region, from_at,
              until_at, depth, given_at, evidence, %s
            FROM mandate, generate_series(1, 110) g WHERE id = :id
            """
                .replace("%s", marks))
        .param("mark", mark + kind)
        .param("id", standing)
        .update();
  }

  @AfterEach
  void tidy() {
    SharedIdp.jdbc().sql("DELETE FROM mandate WHERE id LIKE ?").param(mark + "%").update();
  }

  @Test
  void what_stands_comes_first_and_all_is_there() {
    Browser agent = Companies.loggedIn(SharedIdp.get(), Companies.AGENT);
    assertThat(agent.get(HERE).body()).contains(button(standing));
    assertThat(lines(agent, "held")).isGreaterThan(330);
    assertThat(
            SharedIdp.get()
                .bean(ActingIdentities.class)
                .choices(Companies.account(SharedIdp.get(), Companies.AGENT)))
        .anyMatch(chain -> chain.mandate().id().equals(standing));
    Browser representative = Companies.loggedIn(SharedIdp.get(), Companies.REPRESENTATIVE);
    assertThat(representative.get(HERE).body())
        .as("and can be taken back")
        .contains(button(standing));
    assertThat(lines(representative, "given")).isGreaterThan(330);
  }

  /** Strangers' offers do not hide what stands; and nobody overlooks one of the others. */
  @Test
  void what_waits_for_an_answer_is_told_on_the_first_page() {
    copies("d", "accepted_at, NULL, NULL, NULL");
    Browser agent = Companies.loggedIn(SharedIdp.get(), Companies.AGENT);
    String first = agent.get(HERE + "?lang=en").body();
    assertThat(first).doesNotContain(button(mark + "c1"));
    Matcher waiting =
        Pattern.compile("id=\"waiting\"[^>]*><a href=\"([^\"]+)\">[^<]*: [1-9][0-9]{2,}<")
            .matcher(first);
    assertThat(waiting.find()).as(first).isTrue();
    String there = agent.get(waiting.group(1).replace("&amp;", "&")).body();
    assertThat(there).contains(button(mark + "c1")).contains("id=\"waiting\"");
  }

  /** The last one that was shown is taken back meanwhile: what comes behind it is there still. */
  @Test
  void a_page_goes_on_where_it_was_whatever_became_of_its_last_line() {
    copies("d", "accepted_at, NULL, NULL, NULL");
    for (String list : List.of("held", "given")) {
      String login = list.equals("held") ? Companies.AGENT : Companies.REPRESENTATIVE;
      Browser browser = Companies.loggedIn(SharedIdp.get(), login);
      String page = browser.get(HERE).body();
      String next = more(page, list);
      String last = next.replaceAll(".*=[0-2]?(?=" + mark + ")", "");
      assertThat(last).startsWith(mark + "d");
      SharedIdp.jdbc()
          .sql("UPDATE mandate SET revoked_at = now(), revoke_cause = 'GIVER' WHERE id = ?")
          .param(last)
          .update();
      assertThat(table(browser.get(next).body(), list))
          .as(list)
          .doesNotContain("class=\"short\">已撤销")
          .contains("class=\"name\"");
    }
  }

  private static String table(String page, String list) {
    Matcher table =
        Pattern.compile("(?s)<table [^>]*id=\"" + list + "\">(.*?)</table>").matcher(page);
    assertThat(table.find()).as(page).isTrue();
    return table.group(1);
  }

  private static String more(String page, String list) {
    Matcher more =
        Pattern.compile("rel=\"next\" href=\"(" + HERE + "\\?" + list + "=[^\"]+)\"").matcher(page);
    return more.find() ? more.group(1).replace("&amp;", "&") : "";
  }

  private static String button(String mandate) {
    return "value=\"" + mandate + "\"";
  }

  private static int lines(Browser browser, String list) {
    int lines = 0;
    String next = HERE;
    for (int pages = 0; !next.isEmpty(); pages++) {
      assertThat(pages).as("ends").isLessThan(50);
      String page = browser.get(next).body();
      lines += table(page, list).split("class=\"name\"", -1).length - 1;
      next = more(page, list);
    }
    return lines;
  }
}
