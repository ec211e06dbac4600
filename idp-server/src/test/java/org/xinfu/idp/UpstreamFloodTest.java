package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each departure asks the national platform and leaves a row: strangers do not make us do so. */
class UpstreamFloodTest {
  @Test
  void a_browser_leaves_so_often_and_others_still_may(@TempDir Path home) {
    try (RunningIdp idp = new RunningIdp(home).with("--xinfu.upstream.simulator=true").start()) {
      Browser browser = new Browser(idp.origin);
      browser.get("/login");
      for (int i = 0; i < 30; i++) {
        assertThat(leave(browser)).doesNotContain("/login?problem");
      }
      assertThat(leave(browser)).endsWith("/login?problem=braked");
      assertThat(browser.page("/login?problem=braked").body()).contains("role=\"alert\"");
      assertThat(leave(browser)).endsWith("/login?problem=braked");
      Browser other = new Browser(idp.origin);
      other.get("/login");
      assertThat(leave(other)).doesNotContain("/login?problem");
    }
  }

  private static String leave(Browser browser) {
    return Browser.location(browser.get("/login/upstream/oidc"));
  }
}
