package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A NUL, which no text in PostgreSQL has: a stranger's makes no error of ours. */
class NulTest {
  private static final String NUL = "a\u0000b";

  @Test
  void nobody_is_called_by_one() {
    Browser browser = SharedIdp.browser();
    assertThat(browser.logIn(NUL, "蓉城-绛雪-玉垒浮云").statusCode()).isEqualTo(400);
    for (String path : List.of("/oauth2/authorize", "/connect/logout", "/login", "/account/uses")) {
      String asked = "?" + Browser.encode(Map.of("client_id", NUL, "username", NUL, "ward", NUL));
      assertThat(browser.get(path + asked).statusCode()).as(path).isEqualTo(400);
    }
    for (String path : List.of("/oauth2/token", "/oauth2/par", "/oauth2/introspect", "/undo")) {
      Map<String, String> form = Map.of("client_id", NUL, "client_secret", NUL, "token", NUL);
      HttpResponse<String> answer = browser.post(path, form);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.body()).as(path).isEqualTo("{\"error\":\"invalid_request\"}");
    }
  }
}
