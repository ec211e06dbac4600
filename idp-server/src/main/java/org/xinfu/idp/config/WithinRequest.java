package org.xinfu.idp.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What one request has asked the database before, it need not ask again: the framework looks a
 * client up at each of its steps. Nothing is kept from one request to the next.
 */
final class WithinRequest {
  private static final String NAME = WithinRequest.class.getName() + " ";

  private WithinRequest() {}

  /** What was found under the name in this request, or is found now; outside of one always now. */
  @SuppressWarnings("unchecked") // one name, one type
  static <T> @Nullable T once(String name, Supplier<@Nullable T> search) {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    if (request == null) {
      return search.get();
    }
    Object known = request.getAttribute(NAME + name, RequestAttributes.SCOPE_REQUEST);
    if (known != null) {
      return (T) known;
    }
    T found = search.get();
    keep(name, found);
    return found;
  }

  /** Null forgets. */
  static void keep(String name, @Nullable Object found) {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    if (request == null) {
      return;
    }
    if (found == null) {
      request.removeAttribute(NAME + name, RequestAttributes.SCOPE_REQUEST);
    } else {
      request.setAttribute(NAME + name, found, RequestAttributes.SCOPE_REQUEST);
    }
  }

  /** What is kept; null when nothing is. */
  static @Nullable Object kept(String name) {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    return request == null
        ? null
        : request.getAttribute(NAME + name, RequestAttributes.SCOPE_REQUEST);
  }
}
