package org.xinfu.idp.config;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.xinfu.idp.kiosk.KioskFilter;
import org.xinfu.idp.login.LoginPart;

/** Elder mode: {@code ?size=large} makes every page's type large, until {@code ?size=normal}. */
@ControllerAdvice(annotations = Controller.class)
class LargeType implements LoginPart {
  private static final String COOKIE = "XINFU_SIZE";

  private final IdpSettings settings;

  LargeType(IdpSettings settings) {
    this.settings = settings;
  }

  @ModelAttribute("large")
  boolean large(HttpServletRequest request, HttpServletResponse response) {
    String wanted = wanted(request);
    if (wanted == null) {
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

  /** The size alone; it is kept as on every page. */
  @Override
  public void write(HttpServletRequest request, BiConsumer<String, Object> page) {
    String wanted = wanted(request);
    page.accept("large", wanted == null ? kept(request) : wanted.equals("large"));
  }

  private static @Nullable String wanted(HttpServletRequest request) {
    String wanted = request.getParameter("size");
    boolean said =
        "GET".equals(request.getMethod()) && wanted != null && wanted.matches("large|normal");
    return said ? wanted : null;
  }

  private static boolean kept(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies != null
        && Arrays.stream(cookies)
            .anyMatch(
                cookie -> cookie.getName().equals(COOKIE) && cookie.getValue().equals("large"));
  }
}
