package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestIdsTest {
  private static final String NEW = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private final RequestIds filter = new RequestIds();
  private final List<String> inside = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"abcd1234", "A.b_c-9-", "0123456789012345678901234567890123456789"})
  void aWellFormedIdIsKeptInAnswerAttributeAndLog(String given) throws Exception {
    assertThat(answered(given)).isEqualTo(given);
    assertThat(inside).containsExactly(given, given);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short77",
        "abc 12345",
        "abc\r\nX-Evil: 1",
        "<script>alert(1)",
        "编号编号编号编号",
        "a/../../etc",
        "12345678%0a"
      })
  void anythingElseIsReplacedAndNeverEchoed(String given) throws Exception {
    assertThat(answered(given)).matches(NEW);
    assertThat(inside).allMatch(id -> id.matches(NEW)).hasSize(2);
  }

  @Test
  void theLengthIs8To64() throws Exception {
    assertThat(answered("x".repeat(64))).isEqualTo("x".repeat(64));
    assertThat(answered("x".repeat(65))).matches(NEW);
    assertThat(answered("x".repeat(8))).isEqualTo("x".repeat(8));
    assertThat(answered("x".repeat(7))).matches(NEW);
  }

  @Test
  void withoutAHeaderEachRequestGetsItsOwn() throws Exception {
    MockHttpServletResponse one = new MockHttpServletResponse();
    MockHttpServletResponse two = new MockHttpServletResponse();
    filter.doFilter(new MockHttpServletRequest(), one, (q, a) -> {});
    filter.doFilter(new MockHttpServletRequest(), two, (q, a) -> {});
    assertThat(one.getHeader("X-Request-Id")).matches(NEW);
    assertThat(two.getHeader("X-Request-Id"))
        .matches(NEW)
        .isNotEqualTo(one.getHeader("X-Request-Id"));
  }

  @Test
  void theLogForgetsTheIdAlsoAfterAFailure() {
    MockHttpServletResponse answer = new MockHttpServletResponse();
    assertThatThrownBy(
            () ->
                filter.doFilter(
                    new MockHttpServletRequest(),
                    answer,
                    (q, a) -> {
                      throw new ServletException("broken");
                    }))
        .hasMessage("broken");
    assertThat(MDC.get("requestId")).isNull();
    assertThat(answer.getHeader("X-Request-Id")).matches(NEW);
  }

  @Test
  void aRequestThatNeverPassedTheFilterHasAnEmptyId() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    assertThat(RequestIds.of(request)).isEmpty();
    request.setAttribute("requestId", 7);
    assertThat(RequestIds.of(request)).isEmpty();
  }

  private String answered(String given) throws ServletException, IOException {
    inside.clear();
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("X-Request-Id", given);
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(
        request,
        response,
        (q, a) -> {
          inside.add(RequestIds.of(request));
          inside.add(MDC.get("requestId"));
        });
    assertThat(MDC.get("requestId")).isNull();
    return Objects.requireNonNull(response.getHeader("X-Request-Id"));
  }
}
