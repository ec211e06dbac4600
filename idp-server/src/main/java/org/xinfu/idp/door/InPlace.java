package org.xinfu.idp.door;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.util.ServletRequestPathUtils;

/** Shows a page of ours as the answer to a request, where the browser would only be sent to it. */
public final class InPlace {
  private InPlace() {}

  /**
   * Answers with the page. Nothing of the request's own query reaches it: a stranger who wrote the
   * link does not fill in the page.
   *
   * @param page a path of ours with a query, or without; nothing in it needs decoding
   */
  public static void show(HttpServletRequest request, HttpServletResponse response, String page)
      throws IOException, ServletException {
    request.removeAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE);
    request.getRequestDispatcher(page).forward(new Led(request, page), response);
  }
}
