package org.xinfu.kit.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A filter that stands once in its chain and minds requests as they come from the network alone: an
 * answer that goes on later and the page of an error are passed on, as {@code OncePerRequestFilter}
 * does. It need not note on the request that it has seen it; a login passes fifty filters.
 */
public abstract class PlainFilter implements Filter {
  @Override
  public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    if (asked.getDispatcherType() != DispatcherType.REQUEST || shouldNotFilter(asked)) {
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
