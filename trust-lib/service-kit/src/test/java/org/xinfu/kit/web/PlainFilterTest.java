package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class PlainFilterTest {
  private static final class Refusing extends PlainFilter {
    @Override
    protected void filter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      response.sendError(403);
    }
  }

  @Test
  void mindsRequests() throws Exception {
    assertThat(answer(DispatcherType.REQUEST)).isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUEST")
  void passesOnWhatIsDispatchedAgain(DispatcherType again) throws Exception {
    assertThat(answer(again)).isEqualTo(200);
  }

  private static int answer(DispatcherType type) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
    request.setDispatcherType(type);
    MockHttpServletResponse response = new MockHttpServletResponse();
    new Refusing().doFilter(request, response, new MockFilterChain());
    return response.getStatus();
  }
}
