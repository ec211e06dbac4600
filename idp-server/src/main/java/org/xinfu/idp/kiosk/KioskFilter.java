package org.xinfu.idp.kiosk;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.xinfu.idp.domain.Kiosk;
import org.xinfu.kit.web.PlainFilter;

/**
 * Makes a session one at a kiosk before anybody logs in to it. What lives in the browser from
 * before, which may be somebody else's, ends first. At a kiosk nobody changes an account: no way to
 * sign in is added, no password set, nothing administered; and nobody says yes to what another
 * screen asks, since a login that was left behind would go on there.
 */
public final class KioskFilter extends PlainFilter {
  private static final Set<String> MACHINES =
      Set.of("api", "actuator", "idp", "kit", "openapi.yaml", ".well-known", "userinfo");

  private static final List<String> CLOSED = List.of("/account", "/console", "/qr", "/window");

  private final Kiosk kiosk;
  private final List<IpAddressMatcher> terminals;
  private final Predicate<String> registered;

  /** {@code registered}: whether a client is, for kiosks. */
  public KioskFilter(KioskSettings settings, Predicate<String> registered) {
    this.kiosk = settings.kiosk();
    this.terminals = settings.addresses().stream().map(IpAddressMatcher::new).toList();
    this.registered = registered;
  }

  /** Whether the request belongs to a session at a kiosk. */
  public static boolean at(HttpServletRequest request) {
    return at(request.getSession(false));
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getServletPath();
    int second = path.indexOf('/', 1);
    String first = path.isEmpty() ? "" : path.substring(1, second < 0 ? path.length() : second);
    return MACHINES.contains(first)
        || (first.equals("oauth2") && !path.equals("/oauth2/authorize"));
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    @Nullable HttpSession session = request.getSession(false);
    if (!at(session) && wanted(request)) {
      if (session != null) {
        session.invalidate();
      }
      session = request.getSession();
      session.setAttribute(Kiosk.KEPT, kiosk);
      session.setMaxInactiveInterval(kiosk.idleSeconds());
    }
    if (at(session) && closed(request.getServletPath())) {
      response.sendRedirect("/kiosk");
      return;
    }
    chain.doFilter(request, response);
  }

  private boolean wanted(HttpServletRequest request) {
    if (terminals.stream().anyMatch(one -> one.matches(request))) {
      return true;
    }
    String client = request.getParameter("client_id");
    return request.getServletPath().equals("/oauth2/authorize")
        && client != null
        && registered.test(client);
  }

  private static boolean closed(String path) {
    return path.equals("/") || CLOSED.stream().anyMatch(path::startsWith);
  }

  private static boolean at(@Nullable HttpSession session) {
    return session != null && session.getAttribute(Kiosk.KEPT) != null;
  }
}
