package org.xinfu.kit.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of a proxy that this server was not told of: all who come through it have the
 * proxy's address here and share its allowances, so that one of them uses up everybody's. Anybody
 * can write the field, so that it is told once an hour, and nothing of what was sent.
 */
final class UnnamedProxies extends PlainFilter {
  /** Set by Tomcat's RemoteIpValve where the peer is a configured proxy. */
  static final String FORWARDED = "org.apache.tomcat.request.forwarded";

  private static final Logger LOG = LoggerFactory.getLogger(UnnamedProxies.class);
  private static final Duration QUIET = Duration.ofHours(1);

  private final Clock clock;
  private final AtomicReference<Instant> told = new AtomicReference<>(Instant.MIN);

  UnnamedProxies(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getHeader("X-Forwarded-For") != null
        && !Boolean.TRUE.equals(request.getAttribute(FORWARDED))) {
      tell(request.getRemoteAddr());
    }
    chain.doFilter(request, response);
  }

  private void tell(String peer) {
    Instant now = clock.instant();
    Instant before = told.get();
    if (!before.isAfter(now.minus(QUIET)) && told.compareAndSet(before, now)) {
      LOG.warn(
          "proxy-not-named: X-Forwarded-For came from {}, which is not one of the proxies of this"
              + " server, and was not believed. If it is one, all who come through it share one"
              + " allowance: see \"Behind a proxy\" in specs/guides/operations.md",
          peer);
    }
  }
}
