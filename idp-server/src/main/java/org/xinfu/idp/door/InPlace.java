package org.xinfu.idp.door;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Shows a page of ours as the answer to a request, where the browser would only be sent to it. A
 * page that is ready answers by itself. Else the request is forwarded, and the page answers through
 * the dispatcher: what interceptors have to say of its query, what has yet to be rendered and what
 * goes wrong is the dispatcher's business.
 *
 * <p>Of what the dispatcher does for every page nothing else matters to one without a query: the
 * language is the visitor's choice and stands in {@code Content-Language}, the page's path names
 * the request in {@code http.server.requests}, and what all pages show is the page's to gather.
 */
public final class InPlace {
  private final Map<String, Ready> ready;

  /** A page that need not always be rendered. */
  public interface Ready {
    /**
     * Answers, or does nothing and returns false.
     *
     * @param request for the page, without a query
     */
    boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  /** {@code ready}: pages by their paths. */
  public InPlace(Map<String, Ready> ready) {
    this.ready = Map.copyOf(ready);
  }

  /**
   * Answers with the page. Nothing of the request's own query reaches it: a stranger who wrote the
   * link does not fill in the page.
   *
   * @param page a path of ours with a query, or without; nothing in it needs decoding
   */
  public void show(HttpServletRequest request, HttpServletResponse response, String page)
      throws IOException, ServletException {
    Led led = new Led(request, page);
    Ready kept = ready.get(page);
    if (kept != null && kept.answer(led, response)) {
      ServerHttpObservationFilter.findObservationContext(request)
          .ifPresent(observed -> observed.setPathPattern(page));
      return;
    }
    request.removeAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE);
    request.getRequestDispatcher(page).forward(led, response);
  }
}
