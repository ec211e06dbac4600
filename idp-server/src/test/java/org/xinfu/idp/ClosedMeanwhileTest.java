package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.closure.CloseAccount;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.NetIdentities;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.upstream.UpstreamLinks;

/**
 * An account is closed while something is asked about its holder elsewhere, or by a server of
 * before, which does not take all of it away: what names the holder is free none the less.
 */
class ClosedMeanwhileTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  private final NetIdentities numbers = SharedIdp.get().bean(NetIdentities.class);
  private final UpstreamLinks links = SharedIdp.get().bean(UpstreamLinks.class);
  private final String number = "net-" + UUID.randomUUID();
  private final String account = account();

  @Test
  void nothing_is_kept_at_an_account_that_was_closed_meanwhile() {
    closed(account);
    assertThat(numbers.keep(proof(account), number)).isFalse();
    assertThat(links.link("oidc", number, SharedIdp.entrant(account), Instant.now())).isFalse();
    for (String table : List.of("net_identity", "upstream_link", "proof")) {
      assertThat(rows(table)).as(table).isZero();
    }
  }

  @Test
  void what_a_closed_account_has_left_is_the_next_ones() {
    assertThat(numbers.keep(proof(account), number)).isTrue();
    assertThat(links.link("oidc", number, SharedIdp.entrant(account), Instant.now())).isTrue();
    String other = account();
    assertThat(numbers.keep(proof(other), number)).isFalse();
    assertThat(links.link("oidc", number, SharedIdp.entrant(other), Instant.now())).isFalse();
    closed(account);
    assertThat(links.account("oidc", number)).isEmpty();
    assertThat(numbers.keep(proof(other), number)).isTrue();
    assertThat(links.link("oidc", number, SharedIdp.entrant(other), Instant.now())).isTrue();
    assertThat(links.account("oidc", number)).contains(other);
  }

  @Test
  void what_a_closed_account_has_left_is_taken_away() {
    assertThat(numbers.keep(proof(account), number)).isTrue();
    assertThat(links.link("oidc", number, SharedIdp.entrant(account), Instant.now())).isTrue();
    closed(account);
    SharedIdp.get().bean(CloseAccount.class).closeDue();
    for (String table : List.of("net_identity", "upstream_link", "contact")) {
      assertThat(rows(table)).as(table).isZero();
    }
  }

  /** As a server of before does, in part. */
  private static void closed(String account) {
    SharedIdp.jdbc().sql("UPDATE account SET active = false WHERE id = ?").param(account).update();
    SharedIdp.jdbc()
        .sql(
            "INSERT INTO account_closure (account_id, asked_at, due_at, done_at)"
                + " VALUES (?, now(), now(), now())")
        .param(account)
        .update();
  }

  private long rows(String table) {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM " + table + " WHERE account_id = ?")
        .param(account)
        .query(Long.class)
        .single();
  }

  private static String account() {
    String phone = SharedIdp.randomPhone();
    return SharedIdp.accountOf(SharedIdp.register(phone, "+86" + phone, PASSWORD));
  }

  private static Proof proof(String account) {
    Instant now = Instant.now();
    return new Proof(
        UUID.randomUUID().toString(),
        account,
        Ial.IAL2,
        "net",
        "r-1",
        "net-identity NUMBER",
        Set.of(Fact.NET_IDENTITY),
        now,
        now.plus(Duration.ofDays(1)),
        "x");
  }
}
