package org.xinfu.idp.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Which way a page is shown in the place of another. */
class InPlaceTest {
  private final List<String> asked = new ArrayList<>();
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/from");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  InPlaceTest() {
    request.setQueryString("size=large");
    request.setParameter("size", "large");
  }

  @Test
  void a_page_that_is_ready_answers_by_itself() throws Exception {
    pages(true).show(request, response, "/page");
    assertThat(asked).containsExactly("GET /page null null");
    assertThat(response.getForwardedUrl()).isNull();
  }

  @Test
  void one_that_is_not_is_forwarded_to() throws Exception {
    pages(false).show(request, response, "/page");
    assertThat(response.getForwardedUrl()).isEqualTo("/page");
  }

  @Test
  void so_is_one_with_a_query_and_one_that_never_is_ready() throws Exception {
    for (String page : List.of("/page?lang=en", "/other")) {
      pages(true).show(request, response, page);
      assertThat(response.getForwardedUrl()).isEqualTo(page);
    }
    assertThat(asked).isEmpty();
  }

  private InPlace pages(boolean ready) {
    return new InPlace(
        Map.of(
            "/page",
            (page, answer) -> {
              asked.add(
                  String.join(
                      " ",
                      page.getMethod(),
                      page.getRequestURI(),
                      page.getQueryString(),
                      page.getParameter("size")));
              return ready;
            }));
  }
}
