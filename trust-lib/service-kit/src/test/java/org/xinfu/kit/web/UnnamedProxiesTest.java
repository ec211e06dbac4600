package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A proxy that nobody told the server of is told to the operator. */
class UnnamedProxiesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final Logger log = (Logger) LoggerFactory.getLogger(UnnamedProxies.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private Instant now = START;
  private final UnnamedProxies filter =
      new UnnamedProxies(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }
          });

  @BeforeEach
  void listen() {
    said.start();
    log.addAppender(said);
  }

  @AfterEach
  void deaf() {
    log.detachAppender(said);
  }

  @Test
  void aPeerThatIsNoProxyIsNamedOnceAnHourWithoutItsWords() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr("192.0.2.9");
    pass(request);
    assertThat(said.list).as("no field").isEmpty();
    request.addHeader("X-Forwarded-For", "203.0.113.1\r\nforged line");
    pass(request);
    pass(request);
    assertThat(said.list)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getFormattedMessage())
                    .startsWith("proxy-not-named:")
                    .contains("192.0.2.9")
                    .doesNotContain("forged", "203.0.113.1"));
    now = START.plus(Duration.ofHours(1)).minusSeconds(1);
    pass(request);
    assertThat(said.list).hasSize(1);
    now = START.plus(Duration.ofHours(1));
    pass(request);
    assertThat(said.list).hasSize(2);
  }

  @Test
  void aConfiguredProxyIsNotTold() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("X-Forwarded-For", "203.0.113.1");
    request.setAttribute(UnnamedProxies.FORWARDED, Boolean.TRUE);
    pass(request);
    assertThat(said.list).isEmpty();
  }

  private void pass(MockHttpServletRequest request) throws Exception {
    MockFilterChain rest = new MockFilterChain();
    filter.doFilter(request, new MockHttpServletResponse(), rest);
    assertThat(rest.getRequest()).as("goes on").isSameAs(request);
  }
}
