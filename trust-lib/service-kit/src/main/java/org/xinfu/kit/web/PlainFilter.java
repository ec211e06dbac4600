package org.xinfu.kit.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A filter that stands once in its chain and is registered for requests as they come from the
 * network, and for no other dispatch (which is what Spring Boot does with every filter that is none
 * of Spring's). Such a one sees each request once, and need not note on it that it has: {@code
 * OncePerRequestFilter} does, and a login passes fifty filters.
 */
public abstract class PlainFilter implements Filter {
  @Override
  public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    if (shouldNotFilter(asked)) {
      chain.doFilter(request, response);
    } else {
      filter(asked, (HttpServletResponse) response, chain);
    }
  }

  /** Whether the request is none of this filter's business. */
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return false;
  }

  /** Answers, or lets the request go on. */
  protected abstract void filter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException;
}
