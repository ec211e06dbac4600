package org.xinfu.idp.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/**
 * Remembers the page that was asked for before the login as a page of this server, whatever host
 * the request named. A longer query than rests with a browser is dropped, and so is a longer page.
 */
public final class WayHome extends HttpSessionRequestCache {
  /** Where the login's success handler looks for the way back. */
  private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

  private static final String WAITING = "xinfu.waiting";

  /**
   * Characters of a page: strangers' sessions rest with their browsers, which keep no more
   * (SealedSessions), the less where requests wait as well.
   */
  private static final int LONGEST = 500;

  private static final int BESIDE = 120;

  private final String issuer;

  public WayHome(String issuer) {
    this.issuer = issuer;
  }

  @Override
  public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
    if (request.getMethod().equals("GET")) {
      String query = request.getQueryString();
      String path = request.getRequestURI();
      HttpSession session = request.getSession();
      int longest = waits(session) ? BESIDE : LONGEST;
      if (path.length() > longest) {
        session.removeAttribute(SAVED_REQUEST);
        return;
      }
      boolean whole = query != null && path.length() + query.length() < longest;
      String page = whole ? path + "?" + query : path;
      session.setAttribute(SAVED_REQUEST, new SimpleSavedRequest(issuer + page));
    }
  }

  private static boolean waits(HttpSession session) {
    return session.getAttribute(WAITING) instanceof Map<?, ?> all && !all.isEmpty();
  }
}
