package org.xinfu.testkit.access;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** What the handler methods of a running application answer, the actuator's too. */
public final class MappedRoutes {
  private MappedRoutes() {}

  /** As in {@code GET /verify}; {@code ANY} where a mapping names no method. */
  public static Set<String> of(ApplicationContext service) {
    Set<String> routes = new TreeSet<>();
    service
        .getBeansOfType(RequestMappingInfoHandlerMapping.class)
        .values()
        .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(one -> add(one, routes)));
    return routes;
  }

  private static void add(RequestMappingInfo mapping, Set<String> routes) {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    for (String path : mapping.getPatternValues()) {
      String shown = path.isEmpty() ? "/" : path;
      if (methods.isEmpty()) {
        routes.add("ANY " + shown);
      }
      methods.forEach(method -> routes.add(method + " " + shown));
    }
  }
}
