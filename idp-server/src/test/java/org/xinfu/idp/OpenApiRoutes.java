package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Routes in code are routes in the contract; called where a server runs already. */
final class OpenApiRoutes {
  /** Answered by filters and the actuator, not by controllers. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "get /.well-known/openid-configuration",
          "get /.well-known/oauth-authorization-server",
          "get /oauth2/jwks",
          "get /oauth2/authorize",
          "post /oauth2/authorize",
          "post /oauth2/par",
          "post /oauth2/token",
          "post /oauth2/revoke",
          "post /oauth2/introspect",
          "get /userinfo",
          "post /userinfo",
          "post /login",
          "post /logout",
          "get /actuator/health",
          "get /actuator/prometheus");

  private OpenApiRoutes() {}

  static void routesAreTheContract(ApplicationContext context) {
    assertThat(contract()).isEqualTo(all(context));
  }

  /** As in {@code GET /login}. */
  static Set<String> ofTheCode(ApplicationContext context) {
    return all(context).stream()
        .map(route -> route.split(" "))
        .map(parts -> parts[0].toUpperCase(Locale.ROOT) + " " + parts[1])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> all(ApplicationContext context) {
    Set<String> code = new TreeSet<>(ELSEWHERE);
    context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(mapping -> code.addAll(routes(mapping)));
    code.removeIf(route -> route.endsWith(" /error"));
    return code;
  }

  /** The paths that controllers answer with this method. */
  static Stream<String> paths(ApplicationContext context, RequestMethod method) {
    return context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .stream()
        .filter(one -> one.getMethodsCondition().getMethods().contains(method))
        .flatMap(one -> one.getPatternValues().stream());
  }

  private static Set<String> routes(RequestMappingInfo mapping) {
    Set<String> routes = new TreeSet<>();
    mapping
        .getMethodsCondition()
        .getMethods()
        .forEach(
            method ->
                mapping
                    .getPatternValues()
                    .forEach(path -> routes.add(method.name().toLowerCase() + " " + path)));
    return routes;
  }

  private static Set<String> contract() {
    try (InputStream file =
        OpenApiRoutes.class.getResourceAsStream("/specs/openapi/idp-server.yaml")) {
      Map<String, Object> document = new Yaml(manyAliases()).load(Objects.requireNonNull(file));
      Set<String> routes = new TreeSet<>();
      @SuppressWarnings("unchecked")
      Map<String, Map<String, Object>> paths =
          (Map<String, Map<String, Object>>) Objects.requireNonNull(document.get("paths"));
      paths.forEach(
          (path, methods) -> methods.keySet().forEach(method -> routes.add(method + " " + path)));
      return routes;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers are written once and named often. */
  private static LoaderOptions manyAliases() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(1000);
    return options;
  }
}
