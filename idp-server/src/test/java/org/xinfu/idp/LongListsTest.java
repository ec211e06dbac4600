package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Lists of the console that grow with the province are read to their end, by whose they are. */
class LongListsTest {
  private static final String HERE = UnifiedSocialCreditCode.complete("11510100MB0000071").value();
  private static final String THERE = UnifiedSocialCreditCode.complete("11510700MB0000072").value();
  private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void tidy() {
    SharedIdp.jdbc()
        .sql("DELETE FROM client_application WHERE id LIKE ?")
        .param(mark + "%")
        .update();
    SharedIdp.jdbc().sql("DELETE FROM account WHERE id LIKE ?").param(mark + "%").update();
  }

  @Test
  void a_city_finds_its_own_services_among_all_others() {
    Official system = Officials.fresh("SYSTEM_ADMIN");
    applications(system, 1, HERE, 500);
    applications(system, 230, THERE, 0);
    Official city = city("5101");
    assertThat(pages(city, "/console/services"))
        .containsOnlyOnce(">" + mark + HERE)
        .doesNotContain(THERE);
    assertThat(pages(system.strong(), "/console/services"))
        .as("to the end")
        .containsOnlyOnce(">" + mark + HERE);
  }

  /** Whoever decides a page's last one and reads on sees all others that wait. */
  @Test
  void what_is_decided_meanwhile_takes_nothing_out_of_the_list() {
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    applications(system, 230, THERE, 0);
    String first = system.browser().get("/console/services").body();
    Matcher more = NEXT.matcher(first);
    assertThat(more.find()).isTrue();
    String next = more.group(1).replace("&amp;", "&");
    int decided =
        SharedIdp.jdbc()
            .sql(
                "UPDATE client_application SET state = 'REFUSED', decided_by = ?,"
                    + " decided_at = now() WHERE right(?, length(id)) = id")
            .params(List.of(Officials.fresh("SECURITY_ADMIN").id(), next))
            .update();
    assertThat(decided).isOne();
    String all = first + pages(system, next);
    assertThat(all.split(">" + mark + THERE, -1)).hasSizeGreaterThan(230);
  }

  @Test
  void whoever_looks_after_another_city_takes_no_secret_of_the_one_before() {
    Official city = city("5101");
    Map<String, String> form =
        Map.of(
            "name",
            mark,
            "org",
            HERE,
            "kind",
            "WEB",
            "method",
            "client_secret_basic",
            "scope",
            "openid",
            "redirects",
            "https://app.example.gov.cn/cb");
    SharedIdp.submit(city.browser(), "/console/services/new", form);
    String id =
        SharedIdp.jdbc()
            .sql("SELECT id FROM client_application WHERE asked_by = ?")
            .param(city.id())
            .query(String.class)
            .single();
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    String at = "/console/services/" + id;
    SharedIdp.submit(security.browser(), "/console/services", at + "/approve", Map.of());
    assertThat(
            SharedIdp.submit(city.browser(), "/console/services", at + "/secret", Map.of()).body())
        .contains("id=\"secret\"");
    SharedIdp.jdbc()
        .sql("UPDATE admin_region SET division = '5107' WHERE account_id = ?")
        .param(city.id())
        .update();
    assertThat(
            Browser.location(
                SharedIdp.submit(
                    city.browser(), "/console/services/new", at + "/secret", Map.of())))
        .endsWith("problem=decided");
  }

  @Test
  void every_frozen_account_is_found() {
    for (int i = 0; i < 230; i++) {
      String id = mark + "-" + i;
      SharedIdp.jdbc()
          .sql(
              """
              INSERT INTO account (id, kind, login_name, password_hash, display_name, roles,
                active, created_at) VALUES (?, 'PERSON', ?, '{none}', '样例', '', false, now())
              """)
          .params(List.of(id, id))
          .update();
      SharedIdp.jdbc()
          .sql("INSERT INTO account_freeze (account_id, at, why) VALUES (?, now(), 'deceased')")
          .param(id)
          .update();
    }
    String all = pages(Officials.fresh("SECURITY_ADMIN").strong(), "/console/frozen");
    for (int i = 0; i < 230; i++) {
      assertThat(all).containsOnlyOnce(">" + mark + "-" + i + "<");
    }
  }

  /** A file that ends early looks like a book that does. */
  @Test
  void all_that_matches_is_taken_out() {
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO audit (at, actor, act, subject, outcome, details)
            SELECT now(), 'test', 'long-list', ?, 'done', '{}' FROM generate_series(1, 10020)
            """)
        .param(mark)
        .update();
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    String file = audit.browser().get("/console/audit/export?subject=" + mark).body();
    assertThat(file.lines()).hasSize(10_020).allMatch(line -> line.contains("duser=" + mark));
    assertThat(file.lines().map(line -> line.replaceFirst(".* externalId=([0-9]+) .*", "$1")))
        .doesNotHaveDuplicates();
    assertThat(SharedIdp.audited("audit", "audit-exported", "begun")).isPositive();
  }

  private void applications(Official by, int number, String org, int hoursAgo) {
    for (int i = 0; i < number; i++) {
      SharedIdp.jdbc()
          .sql(
              """
              INSERT INTO client_application (id, metadata, asked_by, asked_at)
              VALUES (?, jsonb_build_object('client_name', ?::text, 'org', ?::text), ?,
                now() - make_interval(hours => ?))
              """)
          .params(List.of(mark + "-" + org + i, mark + org, org, by.id(), hoursAgo))
          .update();
    }
  }

  private static Official city(String division) {
    Official city = Officials.fresh("CITY_ADMIN");
    SharedIdp.jdbc()
        .sql("INSERT INTO admin_region (account_id, division) VALUES (?, ?)")
        .params(List.of(city.id(), division))
        .update();
    return city.strong();
  }

  /** All pages, as whoever follows the links reads them. */
  private static String pages(Official who, String first) {
    List<String> read = new ArrayList<>();
    String next = first;
    while (!next.isEmpty()) {
      assertThat(read).as("ends").hasSizeLessThan(100);
      String page = who.browser().get(next).body();
      read.add(page);
      Matcher more = NEXT.matcher(page);
      next = more.find() ? more.group(1).replace("&amp;", "&") : "";
    }
    return String.join("\n", read);
  }
}
