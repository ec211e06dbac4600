package org.xinfu.idp.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A request that goes on at another page of ours without the browser being sent there: what it asks
 * for and its parameters are the page's, and nothing of its own query or form is left; cookies,
 * headers and session are its own.
 */
final class Led extends HttpServletRequestWrapper {
  private final String path;
  private final @Nullable String query;
  private final Map<String, String[]> parameters = new LinkedHashMap<>();

  /** {@code page} is a path of ours with a query, or without; nothing in it needs decoding. */
  Led(HttpServletRequest request, String page) {
    super(request);
    int mark = page.indexOf('?');
    this.path = mark < 0 ? page : page.substring(0, mark);
    this.query = mark < 0 ? null : page.substring(mark + 1);
    if (query != null) {
      UriComponentsBuilder.newInstance()
          .query(query)
          .build()
          .getQueryParams()
          .forEach((name, all) -> parameters.put(name, all.toArray(String[]::new)));
    }
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public String getRequestURI() {
    return getContextPath() + path;
  }

  @Override
  public StringBuffer getRequestURL() {
    StringBuffer asked = super.getRequestURL();
    int end = asked.indexOf("/", asked.indexOf("://") + 3);
    asked.setLength(end < 0 ? asked.length() : end);
    return asked.append(getRequestURI());
  }

  @Override
  public String getServletPath() {
    return path;
  }

  @Override
  public @Nullable String getPathInfo() {
    return null;
  }

  @Override
  public @Nullable String getQueryString() {
    return query;
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] all = parameters.get(name);
    return all == null ? null : all[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] all = parameters.get(name);
    return all == null ? null : Arrays.copyOf(all, all.length);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }
}
