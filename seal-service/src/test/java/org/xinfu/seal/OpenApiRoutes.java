package org.xinfu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** Routes in code are the routes of the contract; called by the story, which has the service. */
final class OpenApiRoutes {
  private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch");

  private OpenApiRoutes() {}

  @SuppressWarnings("unchecked")
  static Set<String> written() throws Exception {
    try (InputStream file =
        OpenApiRoutes.class.getResourceAsStream("/specs/openapi/seal-service.yaml")) {
      Map<String, Object> contract = new Yaml().load(file);
      Set<String> routes = new TreeSet<>();
      ((Map<String, Map<String, Object>>) contract.get("paths"))
          .forEach(
              (path, operations) ->
                  operations.keySet().stream()
                      .filter(VERBS::contains)
                      .forEach(verb -> routes.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
      return routes;
    }
  }

  static Set<String> coded(ConfigurableApplicationContext service) {
    RequestMappingHandlerMapping mapping =
        service.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    Set<String> routes =
        mapping.getHandlerMethods().keySet().stream()
            .flatMap(
                route ->
                    route.getPatternValues().stream()
                        .filter(path -> path.matches("/(api|trust)/.*|/tsa"))
                        .flatMap(
                            path ->
                                route.getMethodsCondition().getMethods().stream()
                                    .map(verb -> verb + " " + path)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(routes).isNotEmpty();
    return routes;
  }
}
