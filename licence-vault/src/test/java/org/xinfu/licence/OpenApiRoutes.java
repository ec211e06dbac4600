package org.xinfu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The routes of the code are the routes of the contract. */
final class OpenApiRoutes {
  private OpenApiRoutes() {}

  static void assertSame(RequestMappingHandlerMapping mapping) {
    Set<String> code = new TreeSet<>();
    mapping
        .getHandlerMethods()
        .keySet()
        .forEach(
            info ->
                info.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/"))
                    .forEach(
                        path ->
                            info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> code.add(method + " " + path))));
    assertThat(contract()).isEqualTo(code);
  }

  static Set<String> contract() {
    try (InputStream file =
        Objects.requireNonNull(
            OpenApiRoutes.class.getResourceAsStream("/specs/openapi/licence-vault.yaml"))) {
      JsonNode root = YAMLMapper.builder().build().readTree(file.readAllBytes());
      Set<String> routes = new TreeSet<>();
      for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
        for (String method : path.getValue().propertyNames()) {
          if (!method.equals("parameters")) {
            routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
          }
        }
      }
      return routes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
