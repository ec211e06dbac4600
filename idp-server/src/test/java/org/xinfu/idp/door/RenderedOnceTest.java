package org.xinfu.idp.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.web.servlet.View;

/** When a kept page is rendered, and what its template gets. */
class RenderedOnceTest {
  private final AtomicInteger rendered = new AtomicInteger();
  private final KeptPage page =
      new KeptPage("any", Set.of("hint"), (name, locale) -> template(locale));

  @Test
  void once_for_equal_models_with_the_token_of_each_visitor() throws Exception {
    assertThat(sent("", "one", Locale.ENGLISH)).isEqualTo("en, null: one one");
    assertThat(sent("", "other", Locale.ENGLISH)).isEqualTo("en, null: other other");
    assertThat(rendered).hasValue(1);
  }

  @Test
  void again_for_another_hint_or_language() throws Exception {
    sent("", "one", Locale.ENGLISH);
    assertThat(sent("hint", "one", Locale.ENGLISH)).isEqualTo("en, hint: one one");
    assertThat(sent("", "one", Locale.CHINESE)).isEqualTo("zh, null: one one");
    assertThat(sent("", "one", Locale.ENGLISH)).isEqualTo("en, null: one one");
    assertThat(rendered).hasValue(3);
  }

  /** However many hints somebody types, memory holds a few. */
  @Test
  void what_is_not_wanted_for_long_is_forgotten() throws Exception {
    sent("first", "one", Locale.ENGLISH);
    for (int i = 0; i < 100; i++) {
      sent("hint-" + i, "one", Locale.ENGLISH);
    }
    sent("hint-99", "one", Locale.ENGLISH);
    assertThat(rendered).hasValue(101);
    sent("first", "one", Locale.ENGLISH);
    assertThat(rendered).hasValue(102);
  }

  @Test
  void it_is_sent_at_once_when_it_is_kept_and_not_before() throws Exception {
    MockHttpServletResponse none = new MockHttpServletResponse();
    MockHttpServletRequest request = request("one", Locale.ENGLISH);
    assertThat(page.send(Map.of("hint", "a"), Locale.ENGLISH, request, none)).isFalse();
    assertThat(none.getContentLength()).isZero();
    sent("a", "other", Locale.ENGLISH);
    assertThat(page.send(Map.of("hint", "b"), Locale.ENGLISH, request, none)).isFalse();
    assertThat(page.send(Map.of("hint", "a"), Locale.CHINESE, request, none)).isFalse();
    MockHttpServletResponse kept = new MockHttpServletResponse();
    Map<String, Object> model = Map.of("hint", "a", "own", "of this visitor alone");
    assertThat(page.send(model, Locale.ENGLISH, request, kept)).isTrue();
    assertThat(kept.getContentAsString()).isEqualTo("en, a: one one");
    assertThat(kept.getHeader("Content-Language")).isEqualTo("en");
    assertThat(rendered).hasValue(1);
  }

  private View template(Locale locale) {
    return (model, request, response) -> {
      rendered.incrementAndGet();
      Map<String, ?> given = Objects.requireNonNull(model);
      assertThat(given).containsOnlyKeys("hint");
      CsrfToken own =
          (CsrfToken) Objects.requireNonNull(request.getAttribute(CsrfToken.class.getName()));
      String twice = own.getToken() + " " + own.getToken();
      response.getWriter().write(locale.getLanguage() + ", " + given.get("hint") + ": " + twice);
    };
  }

  private String sent(String hint, String token, Locale locale) throws Exception {
    MockHttpServletRequest request = request(token, locale);
    MockHttpServletResponse response = new MockHttpServletResponse();
    Map<String, Object> model = new HashMap<>(Map.of("own", "of this visitor alone " + token));
    if (!hint.isEmpty()) {
      model.put("hint", hint);
    }
    page.render(model, request, response);
    return response.getContentAsString();
  }

  private static MockHttpServletRequest request(String token, Locale locale) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addPreferredLocale(locale);
    request.setAttribute(CsrfToken.class.getName(), new DefaultCsrfToken("h", "p", token));
    return request;
  }
}
