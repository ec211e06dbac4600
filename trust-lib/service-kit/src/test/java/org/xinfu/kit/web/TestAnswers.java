package org.xinfu.kit.web;

import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/** The kit's answers without a Spring context, also for tests of other packages. */
public final class TestAnswers {
  private TestAnswers() {}

  /** Answers in the languages of the kit. */
  public static ProblemAnswers answers() {
    return new ProblemAnswers(
        new ProblemTexts(), Languages.resolver(), JsonMapper.builder().build());
  }

  /** A request for {@code /api/v1/things} that asks for English and has an id. */
  public static MockHttpServletRequest request() {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/things");
    request.addHeader("Accept-Language", "en");
    request.setAttribute(RequestIds.ATTRIBUTE, "req-12345");
    return request;
  }
}
