package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The login page is rendered once for many; what is somebody's own is never another's. */
class KeptPageTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  @Test
  void each_visitor_gets_a_token_of_their_own_in_every_form() {
    List<String> one = tokens(SharedIdp.browser().get("/login").body());
    List<String> other = tokens(SharedIdp.browser().get("/login").body());
    assertThat(one).hasSize(2);
    assertThat(other).hasSize(2).doesNotContainAnyElementsOf(one);
    assertThat(one.get(0)).isEqualTo(one.get(1)).hasSizeGreaterThan(40);
  }

  @Test
  void the_token_of_a_kept_page_is_the_sessions() {
    Browser stranger = SharedIdp.browser();
    String strange = tokens(stranger.get("/login").body()).getFirst();
    Browser own = SharedIdp.browser();
    own.get("/login");
    Map<String, String> form = Map.of("username", "citizen", "password", "x", "_csrf", strange);
    assertThat(own.post("/login", form).statusCode()).isEqualTo(403);
    assertThat(Browser.location(own.logIn("nobody-of-this-name", "wrong"))).contains("refused");
  }

  @Test
  void what_was_hinted_at_for_one_is_not_shown_to_another() {
    Browser hinted = SharedIdp.browser();
    Map<String, String> request =
        RunningIdp.authorization(
            "seal-console", "http://localhost:9100/login/oauth2/code/idp", "openid");
    request.put("login_hint", "somebody-very-special");
    hinted.get("/oauth2/authorize?" + Browser.encode(request));
    assertThat(hinted.get("/login").body()).contains("value=\"somebody-very-special\"");
    assertThat(SharedIdp.browser().get("/login").body()).doesNotContain("very-special");
    assertThat(hinted.get("/login").body()).contains("value=\"somebody-very-special\"");
  }

  @Test
  void language_size_and_message_make_pages_of_their_own() {
    for (int again = 0; again < 2; again++) {
      String page = page("?lang=en");
      assertThat(page).contains("lang=\"en\"").doesNotContain("role=\"alert\" id=");
      assertThat(page("?lang=zh-CN")).contains("lang=\"zh-CN\"").isNotEqualTo(page);
      assertThat(page("?lang=en&size=large")).contains("class=\"large\"");
      assertThat(page("?lang=en&problem=refused")).contains("id=\"message\"").contains("alert");
      assertThat(page("?lang=en&logout")).contains("id=\"message\"").contains("status");
      assertThat(page("?lang=en")).isEqualTo(page);
    }
  }

  private static String page(String query) {
    return SharedIdp.browser().get("/login" + query).body().replaceAll(TOKEN.pattern(), "");
  }

  private static List<String> tokens(String page) {
    return TOKEN.matcher(page).results().map(found -> found.group(1)).toList();
  }
}
