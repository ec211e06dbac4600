package org.xinfu.idp.door;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.web.util.ServletRequestPathUtils;
import org.xinfu.idp.domain.Visit;

/**
 * Answers a login at once with what the waiting authorization request comes to, where the browser
 * would only be sent to ask for it. The request passes every rule of that endpoint as if it had
 * been sent: it enters the security filters anew, under the path and the parameters of the way
 * back.
 */
public final class StraightOn {
  /** By these the filters of one chain know that the request has passed them. */
  private static final Pattern PASSED =
      Pattern.compile(
          "org\\.(springframework\\.security|xinfu\\.idp)\\..*\\.(FILTERED|APPLIED)|"
              + Pattern.quote(ServletRequestPathUtils.PATH_ATTRIBUTE));

  private final String site;
  private final String waiting;
  private final Visit visit;
  private final Supplier<Filter> filters;

  /**
   * From logins to the authorization endpoint.
   *
   * @param site the server's public URL
   * @param path of the endpoint, with the name of the parameter under which requests come back
   * @param filters the security filters; asked for once requests come
   */
  public StraightOn(String site, String path, Visit visit, Supplier<Filter> filters) {
    this.site = site;
    this.waiting = site + path;
    this.visit = visit;
    this.filters = filters;
  }

  /** Whether a way home leads to what can be answered here. */
  public boolean leads(String target) {
    return target.startsWith(waiting);
  }

  /** Answers it; whoever has just logged in is who asks. */
  public void go(HttpServletRequest request, HttpServletResponse response, String target)
      throws IOException, ServletException {
    visit.arrived();
    Map<String, Object> passed = forget(request);
    Led led = new Led(request, target.substring(site.length()));
    ServletRequestPathUtils.parseAndCache(led);
    try {
      filters
          .get()
          .doFilter(
              led,
              response,
              (asked, unanswered) -> {
                throw new IllegalStateException("the authorization endpoint did not answer");
              });
    } finally {
      ServletRequestPathUtils.clearParsedRequestPath(request);
      passed.forEach(request::setAttribute);
    }
  }

  private static Map<String, Object> forget(HttpServletRequest request) {
    Map<String, Object> passed = new LinkedHashMap<>();
    for (String name : Collections.list(request.getAttributeNames())) {
      if (PASSED.matcher(name).matches()) {
        passed.put(name, request.getAttribute(name));
        request.removeAttribute(name);
      }
    }
    return passed;
  }
}
