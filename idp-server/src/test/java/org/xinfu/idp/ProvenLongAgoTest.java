package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that was left open after the code was given: the number may be another's by now. */
class ProvenLongAgoTest {
  @Test
  void the_contact_has_to_be_proven_again(@TempDir Path home) {
    try (RunningIdp idp = new RunningIdp(home).with("--xinfu.messages.proven=PT0.001S").start()) {
      for (List<String> pages :
          List.of(List.of("/register", "/password"), List.of("/recover", "/identity"))) {
        String start = pages.getFirst();
        String last = start + pages.getLast();
        Browser browser = new Browser(idp.origin);
        String phone = SharedIdp.randomPhone();
        SharedIdp.submit(browser, start, Map.of("contact", phone));
        SharedIdp.submit(browser, start + "/code", Map.of("code", idp.lastCode("+86" + phone)));
        String expired = start + "?problem=expired";
        assertThat(Browser.location(browser.get(last))).endsWith(expired);
        String password = "蓉城-绛雪-玉垒浮云";
        assertThat(
                Browser.location(
                    SharedIdp.submit(
                        browser, start, last, Map.of("password", password, "repeat", password))))
            .endsWith(expired);
        String page = browser.get(expired + "&lang=en").body();
        assertThat(page).contains("id=\"message\"").contains("too long ago").contains("contact");
        assertThat(
                idp.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                    .sql("SELECT count(*) FROM contact")
                    .query(Long.class)
                    .single())
            .isZero();
      }
    }
  }
}
