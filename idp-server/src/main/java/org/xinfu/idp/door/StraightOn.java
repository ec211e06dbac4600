package org.xinfu.idp.door;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.web.filter.CompositeFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import org.xinfu.idp.domain.Visit;

/**
 * Answers a login at once with what the waiting authorization request comes to, where the browser
 * would only be sent to ask for it. The request passes every rule of that endpoint as if it had
 * been sent: it goes through the endpoint's own filters, under the path and the parameters of the
 * way back.
 */
public final class StraightOn {
  private final String site;
  private final String waiting;
  private final Visit visit;
  private final Supplier<Way> way;

  /**
   * From logins to the authorization endpoint.
   *
   * @param site the server's public URL
   * @param path of the endpoint, with the name of the parameter under which requests come back
   * @param way asked for once requests come
   */
  public StraightOn(String site, String path, Visit visit, Supplier<Way> way) {
    this.site = site;
    this.waiting = site + path;
    this.visit = visit;
    this.way = way;
  }

  /** The filters of the endpoint, without those that say nothing new of such a request. */
  public record Way(List<Filter> filters) {}

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
      CompositeFilter filters = new CompositeFilter();
      filters.setFilters(way.get().filters());
      filters.doFilter(
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
      if (tellsOfPassing(name)) {
        passed.put(name, request.getAttribute(name));
        request.removeAttribute(name);
      }
    }
    return passed;
  }

  /** By these a filter of one chain knows that the request has passed one of its kind. */
  private static boolean tellsOfPassing(String attribute) {
    return attribute.equals(ServletRequestPathUtils.PATH_ATTRIBUTE)
        || ((attribute.endsWith(".FILTERED") || attribute.endsWith(".APPLIED"))
            && attribute.startsWith("org.springframework.security."));
  }
}
