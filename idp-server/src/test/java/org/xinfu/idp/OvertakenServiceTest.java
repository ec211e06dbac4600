package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.OvertakenLoginTest.Person;
import org.xinfu.idp.domain.Accounts;

/**
 * Whose login was over before a service of the older protocols could be told of it hears what
 * happened on the login page, where nothing of the request waits any more.
 */
class OvertakenServiceTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String BACK = "http://127.0.0.1:9/app/back?x=1";
  private static final RunningIdp idp = SharedIdp.get();
  private static final Administrator administrator = new Administrator(idp);

  private final Person person = new Person();
  private final Browser browser = SharedIdp.browser();

  @Test
  void whose_login_for_a_cas_service_was_overtaken_is_told_so() {
    String service = "http://127.0.0.1:9/" + person.account + "/page";
    administrator.register(
        new HashMap<>(
            Map.of(
                "client_name",
                "示例系统（样例）",
                "grant_types",
                List.of(),
                "cas",
                Map.of("services", List.of(service)))));
    begins("/cas/login?" + Browser.encode(Map.of("service", service)), service + "?ticket=ST-");
  }

  @Test
  void so_is_whose_login_for_an_application_of_the_ticket_protocol_was() {
    TicketApp app = TicketApp.byMac(administrator, BACK);
    Map<String, String> query = Map.of("app_id", app.id(), "redirect_uri", BACK, "state", "s");
    begins("/ticket/login?" + Browser.encode(query), BACK + "&ticket=");
  }

  /** Of whom nothing is known nothing is told: neither that they logged in nor that it ended. */
  @Test
  void what_never_waited_is_refused() {
    for (String path : List.of("/cas/login?resume=c1", "/ticket/login?resume=t1")) {
      assertThat(browser.get(path).statusCode()).isEqualTo(400);
    }
    browser.logIn(person.name, PASSWORD);
    assertThat(browser.get("/cas/login?resume=c1").statusCode()).isEqualTo(400);
  }

  private void begins(String request, String back) {
    assertThat(Browser.location(browser.get(request))).endsWith("/login");
    HttpResponse<String> answer =
        HeldTable.overtaken(
            "known_device", () -> browser.logIn(person.name, PASSWORD), person::suspended);
    String way = Browser.location(answer);
    assertThat(way).contains("?resume=");
    String page = Browser.location(browser.get(way));
    assertThat(page).endsWith("/login?problem=begin");
    assertThat(in(page, "zh-CN")).contains("登录未能完成", "返回原服务", "role=\"alert\"");
    assertThat(in(page, "en")).contains("Your login ended before", "begin there once more");
    idp.bean(Accounts.class).setActive(person.account, true);
    browser.logIn(person.name, PASSWORD);
    assertThat(Browser.location(browser.get(request))).as("once more").startsWith(back);
  }

  private String in(String page, String language) {
    return browser
        .send(HttpRequest.newBuilder(browser.uri(page)).header("Accept-Language", language))
        .body();
  }
}
