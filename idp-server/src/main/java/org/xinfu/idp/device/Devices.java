package org.xinfu.idp.device;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.Kiosk;
import org.xinfu.idp.domain.Origin;
import org.xinfu.kit.web.PlainFilter;

/**
 * Gives each browser a random name in a cookie of its own, so that allowances and brakes can tell a
 * person's own device from strangers behind the same address. The name proves nothing. A browser at
 * a kiosk is nobody's own and gets none.
 */
public final class Devices extends PlainFilter {
  private static final String COOKIE = "XINFU_DEVICE";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Duration LIFE = Duration.ofDays(400);

  private final boolean secure;

  public Devices(boolean secure) {
    this.secure = secure;
  }

  /** Where the request comes from. */
  public static Origin origin(HttpServletRequest request) {
    return new Origin(
        Objects.requireNonNullElse(request.getRemoteAddr(), "0.0.0.0"),
        kiosk(request) ? "" : name(request));
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getServletPath();
    return !path.startsWith("/login")
        && !path.equals("/oauth2/authorize") // shows the login page
        && !path.startsWith("/register")
        && !path.startsWith("/recover");
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (name(request).isEmpty() && !kiosk(request)) {
      ResponseCookie cookie =
          ResponseCookie.from(COOKIE, SecretFile.random())
              .httpOnly(true)
              .secure(secure)
              .sameSite("Lax")
              .path("/")
              .maxAge(LIFE)
              .build();
      response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
    chain.doFilter(request, response);
  }

  private static boolean kiosk(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(Kiosk.KEPT) != null;
  }

  private static String name(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE) && NAME.matcher(cookie.getValue()).matches()) {
          return cookie.getValue();
        }
      }
    }
    return "";
  }
}
