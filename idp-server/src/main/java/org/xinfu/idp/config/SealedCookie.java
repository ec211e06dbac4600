package org.xinfu.idp.config;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Where a browser keeps the session of nobody; it goes with the browser, like the session's own.
 *
 * @param secure whether browsers come by TLS
 */
record SealedCookie(boolean secure) {
  static final String NAME = "XINFU_IDP_WAITING";

  private static final int MOST = 4;
  private static final Duration WITH_THE_BROWSER = Duration.ofSeconds(-1);

  /** Every login takes one back: the field is the same for all, with its date in 1970. */
  private static final String END = field("", Duration.ZERO, false);

  private static final String SECURE_END = field("", Duration.ZERO, true);

  /** What the browser shows: of this name it may have several, not all from here. */
  List<String> shown() {
    Cookie[] cookies =
        bound()
            .map(ServletRequestAttributes::getRequest)
            .map(HttpServletRequest::getCookies)
            .orElse(null);
    return cookies == null
        ? List.of()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(NAME))
            .map(Cookie::getValue)
            .limit(MOST)
            .toList();
  }

  /** Whether the answer has left, and with it what the browser is told. */
  boolean late() {
    HttpServletResponse response = bound().map(ServletRequestAttributes::getResponse).orElse(null);
    return response != null && response.isCommitted();
  }

  /** Gives the browser another. */
  void give(String text) {
    send(field(text, WITH_THE_BROWSER, secure));
  }

  /** Takes it back from a browser that has one. */
  void take() {
    if (!shown().isEmpty()) {
      send(secure ? SECURE_END : END);
    }
  }

  private static void send(String field) {
    HttpServletResponse response = bound().map(ServletRequestAttributes::getResponse).orElse(null);
    if (response != null) {
      response.addHeader(HttpHeaders.SET_COOKIE, field);
    }
  }

  private static String field(String text, Duration age, boolean secure) {
    return ResponseCookie.from(NAME, text)
        .httpOnly(true)
        .secure(secure)
        .sameSite("Lax")
        .path("/")
        .maxAge(age)
        .build()
        .toString();
  }

  private static Optional<ServletRequestAttributes> bound() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes bound
        ? Optional.of(bound)
        : Optional.empty();
  }
}
