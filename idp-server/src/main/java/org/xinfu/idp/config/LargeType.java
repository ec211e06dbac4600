package org.xinfu.idp.config;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.xinfu.idp.kiosk.KioskFilter;

/** Elder mode: {@code ?size=large} makes every page's type large, until {@code ?size=normal}. */
@ControllerAdvice(annotations = Controller.class)
class LargeType {
  private static final String COOKIE = "XINFU_SIZE";

  private final IdpSettings settings;

  LargeType(IdpSettings settings) {
    this.settings = settings;
  }

  @ModelAttribute("large")
  boolean large(HttpServletRequest request, HttpServletResponse response) {
    String wanted = request.getParameter("size");
    if (!"GET".equals(request.getMethod()) || wanted == null || !wanted.matches("large|normal")) {
      return kept(request);
    }
    ResponseCookie cookie =
        ResponseCookie.from(COOKIE, wanted)
            .httpOnly(true)
            .secure(settings.secure())
            .sameSite("Lax")
            .path("/")
            .maxAge(KioskFilter.at(request) ? Duration.ofSeconds(-1) : Duration.ofDays(365))
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    return wanted.equals("large");
  }

  private static boolean kept(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies != null
        && Arrays.stream(cookies)
            .anyMatch(
                cookie -> cookie.getName().equals(COOKIE) && cookie.getValue().equals("large"));
  }
}
