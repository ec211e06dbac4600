package org.xinfu.idp.plain;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** A short way to tokens, in front of the long one, which is the framework's. */
abstract class PlainDoor implements Filter {
  @Override
  public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<String> answer = answer((HttpServletRequest) request);
    if (answer.isPresent()) {
      TokenAnswer.write(answer.get(), (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** The answer; empty, and nothing is written, where the long way has to decide. */
  abstract Optional<String> answer(HttpServletRequest request);
}
