package org.xinfu.idp.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/**
 * Remembers the page that was asked for before the login as a page of this server, whatever host
 * the request named.
 */
public final class WayHome extends HttpSessionRequestCache {
  /** Where the login's success handler looks for the way back. */
  private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

  private final String issuer;

  public WayHome(String issuer) {
    this.issuer = issuer;
  }

  @Override
  public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
    if (request.getMethod().equals("GET")) {
      String query = request.getQueryString();
      String page = request.getRequestURI() + (query == null ? "" : "?" + query);
      request.getSession().setAttribute(SAVED_REQUEST, new SimpleSavedRequest(issuer + page));
    }
  }
}
