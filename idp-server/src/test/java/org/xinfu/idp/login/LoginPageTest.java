package org.xinfu.idp.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** When the page leaves the answer to the dispatcher. */
class LoginPageTest {
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/login");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void when_it_was_never_rendered() throws Exception {
    assertThat(page((asked, shown) -> shown.accept("kiosk", 0)).answer(request, response))
        .isFalse();
    assertThat(response.getContentLength()).isZero();
  }

  /** There the failure becomes the problem that it is everywhere else. */
  @Test
  void when_the_store_does_not_say_what_is_on_it() throws Exception {
    LoginPart silent =
        (asked, shown) -> {
          throw new DataAccessResourceFailureException("gone");
        };
    assertThat(page(silent).answer(request, response)).isFalse();
    assertThat(response.getContentLength()).isZero();
  }

  private static LoginPage page(LoginPart part) {
    return new LoginPage(new ThymeleafViewResolver(), List.of(part), new FixedLocaleResolver());
  }
}
