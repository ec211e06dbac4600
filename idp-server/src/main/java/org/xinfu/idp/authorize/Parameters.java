package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, each with its one value; empty ones count as absent (RFC 6749 §3.1).
 *
 * @param repeated names that came more than once, which RFC 6749 §3.1 forbids; their values are not
 *     among {@code values}, so that nobody acts on one of them
 */
record Parameters(Map<String, String> values, Set<String> repeated) {
  /** More than any honest request needs; a browser session keeps what is accepted here. */
  static final int LONGEST = 32 * 1024;

  static Parameters of(HttpServletRequest request) {
    return of(request.getParameterMap());
  }

  static Parameters of(Map<String, String[]> given) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> repeated = new TreeSet<>();
    given.forEach(
        (name, all) -> {
          if (all.length != 1) {
            repeated.add(name);
          } else if (!all[0].isEmpty()) {
            values.put(name, all[0]);
          }
        });
    return new Parameters(values, repeated);
  }

  static Parameters of(LinkedHashMap<String, String> values) {
    return new Parameters(values, Set.of());
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  boolean tooLong() {
    int length = 0;
    for (Map.Entry<String, String> one : values.entrySet()) {
      length += one.getKey().length() + one.getValue().length();
    }
    return length > LONGEST;
  }
}
