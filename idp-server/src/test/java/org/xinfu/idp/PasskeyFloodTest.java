package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A ceremony that a stranger begins leaves a row: so many do. */
class PasskeyFloodTest {
  @Test
  void a_browser_asks_so_often_and_others_still_may() {
    Browser browser = SharedIdp.browser();
    browser.get("/login");
    for (int i = 0; i < 60; i++) {
      assertThat(ask(browser)).isEqualTo(200);
    }
    assertThat(ask(browser)).isEqualTo(429);
    Browser other = SharedIdp.browser();
    other.get("/login");
    assertThat(ask(other)).isEqualTo(200);
  }

  private static int ask(Browser browser) {
    return SharedIdp.submit(browser, "/login", "/login/passkey/options", Map.of()).statusCode();
  }
}
