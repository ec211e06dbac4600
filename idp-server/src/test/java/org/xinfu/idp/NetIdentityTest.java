package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.idp.proof.HttpNetIdentity;
import org.xinfu.idp.simulator.NetIdentitySimulator;

/** 网号 and 网证: verified without a name or a document number. */
class NetIdentityTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  @Test
  void a_person_is_verified_and_nothing_of_them_is_kept() {
    Person person = new Person();
    String voucher = voucher("FACE0016", "N");
    assertThat(person.redeem(voucher)).endsWith("/account/proof?outcome=done");
    String page = person.browser.get("/account/proof").body();
    assertThat(page).contains("IAL2", "网络身份认证", "样例国家网络身份认证公共服务");
    Map<String, Object> evidence = RunningIdp.claims(person.evidence());
    assertThat(evidence)
        .containsEntry("sub", person.account)
        .containsEntry("ial", "IAL2")
        .containsEntry("method", "net-identity NUMBER");
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT to_jsonb(t)::text FROM proof t")
                .query(String.class)
                .list())
        .noneMatch(row -> row.contains("510000199304150130"));
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM person WHERE account_id = ?")
                .param(person.account)
                .query(Long.class)
                .single())
        .as("no document")
        .isZero();
    assertThat(person.redeem(voucher)).as("once").endsWith("outcome=not-matched");
    assertThat(person.redeem(voucher("FACE0016", "C"))).endsWith("outcome=done");
    assertThat(person.browser.get("/account/proof").body()).contains("IAL3");
  }

  @Test
  void one_number_one_account_and_none_is_joined_to_another() {
    Person first = new Person();
    Person second = new Person();
    assertThat(first.redeem(voucher("FACE0021", "C"))).endsWith("outcome=done");
    assertThat(second.redeem(voucher("FACE0021", "C"))).endsWith("outcome=number-taken");
    assertThat(second.browser.get("/account/proof").body())
        .contains("id=\"level\">")
        .doesNotContain("IAL3");
    assertThat(first.redeem(voucher("FACE0023", "N")))
        .as("the account is one person's")
        .endsWith("outcome=number-taken");
    assertThat(first.browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(second.browser.get("/account").statusCode()).isEqualTo(200);
  }

  @Test
  void nothing_else_is_believed() {
    Person person = new Person();
    for (String bad :
        new String[] {"", "short", "FACE9999-C-12345", "a".repeat(200), "<b>bold</b>"}) {
      assertThat(person.redeem(bad)).as(bad).endsWith("outcome=not-matched");
    }
    for (int i = 0; i < 12; i++) {
      person.redeem(voucher("FACE9999", "C"));
    }
    assertThat(person.redeem(voucher("FACE0023", "C"))).endsWith("outcome=limited");
    assertThat(SharedIdp.audited(person.account, "person-proven", "limited")).isPositive();
  }

  @Test
  void numbers_differ_by_platform_and_answers_are_signed() throws Exception {
    NetIdentitySimulator service = SharedIdp.get().bean(NetIdentitySimulator.class);
    NetIdentity ours =
        new HttpNetIdentity(service.address(), "one", service::key, Clock.systemUTC());
    NetIdentity other =
        new HttpNetIdentity(service.address(), "two", service::key, Clock.systemUTC());
    String number = ours.redeem(voucher("FACE0002", "C")).number();
    assertThat(ours.redeem(voucher("FACE0002", "N")).number()).isEqualTo(number);
    assertThat(other.redeem(voucher("FACE0002", "C")).number()).isNotEqualTo(number);
    HttpServer liar =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    liar.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"known\":true}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-Xinfu-Signature", "00".repeat(64));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    liar.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + liar.getAddress().getPort() + "/");
      assertThatThrownBy(
              () ->
                  new HttpNetIdentity(address, "one", service::key, Clock.systemUTC()).redeem("x"))
          .isInstanceOf(NetIdentity.Unavailable.class)
          .hasMessageContaining("not signed");
    } finally {
      liar.stop(0);
    }
  }

  private static String voucher(String resident, String kind) {
    return resident + "-" + kind + "-" + UUID.randomUUID();
  }

  /** Somebody new. */
  private static final class Person extends LoggedIn {
    Person() {
      super(PASSWORD);
    }

    String redeem(String voucher) {
      return Browser.location(
          SharedIdp.submit(browser, "/account/proof/net", Map.of("voucher", voucher)));
    }

    String evidence() {
      return SharedIdp.jdbc()
          .sql("SELECT jws FROM proof WHERE account_id = ? ORDER BY at DESC LIMIT 1")
          .param(account)
          .query(String.class)
          .single();
    }
  }
}
