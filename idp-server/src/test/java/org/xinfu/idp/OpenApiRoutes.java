package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
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

  private static final Map<String, Object> CONTRACT = read();

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
    if (mapping.getMethodsCondition().getMethods().isEmpty()) {
      mapping.getPatternValues().forEach(path -> routes.add("any " + path)); // no row names it
    }
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
    Set<String> routes = new TreeSet<>();
    paths()
        .forEach(
            (path, methods) -> methods.keySet().forEach(method -> routes.add(method + " " + path)));
    return routes;
  }

  /** The status codes that the contract tells of an operation. */
  static Set<String> answers(String method, String path) {
    Map<String, Object> one = Objects.requireNonNull(paths().get(path));
    Map<?, ?> operation =
        (Map<?, ?>) Objects.requireNonNull(one.get(method.toLowerCase(Locale.ROOT)));
    return ((Map<?, ?>) operation.get("responses"))
        .keySet().stream().map(String::valueOf).collect(Collectors.toSet());
  }

  /** What answers each operation of a controller, as in {@code get /login}. */
  static Map<String, HandlerMethod> handlers(ApplicationContext context) {
    Map<String, HandlerMethod> handlers = new TreeMap<>();
    Set<String> told = contract();
    context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach((mapping, one) -> routes(mapping).forEach(route -> handlers.put(route, one)));
    handlers.keySet().retainAll(told); // what is not told at all, routesAreTheContract finds
    return handlers;
  }

  /**
   * The names of parameters, headers and form fields of an operation; {@code (body)} where the body
   * is something else.
   */
  static Set<String> parameters(String route) {
    String[] parts = route.split(" ");
    Map<?, ?> operation = (Map<?, ?>) Objects.requireNonNull(paths().get(parts[1])).get(parts[0]);
    Set<String> names = new TreeSet<>();
    if (operation.get("parameters") instanceof List<?> all) {
      all.stream()
          .map(one -> (Map<?, ?>) one)
          .filter(one -> !"path".equals(one.get("in")))
          .forEach(one -> names.add((String) one.get("name")));
    }
    if (operation.get("requestBody") instanceof Map<?, ?> body) {
      Map<?, ?> content = (Map<?, ?>) body.get("content");
      content.forEach(
          (type, what) -> {
            if (((String) type).matches("application/x-www-form-urlencoded|multipart/form-data")) {
              fields(((Map<?, ?>) what).get("schema"), names);
            } else {
              names.add("(body)");
            }
          });
    }
    return names;
  }

  private static void fields(@Nullable Object schema, Set<String> names) {
    Map<?, ?> object = (Map<?, ?>) Objects.requireNonNull(schema);
    if (object.get("properties") instanceof Map<?, ?> properties) {
      properties.keySet().forEach(one -> names.add((String) one));
    }
    for (String several : List.of("allOf", "oneOf", "anyOf")) {
      if (object.get(several) instanceof List<?> schemas) {
        schemas.forEach(one -> fields(one, names));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> paths() {
    return (Map<String, Map<String, Object>>) Objects.requireNonNull(CONTRACT.get("paths"));
  }

  private static Map<String, Object> read() {
    try (InputStream file =
        OpenApiRoutes.class.getResourceAsStream("/specs/openapi/idp-server.yaml")) {
      return new Yaml(manyAliases()).load(Objects.requireNonNull(file));
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
